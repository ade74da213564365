import type { Standing } from '../../exercises/standing.ts';
import type { ResultRecord } from '../verdict/record.ts';

/** Every sentence that a report says of a verdict. */
export const words = {
  status: {
    passed: 'passed',
    failed: 'not there yet',
    'timed-out': 'ran out of time',
    error: 'could not be graded: our fault',
    'not-gradable': 'could not be graded',
  } satisfies Record<ResultRecord['status'], string>,
  notYet: 'not all written yet',
  sign: { passed: '✓', waiting: '○', wrong: '✗' } satisfies Record<Standing, string>,
  notWritten: (step: string) => `Not written yet: ${step}`,
  waiting: (count: number, next: string, at: string) =>
    `${count} ${count === 1 ? 'test waits' : 'tests wait'} for what is not written yet. Next to write: ${next}${at}.`,
  did: 'What the test did',
  expected: 'Expected',
  received: 'Received',
  at: 'At',
  output: 'Your code printed',
  seed: (seed: number) => `Random input from seed ${seed}; --seed ${seed} repeats it.`,
  folded: (count: number) => (count === 1 ? 'One more test fails:' : `${count} more tests fail:`),
  notRun: (count: number) =>
    `${count} ${count === 1 ? 'test was' : 'tests were'} not run: your code was stopped too often, or for too long.`,
  unnamed: (count: number) => `... and ${count} more; --unfold shows all`,
  typeErrors: (count: number) =>
    `The type checker has ${count === 1 ? 'a remark' : `${count} remarks`}, apart from the verdict:`,
  toRead: (exercise: string, group: string) =>
    `To read: the brief's "${group}". A hint: course hint ${exercise}`,
  afterPass: (exercise: string) =>
    `Compare with the reference: course diff ${exercise}, or course solution ${exercise}`,
  problem: ({ kind, message }: NonNullable<ResultRecord['problem']>): string => {
    switch (kind) {
      case 'syntax':
        return `This is not TypeScript yet, so no test ran.\n${indented(message)}`;
      case 'missing':
        return `${message}.\n  "course reset" puts the stub back.`;
      case 'load':
        return `Your file fails while it loads, so no test ran.\n  ${message}`;
      case 'timed-out':
        return `Your file does not finish loading, so no test ran.\n  ${message}`;
      case 'engine':
        return `This is our mistake, not yours. Please report it.\n  ${message}`;
      default:
        return message;
    }
  },
} as const;

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
