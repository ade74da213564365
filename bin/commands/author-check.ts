import { readCatalog } from '../../exercises/catalog.ts';
import { AuthorError } from '../../exercises/checked.ts';
import { checkExercise, courseRoot, type Finding, orphans } from '../../grader/index.ts';
import { readLessons } from '../content/lessons.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { findExercise } from '../find-exercise.ts';

interface AuthorCheckOptions {
  readonly record?: boolean;
}

/** Proves lessons and exercises; prints a line for each and every finding with its fix. */
export async function authorCheck(
  ids: readonly string[],
  options: AuthorCheckOptions,
): Promise<ExitCode> {
  const catalog = readCatalog(courseRoot);
  const chosen = ids.length > 0 ? ids.map((id) => findExercise(catalog, id)) : catalog;
  let wrong = 0;
  const tell = (name: string, findings: readonly Finding[]) => {
    wrong += findings.length;
    process.stdout.write(
      `${findings.length === 0 ? '✓' : '✗'} ${name}\n${findings.map(({ message }) => `    ${message}\n`).join('')}`,
    );
  };
  if (ids.length === 0)
    tell('lessons, glossary, quizzes; nothing orphaned', [
      ...lessonFindings(catalog.map(({ lesson }) => lesson)),
      ...orphans(courseRoot, catalog),
    ]);
  for (const exercise of chosen) tell(exercise.id, await checkExercise(exercise, options));
  return wrong === 0 ? exitCode.done : exitCode.notPassed;
}

/** Reads every lesson; an exercise must name one of them. */
function lessonFindings(named: readonly string[]): Finding[] {
  try {
    const known = new Set(readLessons(courseRoot).map(({ id }) => id));
    return named
      .filter((id) => !known.has(id))
      .map(
        (id) =>
          new AuthorError(
            'exercise.json',
            'lesson',
            `names "${id}", which is no lesson`,
            `write lessons/${id} or name another`,
          ),
      );
  } catch (error) {
    if (error instanceof AuthorError) return [error];
    throw error;
  }
}
