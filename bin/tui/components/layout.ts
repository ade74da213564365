import type { Size } from '../session/world.ts';

/** The smallest terminal in which the screens make sense. */
export const floor: Size = { columns: 60, rows: 16 };

/** Rows that every screen takes for itself: the header above, status and footer below. */
const frameRows = 3;

/** The row in which the body of a screen begins. */
export const bodyTop = 1;

/** Rows for the body of a screen. One row of the terminal stays empty: a full one would scroll. */
export function bodyRows(size: Size): number {
  return Math.max(1, size.rows - 1 - frameRows);
}

/** Is there room for two columns? */
export function isWide(size: Size): boolean {
  return size.columns >= 112;
}

export function isTooSmall(size: Size): boolean {
  return size.columns < floor.columns || size.rows < floor.rows;
}
