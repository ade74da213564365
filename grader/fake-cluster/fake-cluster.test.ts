import { ApiError, type Controller, keyOf, splitKey } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { FakeCluster } from './fake-cluster.ts';

const broken = new ApiError({ code: 500, reason: 'InternalError', message: 'broken' });

/** A handler that writes down what it hears. */
function heardFrom(cluster: FakeCluster): string[] {
  const heard: string[] = [];
  cluster.informer('pods').addEventHandler({
    onAdd: (pod, initial) => heard.push(`add ${pod.metadata.name}${initial ? ' at first' : ''}`),
    onUpdate: (before, after) => heard.push(`${before.status?.phase} to ${after.status?.phase}`),
    onDelete: (pod) =>
      heard.push('lastKnown' in pod ? `missed ${pod.key}` : `delete ${pod.metadata.name}`),
  });
  return heard;
}

const pod = (name: string) => ({ metadata: { name } });

describe('informers', () => {
  it('lag until their events are delivered', () => {
    const cluster = new FakeCluster();
    const heard = heardFrom(cluster);
    const pods = cluster.informer('pods');
    cluster.server.create('pods', pod('a'));
    expect([pods.hasSynced(), pods.list(), cluster.informer('pods') === pods]).toEqual([
      ...[false, [], true],
    ]);
    expect(cluster.deliver()).toBe(1);
    expect([pods.hasSynced(), pods.get('default', 'a')?.metadata.name]).toEqual([true, 'a']);
    cluster.server.create('pods', pod('b'));
    cluster.runPods();
    expect(pods.deliver(1)).toBe(1);
    expect(pods.list().map((each) => each.status?.phase)).toEqual(['Pending', 'Pending']);
    cluster.deliver('pods');
    cluster.server.delete('pods', 'default', 'b', { gracePeriodSeconds: 0 });
    cluster.deliver('nodes');
    expect(heard).toContain('Pending to Running');
    expect(pods.list('other')).toEqual([]);
    cluster.deliver();
    expect([heard[0], heard[1], heard.at(-1)]).toEqual(['add a at first', 'add b', 'delete b']);
  });

  it('a broken watch is told as tombstones and updates', () => {
    const cluster = new FakeCluster();
    const heard = heardFrom(cluster);
    for (const name of ['a', 'b']) cluster.server.create('pods', pod(name));
    cluster.deliver();
    cluster.server.delete('pods', 'default', 'a');
    cluster.server.create('pods', pod('c'));
    cluster.informer('pods').relist();
    expect(heard.slice(2)).toEqual(['missed default/a', 'Pending to Pending', 'add c']);
    expect(cluster.deliver()).toBe(0);
  });

  it('a handler that comes late hears of all there is', () => {
    const cluster = new FakeCluster();
    cluster.server.create('pods', pod('a'));
    cluster.informer('pods').deliver();
    expect(heardFrom(cluster)).toEqual(['add a at first']);
  });
});

describe('writes', () => {
  it('are recorded when a controller makes them, not when the test does', () => {
    const { client, server, writes } = new FakeCluster();
    server.create('pods', pod('a'));
    client.create('pods', { metadata: { generateName: 'web-' } });
    client.delete('pods', 'default', 'a');
    expect(() => client.bind('default', 'a', 'n')).toThrow('not found');
    expect(writes.map(({ verb, refused }) => `${verb} ${refused ?? 'done'}`)).toEqual([
      ...['create done', 'delete done', 'bind 404'],
    ]);
    expect([writes[0]!.key, writes[1]!.key]).toEqual([
      keyOf(server.list('pods').items[0]!),
      'default/a',
    ]);
  });

  it('fail as planned: the third, every one, or only the answer', () => {
    const cluster = new FakeCluster();
    const create = (name: string) => {
      try {
        return cluster.client.create('pods', pod(name)).metadata.name;
      } catch (error) {
        return (error as Error).message;
      }
    };
    cluster.fail({ verb: 'create', resource: 'pods', nth: 3, error: broken });
    expect(['a', 'b', 'c', 'd'].map(create)).toEqual(['a', 'b', 'broken', 'd']);
    cluster.fail({ verb: 'create', resource: 'pods', error: broken, done: true });
    expect(['e', 'f'].map(create)).toEqual(['broken', 'broken']);
    cluster.heal();
    expect(create('g')).toBe('g');
    expect(
      cluster.server
        .list('pods')
        .items.map(({ metadata }) => metadata.name)
        .join(''),
    ).toBe('abdefg');
    expect(cluster.takeWrites().filter(({ refused }) => refused === 500)).toHaveLength(3);
    expect(cluster.writes).toEqual([]);
  });
});

/** A controller that gives every Pod of a node named `wanted` the label `seen`, and looks again after a second. */
function labeller(cluster: FakeCluster): {
  controller: Controller;
  queue: ReturnType<FakeCluster['queue']>;
} {
  const queue = cluster.queue();
  const pods = cluster.informer('pods');
  pods.addEventHandler({
    onAdd: (each) => queue.add(keyOf(each)),
    onUpdate: (_, each) => queue.add(keyOf(each)),
  });
  const controller: Controller = {
    sync(key) {
      const { namespace, name } = splitKey(key);
      const patch = { metadata: { labels: { seen: 'yes' } } };
      if (pods.get(namespace, name)?.metadata.labels?.seen) return undefined;
      cluster.client.patch('pods', namespace, name, { type: 'merge', patch });
      return { requeueAfterMs: 1000 };
    },
  };
  return { controller, queue };
}

describe('controllers', () => {
  it('work until the cluster is at rest', () => {
    const cluster = new FakeCluster();
    const worker = labeller(cluster);
    for (const name of ['a', 'b']) cluster.server.create('pods', pod(name));
    cluster.settle(worker);
    expect(cluster.server.list('pods', '', { labelSelector: 'seen=yes' }).items).toHaveLength(2);
    expect(cluster.work(worker)).toBeUndefined();
    expect(worker.queue.nextDueInMs()).toBe(1000);
  });

  it('a refused write is tried again later', () => {
    const cluster = new FakeCluster();
    const worker = labeller(cluster);
    cluster.fail({ verb: 'patch', resource: 'pods', nth: 1, error: broken });
    cluster.server.create('pods', pod('a'));
    cluster.settle(worker);
    expect([cluster.writes.length, worker.queue.numRequeues('default/a')]).toEqual([1, 1]);
    cluster.run(5, worker);
    expect([cluster.writes.length, worker.queue.numRequeues('default/a')]).toEqual([2, 0]);
  });

  it('any other error is the controller’s own mistake and comes through', () => {
    const cluster = new FakeCluster();
    const queue = cluster.queue();
    queue.add('a');
    const controller = {
      sync: () => {
        throw new TypeError('x is not a function');
      },
    };
    expect(() => cluster.settle({ controller, queue })).toThrow(TypeError);
  });

  it('one that never rests is found out', () => {
    const cluster = new FakeCluster();
    const queue = cluster.queue();
    queue.add('a');
    const controller: Controller = { sync: (key) => void queue.add(key) as undefined };
    expect(() => cluster.settle({ controller, queue })).toThrow('do not come to rest');
  });

  it('tell people', () => {
    const cluster = new FakeCluster();
    const object = cluster.server.create('replicasets', { metadata: { name: 'web' } });
    cluster.events.event(object, 'Normal', 'Tested', 'it works');
    expect(cluster.told).toEqual([
      { about: 'ReplicaSet default/web', type: 'Normal', reason: 'Tested', message: 'it works' },
    ]);
  });
});

it('kubelets run what is Pending and let go of what is deleted', () => {
  const cluster = new FakeCluster();
  cluster.server.create('pods', pod('a'));
  cluster.runPods('n');
  const [running] = cluster.server.list('pods').items;
  expect([running?.spec?.nodeName, running?.status?.phase]).toEqual(['n', 'Running']);
  expect(running?.status?.conditions?.at(-1)).toMatchObject({ type: 'Ready', status: 'True' });
  cluster.server.delete('pods', 'default', 'a');
  cluster.runPods();
  expect(cluster.server.list('pods').items).toEqual([]);
});
