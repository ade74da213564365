import { stepWaitedFor } from '../../exercises/standing.ts';
import type { ResultRecord, TestResult } from './record.ts';

/**
 * How much of a group a class may see.
 * `group`: its name and which of its tests failed, by number. `names`: also what each test is about.
 * `values`: everything that practice at home shows, the values of the suite among it.
 */
export type Shown = 'group' | 'names' | 'values';

/** A group's setting; groups that an author says nothing of are at `names`. */
export type ShownOf = (group: string) => Shown | undefined;

const byDefault: Shown = 'names';

/**
 * The record as a learner in a class may see it. What stays is the verdict, points, what the learner's own code
 * printed, where it threw and which step of the stub a test waits for; what the suite sent, expected and said of it goes,
 * unless its author shows it.
 */
export function classView(record: ResultRecord, shown: ShownOf = () => undefined): ResultRecord {
  const numbers = new Map<string, number>();
  const tests = record.tests.map((test) => {
    const number = (numbers.get(test.group) ?? 0) + 1;
    numbers.set(test.group, number);
    return testView(test, number, shown(test.group) ?? byDefault);
  });
  // The seed would let a learner draw the suite's random input at home.
  return { ...record, seed: 0, problem: problemView(record), tests };
}

function testView(test: TestResult, number: number, shown: Shown): TestResult {
  if (shown === 'values') return test;
  const { group, name, status, at, output } = test;
  const title = shown === 'names' ? { id: test.id, name } : numbered(group, number);
  const hidden = { did: [], expected: null, received: notWritten(test), message: '', seed: null };
  return { ...title, group, status, at, output, ...hidden };
}

/** A step's number and name as stubs tell them. */
const stepName = /^step \d+: #?[a-z][\w.]*(?:(?:,| and) #?[a-z][\w.]*)*/i;

/** What a test that waits has met, so that it is still told from one that fails; nothing that stood beside it. */
function notWritten(test: TestResult): string | null {
  const step = stepWaitedFor(test);
  if (step === null) return null;
  return `NotImplemented: not implemented yet: ${stepName.exec(step)?.[0] ?? 'a step of your own'}`;
}

function numbered(group: string, number: number): { id: string; name: string } {
  return { id: `${group} > test ${number}`, name: `test ${number}` };
}

/** A broken engine's message can quote the suite; what is wrong with the learner's own file cannot. */
function problemView({ problem }: ResultRecord): ResultRecord['problem'] {
  return problem?.kind === 'engine' ? { ...problem, message: 'the grader failed' } : problem;
}
