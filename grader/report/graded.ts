import { isFailure, type Standing, standingOf } from '../../exercises/standing.ts';
import { groupPassed } from '../verdict/group-passed.ts';
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

/** The tests that went wrong; one that was not run did not. */
export function failures({ tests }: ResultRecord): ResultRecord['tests'] {
  return tests.filter(({ status }) => status === 'failed' || status === 'timed-out');
}

/** The tests in which something that is written went wrong; one that only waits for a step of the stub is none of them. */
export function mistakes({ tests }: ResultRecord): ResultRecord['tests'] {
  return tests.filter(isFailure);
}

/** How a group of tests went, and what that earns. */
export interface GroupRow {
  readonly group: string;
  readonly passed: boolean;
  readonly standing: Standing;
  readonly good: number;
  readonly all: number;
  readonly earned: number;
  readonly worth: number;
}

/** A row for each group, in the order of the suite. */
export function groupRows({ exercise, record }: Graded): GroupRow[] {
  return Object.entries(exercise.points).map(([group, worth]) => {
    const own = record.tests.filter((test) => test.group === group);
    const good = own.filter(({ status }) => status === 'passed').length;
    const passed = groupPassed(record.tests, group);
    return {
      group,
      passed,
      standing: standingOf(own),
      good,
      all: own.length,
      earned: passed ? worth : 0,
      worth,
    };
  });
}
