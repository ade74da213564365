import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCatalog } from '../../../exercises/catalog.ts';
import { courseRoot } from '../../course-root.ts';

it('run_autograder grades a single uploaded file and writes results.json', () => {
  const root = mkdtempSync(join(tmpdir(), 'autograder '));
  const exercise = readCatalog(courseRoot).find(({ id }) => id === 'scheduler/node-affinity')!;
  for (const folder of ['submission', 'source']) mkdirSync(join(root, folder));
  cpSync(join(exercise.answerKey, 'reference.ts'), join(root, 'submission/node-affinity.ts'));
  writeFileSync(
    join(root, 'source/assignment.json'),
    JSON.stringify({ exercises: { [exercise.id]: 10 } }),
  );
  const course = join(root, 'course');
  const program = join(courseRoot, 'dist/course.js');
  writeFileSync(course, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, {
    mode: 0o755,
  });
  const { PATH, HOME } = process.env;
  execFileSync(join(import.meta.dirname, 'gradescope/run_autograder'), {
    env: { PATH, HOME, AUTOGRADER_ROOT: root, COURSE: course },
    stdio: 'pipe',
  });
  const results = JSON.parse(readFileSync(join(root, 'results/results.json'), 'utf8'));
  rmSync(root, { recursive: true });
  const scores = (results.tests as { score: number; max_score: number }[]).map(
    (test) => test.score / test.max_score,
  );
  expect(scores).toEqual(Object.keys(exercise.points).map(() => 1));
}, 60_000);
