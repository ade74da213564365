import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import { suiteCode } from './suite-code.ts';

it("a school's own suite is taken, also where the course's own was built", async () => {
  const exercise = readCatalog(courseRoot).find(({ id }) => id === 'scheduler/node-affinity')!;
  const shipped = await suiteCode(exercise.id, exercise.answerKey);
  const own = mkdtempSync(join(tmpdir(), 'own-answer-key-'));
  cpSync(exercise.answerKey, own, { recursive: true });
  const suite = join(own, 'suite.test.ts');
  writeFileSync(
    suite,
    `${readFileSync(suite, 'utf8')}\ndescribe('Ours', () => { it('is ours', () => {}); });\n`,
  );
  const ours = await suiteCode(exercise.id, own);
  rmSync(own, { recursive: true });
  expect(ours.tests).toEqual([...shipped.tests, 'Ours > is ours']);
  expect(ours.hash).not.toBe(shipped.hash);
});

it('an answer key gives the same suite wherever it lies, so that its random tests draw the same', async () => {
  const { id, answerKey } = readCatalog(courseRoot).find(
    (exercise) => exercise.id === 'scheduler/node-affinity',
  )!;
  const copy = mkdtempSync(join(tmpdir(), 'own-answer-key-'));
  cpSync(answerKey, copy, { recursive: true });
  const [here, there] = [await suiteCode(id, answerKey), await suiteCode(id, copy)];
  rmSync(copy, { recursive: true });
  expect(there.hash).toBe(here.hash);
});
