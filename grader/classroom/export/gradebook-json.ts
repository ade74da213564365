import type { Gradebook } from '../gradebook/gradebook.ts';

/** The gradebook for programs, `course/gradebook/v1`. Texts are as the learners wrote them: JSON escapes what must be. */
export function gradebookJson({ rules, rows, of }: Gradebook): string {
  const learners = rows.map(({ learner, lateMs, percentOff, cells, total }) => ({
    id: learner.id,
    name: learner.name,
    email: learner.email,
    group: learner.group,
    submitted: learner.submittedMs === null ? null : new Date(learner.submittedMs).toISOString(),
    problem: learner.problem,
    lateMs,
    percentOff,
    total,
    exercises: cells.map(({ exercise, status, points, of, earned, override, aside }) => ({
      ...{ exercise, status, points, of, earned, override, aside },
    })),
  }));
  const { title, exercises } = rules;
  return `${JSON.stringify({ format: 'course/gradebook/v1', title, of, exercises, learners }, null, 2)}\n`;
}
