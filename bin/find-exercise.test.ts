import { expect, it } from 'vitest';
import type { Exercise } from '../exercises/catalog.ts';
import { findExercise } from './find-exercise.ts';

const catalog = ['etcd/mvcc-store', 'etcd/watch', 'scheduler/node-affinity'].map(
  (id) => ({ id }) as Exercise,
);

it('finds by id, by name and by file', () => {
  for (const given of ['etcd/watch', 'watch', 'etcd/watch.ts'])
    expect(findExercise(catalog, given).id).toBe('etcd/watch');
});

it.each([
  ['etcd/mvc-store', 'etcd/mvcc-store'],
  ['node-afinity', 'scheduler/node-affinity'],
])('"%s" suggests %s', (given, near) => {
  expect(() => findExercise(catalog, given)).toThrow(`There is no exercise "${given}".`);
  try {
    findExercise(catalog, given);
  } catch (error) {
    expect((error as { fix: string }).fix).toContain(`Did you mean ${near}?`);
  }
});
