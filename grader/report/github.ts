import { isFailure, stepWaitedFor } from '../../exercises/standing.ts';
import type { ResultRecord, TestResult } from '../verdict/record.ts';
import { exerciseMarkdown } from './exercise-markdown.ts';
import { failureText } from './failure-text.ts';
import type { Graded } from './graded.ts';
import { markdownText } from './markdown-text.ts';
import { signOf, verdictWords } from './verdict-words.ts';
import { words } from './wording.ts';

/** Markdown for a workflow's step summary: a table of exercises, then each exercise's groups and first failure. */
export function githubSummary(graded: readonly Graded[]): string {
  const rows = graded.map(
    ({ exercise, record }) =>
      `| ${markdownText(exercise.id)} | ${signOf(record)} ${verdictWords(record)} | ${record.points} of ${record.maxPoints} |`,
  );
  const table = ['| Exercise | Verdict | Points |', '|---|---|---:|', ...rows].join('\n');
  return `${[table, ...graded.map(exerciseMarkdown)].join('\n\n')}\n`;
}

/** Workflow commands: an error beside each failure's line, a notice beside each step to be written; `root` is the workspace's path within the repository. */
export function githubAnnotations(graded: readonly Graded[], root = ''): string {
  return graded
    .flatMap(({ record }) => [...problemsOf(record), ...failuresOf(record), ...stepsOf(record)])
    .map(({ level, file, line, title, message }) => {
      const place = `file=${property(root + file)},line=${line},title=${property(title)}`;
      return `::${level} ${place}::${data(message)}\n`;
    })
    .join('');
}

interface Annotation {
  readonly level: 'error' | 'notice';
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

function problemsOf({ problem, exercise, submission }: ResultRecord): Annotation[] {
  if (!problem) return [];
  const { file, line } = problem.at ?? { file: submission.file, line: 1 };
  return [{ level: 'error', file, line, title: exercise, message: words.problem(problem) }];
}

function failuresOf(record: ResultRecord): Annotation[] {
  const { submission } = record;
  return record.tests.filter(isFailure).map((test) => ({
    level: 'error',
    file: test.at?.file ?? submission.file,
    line: test.at?.line ?? 1,
    title: `${test.group}: ${test.name}`,
    message: failureText(test),
  }));
}

/** A step is told once, however many tests wait for it. */
function stepsOf({ tests, submission, exercise }: ResultRecord): Annotation[] {
  const steps = new Map<string, TestResult>();
  for (const test of tests) {
    const step = stepWaitedFor(test);
    if (step !== null && !steps.has(step)) steps.set(step, test);
  }
  return [...steps].map(([step, { at }]) => ({
    level: 'notice',
    file: at?.file ?? submission.file,
    line: at?.line ?? 1,
    title: exercise,
    message: words.notWritten(step),
  }));
}

/** As the runner decodes it: a message is one line. */
function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
