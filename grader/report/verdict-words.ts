import type { ResultRecord } from '../verdict/record.ts';
import { onlyWaits } from './graded.ts';
import { words } from './wording.ts';

/** A sign for the verdict that needs no color. */
export function signOf(record: ResultRecord): string {
  if (onlyWaits(record)) return words.sign.waiting;
  return record.status === 'passed' ? words.sign.passed : words.sign.wrong;
}

/** The verdict in a few words. */
export function verdictWords(record: ResultRecord): string {
  return onlyWaits(record) ? words.notYet : words.status[record.status];
}
