import type { Tokens } from 'marked';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { inlineText } from './inline-text.ts';
import { styled, type TextOptions } from './text-style.ts';

const gap = '  ';
const narrowest = 6;

/** A table in columns; where it is too wide, the widest columns break their cells. */
export function tableText(table: Tokens.Table, options: TextOptions): string[] {
  const header = table.header.map((cell) =>
    styled('strong', inlineText(cell.tokens, options), options),
  );
  const rows = table.rows.map((row) => row.map((cell) => inlineText(cell.tokens, options)));
  const widths = narrowed(
    naturalWidths([header, ...rows]),
    options.width - gap.length * (header.length - 1),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join(gap);
  return [
    rowLines(header, widths, table.align),
    [rule],
    ...rows.map((row) => rowLines(row, widths, table.align)),
  ].flat();
}

function naturalWidths(rows: readonly string[][]): number[] {
  return rows[0]!.map((_, column) =>
    Math.max(1, ...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
}

/** Takes from the widest until the sum fits. */
function narrowed(widths: readonly number[], room: number): number[] {
  const fitted = [...widths];
  for (let over = sum(fitted) - room; over > 0; over--) {
    const widest = fitted.indexOf(Math.max(...fitted));
    if (fitted[widest]! <= narrowest) break;
    fitted[widest]!--;
  }
  return fitted;
}

function rowLines(
  cells: readonly string[],
  widths: readonly number[],
  align: Tokens.Table['align'],
): string[] {
  const broken = cells.map((cell, column) =>
    wrapAnsi(cell, widths[column]!, { hard: true }).split('\n'),
  );
  const height = Math.max(...broken.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    broken
      .map((lines, column) => padded(lines[line] ?? '', widths[column]!, align[column]))
      .join(gap)
      .trimEnd(),
  );
}

function padded(
  text: string,
  width: number,
  align: 'left' | 'right' | 'center' | null | undefined,
): string {
  const room = Math.max(0, width - stringWidth(text));
  const before = align === 'right' ? room : align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(room - before);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
