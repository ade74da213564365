import { stringify } from 'csv-stringify/sync';
import { visible } from '../../verdict/visible.ts';

const longest = 2000;

/** Rows as CSV. A text that a spreadsheet would take for a formula is quoted by it, and control characters are made visible. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell : visible(cell, longest))),
  );
  return stringify(cells, { escape_formulas: true, record_delimiter: '\r\n' });
}
