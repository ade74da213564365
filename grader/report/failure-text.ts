import type { TestResult } from '../verdict/record.ts';
import { type Paint, plainPaint } from './paint.ts';
import { words } from './wording.ts';

/** One failure in full: what the test did, what was expected, what came, where. */
export function failureText(test: TestResult, paint: Paint = plainPaint): string {
  const lines = [paint('bad', `✗ ${test.group}: `) + paint('strong', test.name)];
  if (test.message) lines.push(...indent(test.message));
  if (test.did.length > 0)
    lines.push('', `  ${words.did}`, ...test.did.map((line) => `    ${paint('quiet', line)}`));
  if (test.expected !== null)
    lines.push('', `  ${words.expected}`, ...indent(paint('good', test.expected), 4));
  if (test.received !== null && !test.message.includes(`threw ${test.received}`))
    lines.push('', `  ${words.received}`, ...indent(paint('bad', test.received), 4));
  if (test.at)
    lines.push(
      '',
      `  ${words.at} ${paint('link', `${test.at.file}:${test.at.line}:${test.at.column}`)}`,
    );
  if (test.output)
    lines.push('', `  ${words.output}`, ...indent(paint('quiet', test.output.trimEnd()), 4));
  if (test.seed !== null) lines.push('', `  ${words.seed(test.seed)}`);
  return lines.join('\n');
}

function indent(text: string, by = 2): string[] {
  return text.split('\n').map((line) => ' '.repeat(by) + line);
}
