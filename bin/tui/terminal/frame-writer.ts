import type { Paper } from '../components/paper.ts';

/** Marks the begin and the end of one picture, for terminals that can show it at once. */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/** Paper that is the terminal: only lines that changed are written, each at its own row, so it cannot lose its place. */
export class FrameWriter implements Paper {
  private readonly drawn: string[] = [];
  private shown: readonly string[] | null = null;

  constructor(private readonly write: (text: string) => void) {}

  put(top: number, lines: readonly string[]): void {
    lines.forEach((text, index) => {
      this.drawn[top + index] = text.trimEnd();
    });
  }

  /** Shows the picture; writes nothing when it is shown already. */
  show(rows: number): void {
    const lines = Array.from({ length: rows }, (_, row) => this.drawn[row] ?? '');
    const changes = changesOf(this.shown, lines);
    this.shown = lines;
    if (changes) this.write(begin + changes + end);
  }

  /** The terminal was resized or used by somebody else: the next picture is written whole. */
  forget(): void {
    this.shown = null;
    this.drawn.length = 0;
  }
}

function changesOf(before: readonly string[] | null, lines: readonly string[]): string {
  const rows = Math.max(lines.length, before?.length ?? 0);
  let changes = before ? '' : '\u001b[2J';
  for (let row = 0; row < rows; row++)
    if (!before || lines[row] !== before[row])
      changes += `\u001b[${row + 1};1H\u001b[K${lines[row] ?? ''}`;
  return changes;
}
