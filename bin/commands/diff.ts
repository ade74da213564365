import { ansiPaint, plainPaint } from '../../grader/index.ts';
import { findExercise } from '../find-exercise.ts';
import { type DiffLine, diffWithStub, diffWithText, unifiedText } from '../learner/diff.ts';
import { hasPassed } from '../learner/progress/progress-state.ts';
import { openSession } from '../learner-session.ts';
import { wantsColor } from '../terminal.ts';
import { referenceText } from './solution.ts';

interface DiffOptions {
  readonly workspace?: string;
}

const tones = { added: 'good', removed: 'bad', place: 'link', same: null } as const;

/** Prints what the learner changed in the stub and, after a pass, how the reference differs from it. */
export async function diff(id: string, options: DiffOptions): Promise<void> {
  const { workspace, catalog, progress } = await openSession(options.workspace);
  const exercise = findExercise(catalog, id);
  const { file } = exercise;
  const changes = unifiedText(
    diffWithStub(workspace, exercise),
    { before: `stub ${file}`, after: `yours ${file}` },
    painted,
  );
  process.stdout.write(changes || `${file} is still the stub.\n`);
  if (!hasPassed(progress.read(), exercise.id)) return;
  const against = diffWithText(workspace, exercise, referenceText(exercise));
  const reference = unifiedText(
    against,
    { before: `yours ${file}`, after: `reference ${file}` },
    painted,
  );
  process.stdout.write(`\n${reference || 'It equals the reference.\n'}`);
}

function painted(kind: DiffLine['kind'], line: string): string {
  const tone = tones[kind];
  return tone ? (wantsColor() ? ansiPaint : plainPaint)(tone, line) : line;
}
