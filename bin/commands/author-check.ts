import { join } from 'node:path';
import { type Exercise, publicFiles, readCatalog } from '../../exercises/catalog.ts';
import { AuthorError } from '../../exercises/checked.ts';
import { checkExercise, courseRoot, type Finding, orphans } from '../../grader/index.ts';
import { readLessons } from '../content/lessons.ts';
import { strayExercises, straySimulations } from '../content/outline.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { findExercise } from '../find-exercise.ts';
import { needsClone } from './needs-clone.ts';

interface AuthorCheckOptions {
  readonly record?: boolean;
}

/** Proves lessons and exercises; prints a line for each and every finding with its fix. */
export async function authorCheck(
  ids: readonly string[],
  options: AuthorCheckOptions,
): Promise<ExitCode> {
  needsClone();
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
      ...lessonFindings(catalog),
      ...(await orphans(courseRoot, catalog)),
    ]);
  for (const exercise of chosen) tell(exercise.id, await checkExercise(exercise, options));
  return wrong === 0 ? exitCode.done : exitCode.notPassed;
}

/** Reads every lesson; every exercise must belong to one, and every simulation in them to an exercise. */
function lessonFindings(catalog: readonly Exercise[]): Finding[] {
  try {
    const lessons = readLessons(courseRoot);
    const withoutLesson = strayExercises(lessons, catalog).map(({ dir, lesson }) => {
      const path = join(dir, publicFiles.facts);
      return new AuthorError(
        path,
        'lesson',
        `names "${lesson}", which is no lesson`,
        `write lessons/${lesson} or name another`,
      );
    });
    const withoutSimulation = straySimulations(lessons, catalog).map(
      ({ lesson, name }) =>
        new AuthorError(
          lesson.file,
          `simulation "${name}"`,
          'is of no exercise',
          `write exercises/${name}/simulation.ts or name another`,
        ),
    );
    return [...withoutLesson, ...withoutSimulation];
  } catch (error) {
    if (error instanceof AuthorError) return [error];
    throw error;
  }
}
