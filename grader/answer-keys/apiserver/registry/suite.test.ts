import {
  type ApiError,
  apiResources,
  EtcdError,
  forbidden,
  type ManualClock,
  manualClock,
  type Random,
  type ResourceStrategy,
  type Stored,
  seededRandom,
  type Unstructured,
  type WatchEvent,
} from 'course/kit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '#exercise/apiserver/registry';
import { batchAll, callAll, copyBack, shown } from '#suite';
import { type Act, acts, anyVersion, Model, outcomeOf, stepOf, toldAct } from './model.ts';
import {
  deployments,
  Etcd,
  expectRefused,
  named,
  nodes,
  pods,
  refused,
  selects,
  web,
  webKey,
} from './world.ts';

/** What the graded registry is given, and the same etcd as the tests use it, which shows their calls. */
let hidden: Etcd;
let etcd: Etcd;
let clock: ManualClock;
/** How many uids were given. */
let uids: number;
const newUid = () => `u${++uids}`;

interface Setting {
  readonly random?: Random;
}

/** A registry over an etcd of its own, at revision 1. */
function registryOf(strategy: ResourceStrategy = deployments, { random }: Setting = {}): Registry {
  hidden = new Etcd();
  uids = 0;
  const registry = over(hidden, strategy, random);
  etcd = shown(hidden, 'etcd', registry);
  return registry;
}

function over(store: Etcd, strategy: ResourceStrategy, random?: Random) {
  return new Registry(strategy, {
    ...{ store, clock, newUid, matches: selects },
    random: random ?? seededRandom(1),
  });
}

beforeEach(() => {
  clock = manualClock();
  uids = 0;
});

/** Makes a call again and again in one crossing. */
function createAll(registry: Registry, ...objects: Unstructured[]): Stored<Unstructured>[] {
  const calls = objects.map((object) => ({ on: registry, method: 'create', args: [object] }));
  return callAll(calls) as Stored<Unstructured>[];
}

/** Puts Deployments into etcd as a registry would, and gives them as it would: without a call of the graded code. */
function seed(...objects: Unstructured[]): Stored<Unstructured>[] {
  return objects.map(({ metadata, ...object }) => {
    const stored = {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', ...object },
      metadata: {
        ...{ namespace: 'default', ...metadata, name: metadata?.name ?? '' },
        ...{ uid: newUid(), creationTimestamp: '2025-01-01T00:00:00Z', generation: 1 },
      },
    };
    const { namespace, name } = stored.metadata;
    const key = `/registry/deployments/${namespace}/${name}`;
    const { revision } = etcd.put(key, JSON.stringify(stored));
    return { ...stored, metadata: { ...stored.metadata, resourceVersion: String(revision) } };
  });
}

/** What is stored at `key` now, read past the registry. */
function storedAt(key: string): Unstructured {
  const [kv] = etcd.range(key).kvs;
  return kv ? JSON.parse(kv.value) : { nothing: `at ${key}` };
}

/** Somebody else changes what is stored at `key`. */
function others(key: string, change: (object: Unstructured) => Unstructured): () => void {
  return () => {
    etcd.put(key, JSON.stringify(change(storedAt(key))));
  };
}

const relabel = (label: string) => (object: Unstructured) => ({
  ...object,
  metadata: { ...object.metadata, labels: { by: label } },
});

const names = (list: { items: Unstructured[] }) => list.items.map((each) => each.metadata?.name);

describe('Create and get', () => {
  it('a new object gets uid, creation time, generation 1 and its revision (rules 4 and 5)', () => {
    const created = registryOf().create(web());
    expect(created).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1 },
        creationTimestamp: '2025-01-01T00:00:00Z',
        resourceVersion: '2',
      },
      spec: { replicas: 1 },
    });
  });

  it('get gives what was stored, with the revision of its last write (rule 3)', () => {
    const registry = registryOf();
    const [created, second] = createAll(registry, web(), named('b'));
    expect(registry.get('default', 'web')).toEqual(created);
    expect(registry.get('default', 'b'), 'An object that was created later').toEqual(second);
  });

  it('what is not there is 404, with the resource and the name (rule 3)', () => {
    const registry = registryOf();
    registry.create(web());
    const error = refused(() => registry.get('other', 'web'), 'get in another namespace');
    expect([error.reason, error.message]).toEqual(['NotFound', 'deployments.apps "web" not found']);
  });

  it('an object stands in etcd under its key, encoded, written once (rules 1 and 2)', () => {
    const registry = registryOf();
    registry.create(web());
    expect(storedAt(webKey)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1 },
        creationTimestamp: '2025-01-01T00:00:00Z',
      },
      spec: { replicas: 1 },
    });
    expect(etcd.revision, 'Revision of etcd after one create').toBe(2);
  });

  it('what others wrote into etcd counts at once: the registry remembers nothing (rule 3)', () => {
    const registry = registryOf();
    registry.create(web());
    others(webKey, relabel('others'))();
    expect(registry.get('default', 'web').metadata).toMatchObject({
      ...{ labels: { by: 'others' }, resourceVersion: '3' },
    });
  });

  it('apiVersion and kind are those of the resource (rule 4)', () => {
    const created = registryOf().create({ apiVersion: 'x/v9', kind: 'Odd', ...web() });
    expect([created.apiVersion, created.kind]).toEqual(['apps/v1', 'Deployment']);
  });

  it('a namespace that is sent is kept; the same name in two namespaces is two objects (rule 4)', () => {
    const registry = registryOf();
    const created = createAll(
      registry,
      ...[named('web', {}, 'a'), named('web', {}, 'b'), web(1, { namespace: '' })],
    );
    expect(created.map(({ metadata }) => metadata.namespace)).toEqual(['a', 'b', 'default']);
    expect(registry.get('b', 'web').metadata.uid, 'uid of web in b').toBe('u2');
  });

  it('a resource that lives in no namespace has none (rules 1 and 4)', () => {
    const registry = registryOf(nodes);
    createAll(registry, named('n1'), named('n2', undefined, 'dropped'));
    expect(registry.get('', 'n1').metadata).toEqual({
      ...{ name: 'n1', uid: 'u1', generation: 1, resourceVersion: '2' },
      creationTimestamp: '2025-01-01T00:00:00Z',
    });
    expect(Object.keys(registry.get('', 'n2').metadata)).not.toContain('namespace');
    expect(storedAt('/registry/nodes/n2').kind, 'What is at /registry/nodes/n2').toBe('Node');
  });

  it('what only the server may say is not taken from the client (rule 5)', () => {
    const { metadata, status } = registryOf().create({
      metadata: {
        ...{ name: 'web', uid: 'mine', generation: 9, creationTimestamp: '1999-01-01T00:00:00Z' },
        ...{ deletionTimestamp: '1999-01-01T00:00:00Z', deletionGracePeriodSeconds: 5 },
      },
      status: { replicas: 3 },
    });
    expect(metadata, 'Metadata').toEqual({
      ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1, resourceVersion: '2' },
      creationTimestamp: '2025-01-01T00:00:00Z',
    });
    expect(status, 'The status that was sent').toBeUndefined();
  });

  it('all the rest stays as it was sent (rule 5)', () => {
    const sent = { labels: { a: '1' }, annotations: { b: '2' }, finalizers: ['x/y'] };
    const created = registryOf().create({ ...web(3, sent), data: { key: 'value' } });
    expect(created).toMatchObject({
      metadata: sent,
      spec: { replicas: 3 },
      data: { key: 'value' },
    });
  });

  it('a generateName makes a name; both are stored (rule 6)', () => {
    const registry = registryOf();
    const created = createAll(
      registry,
      ...[{ metadata: { generateName: 'web-' } }, { metadata: { generateName: 'web-', name: '' } }],
    );
    const made = created.map(({ metadata }) => metadata.name);
    for (const name of made) expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(new Set(made).size, 'Different names').toBe(2);
    expect(created[0]?.metadata.generateName).toBe('web-');
  });

  it('the name is what generatedName makes of a draw: 63 characters at most (rule 6)', () => {
    const long = 'x'.repeat(60);
    const registry = registryOf(deployments, { random: draws(1 + 27 * (2 + 27 * 3), 26) });
    const created = createAll(
      registry,
      ...['w-', long].map((generateName) => ({ metadata: { generateName } })),
    );
    expect(created.map(({ metadata }) => metadata.name)).toEqual([
      ...['w-cdfbb', `${long.slice(0, 58)}9bbbb`],
    ]);
  });

  it('a name wins over a generateName (rule 6)', () => {
    const created = registryOf().create(web(1, { generateName: 'other-' }));
    expect(created.metadata).toMatchObject({ name: 'web', generateName: 'other-' });
  });

  it('a name that is taken is 409 AlreadyExists, and what was there stays (rule 7)', () => {
    const registry = registryOf();
    const first = registry.create(web(1));
    const error = refused(() => registry.create(web(9)), 'A second create of web');
    expect([error.reason, error.message]).toEqual([
      'AlreadyExists',
      'deployments.apps "web" already exists',
    ]);
    expect(registry.get('default', 'web')).toEqual(first);
    expect(etcd.revision, 'Revision of etcd after one create and a refusal').toBe(2);
  });

  it('who is faster has the name (rule 7)', () => {
    const registry = registryOf();
    hidden.meanwhile(() => etcd.put(webKey, '{"metadata":{"name":"web"},"mine":true}'));
    expectRefused(() => registry.create(web()), 'AlreadyExists', 'web was created meanwhile');
    expect(storedAt(webKey), 'What the other one stored').toMatchObject({ mine: true });
  });

  it('a name that was asked for is not asked for again (rule 7)', () => {
    for (const metadata of [{}, { generateName: 'w-' }]) {
      const registry = registryOf();
      hidden.meanwhile(
        () => etcd.put(webKey, '{"metadata":{"name":"web"}}'),
        () => etcd.deleteRange(webKey),
      );
      expectRefused(
        () => registry.create(web(1, metadata)),
        ...(['AlreadyExists', 'web existed when the transaction arrived'] as const),
      );
    }
  });

  it('a generated name that is taken is made anew (rule 8)', () => {
    const registry = registryOf(deployments, { random: draws(0, 0, 0, 1) });
    const generate = { metadata: { generateName: 'w-' } };
    const created = createAll(registry, generate, generate);
    expect(created.map(({ metadata }) => metadata.name)).toEqual(['w-bbbbb', 'w-cbbbb']);
  });

  it('eight generated names are tried, no more (rule 8)', () => {
    const taken = registryOf(deployments, { random: draws(0, 0, 0, 0, 0, 0, 0, 0, 1) });
    const generate = { metadata: { generateName: 'w-' } };
    taken.create(generate);
    expect(taken.create(generate).metadata.name, 'The eighth name is free').toBe('w-cbbbb');
    const hopeless = registryOf(deployments, { random: draws(0, 0, 0, 0, 0, 0, 0, 0, 0, 1) });
    hopeless.create(generate);
    expectRefused(() => hopeless.create(generate), 'AlreadyExists', 'Eight names are taken');
  });

  it('the argument is not changed', () => {
    const sent = { metadata: { generateName: 'w-' }, status: {} };
    expect(copyBack([registryOf(), 'create'], sent).args).toEqual([sent]);
  });
});

/** Chance for generated names: each number is drawn for one of them, the last one for all further names. */
function draws(...numbers: number[]): Random {
  let drawn = 0;
  const next = () => numbers[Math.min(drawn++, numbers.length - 1)] ?? 0;
  return { intn: next, next: () => next() / 27 ** 5 };
}

const trail = (object: Unstructured, mark: string) => ({
  ...object,
  spec: { ...(object.spec as object), trail: `${trailOf(object)}${mark}` },
});
const trailOf = ({ spec }: Unstructured) => (spec as { trail?: string })?.trail ?? '';
const wrong = (field: string) => ({
  ...{ type: 'FieldValueInvalid' as const, field, badValue: -1, detail: 'must be positive' },
});

function shapeOf({ status }: ApiError) {
  const { kind, group, name, causes = [] } = status.details ?? {};
  return {
    ...{ code: status.code, reason: status.reason, subject: `${kind} ${group} ${name}` },
    fields: causes.map(({ field }) => field).sort(),
  };
}

describe('Default, admit, validate', () => {
  it('default, then admit, then validate; what admit gives is stored (rule 9)', () => {
    const seen: string[] = [];
    const registry = registryOf({
      ...deployments,
      default: (object) => trail(object, 'd'),
      admit: (object) => trail(object, 'a'),
      validate: (object) => {
        seen.push(trailOf(object));
        return [];
      },
    });
    expect(trailOf(registry.create(web()))).toBe('da');
    expect(seen, 'What validate was given').toEqual(['da']);
    expect(trailOf(registry.get('default', 'web')), 'What is stored').toBe('da');
  });

  it('each hook may be missing (rule 9)', () => {
    const hooks: Partial<ResourceStrategy>[] = [
      { default: (object) => trail(object, 'd') },
      { admit: (object) => trail(object, 'a') },
      { validate: () => [] },
    ];
    const trails = hooks.map((hook) =>
      trailOf(registryOf({ ...deployments, ...hook }).create(web())),
    );
    expect(trails).toEqual(['d', 'a', '']);
  });

  it('at create the hooks see name, namespace, uid and time, and no status (rule 10)', () => {
    const seen: Unstructured[] = [];
    const see = (object: Unstructured) => {
      seen.push(object);
      return object;
    };
    const registry = registryOf({ ...deployments, default: see, admit: see });
    const { metadata } = registry.create({ metadata: { generateName: 'w-' }, status: { a: 1 } });
    const { name, namespace, uid, creationTimestamp } = metadata;
    for (const object of seen) {
      expect(object).toMatchObject({ metadata: { name, namespace, uid, creationTimestamp } });
      expect(object.status, 'The status that was sent').toBeUndefined();
    }
    expect(seen.length, 'Calls of default and admit').toBeGreaterThanOrEqual(2);
  });

  it('a status that a hook gives is stored (rule 10)', () => {
    const registry = registryOf({
      ...pods,
      default: (object) => ({ ...object, status: { phase: 'Pending' } }),
    });
    expect(registry.create(named('p')).status).toEqual({ phase: 'Pending' });
  });

  it('everything that is wrong is told at once, and nothing is stored (rule 11)', () => {
    const registry = registryOf({
      ...deployments,
      validate: () => [wrong('spec.replicas'), wrong('spec.minReadySeconds')],
    });
    const error = refused(() => registry.create(web(-1)), 'create of what is invalid');
    expect(shapeOf(error)).toEqual({
      code: 422,
      reason: 'Invalid',
      subject: 'Deployment apps web',
      fields: ['spec.minReadySeconds', 'spec.replicas'],
    });
    expect(etcd.revision, 'Revision of etcd').toBe(1);
  });

  it('a missing name is told with all the rest (rule 11)', () => {
    const registry = registryOf({ ...deployments, validate: () => [wrong('spec.replicas')] });
    const error = refused(() => registry.create({ metadata: { name: '' } }), 'create without name');
    expect(shapeOf(error)).toMatchObject({ code: 422, fields: ['metadata.name', 'spec.replicas'] });
    expect(error.message).toContain(
      'metadata.name: Required value: name or generateName is required',
    );
    const bare = refused(() => registryOf().create({}), 'create of {}');
    expect(bare.message).toBe(
      'Deployment.apps "" is invalid: metadata.name: Required value: name or generateName is required',
    );
  });

  it('what a hook throws goes through as it is, and nothing is stored (rule 11)', () => {
    const registry = registryOf({
      ...pods,
      admit: () => {
        throw forbidden(apiResources.pods, 'p', 'exceeded quota');
      },
    });
    const error = refused(() => registry.create(named('p')), 'create that admit refuses');
    expect([error.code, error.message]).toEqual([403, 'pods "p" is forbidden: exceeded quota']);
    expect(etcd.revision, 'Revision of etcd').toBe(1);
  });
});

describe('Update', () => {
  let registry: Registry;
  let first: Stored<Unstructured>;
  beforeEach(() => {
    registry = registryOf();
    [first = web() as never] = seed(web(1, { labels: { a: '1' }, annotations: { b: '2' } }));
  });

  it('replaces what the client owns: what was left out is gone (rule 14)', () => {
    const updated = registry.update(web(1, { labels: { c: '3' } }));
    expect(updated.metadata).toEqual({
      ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1, resourceVersion: '3' },
      ...{ creationTimestamp: '2025-01-01T00:00:00Z', labels: { c: '3' } },
    });
    expect(registry.get('default', 'web')).toEqual(updated);
    expect(etcd.revision, 'Revision of etcd after one update').toBe(3);
  });

  it('keeps what only the server may say (rule 14)', () => {
    others(webKey, (object) => ({ ...object, status: { ready: 1 } }))();
    clock.advance(60_000);
    const updated = registry.update({
      ...{ apiVersion: 'x/v9', kind: 'Odd', spec: { replicas: 2 }, status: { ready: 9 } },
      metadata: {
        ...{ name: 'web', generation: 40, creationTimestamp: '1999-01-01T00:00:00Z' },
        ...{ deletionTimestamp: '1999-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 },
      },
    });
    expect(updated).toEqual({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2 } },
      metadata: {
        ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 2, resourceVersion: '4' },
        creationTimestamp: '2025-01-01T00:00:00Z',
      },
      status: { ready: 1 },
    });
  });

  it('what is not there is 404; an update creates nothing (rule 12)', () => {
    expectRefused(() => registry.update(named('b')), 'NotFound', 'update of b');
    expectRefused(() => registry.update(web(2, { namespace: 'x' })), 'NotFound', 'web in x');
    expect(etcd.revision, 'Revision of etcd').toBe(2);
  });

  it('namespace and name say which object is meant (rule 12)', () => {
    seed(named('web', {}, 'x'), named('b'));
    registry.update({ ...web(7), metadata: { name: 'web', namespace: 'x' } });
    expect(registry.get('x', 'web').spec, 'web in x').toEqual({ replicas: 7 });
    expect(registry.get('default', 'web'), 'web in default').toEqual(first);
    registry.update(web(8, { namespace: '' }));
    expect(registry.get('default', 'web').spec, 'web in default').toEqual({ replicas: 8 });
  });

  it('a stale resourceVersion is 409 Conflict, and nothing is written (rule 13)', () => {
    const second = registry.update({ ...first, spec: { replicas: 2 } });
    const error = refused(() => registry.update({ ...first, spec: {} }), 'update from version 2');
    expect([error.reason, error.message]).toEqual([
      'Conflict',
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    ]);
    expect(registry.get('default', 'web')).toEqual(second);
  });

  it('without a resourceVersion there is no such condition (rule 13)', () => {
    registry.update({ ...first, spec: { replicas: 2 } });
    const updated = registry.update(web(3, { resourceVersion: '' }));
    expect(updated).toMatchObject({ spec: { replicas: 3 }, metadata: { resourceVersion: '4' } });
  });

  it('another uid is 409: it is not the object that you read (rule 13)', () => {
    etcd.deleteRange(webKey);
    const [second] = seed(web());
    expectRefused(
      () => registry.update(web(5, { uid: 'u1' })),
      ...(['Conflict', 'update with the uid of the former web'] as const),
    );
    expect(registry.update(web(5, { uid: 'u2' })).metadata.uid).toBe('u2');
    expect(second?.metadata.uid).toBe('u2');
  });

  it('a stale object is 409 even if it changes nothing, or is invalid (rule 13)', () => {
    registry.update({ ...first, spec: { replicas: 2 } });
    const stale = { ...registry.get('default', 'web') };
    stale.metadata = { ...stale.metadata, resourceVersion: '2' };
    expectRefused(() => registry.update(stale), 'Conflict', 'Stale, without a difference');
    const strict = registryOf({
      ...deployments,
      validate: (_object, old) =>
        old ? [{ type: 'FieldValueForbidden', field: 'spec', detail: 'always' }] : [],
    });
    strict.create(web());
    expectRefused(
      () => strict.update(web(2, { resourceVersion: '1' })),
      ...(['Conflict', 'Stale and invalid'] as const),
    );
  });

  it('generation counts what is wanted, not labels and not status (rule 15)', () => {
    const steps = [
      web(1, { labels: { c: '3' } }),
      web(2),
      web(2, { annotations: { d: '4' } }),
      { ...web(2), data: { key: 'value' } },
      { ...web(2), data: { key: 'value' }, status: { ready: 1 } },
    ];
    const calls = steps.map((object) => ({ on: registry, method: 'update', args: [object] }));
    const updated = callAll(calls) as Stored<Unstructured>[];
    expect(updated.map(({ metadata }) => metadata.generation)).toEqual([1, 2, 2, 3, 3]);
  });

  it('a change that a hook makes counts as well (rule 15)', () => {
    let extra = 1;
    const hooked = registryOf({
      ...deployments,
      admit: (object) => ({ ...object, spec: { extra: extra++ } }),
    });
    hooked.create(web());
    expect(hooked.update(web()).metadata.generation).toBe(2);
  });

  it('no difference: nothing is written (rule 16)', () => {
    const same = [
      first,
      { ...first, metadata: { ...first.metadata, resourceVersion: '' } },
      { spec: { replicas: 1 }, metadata: { ...first.metadata, finalizers: [] } },
    ];
    const calls = same.map((object) => ({ on: registry, method: 'update', args: [object] }));
    for (const answer of callAll(calls))
      expect((answer as Unstructured).metadata?.resourceVersion).toBe('2');
    expect(etcd.revision, 'Revision of etcd').toBe(2);
  });

  it('somebody is faster: whoever named a resourceVersion gets 409 (rule 17)', () => {
    hidden.meanwhile(others(webKey, relabel('others')));
    expectRefused(
      () => registry.update({ ...first, spec: { replicas: 2 } }),
      ...(['Conflict', 'web was changed between reading and writing'] as const),
    );
    expect(storedAt(webKey), 'What the other one stored').toMatchObject({ spec: { replicas: 1 } });
  });

  it('somebody is faster: all others have their way, on top of what is stored now (rule 17)', () => {
    hidden.meanwhile(
      others(webKey, (object) => ({ ...object, status: { ready: 1 } })),
      others(webKey, (object) => ({ ...object, status: { ready: 2 } })),
    );
    const updated = registry.update(web(2));
    expect(updated).toMatchObject({
      ...{ spec: { replicas: 2 }, status: { ready: 2 } },
      metadata: { generation: 2, resourceVersion: '5' },
    });
    expect(registry.get('default', 'web')).toEqual(updated);
  });

  it('somebody deletes it: 404 (rule 17)', () => {
    hidden.meanwhile(() => etcd.deleteRange(webKey));
    expectRefused(() => registry.update(web(2)), 'NotFound', 'web was deleted meanwhile');
    expect(storedAt(webKey), 'What is stored').toEqual({ nothing: `at ${webKey}` });
  });

  it('old is absent for a create, and what is stored for an update (rule 9)', () => {
    const olds: unknown[] = [];
    const note = (old?: Stored<Unstructured>) => olds.push(old?.metadata.resourceVersion ?? 'none');
    const registry = registryOf({
      ...deployments,
      admit: (object, old) => {
        note(old);
        return object;
      },
      validate: (_object, old) => {
        note(old);
        return [];
      },
    });
    registry.create(web());
    registry.update(web(2));
    registry.update(web(3));
    expect(olds, 'resourceVersion of old in admit, validate, admit ...').toEqual([
      ...['none', 'none', '2', '2', '3', '3'],
    ]);
  });

  it('a field that must not change is refused at update, with old at hand (rules 9 and 11)', () => {
    const registry = registryOf({
      ...deployments,
      validate: ({ spec }, old) =>
        old && JSON.stringify(spec) !== JSON.stringify(old.spec) ? [wrong('spec')] : [],
    });
    const created = registry.create(web());
    const error = refused(() => registry.update(web(2)), 'update of an immutable field');
    expect(shapeOf(error)).toMatchObject({ code: 422, subject: 'Deployment apps web' });
    expect(registry.get('default', 'web'), 'What is stored').toEqual(created);
  });

  it('what default fills in is no change (rules 9 and 16)', () => {
    const registry = registryOf({
      ...deployments,
      default: (object) => ({ ...object, spec: { replicas: 1, ...(object.spec as object) } }),
    });
    registry.create(named('web'));
    const updated = registry.update({ ...named('web'), spec: {} });
    expect(updated.metadata).toMatchObject({ generation: 1, resourceVersion: '2' });
  });

  it('the argument is not changed', () => {
    const sent = { ...web(2), status: {} };
    expect(copyBack([registry, 'update'], sent).args).toEqual([sent]);
  });
});

describe('Status', () => {
  let registry: Registry;
  beforeEach(() => {
    registry = registryOf();
    seed(web(1, { labels: { a: '1' } }));
  });

  it('takes the status and nothing else; generation stays (rule 18)', () => {
    const updated = registry.updateStatus({
      ...web(9, { labels: { no: 'no' }, finalizers: ['x/y'] }),
      ...{ status: { ready: 1 }, data: {} },
    });
    expect(updated).toEqual({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 1 } },
      metadata: {
        ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1, resourceVersion: '3' },
        ...{ creationTimestamp: '2025-01-01T00:00:00Z', labels: { a: '1' } },
      },
      status: { ready: 1 },
    });
    expect(registry.get('default', 'web')).toEqual(updated);
  });

  it('404 and 409 are as in update (rules 12, 13 and 18)', () => {
    registry.update(web(2));
    const status = (metadata: object) => () =>
      registry.updateStatus({ ...web(2, metadata), status: { ready: 1 } });
    expectRefused(status({ name: 'b' }), 'NotFound', 'Status of b');
    expectRefused(status({ resourceVersion: '2' }), 'Conflict', 'Status with a stale version');
    expectRefused(status({ uid: 'u9' }), 'Conflict', 'Status with another uid');
    expect(status({ resourceVersion: '3', uid: 'u1' })().metadata.resourceVersion).toBe('4');
  });

  it('a status goes past the hooks too, as it would be stored (rules 9 and 18)', () => {
    const registry = registryOf({
      ...deployments,
      validate: ({ status, spec }, old) =>
        old ? [{ ...wrong(JSON.stringify(status)), badValue: spec }] : [],
    });
    registry.create(web());
    const sent = { ...web(5), status: { ready: -1 } };
    const error = refused(() => registry.updateStatus(sent), 'updateStatus of what is invalid');
    expect(error.status.details?.causes).toMatchObject([
      {
        field: '{"ready":-1}',
        message: 'Invalid value: {"replicas":1}: must be positive',
      },
    ]);
  });

  it('the same status is not written again (rules 16 and 18)', () => {
    const calls = [1, 1].map((ready) => ({ ...web(), status: { ready } }));
    const updated = callAll(
      calls.map((object) => ({ on: registry, method: 'updateStatus', args: [object] })),
    ) as Stored<Unstructured>[];
    expect(updated.map(({ metadata }) => metadata.resourceVersion)).toEqual(['3', '3']);
  });

  it('somebody is faster: the status comes on top of what is stored now (rules 17 and 18)', () => {
    hidden.meanwhile(others(webKey, relabel('others')));
    expect(registry.updateStatus({ ...web(), status: { ready: 1 } })).toMatchObject({
      ...{ status: { ready: 1 }, metadata: { labels: { by: 'others' } } },
    });
  });
});

describe('Delete', () => {
  const at = (seconds: number) => `2025-01-01T00:00:${String(seconds).padStart(2, '0')}Z`;
  const held = (name: string, ...finalizers: string[]) => ({ metadata: { name, finalizers } });

  /** What is left of the Pod p, in short: `until <time>, <period> s, generation <n>, version <n>`. */
  function brief(pod: Unstructured | undefined): string {
    if (!pod) return 'gone';
    const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata ?? {};
    const { generation, resourceVersion } = pod.metadata ?? {};
    return `until ${deletionTimestamp}, ${deletionGracePeriodSeconds} s, generation ${generation}, version ${resourceVersion}`;
  }

  it('what nothing holds is gone, with one write (rule 21)', () => {
    const registry = registryOf();
    createAll(registry, web(), held('b'));
    expect(registry.delete('default', 'web')).toBeUndefined();
    expect(registry.delete('default', 'b'), 'An empty list of finalizers').toBeUndefined();
    expectRefused(() => registry.get('default', 'web'), 'NotFound', 'get after delete');
    expect(etcd.revision, 'Revision of etcd after two creates and two deletes').toBe(5);
  });

  it('what is not there is 404 (rule 19)', () => {
    const registry = registryOf();
    registry.create(web());
    expectRefused(() => registry.delete('x', 'web'), 'NotFound', 'web in another namespace');
    expectRefused(() => registry.delete('default', 'we'), 'NotFound', 'the beginning of a name');
  });

  it('preconditions that do not hold are 409, and nothing is deleted (rule 19)', () => {
    const registry = registryOf();
    const [created] = createAll(registry, web(), named('b'));
    const given = (preconditions: object) => () =>
      registry.delete('default', 'web', { preconditions });
    expectRefused(given({ uid: 'u2' }), 'Conflict', 'The uid of another object');
    expectRefused(given({ resourceVersion: '3' }), 'Conflict', 'Another resourceVersion');
    expectRefused(given({ uid: 'u1', resourceVersion: '1' }), 'Conflict', 'One of two is wrong');
    expect(registry.get('default', 'web')).toEqual(created);
    expect(given({ uid: 'u1', resourceVersion: '2' })()).toBeUndefined();
  });

  it('somebody is faster: begin again, preconditions too (rule 19)', () => {
    const registry = registryOf();
    createAll(registry, web(), named('b'), named('c'));
    const keyOf = (name: string) => `/registry/deployments/default/${name}`;
    hidden.meanwhile(others(webKey, relabel('others')));
    expect(registry.delete('default', 'web'), 'Without preconditions').toBeUndefined();
    hidden.meanwhile(others(keyOf('b'), relabel('others')));
    expectRefused(
      () => registry.delete('default', 'b', { preconditions: { resourceVersion: '3' } }),
      ...(['Conflict', 'b was changed meanwhile, the precondition names its old version'] as const),
    );
    hidden.meanwhile(() => etcd.deleteRange(keyOf('c')));
    expectRefused(() => registry.delete('default', 'c'), 'NotFound', 'c was deleted meanwhile');
  });

  it('a finalizer that comes in time holds it (rules 19 and 22)', () => {
    const registry = registryOf();
    registry.create(web());
    const hold = (object: Unstructured) => ({
      ...{ ...object, metadata: { ...object.metadata, finalizers: ['x/y'] } },
    });
    hidden.meanwhile(others(webKey, hold));
    expect(brief(registry.delete('default', 'web'))).toBe(
      `until ${at(0)}, 0 s, generation 2, version 4`,
    );
  });

  it('without the hook there is no period, whatever the client asks (rule 20)', () => {
    const registry = registryOf();
    registry.create(web());
    expect(registry.delete('default', 'web', { gracePeriodSeconds: 60 })).toBeUndefined();
  });

  it('the hook says how long: the Pod stays, marked (rules 20 and 22)', () => {
    const registry = registryOf(pods);
    createAll(registry, { ...named('p'), status: {}, spec: { a: 1 } }, named('q'));
    clock.advance(2000);
    const marked = registry.delete('default', 'p');
    expect(brief(marked)).toBe(`until ${at(32)}, 30 s, generation 2, version 4`);
    expect(marked).toMatchObject({ metadata: { uid: 'u1' }, spec: { a: 1 } });
    expect(registry.get('default', 'p'), 'What is stored').toEqual(marked);
    expect(brief(registry.delete('default', 'q', { gracePeriodSeconds: 5 }))).toBe(
      `until ${at(7)}, 5 s, generation 2, version 5`,
    );
  });

  it('a period of 0 is at once (rules 20 and 21)', () => {
    const registry = registryOf({ ...pods, gracePeriodSeconds: () => 0 });
    registry.create(named('p'));
    expect(registry.delete('default', 'p', { gracePeriodSeconds: 9 })).toBeUndefined();
  });

  it('the hook is given the stored Pod and what was asked (rule 20)', () => {
    const asked: unknown[] = [];
    const registry = registryOf({
      ...pods,
      gracePeriodSeconds: ({ metadata }, seconds) => {
        asked.push([metadata.uid, seconds ?? 'nothing']);
        return 0;
      },
    });
    createAll(registry, named('p'), named('q'));
    registry.delete('default', 'p');
    registry.delete('default', 'q', { gracePeriodSeconds: 7 });
    expect(asked).toEqual([
      ['u1', 'nothing'],
      ['u2', 7],
    ]);
  });

  it('finalizers hold what is deleted; asking again changes nothing (rules 22 and 23)', () => {
    const registry = registryOf();
    registry.create(held('web', 'x/y'));
    clock.advance(1000);
    const marked = registry.delete('default', 'web');
    expect(brief(marked)).toBe(`until ${at(1)}, 0 s, generation 2, version 3`);
    clock.advance(5000);
    expect(registry.delete('default', 'web', { gracePeriodSeconds: 0 })).toEqual(marked);
    expect(etcd.revision, 'Revision of etcd').toBe(3);
  });

  it('a second delete can shorten the time, from its beginning (rule 23)', () => {
    const registry = registryOf(pods);
    registry.create(named('p'));
    registry.delete('default', 'p');
    clock.advance(4000);
    expect(brief(registry.delete('default', 'p', { gracePeriodSeconds: 10 }))).toBe(
      `until ${at(10)}, 10 s, generation 2, version 4`,
    );
    expect(brief(registry.get('default', 'p'))).toBe(
      `until ${at(10)}, 10 s, generation 2, version 4`,
    );
  });

  it('and not lengthen it; then nothing is written (rule 23)', () => {
    const registry = registryOf(pods);
    registry.create(named('p'));
    const marked = registry.delete('default', 'p', { gracePeriodSeconds: 10 });
    clock.advance(4000);
    for (const gracePeriodSeconds of [60, 10, undefined])
      expect(
        registry.delete('default', 'p', gracePeriodSeconds ? { gracePeriodSeconds } : {}),
        `delete with ${gracePeriodSeconds ?? 'no'} s`,
      ).toEqual(marked);
    expect(etcd.revision, 'Revision of etcd').toBe(3);
  });

  it('the hook is asked once, at the first delete (rule 23)', () => {
    let period = 30;
    const registry = registryOf({ ...pods, gracePeriodSeconds: () => period });
    registry.create(named('p'));
    registry.delete('default', 'p');
    period = 1;
    expect(brief(registry.delete('default', 'p'))).toBe(
      `until ${at(30)}, 30 s, generation 2, version 3`,
    );
  });

  it('shortened to 0 it is gone, unless it is held (rule 23)', () => {
    const registry = registryOf(pods);
    createAll(registry, named('p'), held('q', 'x/y'));
    for (const name of ['p', 'q']) registry.delete('default', name);
    clock.advance(3000);
    const now = { gracePeriodSeconds: 0 };
    expect(registry.delete('default', 'p', now), 'p').toBeUndefined();
    expect(brief(registry.delete('default', 'q', now)), 'q, which has a finalizer').toBe(
      `until ${at(0)}, 0 s, generation 2, version 7`,
    );
  });

  it('an update that removes the last finalizer deletes (rule 24)', () => {
    const registry = registryOf();
    registry.create(held('web', 'x/y', 'x/z'));
    const marked = registry.delete('default', 'web');
    registry.update(held('web', 'x/z'));
    expect(brief(registry.get('default', 'web')), 'One finalizer is left').toBe(
      `until ${at(0)}, 0 s, generation 2, version 4`,
    );
    const last = registry.update({ ...held('web'), data: { last: 'words' } });
    expect(last).toMatchObject({
      metadata: { uid: marked?.metadata.uid },
      data: { last: 'words' },
    });
    expectRefused(() => registry.get('default', 'web'), 'NotFound', 'get after the last finalizer');
    expect(etcd.revision, 'Revision of etcd: the last update is a deletion, no put').toBe(5);
  });

  it('finalizers that go before a delete do no harm (rule 24)', () => {
    const registry = registryOf();
    registry.create(held('web', 'x/y'));
    registry.update(held('web'));
    expect(registry.get('default', 'web').metadata.resourceVersion).toBe('3');
  });

  it('while the period runs, the Pod stays without finalizers too (rule 24)', () => {
    const registry = registryOf(pods);
    registry.create(held('p', 'x/y'));
    registry.delete('default', 'p');
    registry.update(held('p'));
    expect(brief(registry.get('default', 'p'))).toBe(
      `until ${at(30)}, 30 s, generation 2, version 4`,
    );
    expect(registry.delete('default', 'p', { gracePeriodSeconds: 0 })).toBeUndefined();
  });

  it('somebody is faster than the last finalizer goes: 409, or again (rules 17 and 24)', () => {
    const registry = registryOf();
    createAll(registry, held('web', 'x/y'), held('b', 'x/y'));
    const [a, b] = ['web', 'b'].map((name) => registry.delete('default', name));
    const free = (object: Unstructured | undefined) => ({
      ...{ ...object, metadata: { ...object?.metadata, finalizers: [] } },
    });
    hidden.meanwhile(others(webKey, relabel('others')));
    expectRefused(() => registry.update(free(a)), 'Conflict', 'web was changed meanwhile');
    expect(registry.get('default', 'web').metadata.labels).toEqual({ by: 'others' });
    hidden.meanwhile(others('/registry/deployments/default/b', relabel('others')));
    const unconditional = { ...free(b).metadata, resourceVersion: '' };
    registry.update({ metadata: { ...unconditional, name: 'b' } });
    expectRefused(() => registry.get('default', 'b'), 'NotFound', 'b is let go');
  });

  it('a deletion cannot be taken back (rule 14)', () => {
    const registry = registryOf();
    registry.create(held('web', 'x/y'));
    registry.delete('default', 'web');
    const updated = registry.update({ ...held('web', 'x/y'), spec: { replicas: 2 } });
    expect(brief(updated)).toBe(`until ${at(0)}, 0 s, generation 3, version 4`);
  });
});

describe('List', () => {
  it('an empty list has a revision too (rule 25)', () => {
    const registry = registryOf();
    etcd.put('/registry/pods/default/p', '{}');
    expect(registry.list()).toEqual({
      ...{ apiVersion: 'apps/v1', kind: 'DeploymentList', items: [] },
      metadata: { resourceVersion: '2' },
    });
  });

  it('objects come in the order of their keys, each with its own revision (rule 25)', () => {
    const registry = registryOf();
    const [c, a, b] = seed(named('c'), named('a'), named('b', {}, 'x'));
    etcd.put('/registry/pods/default/p', '{}');
    const list = registry.list();
    expect(list.items).toEqual([a, c, b]);
    expect(list.metadata.resourceVersion, 'The revision of etcd, not of the newest object').toBe(
      '5',
    );
  });

  it('of one namespace, and not of those that begin the same (rule 25)', () => {
    const registry = registryOf();
    seed(named('a', {}, 'x'), named('b', {}, 'x-y'), named('c', {}, 'w'));
    expect([
      names(registry.list('x')),
      names(registry.list('')),
      names(registry.list('v')),
    ]).toEqual([['a'], ['c', 'b', 'a'], []]);
    const cluster = registryOf(nodes);
    createAll(cluster, named('n1'), named('n2'));
    expect(names(cluster.list(''))).toEqual(['n1', 'n2']);
  });

  it('with selectors only what they mean (rule 26)', () => {
    const registry = registryOf();
    seed(named('a', { app: 'x' }), named('b', { app: 'y' }), web(3));
    expect(names(registry.list('default', { labelSelector: 'app in (x,z)' }))).toEqual(['a']);
    expect(names(registry.list('', { fieldSelector: 'spec.replicas=3' }))).toEqual(['web']);
    const both = { labelSelector: 'app', fieldSelector: 'metadata.name!=a' };
    expect(names(registry.list('', both))).toEqual(['b']);
    expect(names(registry.list('', { labelSelector: '' })), 'An empty text').toEqual([
      ...['a', 'b', 'web'],
    ]);
  });

  it('Exact is the state at that very revision; else the latest is new enough (rule 27)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'));
    registry.delete('default', 'a');
    const exact = registry.list('', { resourceVersion: '2', resourceVersionMatch: 'Exact' });
    expect([names(exact), exact.metadata.resourceVersion]).toEqual([['a'], '2']);
    for (const options of [
      { resourceVersion: '0' },
      { resourceVersion: '2' },
      { resourceVersion: '2', resourceVersionMatch: 'NotOlderThan' as const },
    ])
      expect(registry.list('', options).metadata.resourceVersion, JSON.stringify(options)).toBe(
        '4',
      );
  });

  /** The names of all pages, and their resourceVersions; between them somebody else acts. */
  function pages(registry: Registry, namespace: string, options: object, between?: () => void) {
    const found: unknown[] = [];
    let next: string | undefined;
    for (let page = 0; page < 6; page++) {
      const list = registry.list(namespace, { ...options, ...(next && { continue: next }) });
      found.push(`${names(list).join(' ')} at ${list.metadata.resourceVersion}`);
      next = list.metadata.continue;
      if (!next) return found;
      between?.();
    }
    return [...found, 'and so on'];
  }

  it('a limit makes pages, all of the state of the first (rule 28)', () => {
    const registry = registryOf();
    seed(...['a', 'b', 'c', 'd', 'e'].map((name) => named(name)));
    let changes = 0;
    const between = () => {
      seed(named(`c${++changes}`));
      if (changes === 1) registry.delete('default', 'd');
    };
    expect(pages(registry, 'default', { limit: 2 }, between)).toEqual([
      ...['a b at 6', 'c d at 6', 'e at 6'],
    ]);
  });

  it('a page that ends where the list ends says so (rule 28)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'));
    expect(pages(registry, '', { limit: 2 })).toEqual(['a b at 3']);
    expect(pages(registry, '', { limit: 0 }), 'A limit of 0').toEqual(['a b at 3']);
    expect(pages(registry, '', { limit: 9 })).toEqual(['a b at 3']);
  });

  it('a limit counts what matches, and pages stay in their namespace (rule 28)', () => {
    const registry = registryOf();
    seed(
      ...[named('a', { x: '1' }), named('b'), named('c', { x: '1' }), named('d', { x: '1' })],
      ...[named('e'), named('z', { x: '1' }, 'later')],
    );
    expect(pages(registry, 'default', { limit: 2, labelSelector: 'x' })).toEqual([
      ...['a c at 7', 'd at 7'],
    ]);
  });

  it('a name that begins like the last one of a page is not left out (rule 28)', () => {
    const registry = registryOf();
    seed(...['a', 'a-b', 'a.b', 'ab'].map((name) => named(name)));
    expect(pages(registry, '', { limit: 1 })).toEqual([
      ...['a at 5', 'a-b at 5', 'a.b at 5', 'ab at 5'],
    ]);
  });

  it('Exact can have pages as well (rules 27 and 28)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'), named('c'));
    const options = { limit: 1, resourceVersion: '3', resourceVersionMatch: 'Exact' };
    const { metadata, items } = registry.list('', options as object);
    registry.delete('default', 'b');
    const rest = registry.list('', { limit: 1, continue: metadata.continue ?? '' });
    expect([names({ items }), names(rest), rest.metadata]).toEqual([
      ...[['a'], ['b'], { resourceVersion: '3' }],
    ]);
  });

  it('a state that is compacted is 410 Expired (rule 28)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'), named('c'));
    const first = registry.list('', { limit: 1 });
    registry.delete('default', 'c');
    etcd.compact(5);
    const exact = { resourceVersion: '4', resourceVersionMatch: 'Exact' } as const;
    const list = (options: object) => () => registry.list('', options);
    const rest = { continue: first.metadata.continue ?? '' };
    expectRefused(list(rest), 'Expired', 'The next page of a list at revision 4');
    expectRefused(list(exact), 'Expired', 'Exact at revision 4');
    expect(names(registry.list()), 'A new list').toEqual(['a', 'b']);
  });

  it('any other error of etcd is no 410, and goes through as it is (rule 28)', () => {
    const registry = registryOf();
    hidden.fails(new EtcdError('FutureRev'));
    expect(() => registry.list()).toThrow(new EtcdError('FutureRev').message);
  });

  it('a continue that nobody can read is 400 (rule 28)', () => {
    const registry = registryOf();
    const error = refused(() => registry.list('', { continue: '{' }), 'continue: "{"');
    expect([error.reason, error.message]).toEqual(['BadRequest', 'continue key is not valid']);
  });
});

describe('Watch', () => {
  /** Events in short: `ADDED web 2`, with the resourceVersion. */
  const brief = (events: readonly WatchEvent<Unstructured>[]) =>
    events.map(({ type, object }) =>
      type === 'ERROR'
        ? `ERROR ${object.code} ${object.reason}`
        : [type, (object.metadata as { name?: string }).name, object.metadata.resourceVersion]
            .filter(Boolean)
            .join(' '),
    );

  it('create, update and delete are told, with the revision of each (rules 29 to 31)', () => {
    const registry = registryOf();
    const watch = registry.watch('', { resourceVersion: '1' });
    const created = registry.create(web());
    const updated = registry.update(web(2));
    registry.delete('default', 'web');
    const last = { ...updated, metadata: { ...updated.metadata, resourceVersion: '4' } };
    expect(watch.drain()).toEqual([
      { type: 'ADDED', object: created },
      { type: 'MODIFIED', object: updated },
      { type: 'DELETED', object: last },
    ]);
  });

  it('from a revision in the past all that came after it (rule 29)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'));
    registry.delete('default', 'a');
    const watch = registry.watch('', { resourceVersion: '2' });
    expect(brief(watch.drain())).toEqual(['ADDED b 3', 'DELETED a 4']);
    seed(named('c'));
    expect(brief(watch.drain())).toEqual(['ADDED c 5']);
  });

  it('without a revision first what there is, then what happens (rule 29)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'));
    registry.update({ ...named('a'), data: { key: 'value' } });
    for (const options of [{}, { resourceVersion: '' }, { resourceVersion: '0' }]) {
      const watch = registry.watch('default', options);
      registry.updateStatus({ ...named('b'), status: { options } });
      const told = brief(watch.drain());
      const now = registry.get('default', 'b').metadata.resourceVersion;
      const before = Number(now) === 5 ? 3 : Number(now) - 1;
      expect(told, `watch with ${JSON.stringify(options)}`).toEqual([
        ...['ADDED a 4', `ADDED b ${before}`, `MODIFIED b ${now}`],
      ]);
    }
  });

  it('whoever waited misses nothing and hears nothing twice (rules 29 and 32)', () => {
    const registry = registryOf();
    const { metadata } = registry.list();
    const [one, two] = [1, 2].map(() => registry.watch('', { ...metadata }));
    seed(named('a'));
    expect(brief(one?.drain() ?? [])).toEqual(['ADDED a 2']);
    expect(brief(one?.drain() ?? []), 'A second drain').toEqual([]);
    seed(named('b'));
    expect(brief(two?.drain() ?? []), 'Another watch').toEqual(['ADDED a 2', 'ADDED b 3']);
    expect(brief(one?.drain() ?? [])).toEqual(['ADDED b 3']);
    expect(one?.ended(), 'ended()').toBe(false);
  });

  it('only the namespace counts, and not those that begin the same (rule 30)', () => {
    const registry = registryOf();
    const [x, all] = ['x', ''].map((namespace) => registry.watch(namespace));
    seed(named('a', {}, 'x'), named('b', {}, 'x-y'), named('c'));
    etcd.put('/registry/pods/x/p', '{"metadata":{"name":"p"}}');
    expect(brief(x?.drain() ?? [])).toEqual(['ADDED a 2']);
    expect(brief(all?.drain() ?? [])).toEqual(['ADDED a 2', 'ADDED b 3', 'ADDED c 4']);
  });

  it('with a selector, to begin to match is ADDED, to cease is DELETED (rule 30)', () => {
    const registry = registryOf();
    const watch = registry.watch('', { resourceVersion: '1', labelSelector: 'app=x' });
    const label = (app: string, more?: string) => ({ ...named('a', { app }), data: { more } });
    seed(label('y'));
    for (const object of [label('x'), label('x', '1'), label('y'), label('y', '2'), label('x')])
      registry.update(object);
    registry.delete('default', 'a');
    expect(brief(watch.drain())).toEqual([
      ...['ADDED a 3', 'MODIFIED a 4', 'DELETED a 5', 'ADDED a 7', 'DELETED a 8'],
    ]);
  });

  it('what ceased to match is told as it was when it matched (rule 31)', () => {
    const registry = registryOf();
    seed({ ...named('a', { app: 'x' }), data: { was: 'here' } });
    const watch = registry.watch('', { resourceVersion: '2', fieldSelector: 'data.was=here' });
    registry.update({ ...named('a'), data: { was: 'there' } });
    expect(watch.drain()).toMatchObject([
      {
        type: 'DELETED',
        object: {
          metadata: { name: 'a', labels: { app: 'x' }, resourceVersion: '3' },
          data: { was: 'here' },
        },
      },
    ]);
  });

  it('what never matched is never told; what is there is selected too (rules 29 and 30)', () => {
    const registry = registryOf();
    seed(named('a', { app: 'x' }), named('b', { app: 'y' }));
    const watch = registry.watch('', { labelSelector: 'app=x' });
    registry.delete('default', 'b');
    expect(brief(watch.drain())).toEqual(['ADDED a 2']);
    registry.delete('default', 'a');
    expect(brief(watch.drain())).toEqual(['DELETED a 5']);
  });

  it('an object that is let go by an update is told once, as DELETED (rules 24 and 31)', () => {
    const registry = registryOf();
    seed({ metadata: { name: 'a', finalizers: ['x/y'] } });
    const watch = registry.watch('', { resourceVersion: '2' });
    registry.delete('default', 'a');
    registry.update(named('a'));
    expect(brief(watch.drain())).toEqual(['MODIFIED a 3', 'DELETED a 4']);
  });

  it('a revision that is compacted ends the watch with ERROR 410 (rule 33)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'), named('c'));
    etcd.compact(4);
    const watch = registry.watch('', { resourceVersion: '2' });
    const [event, ...more] = watch.drain();
    expect(event).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired' },
    });
    expect([more, watch.ended(), watch.drain()], 'More events, ended(), drain()').toEqual([
      ...[[], true, []],
    ]);
  });

  it('a watch that read too late ends as well; one that kept up goes on (rule 33)', () => {
    const registry = registryOf();
    const [late, good] = [1, 2].map(() => registry.watch('', { resourceVersion: '1' }));
    seed(named('a'), named('b'));
    good?.drain();
    etcd.compact(3);
    seed(named('c'));
    expect(brief(late?.drain() ?? [])).toEqual(['ERROR 410 Expired']);
    expect(brief(good?.drain() ?? [])).toEqual(['ADDED c 4']);
    expect([late?.ended(), good?.ended()], 'ended() of the two').toEqual([true, false]);
  });

  it('what there is is told before an ERROR (rules 29 and 33)', () => {
    const registry = registryOf();
    seed(named('a'));
    const watch = registry.watch();
    seed(named('b'), named('c'));
    etcd.compact(4);
    expect(brief(watch.drain())).toEqual(['ADDED a 2', 'ERROR 410 Expired']);
    expect(watch.ended(), 'ended()').toBe(true);
  });

  it('a bookmark tells how far a quiet watch has come (rule 34)', () => {
    const registry = registryOf();
    const asked = { resourceVersion: '1', allowWatchBookmarks: true };
    const watch = registry.watch('', asked);
    expect(watch.drain(), 'Nothing has happened').toEqual([]);
    etcd.put('/registry/pods/default/p', '{}');
    expect(watch.drain()).toEqual([
      {
        type: 'BOOKMARK',
        object: {
          ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { resourceVersion: '2' } },
        },
      },
    ]);
    expect(watch.drain(), 'The same revision again').toEqual([]);
    seed(named('a'));
    expect(brief(watch.drain()), 'An event tells the revision too').toEqual(['ADDED a 3']);
    expect(watch.drain(), 'Nothing has happened since').toEqual([]);
    etcd.put('/registry/pods/default/p', '{}');
    expect(brief(watch.drain())).toEqual(['BOOKMARK 4']);
  });

  it('an event that a selector hides is worth a bookmark (rule 34)', () => {
    const registry = registryOf();
    const asked = { resourceVersion: '1', labelSelector: 'app=x', allowWatchBookmarks: true };
    const watch = registry.watch('', asked);
    seed(named('a'));
    expect(brief(watch.drain())).toEqual(['BOOKMARK 2']);
  });

  it('without the option there are no bookmarks (rule 34)', () => {
    const registry = registryOf();
    const watch = registry.watch('', { resourceVersion: '1' });
    etcd.put('/registry/pods/default/p', '{}');
    expect(watch.drain()).toEqual([]);
  });

  it('stop ends it here and in etcd (rule 35)', () => {
    const registry = registryOf();
    seed(named('a'));
    const watch = registry.watch();
    seed(named('b'));
    watch.stop();
    expect([watch.drain(), watch.ended()], 'drain() and ended()').toEqual([[], true]);
    expect(hidden.cancelled, 'Cancellations in etcd after stop').toBe(1);
    watch.stop();
    expect([watch.drain(), watch.ended()], 'After a second stop').toEqual([[], true]);
    expect(hidden.cancelled, 'Cancellations in etcd after two stops').toBe(1);
  });
});

describe('Any history', () => {
  it('random requests give what a map and a counter would, and a watch tells it all', () => {
    const property = fc.property(acts, (history) => {
      const store = new Etcd();
      const strategy = {
        ...pods,
        gracePeriodSeconds: (_pod: unknown, asked?: number) => asked ?? 0,
      };
      const registry = over(store, strategy);
      const watch = registry.watch('', { resourceVersion: '1' });
      const steps = history.map((act) => stepOf(act, registry));
      const outcomes = batchAll([
        ...steps,
        { on: registry, method: 'list', args: [] },
        { on: watch, method: 'drain', args: [] },
      ]);
      const model = new Model();
      for (const [i, act] of history.entries()) {
        const expected = model.run(act);
        const got = outcomeOf(outcomes[i]);
        expect(
          expected.includes('some version') ? anyVersion(got) : got,
          `${story(history, i)}\nThe last one gives`,
        ).toBe(expected);
      }
      const [list, events] = outcomes.slice(-2).map((each) => {
        if ('error' in each) throw each.error;
        return each.value;
      }) as [{ items: Stored<Unstructured>[] }, WatchEvent<Unstructured>[]];
      const told = story(history, history.length);
      expect(shortly(list.items), `${told}\nThen list gives`).toEqual(model.list());
      expect(shortly(replayed(events)), `${told}\nThen the events of a watch, replayed`).toEqual(
        model.list(),
      );
    });
    fc.assert(property, { numRuns: 10 });
  });

  const story = (history: readonly Act[], last: number) =>
    history
      .slice(0, last + 1)
      .map(toldAct)
      .join('\n');

  const shortly = (objects: readonly Stored<Unstructured>[]) =>
    objects.map((object) => outcomeOf({ value: object }));

  function replayed(events: readonly WatchEvent<Unstructured>[]): Stored<Unstructured>[] {
    const objects = new Map<string, Stored<Unstructured>>();
    for (const { type, object } of events) {
      if (type === 'ERROR' || type === 'BOOKMARK') continue;
      if (type === 'DELETED') objects.delete(object.metadata.name);
      else objects.set(object.metadata.name, object);
    }
    return [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  }
});

describe('Stories', () => {
  it('two controllers count in one object, and no count is lost', () => {
    const registry = registryOf();
    registry.create({ ...named('tally'), data: { count: 0 } });
    let conflicts = 0;
    const read = () => registry.get('default', 'tally');
    const increment = (object: Stored<Unstructured>) =>
      registry.update({
        ...{ ...object, data: { count: (object.data as { count: number }).count + 1 } },
      });
    for (let round = 0; round < 3; round++) {
      const [one, two] = [read(), read()];
      increment(one);
      const error = refused(() => increment(two), 'The second writer of one version');
      if (error.reason === 'Conflict') conflicts += 1;
      increment(read());
    }
    expect(read()).toMatchObject({ data: { count: 6 }, metadata: { generation: 7 } });
    expect(conflicts, 'Conflicts').toBe(3);
  });

  it('an informer lists, watches, loses its place, and lists again', () => {
    const registry = registryOf();
    createAll(registry, named('a'), named('b'));
    const { metadata } = registry.list();
    registry.create(named('c'));
    const watch = registry.watch('', { resourceVersion: metadata.resourceVersion });
    expect(watch.drain()).toMatchObject([{ type: 'ADDED', object: { metadata: { name: 'c' } } }]);
    createAll(registry, named('d'), named('e'));
    registry.delete('default', 'a');
    etcd.compact(7);
    expect(watch.drain()).toMatchObject([{ type: 'ERROR', object: { code: 410 } }]);
    const again = registry.list();
    expect(names(again)).toEqual(['b', 'c', 'd', 'e']);
    const next = registry.watch('', { resourceVersion: again.metadata.resourceVersion });
    registry.delete('default', 'b');
    expect(next.drain()).toMatchObject([{ type: 'DELETED', object: { metadata: { name: 'b' } } }]);
  });

  it('a Pod is deleted: its kubelet ends it, a controller lets it go, the name is free', () => {
    const registry = registryOf(pods);
    registry.create({ metadata: { name: 'p', finalizers: ['batch/count'] } });
    const watch = registry.watch();
    registry.delete('default', 'p');
    registry.updateStatus({ ...named('p'), status: { phase: 'Succeeded' } });
    expect(registry.delete('default', 'p', { gracePeriodSeconds: 0 })).toMatchObject({
      status: { phase: 'Succeeded' },
    });
    expectRefused(() => registry.create(named('p')), 'AlreadyExists', 'p is still held');
    registry.update(named('p'));
    expect(registry.create(named('p')).metadata).toMatchObject({ generation: 1 });
    expect(watch.drain().map(({ type }) => type)).toEqual([
      ...['ADDED', 'MODIFIED', 'MODIFIED', 'MODIFIED', 'DELETED', 'ADDED'],
    ]);
  });
});
