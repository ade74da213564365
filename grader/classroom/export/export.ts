import { githubSummary } from '../../report/github.ts';
import { gradescopeResults } from '../../report/gradescope.ts';
import { junitXml } from '../../report/junit.ts';
import { ClassInputError } from '../assignment/class-input-error.ts';
import type { CourseClass } from '../class.ts';
import { canvasCsv } from './canvas.ts';
import type { ExportFormat } from './formats.ts';
import { gradebookCsv } from './gradebook-csv.ts';
import { gradebookJson } from './gradebook-json.ts';
import { moodleCsv } from './moodle.ts';

/** What an export needs besides its format. */
export interface ExportOptions {
  /** The school system's own export to fill in, and its path for messages. */
  readonly into?: { readonly text: string; readonly path: string } | undefined;
  /** One learner alone. */
  readonly learner?: string | undefined;
}

/** The class as text in some format. Throws ClassInputError for what a format needs and was not given. */
export function exportClass(
  course: CourseClass,
  format: ExportFormat,
  options: ExportOptions,
): string {
  const grades = course.gradebook();
  switch (format) {
    case 'csv':
      return gradebookCsv(grades);
    case 'json':
      return gradebookJson(grades);
    case 'canvas':
      if (options.into) return canvasCsv(grades, options.into.text, options.into.path);
      throw new ClassInputError(
        'Canvas takes only its own gradebook back.',
        'Give the export of your course: --into grades.csv',
      );
    case 'moodle':
      return moodleCsv(grades, options.into?.text ?? null, options.into?.path ?? '');
    case 'junit':
      return junitXml(
        learners(course, options).map((id) => ({ name: id, graded: course.gradedOf(id) })),
      );
    case 'gradescope':
      return `${JSON.stringify(gradescopeResults(course.gradedOf(oneLearner(course, options))), null, 2)}\n`;
    case 'github':
      return githubSummary(course.gradedOf(oneLearner(course, options)));
  }
}

function learners(course: CourseClass, { learner }: ExportOptions): string[] {
  const known = course.store.learners().map(({ id }) => id);
  if (learner === undefined) return known;
  if (known.includes(learner)) return [learner];
  throw new ClassInputError(
    `The class has no learner "${learner}".`,
    'Use the id that the gradebook shows.',
  );
}

function oneLearner(course: CourseClass, options: ExportOptions): string {
  if (options.learner !== undefined) return learners(course, options)[0]!;
  throw new ClassInputError('This format holds one learner.', 'Name one: --learner ID');
}
