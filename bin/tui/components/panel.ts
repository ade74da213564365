import { cut, fill } from '../text/fill.ts';
import { type Line, lineWidth, span } from '../text/line.ts';

export interface PanelFacts {
  readonly title: Line;
  /** Stands at the right end of the upper border. */
  readonly note?: Line;
  readonly lines: readonly Line[];
  /** Stands at the right end of the lower border. */
  readonly below?: Line;
  readonly width: number;
  readonly height: number;
  /** Does it have the keys? */
  readonly focused?: boolean;
  /** For people who listen: the title and the lines, without a border. */
  readonly spoken: boolean;
}

/** Columns and rows that the border takes. */
export const panelBorder = { columns: 4, rows: 2 } as const;

/** Lines in a rounded border with a title. A screen's panels are drawn as lines, so that their widths are exact. */
export function panel(facts: PanelFacts): Line[] {
  const { title, note = [], lines, below = [], width, height, focused } = facts;
  if (facts.spoken)
    return [[...title, span('  '), ...note], ...lines, ...(below.length > 0 ? [below] : [])];
  const look = focused ? 'focus' : 'border';
  const inner = width - panelBorder.columns;
  const body = Array.from({ length: Math.max(0, height - panelBorder.rows) }, (_, row) => [
    span('│ ', look),
    ...fill(lines[row] ?? [], inner),
    span(' │', look),
  ]);
  return [topBorder(title, note, width, look), ...body, lowerBorder(below, width, look)];
}

function lowerBorder(below: Line, width: number, look: 'focus' | 'border'): Line {
  if (below.length === 0) return [span(`╰${'─'.repeat(width - 2)}╯`, look)];
  const kept = cut(below, width - 6);
  const line = '─'.repeat(width - 5 - lineWidth(kept));
  return [span(`╰${line} `, look), ...kept, span(' ─╯', look)];
}

function topBorder(title: Line, note: Line, width: number, look: 'focus' | 'border'): Line {
  const left = cut(title, Math.max(0, width - 6));
  const room = width - 6 - lineWidth(left);
  const kept = room >= 12 ? cut(note, room - 3) : [];
  const right = lineWidth(kept) > 0 ? [span(' '), ...kept, span(' ')] : [];
  const line = '─'.repeat(Math.max(0, room - lineWidth(right)));
  return [span('╭─ ', look), ...left, span(` ${line}`, look), ...right, span('─╮', look)];
}

/** Blocks of lines side by side; each block's lines have one width. */
export function beside(...blocks: readonly (readonly Line[])[]): Line[] {
  const height = Math.max(...blocks.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) => blocks.flatMap((lines) => lines[row] ?? []));
}
