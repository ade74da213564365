/** Marks the begin and the end of one picture, for terminals that can show it at once. */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/**
 * Puts pictures on the terminal: only lines that changed, each at its own row.
 * Ink's own writer moves the cursor relative to where it believes it is, and clears the terminal for a full screen;
 * this one cannot lose its place, needs no free row and survives resizing.
 */
export class FrameWriter {
  private shown: readonly string[] | null = null;

  constructor(private readonly write: (text: string) => void) {}

  /** Shows a picture, given as lines joined by `\n`. Writes nothing when it is shown already. */
  draw(picture: string): void {
    const lines = picture.split('\n');
    const before = this.shown;
    const rows = Math.max(lines.length, before?.length ?? 0);
    let changes = before ? '' : '\u001b[2J';
    for (let row = 0; row < rows; row++)
      if (!before || lines[row] !== before[row])
        changes += `\u001b[${row + 1};1H\u001b[K${lines[row] ?? ''}`;
    this.shown = lines;
    if (changes) this.write(begin + changes + end);
  }

  /** The terminal was cleared, resized or used by somebody else: the next picture is written whole. */
  forget(): void {
    this.shown = null;
  }
}
