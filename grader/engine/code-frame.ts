import { visible } from '../verdict/visible.ts';

/** Characters of a long line that are kept, and how many of them before the place. */
const kept = 44;
const before = 30;

/**
 * The line that is meant, and below it a mark at the place. Line and column count from 1; a long line is cut around the
 * place. Empty where the text has no such line, or nothing on it.
 */
export function codeFrame(text: string, line: number, column: number): string {
  const source = text.split(/\r?\n/)[line - 1]?.replaceAll('\t', ' ') ?? '';
  if (source.trim() === '') return '';
  const start = source.length <= kept ? 0 : Math.max(0, column - 1 - before);
  const shown = visible(source.slice(start, start + kept), kept);
  const gutter = `  ${line} │ `;
  const mark = ' '.repeat(visible(source.slice(start, column - 1), kept).length);
  return `${gutter}${shown}\n${' '.repeat(gutter.length - 2)}│ ${mark}^`;
}
