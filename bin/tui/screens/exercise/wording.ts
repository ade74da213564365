import { isFailure, standingOf, stepWaitedFor } from '../../../../exercises/standing.ts';
import type { ResultRecord } from '../../ports.ts';

/** All that the exercise screen says to a learner. */
export const words = {
  notBegun: 'Not begun yet',
  howToStart: (file: string, editor: string | null) =>
    editor
      ? `Press e to open ${file} in ${editor}. Each save is graded at once; the verdict appears here.`
      : `Open ${file} in your editor. Each save is graded at once; the verdict appears here.`,
  pointsByGroup: 'All tests of a group must pass to earn its points.',
  grading: 'grading …',
  /** From the most to the least that can be said. */
  howToEdit: (file: string, editor: string | null) =>
    editor
      ? [
          `e opens ${file} in ${editor}, or use your own: each save is graded.`,
          `e opens ${file} in ${editor}. Each save is graded.`,
          `e opens it in ${editor}. Each save is graded.`,
        ]
      : [`Open ${file} in your editor: each save is graded.`, 'Each save of it is graded.'],
  failuresBelow: (count: number) => `, ${count} more ${count === 1 ? 'failure' : 'failures'}`,
  gradingNow: 'It is being graded right now.',
  typeErrors: (count: number) => `${counted(count, 'type error')}; types do not decide the verdict`,
  printed: (count: number) => `your code printed something in ${counted(count, 'test')}`,
  seed: (seed: number) => `${seed}; course grade --seed ${seed} repeats this input`,
  moreRows: (count: number) => `… ${count} more lines; course grade shows all`,
  earlierCalls: (count: number) => `… ${counted(count, 'earlier call')}; t replays all`,
  gradedMeanwhile: ({ points, maxPoints }: ResultRecord) =>
    `Graded: ${points} of ${maxPoints} points. Esc shows the verdict.`,
  failsNoMore: 'That test does not fail any more.',
  replayOf: (test: string) => `Your run of “${test}”`,
  cameOfIt: 'What came of it',
  waiting: (count: number, step: string) =>
    `${counted(count, 'test')} ${count === 1 ? 'waits' : 'wait'} for ${step}`,
  nextStep: (step: string) => `Next to write: ${step}. e opens it.`,
  notRun: (count: number) => `${counted(count, 'test')} not run`,
  confirmReset: 'Put the stub back? Your file is saved; u brings it back.',
  wasReset: 'The stub is back. Your file was saved; u brings it back.',
  wasUndone: 'Your file is back.',
  nothingUndone: 'There was nothing to bring back.',
  noChanges: 'Your file is still the stub, letter for letter.',
  sameAsReference: 'Your file and the solution are the same, letter for letter.',
  afterPass: (played: boolean) =>
    `This part of your cluster works. ${played ? 'p lets you watch it, s' : 's'} shows the solution, d compares it with yours.`,
  next: (title: string) => `Next: ${title}, with ]`,
} as const;

/** `1 test`, `2 tests`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The verdict in a few words. */
export function headline(record: ResultRecord): string {
  switch (record.status) {
    case 'passed':
      return 'Passed';
    case 'failed':
      if (standingOf(record.tests) !== 'waiting') return 'Not there yet';
      return passedOf(record) > 0 ? 'Good so far' : 'Just begun';
    case 'timed-out':
      return 'Ran out of time';
    case 'error':
      return 'Could not be graded: our fault';
    case 'not-gradable':
      return 'Could not be graded';
  }
}

/** What the verdict counts; the attempt tells that this save was graded as well. */
export function counts(record: ResultRecord, attempts: number): string {
  const { points, maxPoints, tests } = record;
  const failed = tests.filter(isFailure).length;
  const waiting = tests.filter(stepWaitedFor).length;
  return [
    `${points} of ${maxPoints} points`,
    tests.length > 0 ? `${passedOf(record)} of ${tests.length} tests` : 'no test ran',
    ...(failed > 0 && waiting > 0 ? [`${failed} ${failed === 1 ? 'fails' : 'fail'}`] : []),
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? 'waits' : 'wait'}`] : []),
    ...(attempts > 0 ? [`attempt ${attempts}`] : []),
  ].join(', ');
}

function passedOf({ tests }: ResultRecord): number {
  return tests.filter((test) => test.status === 'passed').length;
}

/** What stopped the whole grading, and what to do about it. */
export function problemAdvice(kind: string): string {
  switch (kind) {
    case 'syntax':
      return 'This is not TypeScript yet, so no test ran.';
    case 'missing':
      return 'No test ran. R puts the stub back.';
    case 'load':
      return 'Your file fails while it loads, so no test ran.';
    case 'timed-out':
      return 'Your file does not finish loading, so no test ran.';
    case 'engine':
      return 'This is our mistake, not yours. Your points stay as they were. Please report it.';
    default:
      return 'No test ran.';
  }
}
