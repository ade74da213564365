import stringWidth from 'string-width';

const printable = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter();

/** Columns that a text takes in the terminal: Chinese characters and emoji take two. */
export function widthOf(text: string): number {
  return printable.test(text) ? text.length : stringWidth(text);
}

/** The characters as a reader sees them; a letter with its accents is one. */
export function charactersOf(text: string): string[] {
  if (printable.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** The longest beginning of `text` that takes at most `columns`. */
export function headOf(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let head = '';
  let width = 0;
  for (const character of charactersOf(text)) {
    width += widthOf(character);
    if (width > columns) break;
    head += character;
  }
  return head;
}
