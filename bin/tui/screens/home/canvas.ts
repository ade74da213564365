import { type Line, type Span, span } from '../../text/line.ts';
import { charactersOf } from '../../text/width.ts';
import type { Meaning } from '../../theme.ts';

/** A drawing of fixed size, of characters that are one column wide. Later strokes lie over earlier ones. */
export class Canvas {
  private readonly cells: Span[][];

  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    this.cells = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => span(' ')),
    );
  }

  /** Writes text; what falls outside is lost. */
  text(column: number, row: number, text: string, ...as: Meaning[]): void {
    charactersOf(text).forEach((character, index) => {
      const cells = this.cells[row];
      if (cells && column + index >= 0 && column + index < this.columns)
        cells[column + index] = span(character, ...as);
    });
  }

  /** Draws a frame with `[corners, horizontal, vertical]`, for example `╭╮╰╯─│`. */
  box(
    column: number,
    row: number,
    columns: number,
    rows: number,
    style: string,
    ...as: Meaning[]
  ): void {
    const [topLeft, topRight, bottomLeft, bottomRight, across, down] = charactersOf(style);
    const bar = across!.repeat(columns - 2);
    this.text(column, row, `${topLeft}${bar}${topRight}`, ...as);
    this.text(column, row + rows - 1, `${bottomLeft}${bar}${bottomRight}`, ...as);
    for (let at = row + 1; at < row + rows - 1; at++) {
      this.text(column, at, down!, ...as);
      this.text(column + columns - 1, at, down!, ...as);
    }
  }

  /** The drawing as lines, neighbors of one look joined. */
  lines(): Line[] {
    return this.cells.map((cells) => {
      const joined: Span[] = [];
      for (const cell of cells) {
        const last = joined.at(-1);
        if (last && String(last.as) === String(cell.as))
          joined[joined.length - 1] = { ...last, text: last.text + cell.text };
        else joined.push(cell);
      }
      return joined;
    });
  }
}
