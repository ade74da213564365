import { isFailure, stepWaitedFor } from '../../../../../exercises/standing.ts';
import type { ResultRecord, TestResult } from '../../../ports.ts';
import { type Line, span } from '../../../text/line.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Folds } from '../exercise-state.ts';
import { words } from '../wording.ts';
import { failureLines } from './failure-lines.ts';
import { type Fold, foldSign, groupFold } from './fold-page.ts';
import { type GroupNote, groupNotes } from './group-notes.ts';
import type { VerdictSetting } from './verdict-parts.ts';

/** A line for each group; below it, once it is unfolded, its tests that did not pass. */
export function groupParts(record: ResultRecord, folds: Folds, setting: VerdictSetting): Fold[] {
  if (record.tests.length === 0) return [];
  return groupNotes(record, setting).flatMap((note) => {
    const { group, standing } = note;
    if (standing === 'passed') return [{ id: null, lines: [[span('  '), ...groupLine(note)]] }];
    const open = folds.unfolded.includes(groupFold(group));
    const head = { id: groupFold(group), lines: [[foldSign(open), ...groupLine(note)]] };
    const tests = record.tests.filter((test) => test.group === group);
    return open ? [head, ...testParts(tests, folds, setting)] : [head];
  });
}

const signs = {
  passed: span('✓ ', 'pass'),
  wrong: span('✗ ', 'fail'),
  waiting: span('○ ', 'muted'),
} as const;

function groupLine({ standing, title, text }: GroupNote): Line {
  const look = standing === 'waiting' ? 'muted' : 'strong';
  return [signs[standing], span(title, look), span(text, 'muted')];
}

/** The failures, each of which unfolds; then who waits for which step, and how many were not run. */
function testParts(tests: readonly TestResult[], folds: Folds, setting: VerdictSetting): Fold[] {
  const idle = tests.filter((test) => test.status === 'not-run').length;
  const quiet = [...waitingTexts(tests), ...(idle > 0 ? [words.notRun(idle)] : [])];
  return [
    ...tests.filter(isFailure).map((test) => testPart(test, folds, setting)),
    ...quiet.map((text) => ({ id: null, lines: quietLines(text, setting) })),
  ];
}

/** `2 tests wait for step 4: deleteRange`, one line a step. */
function waitingTexts(tests: readonly TestResult[]): string[] {
  const steps = tests.flatMap((test) => stepWaitedFor(test) ?? []);
  return [...new Set(steps)].map((step) =>
    words.waiting(steps.filter((other) => other === step).length, step),
  );
}

function quietLines(text: string, { width }: VerdictSetting): Line[] {
  return wrap([span(text, 'muted')], width - 6).map((row) => [span('    '), ...row]);
}

function testPart(test: TestResult, folds: Folds, setting: VerdictSetting): Fold {
  const open = folds.unfolded.includes(test.id);
  const sign = span(test.status === 'timed-out' ? '◷ ' : '✗ ', 'fail');
  const head = wrap([span(test.name)], setting.width - 6).map((row, index) => [
    ...(index === 0 ? [span('  '), foldSign(open), sign] : [span('      ')]),
    ...row,
  ]);
  return { id: test.id, lines: open ? [...head, ...failureLines(test, setting), []] : head };
}
