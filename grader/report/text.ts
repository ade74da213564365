import { isFailure, stepWaitedFor } from '../../exercises/standing.ts';
import type { ResultRecord, TestResult } from '../verdict/record.ts';
import { failureText } from './failure-text.ts';
import { groupRows, onlyWaits, type ReportedExercise } from './graded.ts';
import { notRunText, waitingText } from './not-decided.ts';
import { type Paint, plainPaint } from './paint.ts';
import { signOf, verdictWords } from './verdict-words.ts';
import { words } from './wording.ts';

/** How a record is shown as text. */
export interface TextOptions {
  readonly paint?: Paint;
  /** Unfold every failure, not only the first. */
  readonly unfold?: boolean;
}

/** So many failures are named below the first one; the groups above count them all. */
const foldedNames = 8;

/** A record as text for a terminal: the verdict, the groups, the first failure in full, the others by name. */
export function textReport(
  record: ResultRecord,
  exercise: ReportedExercise,
  { paint = plainPaint, unfold = false }: TextOptions = {},
): string {
  const failed = record.tests.filter(isFailure);
  const unfolded = unfold ? failed : failed.slice(0, 1);
  const blocks = [
    headline(record, paint),
    record.tests.length > 0 ? groups(record, exercise, paint) : '',
    record.problem ? problemText(record, paint) : '',
    ...unfolded.map((test) => failureText(test, paint)),
    foldedText(failed.slice(unfolded.length), paint),
    waitingText(record.tests),
    record.problem ? '' : notRunText(record.tests),
    typeErrorText(record, paint),
    whatNext(record, failed[0] ?? record.tests.find(stepWaitedFor), paint),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function headline(record: ResultRecord, paint: Paint): string {
  const passed = record.tests.filter(({ status }) => status === 'passed').length;
  const counts =
    record.tests.length > 0 ? `${passed} of ${record.tests.length} tests` : 'no test ran';
  const verdict = verdictText(record, paint);
  return `${paint('strong', record.exercise)}  ${verdict}  ${record.points} of ${record.maxPoints} points  ${paint('quiet', `${counts}, ${record.durationMs} ms`)}`;
}

function verdictText(record: ResultRecord, paint: Paint): string {
  const text = `${signOf(record)} ${verdictWords(record)}`;
  if (onlyWaits(record)) return text;
  return paint(record.status === 'passed' ? 'good' : 'bad', text);
}

function groups(record: ResultRecord, exercise: ReportedExercise, paint: Paint): string {
  const width = Math.max(...Object.keys(exercise.points).map((group) => group.length));
  return groupRows({ exercise, record })
    .map(({ group, standing, good, all, earned, worth }) => {
      const sign = words.sign[standing];
      const told = { passed: paint('good', sign), waiting: sign, wrong: paint('bad', sign) };
      return `  ${told[standing]} ${group.padEnd(width)}  ${String(earned).padStart(3)} of ${String(worth).padStart(3)}  ${paint('quiet', `${good} of ${all} tests`)}`;
    })
    .join('\n');
}

function problemText({ problem }: ResultRecord, paint: Paint): string {
  return paint('bad', words.problem(problem!));
}

function foldedText(failed: readonly TestResult[], paint: Paint): string {
  if (failed.length === 0) return '';
  const named = failed
    .slice(0, foldedNames)
    .map(({ group, name }) => `  ${paint('bad', '✗')} ${group}: ${name}`);
  const rest = failed.length - named.length;
  return [
    words.folded(failed.length),
    ...named,
    ...(rest > 0 ? [`  ${words.unnamed(rest)}`] : []),
  ].join('\n');
}

/** What the type checker said, a few lines; empty when there is nothing to say. */
export function typeErrorText({ typeErrors }: ResultRecord, paint: Paint = plainPaint): string {
  if (!typeErrors?.length) return '';
  const lines = typeErrors
    .slice(0, 5)
    .map(
      ({ at, message }) => `  ${paint('link', `${at.file}:${at.line}:${at.column}`)} ${message}`,
    );
  return [words.typeErrors(typeErrors.length), ...lines].join('\n');
}

function whatNext(record: ResultRecord, first: TestResult | undefined, paint: Paint): string {
  if (record.status === 'passed') return words.afterPass(record.exercise);
  return first ? paint('quiet', words.toRead(record.exercise, first.group)) : '';
}
