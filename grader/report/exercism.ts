import { stepWaitedFor } from '../../exercises/standing.ts';
import type { TestResult } from '../verdict/record.ts';
import { visible } from '../verdict/visible.ts';
import { failureText } from './failure-text.ts';
import { type Graded, isTrouble } from './graded.ts';
import { words } from './wording.ts';

/** Exercism's caps: a message may have 65,535 characters, output 500. */
const cap = { message: 65_535, output: 500 } as const;

/** results.json of Exercism's test runner interface, version 2, for one exercise. */
export function exercismResults({ record }: Graded): object {
  if (isTrouble(record) || record.tests.length === 0) {
    const message = record.problem ? words.problem(record.problem) : words.status[record.status];
    return { version: 2, status: 'error', message: visible(message, cap.message), tests: [] };
  }
  return {
    version: 2,
    status: record.status === 'passed' ? 'pass' : 'fail',
    tests: record.tests.map((test) => ({
      name: `${test.group} > ${test.name}`,
      status: test.status === 'passed' ? 'pass' : 'fail',
      ...(test.status === 'passed' ? {} : { message: visible(messageOf(test), cap.message) }),
      ...(test.output ? { output: visible(test.output, cap.output) } : {}),
    })),
  };
}

function messageOf(test: TestResult): string {
  const step = stepWaitedFor(test);
  return step === null ? failureText(test) : words.notWritten(step);
}
