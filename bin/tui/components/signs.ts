import type { OutlineItem } from '../ports.ts';
import type { Standing } from '../session/world.ts';
import { type Span, span } from '../text/line.ts';
import type { Meaning } from '../theme.ts';

interface Sign {
  readonly sign: string;
  readonly look: Meaning;
  readonly says: string;
}

/** How far a lesson or an exercise is: a sign that can be told from the others without its color. */
const standings: Readonly<Record<OutlineItem['kind'], Readonly<Record<Standing, Sign>>>> = {
  exercise: {
    done: { sign: '●', look: 'pass', says: 'exercise passed' },
    begun: { sign: '◐', look: 'partial', says: 'exercise with some points' },
    open: { sign: '○', look: 'muted', says: 'exercise not begun' },
  },
  lesson: {
    done: { sign: '✓', look: 'pass', says: 'lesson read; test or group passed' },
    begun: { sign: '‣', look: 'partial', says: 'lesson begun' },
    open: { sign: '·', look: 'muted', says: 'lesson not begun' },
  },
};

/** The sign of an item. */
export function signOf(kind: OutlineItem['kind'], standing: Standing): Span {
  const { sign, look } = standings[kind][standing];
  return span(sign, look);
}

/** All signs and what they mean, for the help. */
export const signs: readonly Sign[] = [
  ...Object.values(standings.exercise),
  ...Object.values(standings.lesson),
  { sign: '✗', look: 'fail', says: 'test or group not passed' },
  { sign: '◷', look: 'fail', says: 'test ran too long and was stopped' },
];
