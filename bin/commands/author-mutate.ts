import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot, mutateExercise, scoreMark } from '../../grader/index.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { findExercise } from '../find-exercise.ts';
import { needsClone } from './needs-clone.ts';

/** Measures how many machine-made mistakes each suite notices; names the survivors. */
export async function authorMutate(ids: readonly string[]): Promise<ExitCode> {
  needsClone();
  const catalog = readCatalog(courseRoot);
  const chosen = ids.length > 0 ? ids.map((id) => findExercise(catalog, id)) : catalog;
  let code: ExitCode = exitCode.done;
  for (const exercise of chosen) {
    const score = await mutateExercise(exercise, showProgress(exercise.id));
    if (score.score < scoreMark.least) code = exitCode.notPassed;
    const survivors = score.survivors
      .map((survivor) => `    grader/answer-keys/${exercise.id}/reference.ts:${survivor}\n`)
      .join('');
    process.stdout.write(
      `${exercise.id}: ${score.score} % (${score.killed} of ${score.all} killed, ${score.equivalent} equivalent)\n${survivors}`,
    );
  }
  return code;
}

/** A counter on a terminal, nothing elsewhere. */
function showProgress(id: string): (done: number, all: number) => void {
  if (!process.stderr.isTTY) return () => {};
  return (done, all) =>
    void process.stderr.write(`\r${id}: ${done} of ${all}${done === all ? '\n' : ''}`);
}
