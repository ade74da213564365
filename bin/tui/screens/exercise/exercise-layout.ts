import { bodyRows, isWide } from '../../components/layout.ts';
import { panelBorder } from '../../components/panel.ts';
import type { World } from '../../session/world.ts';

export interface ExerciseLayout {
  /** Are brief and verdict side by side? */
  readonly both: boolean;
  /** Outer widths of the panels. */
  readonly brief: number;
  readonly verdict: number;
  readonly sheet: number;
  readonly height: number;
}

/** Where the panels of an exercise stand. */
export function exerciseLayout({ size, spoken }: Pick<World, 'size' | 'spoken'>): ExerciseLayout {
  const { columns } = size;
  const height = bodyRows(size);
  if (!isWide(size) || spoken)
    return { both: false, brief: columns, verdict: columns, sheet: columns, height };
  const brief = Math.floor((columns - 1) / 2);
  return { both: true, brief, verdict: columns - 1 - brief, sheet: columns, height };
}

/** Columns inside a panel of this width. */
export function inner(width: number): number {
  return width - panelBorder.columns;
}

/** Columns before the verdict's lines, for the mark of what is selected. */
export const cursorWidth = 2;
