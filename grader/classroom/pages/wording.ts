import { words as reportWords } from '../../report/wording.ts';
import type { CellStatus } from '../gradebook/gradebook.ts';

/** Every sentence of a class's pages and feedback files. */
export const words = {
  status: {
    passed: 'passed',
    failed: 'not passed',
    'timed-out': 'ran out of time',
    error: 'could not be graded',
    'not-gradable': 'could not be graded',
    'not-submitted': 'not submitted',
    waiting: 'not graded yet',
  } satisfies Record<CellStatus, string>,
  sign: {
    passed: '✓',
    failed: '✗',
    'timed-out': '⧖',
    error: '!',
    'not-gradable': '!',
    'not-submitted': '–',
    waiting: '…',
  } satisfies Record<CellStatus, string>,
  late: (hours: number, percentOff: number) =>
    `Handed in ${hours < 48 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(1)} days`} late: ${percentOff} % of the points are taken off.`,
  override: (points: number | null, reason: string) => `Set by hand to ${points}: ${reason}`,
  notGradable:
    'This could not be graded. It is not counted against you; your teacher sees it and will look.',
  notSubmitted: 'Nothing was handed in for this exercise.',
  waiting: 'This has not been graded yet.',
  leftOut: 'Left out of what you handed in:',
} as const;

/** How a cell is told: a sign and a few words. `onlyWaits`: nothing that is written is wrong, but not all is written. */
export function toldCell(status: CellStatus, onlyWaits: boolean): { sign: string; text: string } {
  if (onlyWaits) return { sign: reportWords.sign.waiting, text: reportWords.notYet };
  return { sign: words.sign[status], text: words.status[status] };
}
