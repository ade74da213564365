import { nextStep, stepWaitedFor } from '../../exercises/standing.ts';
import type { TestResult } from '../verdict/record.ts';
import { words } from './wording.ts';

/** How many tests wait for what is not written yet, and where to go on; empty when none waits. */
export function waitingText(tests: readonly TestResult[]): string {
  const waiting = tests.filter(stepWaitedFor);
  const next = nextStep(tests);
  if (next === null) return '';
  const at = waiting.find((test) => stepWaitedFor(test)?.split(':')[0] === next.split(':')[0])?.at;
  return words.waiting(waiting.length, next, at ? ` (${at.file}:${at.line})` : '');
}

/** How many tests were not run; empty when all were. */
export function notRunText(tests: readonly TestResult[]): string {
  const count = tests.filter(({ status }) => status === 'not-run').length;
  return count > 0 ? words.notRun(count) : '';
}
