import { bodyRows, isWide } from '../../components/layout.ts';
import type { World } from '../../session/world.ts';

/** Diagrams are drawn for this width, and longer lines are hard to read. */
const measure = 76;

export interface LessonLayout {
  readonly textWidth: number;
  readonly margin: number;
  /** Width of the outline beside the text; 0 when there is no room. */
  readonly outlineWidth: number;
  readonly height: number;
}

/** Where the text of a lesson stands. */
export function lessonLayout(world: Pick<World, 'size' | 'spoken'>): LessonLayout {
  const { columns } = world.size;
  const height = bodyRows(world.size) - 1;
  const textWidth = Math.min(measure, columns - 4);
  if (!isWide(world.size) || world.spoken)
    return { textWidth, margin: Math.floor((columns - textWidth) / 2), outlineWidth: 0, height };
  const outlineWidth = Math.min(36, columns - textWidth - 8);
  const margin = Math.floor((columns - textWidth - outlineWidth - 4) / 2);
  return { textWidth, margin, outlineWidth, height };
}
