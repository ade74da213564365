import {
  ApiError,
  apiResources,
  type Client,
  manualClock,
  type Patcher,
  RegistryClient,
  type ResourceName,
  type ResourceRegistry,
  seededRandom,
  type Unstructured,
} from 'course/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from './reference.ts';
import { Etcd, pods, refused, selects } from './world.ts';

/** One etcd, a registry of the reference for each resource, and the kit's client in front of them. */
class Cluster {
  readonly etcd = new Etcd();
  readonly clock = manualClock();
  readonly client: Client;
  readonly #registries = new Map<string, ResourceRegistry>();
  #uids = 0;

  constructor(patcher?: Patcher) {
    const registryOf = (resource: ResourceName) => this.#registryOf(resource);
    this.client = new RegistryClient({
      registryOf,
      clock: this.clock,
      ...(patcher && { patcher }),
    });
  }

  #registryOf(resource: ResourceName): ResourceRegistry {
    const known = this.#registries.get(resource);
    if (known) return known;
    const made = new Registry(resource === 'pods' ? pods : { resource: apiResources[resource] }, {
      ...{ store: this.etcd, clock: this.clock, matches: selects, random: seededRandom(1) },
      newUid: () => `u${++this.#uids}`,
    });
    this.#registries.set(resource, made);
    return made;
  }
}

/** Lays a merge patch of one level of metadata over an object. */
const mergeMetadata: Patcher = (object, { patch }) => ({
  ...{ ...object, metadata: { ...object.metadata, ...(patch as Unstructured).metadata } },
});

const pod = (name: string) => ({ metadata: { name }, spec: { containers: [] } });

describe('many registries behind one client', () => {
  let cluster: Cluster;
  let client: Client;
  beforeEach(() => {
    cluster = new Cluster(mergeMetadata);
    client = cluster.client;
  });

  it('every resource has its own objects, in one order of revisions', () => {
    client.create('nodes', { metadata: { name: 'n1' } });
    client.create('pods', pod('a'));
    client.create('deployments', { metadata: { name: 'a' } });
    const versions = [
      client.get('nodes', '', 'n1'),
      client.get('pods', 'default', 'a'),
      client.get('deployments', 'default', 'a'),
    ].map(({ metadata }) => metadata.resourceVersion);
    expect(versions).toEqual(['2', '3', '4']);
    expect(client.list('pods').items.map(({ metadata }) => metadata.name)).toEqual(['a']);
  });

  it('what a client writes, a watch of it tells', () => {
    const watch = client.watch('pods', '', {});
    const created = client.create('pods', pod('a'));
    client.updateStatus('pods', { ...created, status: { phase: 'Running' } });
    client.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    expect(watch.drain().map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('bind gives a Pod its node and says so in its status', () => {
    client.create('pods', pod('a'));
    client.bind('default', 'a', 'n1');
    expect(client.get('pods', 'default', 'a')).toMatchObject({
      spec: { nodeName: 'n1' },
      status: {
        conditions: [
          {
            ...{ type: 'PodScheduled', status: 'True' },
            lastTransitionTime: '2025-01-01T00:00:00Z',
          },
        ],
      },
    });
  });

  it('bind refuses a Pod that has a node, or is being deleted, or is not there', () => {
    client.create('pods', pod('a'));
    client.bind('default', 'a', 'n1');
    client.create('pods', pod('b'));
    client.delete('pods', 'default', 'b');
    const messages = ['a', 'b', 'c'].map(
      (name) => refused(() => client.bind('default', name, 'n2'), `bind ${name}`).message,
    );
    expect(messages).toEqual([
      'Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "n1"',
      'Operation cannot be fulfilled on pods/binding "b": pod b is being deleted, cannot be assigned to a host',
      'pods "c" not found',
    ]);
  });

  it('a patch is read, laid over, written, and again when somebody was faster', () => {
    client.create('pods', pod('a'));
    const key = '/registry/pods/default/a';
    cluster.etcd.meanwhile(() => {
      const stored = JSON.parse(cluster.etcd.range(key).kvs[0]?.value ?? '{}');
      cluster.etcd.put(key, JSON.stringify({ ...stored, data: 'others' }));
    });
    const labels = { app: 'x' };
    const patch = { type: 'merge', patch: { metadata: { labels } } } as const;
    expect(client.patch('pods', 'default', 'a', patch)).toMatchObject({
      ...{ data: 'others', metadata: { labels } },
    });
  });

  it('a patch that names a version which is not the latest is 409', () => {
    client.create('pods', pod('a'));
    const patch = { type: 'merge', patch: { metadata: { resourceVersion: '1' } } } as const;
    expect(refused(() => client.patch('pods', 'default', 'a', patch), 'patch').code).toBe(409);
  });

  it('without a patcher a patch is 405', () => {
    const { client: plain } = new Cluster();
    const patch = { type: 'merge', patch: {} } as const;
    expect(() => plain.patch('pods', 'default', 'a', patch)).toThrow(ApiError);
    expect(refused(() => plain.patch('pods', 'default', 'a', patch), 'patch').code).toBe(405);
  });
});
