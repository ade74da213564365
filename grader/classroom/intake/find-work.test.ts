import { expect, it } from 'vitest';
import type { Exercise } from '../../../exercises/catalog.ts';
import { findWork } from './find-work.ts';

const exercises = ['etcd/watch', 'etcd/lease', 'proxy/watch'].map(
  (id) => ({ id, file: `${id}.ts` }) as Exercise,
);
const found = (...paths: string[]) => Object.fromEntries(findWork(exercises, paths));

it('finds the workspace at the top', () => {
  expect(found('etcd/watch.ts', 'notes.ts')).toEqual({ 'etcd/watch': 'etcd/watch.ts' });
});

it('finds the workspace in a folder, the one with most of the work', () => {
  expect(
    found('old/etcd/watch.ts', 'my-cluster/etcd/watch.ts', 'my-cluster/etcd/lease.ts'),
  ).toEqual({
    'etcd/watch': 'my-cluster/etcd/watch.ts',
    'etcd/lease': 'my-cluster/etcd/lease.ts',
  });
});

it('finds a single file by its name, where that names one exercise', () => {
  expect(found('lease.ts', 'watch.ts')).toEqual({ 'etcd/lease': 'lease.ts' });
});

it('does not choose between two files of one name', () => {
  expect(found('a/lease.ts', 'b/lease.ts')).toEqual({});
});
