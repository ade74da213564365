import { type Pod, parseTime, type ReplicaSet } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { KeyQueue, syncKey } from './key-queue.ts';
import { SmallClient } from './small-client.ts';
import { SmallCluster } from './small-cluster.ts';

const set = (replicas: number): ReplicaSet => ({
  metadata: { name: 'web' },
  spec: { replicas, selector: {} },
});
const pod = (nodeName?: string): Pod => ({
  metadata: { name: 'a' },
  spec: { containers: [], ...(nodeName && { nodeName }) },
});

describe('a small cluster', () => {
  it('counts revisions and generations, and refuses what was decided from an old object', () => {
    const cluster = new SmallCluster();
    const first = cluster.create('replicasets', set(1));
    expect(first.metadata).toMatchObject({ namespace: 'default', resourceVersion: '1' });
    const second = cluster.update('replicasets', {
      ...first,
      spec: { ...first.spec!, replicas: 2 },
    });
    expect(second.metadata).toMatchObject({ generation: 2, resourceVersion: '2' });
    const status = { replicas: 2 };
    expect(() => cluster.updateStatus('replicasets', { ...first, status })).toThrow('modified');
    expect(cluster.updateStatus('replicasets', { ...second, status })).toMatchObject({
      ...{ status, spec: { replicas: 2 } },
      metadata: { generation: 2 },
    });
    expect(() => cluster.create('replicasets', set(1))).toThrow('already exists');
    expect(() => cluster.get('replicasets', 'default', 'other')).toThrow('not found');
  });

  it('a write that changes nothing is none', () => {
    const cluster = new SmallCluster();
    cluster.update('replicasets', cluster.create('replicasets', set(1)));
    expect(cluster.revision).toBe('1');
  });

  it('a Pod on a node stays, ending, until its kubelet lets it go', () => {
    const cluster = new SmallCluster();
    cluster.create('pods', pod('n1'));
    cluster.delete('pods', 'default', 'a');
    const { deletionTimestamp } = cluster.get('pods', 'default', 'a').metadata;
    expect(parseTime(deletionTimestamp!)).toBe(cluster.clock.now());
    cluster.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    expect(cluster.list('pods')).toEqual([]);
  });

  it('a deletion that means another object is refused', () => {
    const cluster = new SmallCluster();
    cluster.create('pods', pod());
    const other = { preconditions: { uid: 'other' } };
    expect(() => cluster.delete('pods', 'default', 'a', other)).toThrow('modified');
    cluster.delete('pods', 'default', 'a');
    expect(cluster.list('pods')).toEqual([]);
  });

  it('informers hear of changes when they are delivered, and not before', () => {
    const cluster = new SmallCluster();
    const informer = cluster.informer('pods');
    const heard: string[] = [];
    informer.addEventHandler({
      onAdd: ({ metadata }) => heard.push(`add ${metadata.name}`),
      onUpdate: (before, after) =>
        heard.push(`update ${before.spec?.nodeName} ${after.spec?.nodeName}`),
      onDelete: (object) => heard.push(`delete ${'key' in object ? object.key : ''}`),
    });
    const made = cluster.create('pods', pod());
    cluster.update('pods', { ...made, spec: { ...made.spec!, nodeName: 'n1' } });
    cluster.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    expect([heard, informer.list()]).toEqual([[], []]);
    cluster.deliver();
    expect(heard).toEqual(['add a', 'update undefined n1', 'delete ']);
  });
});

it('a client tells what was written through it', () => {
  const cluster = new SmallCluster();
  const client = new SmallClient(cluster);
  const made = client.create('replicasets', set(1));
  client.update('replicasets', { ...made, spec: { ...made.spec!, replicas: 3 } });
  client.delete('replicasets', 'default', 'web');
  expect(client.takeWrites().map(({ verb }) => verb)).toEqual(['create', 'update', 'delete']);
  expect(client.takeWrites()).toEqual([]);
  expect(client.list('replicasets').items).toEqual([]);
  expect(() => client.list('pods', '', { labelSelector: 'app=web' })).toThrow('no selectors');
});

describe('a queue of keys', () => {
  it('gives a key once, when its time has come', () => {
    const { clock } = new SmallCluster();
    const queue = new KeyQueue(clock);
    queue.addAfter('a', 2000);
    queue.add('b');
    queue.add('b');
    expect([queue.length(), queue.get(), queue.get()]).toEqual([1, 'b', undefined]);
    expect([queue.dueInMs('a'), queue.dueInMs('b')]).toEqual([2000, undefined]);
    queue.addAfter('a', 1000);
    clock.advance(1000);
    expect([queue.get(), queue.get()]).toEqual(['a', undefined]);
  });

  it('has a key back later when the apiserver refuses, and asked for', () => {
    const cluster = new SmallCluster();
    const queue = new KeyQueue(cluster.clock);
    const failing = { sync: () => void cluster.get('pods', '', 'gone') as undefined };
    expect(syncKey(failing, queue, 'a')?.code).toBe(404);
    expect(syncKey({ sync: () => ({ requeueAfterMs: 500 }) }, queue, 'b')).toBeUndefined();
    expect([queue.numRequeues('a'), queue.numRequeues('b'), queue.get()]).toEqual([
      1,
      0,
      undefined,
    ]);
    cluster.clock.advance(1000);
    expect(queue.length()).toBe(2);
  });
});
