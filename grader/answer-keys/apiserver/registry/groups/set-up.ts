import {
  type ApiError,
  manualClock,
  type Random,
  type ResourceStrategy,
  type Stored,
  seededRandom,
  type Unstructured,
} from 'course/kit';
import { Registry } from '#exercise/apiserver/registry';
import { callAll, shown } from '#suite';
import { deployments, Etcd, selects } from '../world.ts';

/** What the graded registry is given, and the same etcd as the tests use it, which shows their calls. Anew with each registryOf. */
export let hidden: Etcd;
export let etcd: Etcd;
export let clock = manualClock();
/** How many uids were given. */
let uids = 0;
const newUid = () => `u${++uids}`;

interface Setting {
  readonly random?: Random;
}

/** A registry over an etcd of its own, at revision 1. */
export function registryOf(
  strategy: ResourceStrategy = deployments,
  { random }: Setting = {},
): Registry {
  hidden = new Etcd();
  clock = manualClock();
  uids = 0;
  const registry = over(hidden, strategy, random);
  etcd = shown(hidden, 'etcd', registry);
  return registry;
}

export function over(store: Etcd, strategy: ResourceStrategy, random?: Random) {
  return new Registry(strategy, {
    ...{ store, clock, newUid, matches: selects },
    random: random ?? seededRandom(1),
  });
}

/** Makes a call again and again in one crossing. */
export function createAll(registry: Registry, ...objects: Unstructured[]): Stored<Unstructured>[] {
  const calls = objects.map((object) => ({ on: registry, method: 'create', args: [object] }));
  return callAll(calls) as Stored<Unstructured>[];
}

/** Puts Deployments into etcd as a registry would, and gives them as it would: without a call of the graded code. */
export function seed(...objects: Unstructured[]): Stored<Unstructured>[] {
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
export function storedAt(key: string): Unstructured {
  const [kv] = etcd.range(key).kvs;
  return kv ? JSON.parse(kv.value) : { nothing: `at ${key}` };
}

/** Somebody else changes what is stored at `key`. */
export function others(key: string, change: (object: Unstructured) => Unstructured): () => void {
  return () => {
    etcd.put(key, JSON.stringify(change(storedAt(key))));
  };
}

export const relabel = (label: string) => (object: Unstructured) => ({
  ...object,
  metadata: { ...object.metadata, labels: { by: label } },
});

export const names = (list: { items: Unstructured[] }) =>
  list.items.map((each) => each.metadata?.name);

export const wrong = (field: string) => ({
  ...{ type: 'FieldValueInvalid' as const, field, badValue: -1, detail: 'must be positive' },
});

export function shapeOf({ status }: ApiError) {
  const { kind, group, name, causes = [] } = status.details ?? {};
  return {
    ...{ code: status.code, reason: status.reason, subject: `${kind} ${group} ${name}` },
    fields: causes.map(({ field }) => field).sort(),
  };
}
