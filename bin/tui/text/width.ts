import stringWidth from 'string-width';

const printable = /^[\x20-\x7e]*$/;

/** Signs that take one column whatever stands beside them: Latin, Greek, Cyrillic, dashes, quotes, arrows, frames, lamps. */
const narrow =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc\u2713\u2717]*$/;

/** The same, and Chinese, Japanese and Korean signs that take two. */
const known =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u2713\u2717\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Columns that a text takes in the terminal: Chinese characters and emoji take two. */
export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length;
  return known.test(text) ? knownWidth(text) : stringWidth(text);
}

/** Every sign that is known and not narrow lies above the frames and takes two columns. */
function knownWidth(text: string): number {
  let width = text.length;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x2fff) width += 1;
  return width;
}

/** The characters as a reader sees them; a letter with its accents is one. */
export function charactersOf(text: string): string[] {
  if (printable.test(text) || known.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter();
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
