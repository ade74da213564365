import { unwrittenStep } from '../../../../../exercises/unwritten-step.ts';
import type { ResultRecord, TestResult } from '../../../ports.ts';
import type { Meaning } from '../../../theme.ts';

/** `waiting`: what is written does not fail, but something is not written yet. */
export type Standing = 'passed' | 'waiting' | 'wrong';

/** The step of the stub that a test waits for; null when it does not wait. */
export function stepWaitedFor({ status, received }: TestResult): string | null {
  return status === 'failed' ? unwrittenStep(received) : null;
}

/** Did something go wrong that is written? A test that waits did not, nor one that was not run. */
export function isFailure(test: TestResult): boolean {
  return test.status === 'timed-out' || (test.status === 'failed' && stepWaitedFor(test) === null);
}

/** How some tests of a record stand, a group or all of them. */
export function standingOf(tests: readonly TestResult[]): Standing {
  if (tests.length > 0 && tests.every(({ status }) => status === 'passed')) return 'passed';
  return tests.some(isFailure) || !tests.some(stepWaitedFor) ? 'wrong' : 'waiting';
}

/** The step to be written next, in the order of the stub's steps, and what of it was met; null when no test waits. */
export function nextStep(tests: readonly TestResult[]): string | null {
  const steps = [...new Set(tests.flatMap((test) => stepWaitedFor(test) ?? []))];
  const lowest = Math.min(...steps.map(numberOf));
  const [first, ...others] = steps.filter((step) => numberOf(step) === lowest);
  return first === undefined ? null : [first, ...others.map(nameOf)].join(', ');
}

function nameOf(step: string): string {
  return step.replace(/^[^:]*: /, '');
}

/** `step 4: deleteRange` is 4. */
function numberOf(step: string): number {
  return Number(/\d+/.exec(step)?.[0] ?? Number.POSITIVE_INFINITY);
}

/** The sign of a record, which its color only repeats. */
export function signOfRecord({ status, tests }: ResultRecord): readonly [string, Meaning] {
  if (status === 'passed') return ['✓', 'pass'];
  if (standingOf(tests) !== 'waiting') return ['✗', 'fail'];
  return tests.some((test) => test.status === 'passed') ? ['◐', 'partial'] : ['○', 'muted'];
}
