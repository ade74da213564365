/** What is asked of a test: how it ended, what it called, and what came of that. */
interface Outcome {
  readonly status: 'passed' | 'failed' | 'timed-out' | 'not-run';
  readonly did: readonly string[];
  readonly received: string | null;
}

/** `waiting`: what is written does not fail, but something is not written yet. */
export type Standing = 'passed' | 'waiting' | 'wrong';

/** As a record tells it: thrown, or caught by the suite and held against what was expected; never as a text in quotes. */
const thrown = /(?<!["\w])NotImplemented: not implemented yet: (.+?)[ ,)\]}]*$/m;

/** The step of the stub that a test waits for, such as `step 4: deleteRange`; null where the learner's own code decided. */
export function stepWaitedFor({ status, did, received }: Outcome): string | null {
  if (status !== 'failed') return null;
  const told = [received ?? '', ...did].flatMap((text) => thrown.exec(text)?.[1] ?? []);
  return told[0] ?? null;
}

/** Did something go wrong that is written? A test that waits did not, nor one that was not run. */
export function isFailure(test: Outcome): boolean {
  return test.status === 'timed-out' || (test.status === 'failed' && stepWaitedFor(test) === null);
}

/** How some tests stand, a group or all of them. */
export function standingOf(tests: readonly Outcome[]): Standing {
  if (tests.length > 0 && tests.every(({ status }) => status === 'passed')) return 'passed';
  return tests.some(isFailure) || !tests.some(stepWaitedFor) ? 'wrong' : 'waiting';
}

/** The step to be written next, in the order of the stub's steps, and what of it was met; null when no test waits. */
export function nextStep(tests: readonly Outcome[]): string | null {
  const steps = [...new Set(tests.flatMap((test) => stepWaitedFor(test) ?? []))];
  const lowest = Math.min(...steps.map(numberOf));
  const [first, ...others] = steps.filter((step) => numberOf(step) === lowest);
  return first === undefined ? null : [first, ...others.map(nameOf)].join(', ');
}

/** `step 4: deleteRange` is 4. */
function numberOf(step: string): number {
  return Number(/\d+/.exec(step)?.[0] ?? Number.MAX_SAFE_INTEGER);
}

function nameOf(step: string): string {
  return step.replace(/^[^:]*: /, '');
}
