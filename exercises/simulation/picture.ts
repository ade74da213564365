import { type Line, pictureSize, type Span, type Tone } from './simulation.ts';

/** A piece of a line in one tone. */
export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

/** A line from its pieces; a bare text is plain. */
export function line(...pieces: readonly (string | Span)[]): Line {
  return pieces.map((piece) => (typeof piece === 'string' ? span(piece) : piece));
}

/** A sheet on which things are put at places; what is put later covers what was there. For characters one column wide. */
export class Canvas {
  private readonly cells: (Span | undefined)[][];

  constructor(
    private readonly columns: number = pictureSize.columns,
    rows: number = pictureSize.rows,
  ) {
    this.cells = Array.from({ length: rows }, () => []);
  }

  /** Writes `text` from a place on, both counted from 0; what does not fit on the sheet is cut off. */
  put(column: number, row: number, text: string, tone: Tone = 'plain'): void {
    const cells = this.cells[row];
    if (!cells) return;
    for (const [offset, character] of [...text].entries()) {
      const place = column + offset;
      if (place >= 0 && place < this.columns) cells[place] = span(character, tone);
    }
  }

  /** The sheet as a picture, without the empty margin at the right and at the bottom. */
  lines(): Line[] {
    const used = this.cells.findLastIndex((cells) => cells.length > 0);
    return this.cells.slice(0, used + 1).map(joined);
  }
}

/** Neighbors of one tone become one span. */
function joined(cells: readonly (Span | undefined)[]): Line {
  const spans: { text: string; tone: Tone }[] = [];
  for (const { text, tone } of Array.from(cells, (cell) => cell ?? span(' '))) {
    const last = spans.at(-1);
    if (last?.tone === tone) last.text += text;
    else spans.push({ text, tone });
  }
  return spans;
}
