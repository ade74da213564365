import type { Gradebook } from '../gradebook/gradebook.ts';
import { csv } from './csv.ts';

/** The gradebook, a line a learner: who, when, how late, the total, and each exercise's points and status. */
export function gradebookCsv({ rules, rows, of }: Gradebook): string {
  const who = ['id', 'name', 'email', 'group', 'submitted', 'hours late', 'percent off'];
  const columns = rules.exercises.flatMap(({ id }) => [`${id} points`, `${id} status`]);
  const lines = rows.map(({ learner, lateMs, percentOff, cells, total }) => [
    ...[learner.id, learner.name, learner.email, learner.group],
    learner.submittedMs === null ? '' : new Date(learner.submittedMs).toISOString(),
    Math.round((lateMs / 3_600_000) * 100) / 100,
    percentOff,
    total,
    of,
    ...cells.flatMap(({ points, status }) => [points, status]),
  ]);
  return csv([[...who, 'total', 'of', ...columns], ...lines]);
}
