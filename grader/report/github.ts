import type { ResultRecord } from '../verdict/record.ts';
import { exerciseMarkdown, signOf } from './exercise-markdown.ts';
import { failureText } from './failure-text.ts';
import { failures, type Graded } from './graded.ts';
import { markdownText } from './markdown-text.ts';
import { words } from './wording.ts';

/** Markdown for a workflow's step summary: a table of exercises, then each exercise's groups and first failure. */
export function githubSummary(graded: readonly Graded[]): string {
  const rows = graded.map(
    ({ exercise, record }) =>
      `| ${markdownText(exercise.id)} | ${signOf(record)} ${words.status[record.status]} | ${record.points} of ${record.maxPoints} |`,
  );
  const table = ['| Exercise | Verdict | Points |', '|---|---|---:|', ...rows].join('\n');
  return `${[table, ...graded.map(exerciseMarkdown)].join('\n\n')}\n`;
}

/** Workflow commands that put each failure beside its line; `root` is the workspace's path within the repository. */
export function githubAnnotations(graded: readonly Graded[], root = ''): string {
  return graded
    .flatMap(({ record }) => [...problemsOf(record), ...failuresOf(record)])
    .map(({ file, line, title, message }) => {
      const place = `file=${property(root + file)},line=${line},title=${property(title)}`;
      return `::error ${place}::${data(message)}\n`;
    })
    .join('');
}

interface Annotation {
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

function problemsOf({ problem, exercise, submission }: ResultRecord): Annotation[] {
  if (!problem) return [];
  const { file, line } = problem.at ?? { file: submission.file, line: 1 };
  return [{ file, line, title: exercise, message: words.problem(problem) }];
}

function failuresOf(record: ResultRecord): Annotation[] {
  const { submission } = record;
  return failures(record).map((test) => ({
    file: test.at?.file ?? submission.file,
    line: test.at?.line ?? 1,
    title: `${test.group}: ${test.name}`,
    message: failureText(test),
  }));
}

/** As the runner decodes it: a message is one line. */
function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
