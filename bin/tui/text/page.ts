import type { Position } from '../ports.ts';
import type { Line } from './line.ts';

/** A long text with a width: its lines, the line where each block starts, and how many lines are visible. */
export interface Page {
  readonly lines: readonly Line[];
  readonly starts: readonly number[];
  readonly height: number;
}

/** Puts blocks below each other, an empty line between them. */
export function pageOf(blocks: readonly (readonly Line[])[], height: number): Page {
  const lines: Line[] = [];
  const starts: number[] = [];
  for (const block of blocks) {
    if (lines.length > 0 && block.length > 0) lines.push([]);
    starts.push(lines.length);
    lines.push(...block);
  }
  return { lines, starts, height };
}

/** The line at the top of the screen for a position; a position survives a change of width. */
export function topOf(position: Position, page: Page): number {
  const start = page.starts[position.block] ?? 0;
  const end = page.starts[position.block + 1] ?? page.lines.length;
  return clampTop(Math.min(start + position.line, Math.max(start, end - 1)), page);
}

/** The position of a line. */
export function positionAt(top: number, page: Page): Position {
  const line = clampTop(top, page);
  const block = Math.max(
    0,
    page.starts.findLastIndex((start) => start <= line),
  );
  return { block, line: line - (page.starts[block] ?? 0) };
}

/** Is there nothing above the visible part, nothing below it? */
export function edges(page: Pick<Page, 'lines' | 'height'>, top: number) {
  const at = clampTop(top, page);
  return { atTop: at === 0, atEnd: at + page.height >= page.lines.length };
}

/** The lines that are visible from `top`. */
export function visible(page: Page, top: number): readonly Line[] {
  return page.lines.slice(top, top + page.height);
}

/** How far the end of the visible part is, in percent. */
export function percent(page: Pick<Page, 'lines' | 'height'>, top: number): number {
  if (page.lines.length <= page.height) return 100;
  return Math.floor((100 * Math.min(page.lines.length, top + page.height)) / page.lines.length);
}

/** A first line that does not show emptiness below the text. */
export function clampTop(top: number, page: Pick<Page, 'lines' | 'height'>): number {
  return Math.max(0, Math.min(top, page.lines.length - page.height));
}

/** Where a movement key leads from `top`; undefined for other keys. */
export function movedTop(binding: string, top: number, page: Page): number | undefined {
  const by = stepsBy(binding, page.height);
  if (by !== undefined) return clampTop(top + by, page);
  if (binding === 'top') return 0;
  return binding === 'bottom' ? clampTop(page.lines.length, page) : undefined;
}

/** Rows that a movement key goes over, where `height` are visible. A page keeps two rows in sight. */
export function stepsBy(binding: string, height: number): number | undefined {
  const page = Math.max(1, height - 2);
  const half = Math.max(1, Math.floor(height / 2));
  const table: Readonly<Record<string, number>> = {
    down: 1,
    up: -1,
    'page-down': page,
    'page-up': -page,
    'half-down': half,
    'half-up': -half,
  };
  return table[binding];
}
