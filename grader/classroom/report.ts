import type { CourseClass } from './class.ts';
import { type ExerciseSummary, exerciseSummary, TestTally } from './gradebook/class-summary.ts';
import type { Gradebook, GradebookRow } from './gradebook/gradebook.ts';
import { classPage, type SlowGrading } from './pages/class-page.ts';
import { type Feedback, feedbackMarkdown } from './pages/feedback.ts';
import { feedbackPage } from './pages/feedback-page.ts';
import { fileNames } from './pages/file-names.ts';

const slowestShown = 10;

/** Writes the class's page and each learner's feedback as Markdown and as a page. Gives the path of the class's page. */
export function writeReport(course: CourseClass, made: string): string {
  const grades = course.gradebook();
  const names = fileNames(grades.rows.map(({ learner }) => learner.id));
  for (const row of grades.rows) writeFeedback(course, grades, row, names.get(row.learner.id)!);
  return course.write(
    'index.html',
    classPage({
      gradebook: grades,
      exercises: summaries(course, grades),
      slowest: slowest(course, grades),
      links: new Map(
        [...names].map(([id, name]) => [id, `feedback/${encodeURIComponent(name)}.html`]),
      ),
      made,
    }),
  );
}

function writeFeedback(
  course: CourseClass,
  grades: Gradebook,
  row: GradebookRow,
  name: string,
): void {
  const feedback: Feedback = {
    title: grades.rules.title,
    row,
    of: grades.of,
    parts: row.cells.map((cell) => {
      const record = cell.job === null ? null : course.store.recordOf(cell.job);
      const viewed = record && course.viewed(record);
      return { exercise: course.exercise(cell.exercise), cell, record: viewed };
    }),
  };
  course.write(`feedback/${name}.md`, feedbackMarkdown(feedback));
  course.write(`feedback/${name}.html`, feedbackPage(feedback));
}

function summaries({ store }: CourseClass, grades: Gradebook): ExerciseSummary[] {
  const learnersOf = jobLearners(grades);
  const jobs = store.jobs().filter(({ done }) => done);
  return grades.rules.exercises.map((column) => {
    const tally = new TestTally();
    for (const [job, record] of store.records(column.id))
      tally.add(record, learnersOf.get(job)?.length ?? 0);
    const durations = jobs
      .filter(({ exercise }) => exercise === column.id)
      .map(({ durationMs }) => durationMs);
    return exerciseSummary(grades, column, durations, tally);
  });
}

function slowest({ store }: CourseClass, grades: Gradebook): SlowGrading[] {
  const learnersOf = jobLearners(grades);
  return store
    .jobs()
    .filter(({ done, status }) => done && status !== null)
    .sort((a, b) => b.durationMs - a.durationMs)
    .slice(0, slowestShown)
    .map(({ id, exercise, durationMs }) => ({
      exercise,
      durationMs,
      learners: learnersOf.get(id) ?? [],
    }));
}

/** Job -> the learners it stands for. */
function jobLearners({ rows }: Gradebook): ReadonlyMap<string, string[]> {
  const learners = new Map<string, string[]>();
  for (const { learner, cells } of rows)
    for (const { job } of cells)
      if (job !== null) learners.set(job, [...(learners.get(job) ?? []), learner.id]);
  return learners;
}
