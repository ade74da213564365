import type { ResultRecord } from '../verdict/record.ts';

/** What a report needs of a record's exercise. */
export interface ReportedExercise {
  readonly id: string;
  readonly title: string;
  /** Group title -> points, in the order of the suite. */
  readonly points: Readonly<Record<string, number>>;
}

/** One graded exercise. */
export interface Graded {
  readonly exercise: ReportedExercise;
  readonly record: ResultRecord;
}

/** True when the record says nothing of the learner's work: our trouble, or the machine's. */
export function isTrouble({ status }: ResultRecord): boolean {
  return status === 'error' || status === 'not-gradable';
}

/** The tests of a group that did not pass. */
export function notPassed({ tests }: ResultRecord, group: string): ResultRecord['tests'] {
  return tests.filter((test) => test.group === group && test.status !== 'passed');
}
