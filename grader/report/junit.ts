import { stepWaitedFor } from '../../exercises/standing.ts';
import type { ResultRecord, TestResult } from '../verdict/record.ts';
import { failureText } from './failure-text.ts';
import { type Graded, isTrouble } from './graded.ts';
import { type Markup, markup } from './markup.ts';
import { words } from './wording.ts';

/** One learner's graded exercises; `name` stands before each suite's name, empty for none. */
export interface JunitSection {
  readonly name: string;
  readonly graded: readonly Graded[];
}

/**
 * JUnit XML: a testsuite for each exercise, a testcase for each test, `classname` being its group. A test that waits for a
 * step of the stub counts as a failure, since nothing else keeps a pipeline red; its `type` tells it from a wrong one.
 */
export function junitXml(sections: readonly JunitSection[]): string {
  const suites = sections.flatMap(({ name, graded }) =>
    graded.map((one) =>
      suiteOf(name ? `${name}: ${one.exercise.id}` : one.exercise.id, one.record),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup`<testsuites name="course">${suites}\n</testsuites>`.text}\n`;
}

function suiteOf(name: string, record: ResultRecord): Markup {
  const cases = record.problem
    ? [problemCase(record), ...record.tests.map(caseOf)]
    : record.tests.map(caseOf);
  const skipped = record.tests.filter(({ status }) => status === 'not-run').length;
  const errors = record.problem && isTrouble(record) ? 1 : 0;
  const passed = record.tests.filter(({ status }) => status === 'passed').length;
  const failed = cases.length - passed - skipped - errors;
  const seconds = (record.durationMs / 1000).toFixed(3);
  return markup`
  <testsuite name="${name}" tests="${cases.length}" failures="${failed}" errors="${errors}" skipped="${skipped}" time="${seconds}">
    <properties><property name="points" value="${record.points}"/><property name="maxPoints" value="${record.maxPoints}"/><property name="sandbox" value="${record.sandbox}"/></properties>${cases}
  </testsuite>`;
}

/** What stopped the whole grading, as a case of its own. */
function problemCase(record: ResultRecord): Markup {
  const text = words.problem(record.problem!);
  const inside = isTrouble(record)
    ? markup`<error message="${text}"/>`
    : markup`<failure type="${record.problem!.kind}" message="${text}"/>`;
  return markup`
    <testcase classname="${record.exercise}" name="the file can be graded">${inside}</testcase>`;
}

function caseOf(test: TestResult): Markup {
  if (test.status === 'passed')
    return markup`
    <testcase classname="${test.group}" name="${test.name}"/>`;
  return markup`
    <testcase classname="${test.group}" name="${test.name}">${test.status === 'not-run' ? markup`<skipped/>` : failureOf(test)}</testcase>`;
}

function failureOf(test: TestResult): Markup {
  const step = stepWaitedFor(test);
  if (step !== null)
    return markup`<failure type="not-written-yet" message="${words.notWritten(step)}"/>`;
  return markup`<failure type="${test.status}" message="${test.message || words.status.failed}">${failureText(test)}</failure>`;
}
