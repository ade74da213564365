import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Exercise, readCatalog, secretFiles } from '../../../exercises/catalog.ts';
import type { Mutant } from '../../author/mutant.ts';

/** A course of one exercise, made for the grader's tests. */
export const fixtureRoot = fileURLToPath(new URL('./fixture', import.meta.url));

/** The exercise that uses everything that may cross the boundary. */
export const notebook: Exercise = readCatalog(fixtureRoot)[0]!;

/** The text of an exercise's reference. */
export function referenceText({ answerKey }: Exercise): string {
  return readFileSync(join(answerKey, secretFiles.reference), 'utf8');
}

/** The named mutants of an exercise that a test can tell from the reference. */
export async function mutantsOf({ answerKey }: Exercise): Promise<Mutant[]> {
  const { mutants } = await import(join(answerKey, secretFiles.mutants));
  return (mutants as Mutant[]).filter(({ equivalent }) => equivalent === undefined);
}

/** A mutant's text. */
export function mutated(exercise: Exercise, { find, replace }: Mutant): string {
  return referenceText(exercise).replace(find, () => replace);
}
