import type { ResultRecord, TestResult } from '../../ports.ts';
import { type Line, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';
import type { Folds } from './exercise-state.ts';
import { failureLines, outputLines, placeSpan } from './failure-lines.ts';
import { type Fold, groupFold, isFailure } from './fold-page.ts';
import { counts, headline, madeHow, problemAdvice, words } from './wording.ts';

/** What the drawing of a verdict depends on beside the record. */
export interface VerdictSetting {
  readonly width: number;
  /** Has the exercise a simulation? */
  readonly simulation: boolean;
  /** Points of each group, in the suite's order. */
  readonly points: Readonly<Record<string, number>>;
  readonly lesson: string | undefined;
  /** Absolute path of a file of the workspace. */
  readonly pathOf: (file: string) => string;
}

/** Ids of the parts that are not tests. */
export const typeErrorsId = 'type errors';
export const outputId = 'output';

/** The whole verdict, part by part, top down. */
export function verdictParts(record: ResultRecord, folds: Folds, setting: VerdictSetting): Fold[] {
  return [
    { id: null, lines: headLines(record, setting) },
    ...problemPart(record, setting),
    ...groupParts(record, folds, setting),
    ...besides([...typeErrorPart(record, folds, setting), ...outputPart(record, folds, setting)]),
  ];
}

function headLines(record: ResultRecord, { width, simulation }: VerdictSetting): Line[] {
  const passed = record.status === 'passed';
  const title = [
    span(passed ? '✓ ' : '✗ ', passed ? 'pass' : 'fail'),
    span(headline(record), passed ? 'pass' : 'fail', 'strong'),
  ];
  return [
    title,
    ...wrap([span(counts(record))], width - 2).map(indent),
    ...wrap([span(madeHow(record), 'muted')], width - 2).map(indent),
    ...(passed ? wrap([span(words.afterPass(simulation))], width - 2).map(indent) : []),
    [],
  ];
}

function problemPart({ problem }: ResultRecord, setting: VerdictSetting): Fold[] {
  if (!problem) return [];
  const at = problem.at ? [[span('at  ', 'muted'), placeSpan(problem.at, setting)]] : [];
  const lines = [
    ...wrap([span(problemAdvice(problem.kind), 'strong')], setting.width - 2),
    ...wrap([span(problem.message)], setting.width - 2),
    ...at,
  ];
  return [{ id: null, lines: [...lines.map(indent), []] }];
}

/** A line for each group; below it, once it is unfolded, its tests that did not pass. */
function groupParts(record: ResultRecord, folds: Folds, setting: VerdictSetting): Fold[] {
  if (record.tests.length === 0) return [];
  const titles = Object.keys(setting.points);
  const column = Math.max(...titles.map((title) => title.length));
  return titles.flatMap((title) => {
    const tests = record.tests.filter((test) => test.group === title);
    const text = groupLine(title, tests, column, setting);
    if (isWhole(tests)) return [{ id: null, lines: [[span('  '), ...text]] }];
    const open = folds.unfolded.includes(groupFold(title));
    const head = { id: groupFold(title), lines: [[foldSign(open), ...text]] };
    return open ? [head, ...testParts(tests, folds, setting)] : [head];
  });
}

function isWhole(tests: readonly TestResult[]): boolean {
  return tests.length > 0 && tests.every((test) => test.status === 'passed');
}

function groupLine(
  title: string,
  tests: readonly TestResult[],
  column: number,
  setting: VerdictSetting,
): Line {
  const passed = tests.filter((test) => test.status === 'passed').length;
  const whole = isWhole(tests);
  const worth = setting.points[title]!;
  return [
    span(whole ? '✓ ' : '✗ ', whole ? 'pass' : 'fail'),
    span(title.padEnd(column), 'strong'),
    span(`  ${`${passed}/${tests.length}`.padStart(5)}`, 'muted'),
    span(`  ${String(whole ? worth : 0).padStart(3)} of ${worth} points`, 'muted'),
  ];
}

function testParts(tests: readonly TestResult[], folds: Folds, setting: VerdictSetting): Fold[] {
  const idle = tests.filter((test) => test.status === 'not-run').length;
  return [
    ...tests.filter((test) => isFailure(test.status)).map((test) => testPart(test, folds, setting)),
    ...(idle > 0 ? [{ id: null, lines: [[span(`    ${words.notRun(idle)}`, 'muted')]] }] : []),
  ];
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

function typeErrorPart(
  { typeErrors }: ResultRecord,
  folds: Folds,
  setting: VerdictSetting,
): Fold[] {
  if (!typeErrors?.length) return [];
  const open = folds.unfolded.includes(typeErrorsId);
  const head = [foldSign(open), span(words.typeErrors(typeErrors.length))];
  const lines = typeErrors.flatMap(({ at, message }) => [
    [span('    '), placeSpan(at, setting)],
    ...wrap([span(message)], setting.width - 6).map((row) => [span('      '), ...row]),
  ]);
  return [{ id: typeErrorsId, lines: open ? [head, ...lines] : [head] }];
}

function outputPart({ tests }: ResultRecord, folds: Folds, setting: VerdictSetting): Fold[] {
  const printing = tests.filter((test) => test.output);
  if (printing.length === 0) return [];
  const open = folds.unfolded.includes(outputId);
  const head = [foldSign(open), span(words.printed(printing.length))];
  const lines = printing.flatMap((test) => [
    ...wrap([span(test.name, 'muted')], setting.width - 4).map((row) => [span('    '), ...row]),
    ...outputLines(test.output, setting.width - 6).map((row) => [span('      '), ...row]),
  ]);
  return [{ id: outputId, lines: open ? [head, ...lines] : [head] }];
}

/** What stands beside the verdict, with air above it. */
function besides(parts: readonly Fold[]): Fold[] {
  return parts.length > 0 ? [{ id: null, lines: [[]] }, ...parts] : [];
}

function foldSign(open: boolean) {
  return span(open ? '▾ ' : '▸ ', 'muted');
}

function indent(text: Line): Line {
  return [span('  '), ...text];
}
