import type { Paper } from '../components/paper.ts';

/**
 * Paper for people who listen: of each picture only what is new is said, line by line below what was said before, so
 * that a key is answered with a sentence and not with the whole view. Nothing is ever said twice, and nothing moves.
 */
export class SpokenWriter implements Paper {
  private readonly drawn: string[] = [];
  private said: readonly string[] = [];

  constructor(private readonly write: (text: string) => void) {}

  put(top: number, lines: readonly string[]): void {
    lines.forEach((text, index) => {
      this.drawn[top + index] = text;
    });
  }

  show(rows: number): void {
    const lines = Array.from({ length: rows }, (_, row) => spoken(this.drawn[row] ?? ''));
    const news = newLines(this.said, lines);
    this.said = lines;
    // A picture of words is often shorter than the one before; every picture puts all of its lines.
    this.drawn.length = 0;
    if (news.length > 0) this.write(`${news.join('\n')}\n`);
  }

  /** The next picture is said whole. */
  forget(): void {
    this.said = [];
    this.drawn.length = 0;
  }
}

/** Without looks, links and bars; the sign of the selection as a word. */
function spoken(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is taken out
  const letters = line.replace(/\u001b\[[0-9;]*m|\u001b\]8;;[^\u0007]*\u0007/g, '');
  const words = letters.replace(/^[\s┃│]+/, '').replace(/^▸ /, selected);
  return onlyDrawn.test(words) ? '' : words.trim();
}

/** Bars and rules below headings. */
const onlyDrawn = /^[\s─━═┃│┼]*$/;

const selected = 'Selected: ';

/** Lines that the picture before did not have; how far a text is read is said only with something else. */
function newLines(before: readonly string[], after: readonly string[]): string[] {
  const known = new Map<string, number>();
  for (const line of before) known.set(keyOf(line), (known.get(keyOf(line)) ?? 0) + 1);
  return after.filter((line) => {
    const count = known.get(keyOf(line)) ?? 0;
    known.set(keyOf(line), count - 1);
    const nowSelected = line.startsWith(selected) && !before.includes(line);
    return line !== '' && (count <= 0 || nowSelected);
  });
}

function keyOf(line: string): string {
  return line.replace(selected, '').replace(/\d+ %/, '%');
}
