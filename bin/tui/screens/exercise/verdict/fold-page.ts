import { isFailure, stepWaitedFor } from '../../../../../exercises/standing.ts';
import type { ResultRecord, TestResult } from '../../../ports.ts';
import { type Line, type Span, span } from '../../../text/line.ts';
import { clampTop, stepsBy } from '../../../text/page.ts';
import type { Folds } from '../exercise-state.ts';

/** A part of the verdict: lines that belong together; one with an `id` can be selected. */
export interface Fold {
  readonly id: string | null;
  readonly lines: readonly Line[];
}

/** The verdict laid out: where each selectable part starts and ends. */
export interface FoldPage {
  readonly lines: readonly Line[];
  readonly folds: readonly { readonly id: string; readonly start: number; readonly end: number }[];
  readonly height: number;
}

/** Puts the parts below each other. */
export function foldPageOf(parts: readonly Fold[], height: number): FoldPage {
  const lines: Line[] = [];
  const folds: { id: string; start: number; end: number }[] = [];
  for (const part of parts) {
    const start = lines.length;
    lines.push(...part.lines);
    if (part.id !== null) folds.push({ id: part.id, start, end: lines.length });
  }
  return { lines, folds, height };
}

/** The fold of a group; a test's fold has the test's id, which holds a `>`. */
export function groupFold(group: string): string {
  return `group ${group}`;
}

function isGroup(id: string): boolean {
  return id.startsWith(groupFold(''));
}

/** The test that is shown first. */
export function firstFailure({ tests }: ResultRecord): TestResult | undefined {
  return tests.find(isFailure);
}

/** The group that is written next: the first one that waits. */
export function firstWaiting({ tests }: ResultRecord): string | undefined {
  return tests.find(stepWaitedFor)?.group;
}

/** Is there still something wrong in this fold? */
export function failsIn({ tests }: ResultRecord, id: string): boolean {
  return tests.some((test) => isFailure(test) && (test.id === id || groupFold(test.group) === id));
}

/** Failures whose remark begins below what is seen: those of a folded group, each of an unfolded one. */
export function failuresBelow(record: ResultRecord, folds: Folds, page: FoldPage): number {
  const edge = clampTop(folds.top, page) + page.height;
  const below = new Set(page.folds.filter(({ start }) => start >= edge).map(({ id }) => id));
  return record.tests.filter((test) => isFailure(test) && below.has(remarkOf(test, folds))).length;
}

function remarkOf({ id, group }: TestResult, { unfolded }: Folds): string {
  return unfolded.includes(groupFold(group)) ? id : groupFold(group);
}

/** Tells whether a part is unfolded. */
export function foldSign(open: boolean): Span {
  return span(open ? '▾ ' : '▸ ', 'muted');
}

/** The selection after a movement key. In a part that is much taller than the screen, it scrolls first. */
export function movedFold(folds: Folds, binding: string, page: FoldPage): Folds {
  if (binding === 'top') return { ...selectedAt(folds, 0, page, 0), top: 0 };
  if (binding === 'bottom')
    return selectedAt(folds, page.folds.length - 1, page, page.lines.length);
  const by = stepsBy(binding, page.height);
  if (by === undefined) return folds;
  return Math.abs(by) === 1 ? stepped(folds, by, page) : paged(folds, by, page);
}

/** The next remark; nearer it scrolls only where lines would be passed over that nobody has seen. */
function stepped(folds: Folds, by: number, page: FoldPage): Folds {
  const at = page.folds.findIndex((fold) => fold.id === folds.selected);
  const next = page.folds[at + by] && selectedAt(folds, at + by, page, folds.top);
  if (next && Math.abs(next.top - folds.top) <= page.height) return next;
  return { ...folds, top: clampTop(folds.top + by, page) };
}

function paged(folds: Folds, by: number, page: FoldPage): Folds {
  const top = clampTop(folds.top + by, page);
  const inView = page.folds.findIndex((fold) => fold.end > top && fold.start < top + page.height);
  return { ...folds, top, selected: page.folds[inView]?.id ?? folds.selected };
}

/** Scrolls as little as shows all of the selected part; of an unfolded group, also the first of its tests. */
export function broughtIntoView(folds: Folds, page: FoldPage): Folds {
  const at = page.folds.findIndex((fold) => fold.id === folds.selected);
  const fold = page.folds[at];
  if (!fold) return folds;
  const inside = isGroup(fold.id) && folds.unfolded.includes(fold.id) ? page.folds[at + 1] : null;
  const shown = { ...fold, end: inside?.end ?? fold.end };
  return { ...folds, top: clampTop(topFor(shown, page, folds.top), page) };
}

/** Selects a part and scrolls as little as shows all of it; of one that is too tall, the nearer end. */
function selectedAt(folds: Folds, at: number, page: FoldPage, top: number): Folds {
  const fold = page.folds[Math.max(0, at)];
  if (!fold) return { ...folds, top: clampTop(top, page) };
  return { ...folds, selected: fold.id, top: clampTop(topFor(fold, page, top), page) };
}

function topFor(fold: FoldPage['folds'][number], page: FoldPage, top: number): number {
  const atEnd = fold.end - page.height;
  if (atEnd > fold.start) return top > fold.start ? atEnd : fold.start;
  return Math.max(atEnd, Math.min(top, fold.start));
}
