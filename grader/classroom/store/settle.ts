import type { ResultRecord } from '../../verdict/record.ts';
import type { TryResult } from './job-queue.ts';

/** So often a job is tried before it is set aside. */
export const triesAllowed = 3;

/** What a try means for its job. `aside` says why the teacher should look at it. */
export interface Settlement {
  readonly state: 'waiting' | 'done';
  readonly tries: number;
  readonly aside: string | null;
  /** The record to keep; null when there is none. */
  readonly record: ResultRecord | null;
}

/**
 * Decides after a try. A verdict decides; our own trouble does not, nor does a box that ended by itself: somebody else may
 * have ended it. The third such try sets the job aside, with the last verdict if there was one.
 */
export function settle(triesBefore: number, result: TryResult): Settlement {
  const doubt = doubtOf(result);
  if (doubt === null && 'record' in result)
    return { state: 'done', tries: triesBefore, aside: null, record: result.record };
  const tries = triesBefore + 1;
  if (tries < triesAllowed) return { state: 'waiting', tries, aside: null, record: null };
  const record = 'record' in result ? result.record : null;
  return { state: 'done', tries, aside: `${doubt} (${tries} times)`, record };
}

function doubtOf(result: TryResult): string | null {
  if ('trouble' in result) return result.trouble;
  const { status, problem, boxesEnded } = result.record;
  if (status === 'error' || status === 'not-gradable')
    return problem?.message ?? 'it could not be graded';
  return boxesEnded > 0 ? 'it ended or crashed its own box' : null;
}
