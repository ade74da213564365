import type { FilePlace, TestResult } from '../../../ports.ts';
import { type Line, type Span, span } from '../../../text/line.ts';
import { wrap } from '../../../text/wrap.ts';
import { words } from '../wording.ts';
import { rulesText } from './brief-rules.ts';
import { labelled, labelWidth, rows } from './labelled.ts';
import { valueRows } from './value-rows.ts';
import type { VerdictSetting } from './verdict-parts.ts';

const margin = span('      ');

/** Calls that a remark tells at most: the last ones, which lead to what is wrong. */
const mostCalls = 6;

/** A failure unfolded: what the test did, what was expected, what came, where, what to read. */
export function failureLines(test: TestResult, setting: VerdictSetting): Line[] {
  const whole = setting.width - margin.text.length;
  const width = whole - labelWidth;
  const did = labelled('did', callRows(test.did, width));
  const values = valueRows(test, width);
  // What differs is seen at once: many calls before it would push it out of a small pane.
  const short = did.length > setting.height / 4;
  return [
    ...(test.message.trim() ? rows(test.message.trim(), whole) : []),
    ...(short ? [...values, ...did] : [...did, ...values]),
    ...labelled('at', test.at ? [[placeSpan(test.at, setting)]] : []),
    ...labelled('your log', test.output ? rows(test.output, width) : []),
    ...labelled('seed', test.seed === null ? [] : rows(words.seed(test.seed), width)),
    ...labelled('read', whatToRead(test, setting, width)),
  ].map((row) => [margin, ...row]);
}

function callRows(calls: readonly string[], width: number): Line[] {
  const earlier = calls.length - mostCalls;
  const told = calls.slice(-mostCalls).flatMap((call) => rows(call, width));
  return earlier > 0 ? [[span(words.earlierCalls(earlier), 'muted')], ...told] : told;
}

function whatToRead(test: TestResult, setting: VerdictSetting, width: number): Line[] {
  const lesson = setting.lesson ? [span(`, the lesson “${setting.lesson}” (L)`)] : [];
  const rules = rulesText(test.group, setting.rules);
  const brief = rules ? `${rules} of the brief (Tab)` : `the brief on “${test.group}” (Tab)`;
  const hint = setting.hinted.has(test.group) ? [span(', or take a hint (h)')] : [];
  return wrap([span(brief), ...lesson, ...hint], width);
}

/** A place in the learner's file, as a link that terminals open. */
export function placeSpan(at: FilePlace, setting: Pick<VerdictSetting, 'pathOf'>): Span {
  return {
    text: `${at.file}:${at.line}:${at.column}`,
    as: ['link'],
    href: `file://${encodeURI(setting.pathOf(at.file))}`,
  };
}
