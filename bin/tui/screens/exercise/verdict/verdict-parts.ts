import { isFailure, nextStep, standingOf } from '../../../../../exercises/standing.ts';
import type { ResultRecord } from '../../../ports.ts';
import { type Line, span } from '../../../text/line.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Folds } from '../exercise-state.ts';
import { counts, headline, problemAdvice, words } from '../wording.ts';
import type { RuleNumbers } from './brief-rules.ts';
import { placeSpan } from './failure-lines.ts';
import { type Fold, foldSign } from './fold-page.ts';
import { groupParts } from './group-parts.ts';
import { rows } from './labelled.ts';
import { signOfRecord } from './record-sign.ts';

/** What the drawing of a verdict depends on beside the record. */
export interface VerdictSetting {
  readonly width: number;
  /** Rows that are seen at once. */
  readonly height: number;
  /** Has the exercise a simulation? */
  readonly simulation: boolean;
  /** Points of each group, in the suite's order. */
  readonly points: Readonly<Record<string, number>>;
  /** Of each group, the numbers of its first and last rule in the brief. */
  readonly rules: RuleNumbers;
  readonly lesson: string | undefined;
  /** Groups that have hints. */
  readonly hinted: ReadonlySet<string>;
  /** How often it was graded. */
  readonly attempts: number;
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

function headLines(record: ResultRecord, setting: VerdictSetting): Line[] {
  const { width, simulation, attempts } = setting;
  const [sign, look] = signOfRecord(record);
  const next = standingOf(record.tests) === 'waiting' ? nextStep(record.tests) : null;
  const texts = [
    span(counts(record, attempts)),
    ...(scoresNothing(record) ? [span(words.pointsByGroup, 'muted')] : []),
    ...(record.status === 'passed' ? [span(words.afterPass(simulation))] : []),
    ...(next ? [span(words.nextStep(next))] : []),
  ];
  return [
    [span(`${sign} `, look), span(headline(record), look, 'strong')],
    ...texts.flatMap((text) => wrap([text], width - 2).map(indent)),
    [],
  ];
}

/** Is there a group of which only some tests pass? Its points would be missed. */
function scoresNothing({ tests }: ResultRecord): boolean {
  const passed = new Set(
    tests.flatMap(({ status, group }) => (status === 'passed' ? [group] : [])),
  );
  return tests.some((test) => isFailure(test) && passed.has(test.group));
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
    ...rows(test.output, setting.width - 6).map((row) => [span('      '), ...row]),
  ]);
  return [{ id: outputId, lines: open ? [head, ...lines] : [head] }];
}

/** What stands beside the verdict, with air above it. */
function besides(parts: readonly Fold[]): Fold[] {
  return parts.length > 0 ? [{ id: null, lines: [[]] }, ...parts] : [];
}

function indent(text: Line): Line {
  return [span('  '), ...text];
}
