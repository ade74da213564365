import { openGrader, type ResultRecord, textReport } from '../../grader/index.ts';
import { wrapped } from '../content/text/text-style.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { findExercise } from '../find-exercise.ts';
import { type Trace, traceTest } from '../grading/trace-test.ts';
import { openSession } from '../learner-session.ts';
import { terminalFacts, wantsColor } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

interface TraceOptions {
  readonly test?: string;
  readonly seed?: number;
  readonly json?: boolean;
  readonly workspace?: string;
}

/** Replays a failing test and prints its steps as numbered sentences; exit code 1, as there is something that fails. */
export async function trace(id: string, options: TraceOptions): Promise<ExitCode> {
  const { workspace, catalog } = await openSession(options.workspace);
  const exercise = findExercise(catalog, id);
  const { test, seed } = options;
  const grader = await openGrader();
  try {
    const found = await traceTest(grader, {
      exercise,
      root: workspace.dir,
      ...(test !== undefined && { test }),
      ...(seed !== undefined && { seed }),
    });
    if ('steps' in found) {
      process.stdout.write(options.json ? traceJson(found) : traceText(found));
      return exitCode.notPassed;
    }
    return untraced(found, options, textReport(found, exercise));
  } finally {
    await grader.close();
  }
}

/** No test to replay: all pass, none ran, or it is not the one that was asked for. */
function untraced(record: ResultRecord, { test }: TraceOptions, report: string): ExitCode {
  if (record.problem) {
    process.stderr.write(`No test ran, so there is nothing to replay.\n\n${report}`);
    return exitCode.notPassed;
  }
  const failing = record.tests.filter(({ status }) => status !== 'passed').map(({ id }) => id);
  if (test !== undefined && failing.length > 0)
    throw new UsageError(
      `No failing test of ${record.exercise} has "${test}" in its name.`,
      `These fail:\n${failing.map((each) => `  ${each}`).join('\n')}`,
    );
  process.stdout.write(`Every test of ${record.exercise} passes: there is no failure to replay.\n`);
  return exitCode.done;
}

function traceJson({ exercise, seed, test, steps }: Trace): string {
  const { trace: _, ...result } = test;
  const content = { format: 'course/trace/v1', exercise, seed, test: result, steps };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function traceText({ exercise, seed, test, steps }: Trace): string {
  const style = { width: Math.min(terminalFacts().columns, 100), color: wantsColor() };
  const digits = String(steps.length).length;
  return [
    `${exercise}: your run of “${test.id}”, seed ${seed}`,
    '',
    ...steps.flatMap((step, index) =>
      wrapped(step, style, `${String(index + 1).padStart(digits + 1)}. `),
    ),
    '',
    'What came of it',
    ...outcome('expected', test.expected),
    ...outcome('received', test.received),
    ...test.message.split('\n').map((line) => `  ${line}`.trimEnd()),
    '',
  ].join('\n');
}

function outcome(label: string, value: string | null): string[] {
  if (value === null) return [];
  const [first, ...rest] = value.split('\n');
  return [`  ${label}  ${first}`, ...rest.map((line) => `            ${line}`)];
}
