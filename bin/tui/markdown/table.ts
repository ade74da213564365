import { fill } from '../text/fill.ts';
import { type Line, line, lineWidth, meaning, span } from '../text/line.ts';
import { wrap } from '../text/wrap.ts';
import type { Align, Block } from './block.ts';

/** A table as the author wrote it. */
export type Table = Extract<Block, { kind: 'table' }>;

const gap = span(' │ ', 'border');
const narrowest = 6;

/** A table as wide as its cells need; where that is too wide, its widest columns wrap. */
export function typesetTable(table: Table, width: number): Line[] {
  const widths = columnWidths(table, width);
  const header = table.header.map((cell) => meaning(cell, 'strong'));
  const rows = table.rows.map((cells) => rowLines(cells, widths, table.align));
  const tall = rows.some((lines) => lines.length > 1);
  return [
    ...rowLines(header, widths, table.align),
    ruler(widths),
    ...rows.flatMap((lines, index) => [
      ...(tall && index > 0 ? [rowLines([], widths, table.align)[0]!] : []),
      ...lines,
    ]),
  ];
}

/** Each column its widest cell; while the sum is too wide, the widest column gives one up. */
function columnWidths(table: Table, width: number): number[] {
  const widths = table.header.map((cell, column) =>
    Math.max(lineWidth(cell), ...table.rows.map((row) => lineWidth(row[column] ?? []))),
  );
  const room = width - gap.text.length * (widths.length - 1);
  while (sum(widths) > room && Math.max(...widths) > narrowest)
    widths[widths.indexOf(Math.max(...widths))]! -= 1;
  return widths;
}

function rowLines(
  cells: readonly Line[],
  widths: readonly number[],
  align: readonly Align[],
): Line[] {
  const wrapped = widths.map((width, column) => wrap(cells[column] ?? [], width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    wrapped.flatMap((lines, column) => [
      ...(column > 0 ? [gap] : []),
      ...aligned(lines[row] ?? [], widths[column]!, align[column] ?? 'left'),
    ]),
  );
}

function aligned(text: Line, width: number, align: Align): Line {
  const missing = width - lineWidth(text);
  if (align === 'left' || missing <= 0) return fill(text, width);
  const before = align === 'right' ? missing : Math.floor(missing / 2);
  return fill([span(' '.repeat(before)), ...text], width);
}

function ruler(widths: readonly number[]): Line {
  return line(widths.map((width) => '─'.repeat(width)).join('─┼─'), 'border');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
