import type { OutlineItem, Progress } from '../ports.ts';
import { itemsOf, totals, type World } from './world.ts';

/** What is built to its end: a component, or with null the whole cluster. */
export interface Completed {
  readonly component: string | null;
}

/** What became complete between two states of progress: the cluster, or else a component of it. */
export function completedBetween(
  { outline }: Pick<World, 'outline'>,
  before: Progress,
  after: Progress,
): Completed | null {
  const became = (items: readonly OutlineItem[]) =>
    isBuilt(items, after) && !isBuilt(items, before);
  if (became(itemsOf(outline))) return { component: null };
  const component = outline.components.find(({ items }) => became(items));
  return component ? { component: component.id } : null;
}

/** Are there exercises among these, and is every one passed? */
export function isBuilt(items: readonly OutlineItem[], progress: Progress): boolean {
  const { passed, exercises } = totals(items, progress);
  return exercises > 0 && passed === exercises;
}
