import { onlyWaits } from '../report/graded.ts';
import type { CourseClass } from './class.ts';
import { type ExerciseSummary, exerciseSummary, TestTally } from './gradebook/class-summary.ts';
import type { Gradebook, GradebookRow } from './gradebook/gradebook.ts';
import { classPage, type SlowGrading } from './pages/class-page.ts';
import { type Feedback, feedbackMarkdown } from './pages/feedback.ts';
import { feedbackPage } from './pages/feedback-page.ts';
import { fileNames } from './pages/file-names.ts';
import type { JobSummary } from './store/class-store.ts';

const slowestShown = 10;

/** Writes the class's page and each learner's feedback as Markdown and as a page. Gives the path of the class's page. */
export function writeReport(course: CourseClass, made: string): string {
  const grades = course.gradebook();
  const names = fileNames(grades.rows.map(({ learner }) => learner.id));
  const jobs = gradedJobs(course, grades);
  const { exercises, onlyWaiting } = summaries(course, grades, jobs);
  for (const row of grades.rows) writeFeedback(course, grades, row, names.get(row.learner.id)!);
  return course.write(
    'index.html',
    classPage({
      gradebook: grades,
      exercises,
      onlyWaiting,
      slowest: slowest(jobs),
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

/** A job that was worked off, and the learners that it stands for. */
interface GradedJob extends JobSummary {
  readonly learners: readonly string[];
}

function gradedJobs({ store }: CourseClass, grades: Gradebook): GradedJob[] {
  const learnersOf = jobLearners(grades);
  return store
    .jobs()
    .filter(({ done }) => done)
    .map((job) => ({ ...job, learners: learnersOf.get(job.id) ?? [] }));
}

/** Each exercise summed up, and the jobs that only wait: records are read one at a time, once. */
function summaries(
  { store }: CourseClass,
  grades: Gradebook,
  jobs: readonly GradedJob[],
): { exercises: ExerciseSummary[]; onlyWaiting: ReadonlySet<string> } {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const onlyWaiting = new Set<string>();
  const exercises = grades.rules.exercises.map((column) => {
    const tally = new TestTally();
    for (const [job, record] of store.records(column.id)) {
      tally.add(record, byId.get(job)?.learners.length ?? 0);
      if (onlyWaits(record)) onlyWaiting.add(job);
    }
    const own = jobs.filter(({ exercise }) => exercise === column.id);
    const durations = own.map(({ durationMs }) => durationMs);
    return exerciseSummary(grades, column, durations, tally);
  });
  return { exercises, onlyWaiting };
}

function slowest(jobs: readonly GradedJob[]): SlowGrading[] {
  return jobs
    .filter(({ status }) => status !== null)
    .sort((a, b) => b.durationMs - a.durationMs)
    .slice(0, slowestShown)
    .map(({ exercise, durationMs, learners }) => ({ exercise, durationMs, learners }));
}

/** Job -> the learners it stands for. */
function jobLearners({ rows }: Gradebook): ReadonlyMap<string, string[]> {
  const learners = new Map<string, string[]>();
  for (const { learner, cells } of rows)
    for (const { job } of cells)
      if (job !== null) learners.set(job, [...(learners.get(job) ?? []), learner.id]);
  return learners;
}
