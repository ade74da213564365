import { bodyRows } from '../../components/layout.ts';
import type { World } from '../../session/world.ts';

export interface FindLayout {
  readonly width: number;
  /** Rows for results, one each. */
  readonly results: number;
  /** Rows for the selected result at length, its border included. */
  readonly excerpt: number;
}

/** The words on top take a row, and a row of air. */
const queryRows = 2;

/** Where words, results and the selected result stand. */
export function findLayout({ size }: Pick<World, 'size'>): FindLayout {
  const rows = bodyRows(size) - queryRows;
  const excerpt = rows >= 30 ? 10 : rows >= 16 ? 7 : 5;
  return { width: size.columns, results: rows - excerpt, excerpt };
}
