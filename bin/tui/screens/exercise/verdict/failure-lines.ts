import type { FilePlace, TestResult } from '../../../ports.ts';
import { type Line, type Span, span } from '../../../text/line.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Meaning } from '../../../theme.ts';
import { rulesText } from './brief-rules.ts';
import type { VerdictSetting } from './verdict-parts.ts';

const margin = span('      ');
const labelWidth = 10;

/** A failure unfolded: what the test did, what was expected, what came, where, what to read. */
export function failureLines(test: TestResult, setting: VerdictSetting): Line[] {
  const width = setting.width - margin.text.length;
  const shown = test.received !== null && !test.message.includes(`threw ${test.received}`);
  return [
    ...sentences(test.message, width),
    ...labelled(
      'did',
      test.did.flatMap((call) => rows(call, width)),
    ),
    ...labelled('expected', test.expected === null ? [] : rows(test.expected, width)),
    ...labelled('received', shown ? rows(test.received!, width) : [], 'fail'),
    ...labelled('at', test.at ? [[placeSpan(test.at, setting)]] : []),
    ...labelled('printed', test.output ? outputLines(test.output, width - labelWidth) : []),
    ...labelled('seed', test.seed === null ? [] : seedRows(test, width)),
    ...labelled('read', whatToRead(test, setting, width)),
  ].map((row) => [margin, ...row]);
}

function sentences(message: string, width: number): Line[] {
  return message.trim() ? wrap([span(untabbed(message.trim()))], width) : [];
}

function rows(text: string, width: number): Line[] {
  return wrap([span(untabbed(text.trimEnd()))], width - labelWidth);
}

function seedRows(test: TestResult, width: number): Line[] {
  const text = `${test.seed}; course grade --seed ${test.seed} repeats this input`;
  return wrap([span(text)], width - labelWidth);
}

function whatToRead(test: TestResult, setting: VerdictSetting, width: number): Line[] {
  const lesson = setting.lesson ? [span(`, the lesson “${setting.lesson}” (L)`)] : [];
  const rules = rulesText(test.group, setting.rules);
  const brief = rules ? `${rules} of the brief (Tab)` : `the brief on “${test.group}” (Tab)`;
  return wrap([span(brief), ...lesson, span(', or take a hint (h)')], width - labelWidth);
}

/** A label in its own column, the text beside it. */
function labelled(label: string, lines: readonly Line[], as?: Meaning): Line[] {
  return lines.map((row, index) => [
    span((index === 0 ? label : '').padEnd(labelWidth), 'muted'),
    ...(as ? row.map((part): Span => ({ ...part, as: [...(part.as ?? []), as] })) : row),
  ]);
}

/** What the learner's code printed, long lines wrapped. */
export function outputLines(output: string, width: number): Line[] {
  return wrap([span(untabbed(output.trimEnd()))], width);
}

/** A place in the learner's file, as a link that terminals open. */
export function placeSpan(at: FilePlace, setting: Pick<VerdictSetting, 'pathOf'>): Span {
  return {
    text: `${at.file}:${at.line}:${at.column}`,
    as: ['link'],
    href: `file://${encodeURI(setting.pathOf(at.file))}`,
  };
}

function untabbed(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll('\r', '');
}
