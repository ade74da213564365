import { bodyRows, isWide } from '../../components/layout.ts';
import type { World } from '../../session/world.ts';
import { bigMap } from './cluster-map.ts';
import { smallMap } from './small-map.ts';

export interface HomeLayout {
  /** Map and list side by side, below each other, or with the map as a few lines of text. */
  readonly shape: 'beside' | 'below' | 'small';
  readonly map: { readonly width: number; readonly height: number };
  readonly list: { readonly width: number; readonly height: number };
  /** The lines about the selected item. */
  readonly about: { readonly width: number; readonly height: number };
}

/** Where map, list and description stand. */
export function homeLayout({ size, spoken }: Pick<World, 'size' | 'spoken'>): HomeLayout {
  const { columns } = size;
  const rows = bodyRows(size);
  if (isWide(size) && rows >= bigMap.rows + 6 && !spoken) return beside(columns, rows);
  const tall = rows >= bigMap.rows + 22 && columns >= bigMap.columns + 4 && !spoken;
  const map = tall ? bigMap.rows + 2 : spoken ? smallMap.spokenRows : smallMap.rows;
  const about = tall ? 9 : 3;
  return {
    shape: tall ? 'below' : 'small',
    map: { width: columns, height: map },
    list: { width: columns, height: rows - map - about },
    about: { width: columns, height: about },
  };
}

function beside(columns: number, rows: number): HomeLayout {
  const map = { width: bigMap.columns + 4, height: bigMap.rows + 2 };
  return {
    shape: 'beside',
    map,
    list: { width: columns - map.width - 1, height: rows },
    about: { width: map.width, height: rows - map.height },
  };
}
