import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import { parseExerciseFacts } from '../../exercises/exercise-facts.ts';
import { parseHints } from '../../exercises/hints.ts';
import { newExerciseFiles } from './new-exercise-files.ts';

const files = newExerciseFiles({
  id: 'etcd/lease',
  lesson: 'etcd/lease',
  title: 'Lease',
  order: 40,
});
const textOf = (path: string) => files.find((file) => file.path === path)!.text;

it('both halves of a new exercise are made, and nothing else', () => {
  expect(files.map(({ path }) => path)).toEqual([
    'exercises/etcd/lease/exercise.json',
    'exercises/etcd/lease/brief.md',
    'exercises/etcd/lease/hints.md',
    'exercises/etcd/lease/stub.ts',
    'grader/answer-keys/etcd/lease/suite.test.ts',
    'grader/answer-keys/etcd/lease/reference.ts',
    'grader/answer-keys/etcd/lease/mutants.ts',
  ]);
});

it('its facts and hints are of the right form and agree on the group', () => {
  const { points } = parseExerciseFacts(
    textOf('exercises/etcd/lease/exercise.json'),
    'exercise.json',
    'etcd/lease',
  );
  expect(
    parseHints(textOf('exercises/etcd/lease/hints.md'), 'hints.md').map(({ group }) => group),
  ).toEqual(Object.keys(points));
});

it('its TypeScript is TypeScript', () => {
  for (const { path, text } of files.filter((file) => file.path.endsWith('.ts')))
    expect(() => transformSync(text, { loader: 'ts' }), path).not.toThrow();
});
