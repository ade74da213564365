import { type Standing, standingOf } from '../../exercises/standing.ts';
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

/** True when nothing that is written is wrong, but something is not written yet. */
export function onlyWaits({ status, tests }: ResultRecord): boolean {
  return status === 'failed' && standingOf(tests) === 'waiting';
}

/** How a group of tests went, and what that earns. */
export interface GroupRow {
  readonly group: string;
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
    const standing = standingOf(own);
    return {
      ...{ group, standing, good, all: own.length },
      ...{ earned: standing === 'passed' ? worth : 0, worth },
    };
  });
}
