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
    open: { sign: '○', look: 'muted', says: 'exercise not begun; group not written yet' },
  },
  lesson: {
    done: { sign: '✓', look: 'pass', says: 'lesson read; test, group or part passed' },
    begun: { sign: '‣', look: 'partial', says: 'lesson begun' },
    open: { sign: '·', look: 'muted', says: 'lesson not begun' },
  },
};

/** The sign of an item. */
export function signOf(kind: OutlineItem['kind'], standing: Standing): Span {
  const { sign, look } = standings[kind][standing];
  return span(sign, look);
}

/** Signs that tell how something stands: no two of them look alike anywhere. */
export const standingSigns: readonly Sign[] = [
  ...Object.values(standings.exercise),
  ...Object.values(standings.lesson),
  { sign: '✗', look: 'fail', says: 'test or group not passed; a choice that was wrong' },
  { sign: '◷', look: 'fail', says: 'test ran too long and was stopped' },
];

/** All signs and what they mean, for the help. */
export const signs: readonly Sign[] = [
  ...standingSigns,
  { sign: '▸', look: 'accent', says: 'what is selected; something folded, Enter unfolds it' },
  { sign: '▾', look: 'muted', says: 'something unfolded, Enter folds it' },
  { sign: '┃', look: 'focus', says: 'beside what is selected in a verdict, and beside questions' },
  { sign: '▶', look: 'accent', says: 'a simulation, p plays it' },
  { sign: '≡', look: 'term', says: 'word of the glossary' },
  { sign: '↪', look: 'muted', says: 'the line above goes on' },
  { sign: '▲', look: 'muted', says: 'lines above what is seen' },
  { sign: '▼', look: 'muted', says: 'lines below what is seen' },
  { sign: '…', look: 'muted', says: 'there is more than has room' },
];
