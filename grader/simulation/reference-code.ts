import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exercise, secretFiles } from '../../exercises/catalog.ts';
import { transformLearnerFile } from '../engine/learner-code.ts';
import { PartMissing } from './part-missing.ts';

/** The reference of an exercise as JavaScript. Throws PartMissing where the answer keys were withheld. */
export async function referenceCode({ id, answerKey }: Exercise): Promise<string> {
  const path = join(answerKey, secretFiles.reference);
  if (!existsSync(path))
    throw new PartMissing(
      `This copy of the course holds no reference of ${id}.`,
      `Play with your own file: --with ${id}.`,
      false,
    );
  return (await transformLearnerFile(`${id}.ts`, readFileSync(path, 'utf8'))).code;
}
