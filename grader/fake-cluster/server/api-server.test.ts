import { ApiError, manualClock, type Pod, type ReplicaSet } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { ApiServer } from './api-server.ts';

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.reason}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

const web = (replicas = 2): ReplicaSet => ({
  metadata: { name: 'web' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } } },
});
const pod = (name: string, more: Pod = {}): Pod => ({
  ...more,
  metadata: { name, ...more.metadata },
});

describe('create', () => {
  it('makes what the server makes', () => {
    const server = new ApiServer(manualClock());
    const made = server.create('replicasets', { ...web(), status: { replicas: 9 } });
    expect(made).toEqual({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: 'web',
        namespace: 'default',
        uid: 'uid-1',
        resourceVersion: '1',
        generation: 1,
        creationTimestamp: '2025-01-01T00:00:00Z',
      },
      spec: web().spec,
    });
  });

  it('a Pod begins as Pending, and generated names differ', () => {
    const server = new ApiServer(manualClock());
    const names = [1, 2, 3].map(() => {
      const made = server.create('pods', { metadata: { generateName: 'web-' } });
      expect(made.status).toEqual({ phase: 'Pending' });
      return made.metadata.name;
    });
    for (const name of names) expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(new Set(names).size).toBe(3);
  });

  it('refuses a taken name, no name, and replicas below 0', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a'));
    expect(refusal(() => server.create('pods', pod('a')))).toBe(
      '409 AlreadyExists: pods "a" already exists',
    );
    expect(refusal(() => server.create('pods', {}))).toMatch(/^422 Invalid: .*metadata.name/);
    expect(refusal(() => server.create('replicasets', web(-1)))).toMatch(/spec.replicas.*-1/);
  });
});

describe('update', () => {
  it('counts a generation for a change of the spec alone, and keeps the status', () => {
    const server = new ApiServer(manualClock());
    server.create('replicasets', web());
    const status = server.updateStatus('replicasets', { ...web(7), status: { replicas: 1 } });
    expect(status.spec?.replicas).toBe(2);
    const labelled = server.update('replicasets', {
      ...web(),
      metadata: { name: 'web', labels: { a: 'b' } },
    });
    expect(labelled.metadata.generation).toBe(1);
    const scaled = server.update('replicasets', { ...web(3), status: { replicas: 9 } });
    expect(scaled.metadata.generation).toBe(2);
    expect(scaled.status).toEqual({ replicas: 1 });
  });

  it('writes nothing when there is no difference', () => {
    const server = new ApiServer(manualClock());
    const made = server.create('replicasets', web());
    expect(server.update('replicasets', made)).toEqual(made);
    expect(server.list('replicasets').metadata.resourceVersion).toBe('1');
  });

  it('refuses a stale version, another uid, and what is not there', () => {
    const server = new ApiServer(manualClock());
    const made = server.create('replicasets', web());
    server.update('replicasets', web(3));
    expect(refusal(() => server.update('replicasets', made))).toMatch(
      /^409 Conflict: Operation cannot be fulfilled on replicasets.apps "web": the object has been/,
    );
    const other = { ...web(4), metadata: { name: 'web', uid: 'other' } };
    expect(refusal(() => server.updateStatus('replicasets', other))).toMatch(
      /^409 Conflict: .*uid-1/,
    );
    expect(refusal(() => server.update('pods', pod('x')))).toBe('404 NotFound: pods "x" not found');
  });

  it('copies what comes in and what goes out', () => {
    const server = new ApiServer(manualClock());
    const made = server.create('replicasets', web());
    made.spec!.replicas = 99;
    expect(server.get('replicasets', 'default', 'web').spec?.replicas).toBe(2);
  });
});

describe('patch', () => {
  it('merges maps, replaces lists, and null removes', () => {
    const server = new ApiServer(manualClock());
    server.create(
      'pods',
      pod('a', { metadata: { labels: { x: '1', y: '2' }, finalizers: ['f'] } }),
    );
    const patch = { metadata: { labels: { x: null, z: '3' }, finalizers: ['g'] } };
    const { metadata } = server.patch('pods', 'default', 'a', { type: 'merge', patch });
    expect(metadata.labels).toEqual({ y: '2', z: '3' });
    expect(metadata.finalizers).toEqual(['g']);
  });

  it('strategic: owners are told apart by uid, and can be taken out', () => {
    const server = new ApiServer(manualClock());
    const owner = (uid: string) => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: uid, uid });
    server.create('pods', pod('a', { metadata: { ownerReferences: [owner('u1')] } }));
    const owners = (patch: object) =>
      server
        .patch('pods', 'default', 'a', { type: 'strategic', patch })
        .metadata.ownerReferences?.map(({ uid }) => uid);
    expect(owners({ metadata: { ownerReferences: [owner('u2')] } })).toEqual(['u1', 'u2']);
    expect(owners({ metadata: { ownerReferences: [{ $patch: 'delete', uid: 'u1' }] } })).toEqual([
      'u2',
    ]);
  });

  it('JSON patch: operations in order, or nothing at all', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a', { metadata: { labels: { 'x/y': '1' } } }));
    const { metadata } = server.patch('pods', 'default', 'a', {
      type: 'json',
      patch: [
        { op: 'test', path: '/metadata/labels/x~1y', value: '1' },
        { op: 'replace', path: '/metadata/labels/x~1y', value: '2' },
        { op: 'add', path: '/metadata/labels/z', value: '3' },
      ],
    });
    expect(metadata.labels).toEqual({ 'x/y': '2', z: '3' });
    const wrong = [
      { op: 'remove', path: '/metadata/labels/z' },
      { op: 'remove', path: '/metadata/labels/none' },
    ] as const;
    expect(
      refusal(() => server.patch('pods', 'default', 'a', { type: 'json', patch: wrong })),
    ).toMatch(/^400 .*labels\/none/);
    expect(server.get('pods', 'default', 'a').metadata.labels).toHaveProperty('z');
  });

  it('a patch of no known type is 400', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a'));
    const unknown = { type: 'other', patch: {} } as never;
    expect(refusal(() => server.patch('pods', 'default', 'a', unknown))).toMatch(/^400 .*"other"/);
  });

  it('a uid of another object is 422, a stale resourceVersion 409', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a'));
    const patched = (metadata: object) =>
      refusal(() =>
        server.patch('pods', 'default', 'a', { type: 'merge', patch: { metadata } }),
      ).slice(0, 12);
    expect(patched({ uid: 'other' })).toBe('422 Invalid:');
    expect(patched({ resourceVersion: '7' })).toBe('409 Conflict');
  });

  it('of the status changes only that', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a'));
    const patch = { status: { phase: 'Running' }, spec: { nodeName: 'n' } };
    const one = server.patch('pods', 'default', 'a', { type: 'merge', patch }, 'status');
    expect([one.status?.phase, one.spec]).toEqual(['Running', undefined]);
    const other = server.patch('pods', 'default', 'a', {
      type: 'merge',
      patch: { status: { phase: 'Failed' } },
    });
    expect(other.status?.phase).toBe('Running');
  });
});

describe('delete', () => {
  const here = (server: ApiServer) => server.list('pods').items.map(({ metadata }) => metadata);

  it('a Pod on a node stays for its grace period; a later call may only shorten it', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a', { spec: { containers: [], nodeName: 'n' } }));
    server.delete('pods', 'default', 'a');
    expect(here(server)[0]).toMatchObject({
      deletionTimestamp: '2025-01-01T00:00:30Z',
      deletionGracePeriodSeconds: 30,
    });
    server.delete('pods', 'default', 'a', { gracePeriodSeconds: 60 });
    expect(here(server)[0]?.deletionTimestamp).toBe('2025-01-01T00:00:30Z');
    server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    expect(here(server)).toEqual([]);
  });

  it('a Pod without a node, or one that has ended, goes at once', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a'));
    server.place('pods', {
      ...pod('b', { spec: { containers: [], nodeName: 'n' } }),
      status: { phase: 'Failed' },
    });
    for (const name of ['a', 'b']) server.delete('pods', 'default', name);
    expect(here(server)).toEqual([]);
  });

  it('a finalizer holds the object until it is taken out', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a', { metadata: { finalizers: ['f'] } }));
    server.delete('pods', 'default', 'a');
    expect(here(server)[0]?.deletionTimestamp).toBe('2025-01-01T00:00:00Z');
    const patch = { metadata: { finalizers: null } };
    server.patch('pods', 'default', 'a', { type: 'merge', patch });
    expect(here(server)).toEqual([]);
  });

  it('refuses preconditions that do not hold', () => {
    const server = new ApiServer(manualClock());
    server.create('pods', pod('a'));
    expect(
      refusal(() => server.delete('pods', 'default', 'a', { preconditions: { uid: 'u' } })),
    ).toMatch(/^409 Conflict/);
    expect(refusal(() => server.delete('pods', 'default', 'b'))).toMatch(/^404 NotFound/);
  });
});

it('binding gives a node once', () => {
  const server = new ApiServer(manualClock());
  server.create('pods', pod('a'));
  server.bind('default', 'a', 'n1');
  expect(server.get('pods', 'default', 'a').spec?.nodeName).toBe('n1');
  expect(refusal(() => server.bind('default', 'a', 'n2'))).toMatch(
    /^409 Conflict: .*already assigned to node "n1"/,
  );
});

it('lists one namespace or all, by labels and by fields', () => {
  const server = new ApiServer(manualClock());
  server.create('pods', pod('a', { metadata: { labels: { app: 'web', tier: 'x' } } }));
  server.create('pods', pod('b', { metadata: { namespace: 'other', labels: { app: 'db' } } }));
  server.bind('other', 'b', 'n1');
  const names = (namespace: string, labelSelector = '', fieldSelector = '') =>
    server
      .list('pods', namespace, { labelSelector, fieldSelector })
      .items.map(({ metadata }) => metadata.name)
      .join();
  expect(names('')).toBe('a,b');
  expect(names('other')).toBe('b');
  expect(names('', 'app=web')).toBe('a');
  expect(names('', 'app in (web, db),tier')).toBe('a');
  expect(names('', 'app notin (web),!tier')).toBe('b');
  expect(names('', 'tier!=x')).toBe('b');
  expect(names('', '', 'spec.nodeName=n1,metadata.name!=a')).toBe('b');
  expect(refusal(() => names('', 'app=='))).toBe('not refused');
  expect(refusal(() => names('', '=x'))).toMatch(/^400 BadRequest/);
});

it('a watch goes on where a list ended, and sees objects begin and cease to match', () => {
  const server = new ApiServer(manualClock());
  server.create('pods', pod('a', { metadata: { labels: { app: 'web' } } }));
  const { resourceVersion } = server.list('pods').metadata;
  server.create('pods', pod('b'));
  const watch = server.watch('pods', 'default', { resourceVersion, labelSelector: 'app=web' });
  const label = (name: string, app: string | null) =>
    server.patch('pods', 'default', name, {
      type: 'merge',
      patch: { metadata: { labels: { app } } },
    });
  label('b', 'web');
  label('a', null);
  server.delete('pods', 'default', 'b');
  const seen = watch
    .drain()
    .map(({ type, object }) => [type, (object as Pod).metadata?.name, object.metadata]);
  expect(seen.map(([type, name]) => `${type} ${name}`)).toEqual([
    'ADDED b',
    'DELETED a',
    'DELETED b',
  ]);
  expect(watch.drain()).toEqual([]);
  const fromNow = server.watch('pods', '', {});
  expect(fromNow.drain().map(({ type }) => type)).toEqual(['ADDED']);
});
