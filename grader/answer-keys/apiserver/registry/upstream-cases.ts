import type { DeleteOptions, ListOptions, ResourceWatchOptions, Unstructured } from 'course/kit';

/** One request, or something that happens meanwhile, and what upstream's test says about it. */
export interface Step {
  readonly create?: Unstructured;
  readonly update?: Unstructured;
  /** `namespace/name`. */
  readonly get?: string;
  /** `namespace/name`. */
  readonly delete?: string;
  /** A namespace; '' for all. */
  readonly list?: string;
  /** A namespace; '' for all. What it tells is asked by `told`. */
  readonly watch?: string;
  /** Of delete, list or watch. `continue: 'last'` stands for what the last list gave. */
  readonly options?: DeleteOptions & ListOptions & ResourceWatchOptions;
  /** The reason of the refusal. */
  readonly refused?: string;
  /** Part of the answer; `gone` after a delete that leaves nothing. */
  readonly gives?: object | 'gone';
  /** `namespace/name` of a list's items. */
  readonly items?: readonly string[];
  /** Whether a list has a `continue`. */
  readonly more?: boolean;
  /** A list's resourceVersion. */
  readonly at?: string;
  /** What the watch tells now: `TYPE name resourceVersion`. */
  readonly told?: readonly string[];
  /** etcd is compacted at this revision. */
  readonly compact?: number;
  /** So many seconds pass. */
  readonly seconds?: number;
}

export interface Case {
  /** File and test of apiserver v0.32, below pkg/. */
  readonly origin: string;
  /** Whether deletes have a period: none, or 30 seconds unless something else is asked. */
  readonly graceful?: boolean;
  readonly steps: readonly Step[];
}

const stores = 'storage/testing/store_tests.go';
const watchers = 'storage/testing/watcher_tests.go';
const registry = 'registry/generic/registry/store_test.go';
const rest = 'registry/rest/resttest/resttest.go';

/** A Pod `ns/name` with more metadata and a spec. */
function pod(key: string, metadata: object = {}, spec?: object): Unstructured {
  const [namespace = '', name = ''] = key.split('/');
  return { metadata: { namespace, name, ...metadata }, ...(spec && { spec }) };
}

const on = (nodeName: string) => ({ nodeName });
const selected = { labels: { select: 'true' } };
const bare = (key: string) => ({ create: pod(key) });
/** The five Pods of seedMultiLevelData, at revisions 2 to 6. */
const seeded = ['first/bar', 'second/bar', 'second/foo', 'third/barfoo', 'third/foo'].map(bare);
const named = (name: string) => ({ fieldSelector: `metadata.name=${name}` });

export const cases: readonly Case[] = [
  {
    origin: `${stores}: RunTestCreate`,
    steps: [
      { create: pod('ns/foo'), gives: { metadata: { resourceVersion: '2' } } },
      { get: 'ns/foo', gives: { metadata: { name: 'foo', resourceVersion: '2' } } },
    ],
  },
  {
    origin: `${stores}: RunTestCreateWithKeyExist`,
    steps: [bare('ns/foo'), { create: pod('ns/foo'), refused: 'AlreadyExists' }],
  },
  {
    origin: `${stores}: RunTestGet, "get existing" and "get non-existing"`,
    steps: [
      bare('ns/foo'),
      { get: 'ns/foo', gives: { metadata: { namespace: 'ns', name: 'foo' } } },
      { get: 'ns/non-existing', refused: 'NotFound' },
    ],
  },
  {
    origin: `${stores}: RunTestUnconditionalDelete, "existing key"`,
    steps: [bare('ns/foo'), { delete: 'ns/foo', gives: 'gone' }],
  },
  {
    origin: `${stores}: RunTestUnconditionalDelete, "non-existing key"`,
    steps: [bare('ns/foo'), { delete: 'ns/non-existing', refused: 'NotFound' }],
  },
  {
    origin: `${stores}: RunTestConditionalDelete, "UID match"`,
    steps: [
      bare('ns/foo'),
      { delete: 'ns/foo', options: { preconditions: { uid: 'u1' } }, gives: 'gone' },
    ],
  },
  {
    origin: `${stores}: RunTestConditionalDelete, "UID mismatch"`,
    steps: [
      bare('ns/foo'),
      { delete: 'ns/foo', options: { preconditions: { uid: 'B' } }, refused: 'Conflict' },
      { get: 'ns/foo' },
    ],
  },
  {
    origin: `${stores}: RunTestList, "test List on existing key"`,
    steps: [...seeded, { list: 'first', items: ['first/bar'], more: false }],
  },
  {
    origin: `${stores}: RunTestList, "... set to current resource version, match=Exact"`,
    steps: [
      ...seeded,
      {
        list: 'first',
        options: { resourceVersion: '6', resourceVersionMatch: 'Exact' },
        ...{ items: ['first/bar'], at: '6' },
      },
    ],
  },
  {
    origin: `${stores}: RunTestList, "... set before first write, match=NotOlderThan"`,
    steps: [
      ...seeded,
      {
        list: 'first',
        options: { resourceVersion: '1', resourceVersionMatch: 'NotOlderThan' },
        items: ['first/bar'],
      },
    ],
  },
  {
    origin: `${stores}: RunTestList, "test List on non-existing key"`,
    steps: [...seeded, { list: 'non-existing', items: [], more: false }],
  },
  {
    origin: `${stores}: RunTestList, "test List with pod name matching"`,
    steps: [
      ...seeded,
      { list: 'first', options: { fieldSelector: 'metadata.name!=bar' }, items: [], more: false },
    ],
  },
  {
    origin: `${stores}: RunTestList, "test List with limit" and "... with pregenerated continue token"`,
    steps: [
      ...seeded,
      { list: 'second', options: { limit: 1 }, items: ['second/bar'], more: true, at: '6' },
      {
        list: 'second',
        options: { limit: 1, continue: 'last' },
        ...{ items: ['second/foo'], more: false },
      },
    ],
  },
  {
    origin: `${stores}: RunTestList, "filter returns two items split across multiple pages"`,
    steps: [
      ...seeded,
      { list: '', options: { ...named('foo'), limit: 2 }, items: ['second/foo', 'third/foo'] },
    ],
  },
  {
    origin: `${stores}: RunTestList, "filter returns one item, page size equal to total list size"`,
    steps: [
      ...seeded,
      { list: '', options: { ...named('barfoo'), limit: 5 }, items: ['third/barfoo'], more: false },
    ],
  },
  {
    origin: `${stores}: RunTestList, "verify list returns updated version of object; ..."`,
    steps: [
      ...seeded,
      { update: pod('first/bar', {}, on('fakeNode')) },
      {
        list: '',
        options: { fieldSelector: 'spec.nodeName=fakeNode', limit: 5, resourceVersion: '7' },
        ...{ items: ['first/bar'], more: false },
      },
    ],
  },
  {
    origin: `${stores}: RunTestList, "verify list does not return deleted object; ..."`,
    steps: [
      ...seeded,
      bare('third/baz'),
      { delete: 'third/baz', gives: 'gone' },
      { list: '', options: { ...named('baz'), limit: 5, resourceVersion: '8' }, items: [] },
    ],
  },
  {
    origin: `${stores}: RunTestList, "test consistent List"`,
    steps: [...seeded, { list: 'empty', items: [], at: '6' }],
  },
  {
    origin: `${stores}: RunTestListContinuation`,
    steps: [
      ...[bare('first/bar'), bare('second/bar'), bare('second/foo')],
      { list: '', options: { limit: 1 }, items: ['first/bar'], more: true, at: '4' },
      {
        list: '',
        options: { continue: 'last' },
        ...{ items: ['second/bar', 'second/foo'], more: false, at: '4' },
      },
    ],
  },
  {
    origin: `${stores}: RunTestListContinuationWithFilter`,
    steps: [
      ...['1/foo', '2/bar', '3/foo', '4/foo'].map(bare),
      {
        list: '',
        options: { limit: 2, fieldSelector: 'metadata.name!=bar' },
        ...{ items: ['1/foo', '3/foo'], more: true, at: '5' },
      },
      {
        list: '',
        options: { limit: 2, fieldSelector: 'metadata.name!=bar', continue: 'last' },
        ...{ items: ['4/foo'], more: false, at: '5' },
      },
    ],
  },
  {
    origin: `${stores}: RunTestListInconsistentContinuation`,
    steps: [
      ...[bare('first/bar'), bare('second/bar'), bare('second/foo')],
      { list: '', options: { limit: 1 }, items: ['first/bar'], more: true },
      { update: pod('second/bar', { annotations: { a: 'b' } }) },
      { compact: 5 },
      { list: '', options: { limit: 1, continue: 'last' }, refused: 'Expired' },
    ],
  },
  {
    origin: `${stores}: RunTestListPaging`,
    steps: [
      ...['test-0', 'test-1', 'test-2', 'test-3'].map((name) => bare(`paging/${name}`)),
      { list: '', options: { limit: 1 }, items: ['paging/test-0'], more: true },
      { list: '', options: { limit: 1, continue: 'last' }, items: ['paging/test-1'], more: true },
      bare('paging/test-5'),
      { list: '', options: { limit: 1, continue: 'last' }, items: ['paging/test-2'], more: true },
      { list: '', options: { limit: 1, continue: 'last' }, items: ['paging/test-3'], more: false },
    ],
  },
  {
    origin: `${stores}: RunTestNamespaceScopedList, "request without namespace, field selector with metadata.namespace"`,
    steps: [
      ...[bare('ns1/foo1'), bare('ns2/foo1')],
      { list: '', options: { fieldSelector: 'metadata.namespace=ns1' }, items: ['ns1/foo1'] },
    ],
  },
  {
    origin: `${stores}: RunTestGuaranteedUpdate, "non-existing key, ignoreNotFound=false"`,
    steps: [{ update: pod('ns/foo'), refused: 'NotFound' }],
  },
  {
    origin: `${stores}: RunTestGuaranteedUpdate, "existing key" and "same data"`,
    steps: [
      bare('ns/foo'),
      {
        update: pod('ns/foo', { annotations: { version: '1' } }),
        gives: { metadata: { annotations: { version: '1' }, resourceVersion: '3' } },
      },
      {
        update: pod('ns/foo', { annotations: { version: '1' } }),
        gives: { metadata: { resourceVersion: '3' } },
      },
    ],
  },
  {
    origin: `${stores}: RunTestGuaranteedUpdate, "UID match" and "UID mismatch"`,
    steps: [
      bare('ns/foo'),
      { update: pod('ns/foo', { uid: 'u1' }), gives: { metadata: { resourceVersion: '2' } } },
      { update: pod('ns/foo', { uid: 'B' }), refused: 'Conflict' },
    ],
  },
  {
    origin: `${watchers}: testWatch, "create a key" and "update"`,
    steps: [
      { watch: 'ns', options: { resourceVersion: '1' } },
      bare('ns-bad/foo'),
      bare('ns/foo'),
      { told: ['ADDED foo 3'] },
      { update: pod('ns/foo', {}, on('bar')) },
      { told: ['MODIFIED foo 4'] },
    ],
  },
  {
    origin: `${watchers}: testWatch, "key updated to match predicate"`,
    steps: [
      { watch: 'ns', options: { resourceVersion: '1', fieldSelector: 'spec.nodeName=bar' } },
      { create: pod('ns/foo', {}, on('')) },
      { update: pod('ns/foo', {}, on('bar')) },
      { told: ['ADDED foo 3'] },
    ],
  },
  {
    origin: `${watchers}: testWatch, "delete because of being filtered"`,
    steps: [
      { watch: 'ns', options: { resourceVersion: '1', fieldSelector: 'spec.nodeName!=bar' } },
      { create: pod('ns/foo', {}, on('')) },
      { update: pod('ns/foo', {}, on('bar')) },
      { told: ['ADDED foo 2', 'DELETED foo 3'] },
    ],
  },
  {
    origin: `${watchers}: testWatch, "filtering"`,
    steps: [
      { watch: 'ns', options: { resourceVersion: '1', labelSelector: 'select=true' } },
      { create: pod('ns/foo', selected, on('')) },
      { update: pod('ns/foo', {}, on('')) },
      { update: pod('ns/foo', selected, on('')) },
      { update: pod('ns/foo', selected, on('bar')) },
      { delete: 'ns/foo', gives: 'gone' },
      { told: ['ADDED foo 2', 'DELETED foo 3', 'ADDED foo 4', 'MODIFIED foo 5', 'DELETED foo 6'] },
    ],
  },
  {
    origin: `${watchers}: RunTestWatchFromZero`,
    steps: [
      bare('ns/foo'),
      { watch: 'ns', options: { resourceVersion: '0' } },
      { told: ['ADDED foo 2'] },
      { update: pod('ns/foo', { annotations: { a: '1' } }) },
      { told: ['MODIFIED foo 3'] },
      { watch: 'ns', options: { resourceVersion: '0' } },
      { told: ['ADDED foo 3'] },
      { update: pod('ns/foo') },
      { compact: 4 },
      { watch: 'ns', options: { resourceVersion: '0' } },
      { told: ['ADDED foo 4'] },
      // Upstream watches from 3 here, with etcd compacted at 4: the start is 4, which 3.4.23 gets wrong. One earlier is plain.
      { watch: 'ns', options: { resourceVersion: '2' } },
      { told: ['ERROR 410'] },
    ],
  },
  {
    origin: `${watchers}: RunTestDeleteTriggerWatch and RunTestWatchDeleteEventObjectHaveLatestRV`,
    steps: [
      bare('ns/foo'),
      { watch: 'ns', options: { resourceVersion: '2' } },
      { delete: 'ns/foo', gives: 'gone' },
      { told: ['DELETED foo 3'] },
    ],
  },
  {
    origin: `${watchers}: RunTestWatchFromNonZero`,
    steps: [
      bare('ns/foo'),
      { watch: 'ns', options: { resourceVersion: '2' } },
      { update: pod('ns/foo', { annotations: { version: '2' } }) },
      { told: ['MODIFIED foo 3'] },
    ],
  },
  {
    origin: `${watchers}: RunTestNamespaceScopedWatch, "... without namespace, field selector with metadata.namespace"`,
    steps: [
      { watch: '', options: { resourceVersion: '1', fieldSelector: 'metadata.namespace=ns1' } },
      ...[bare('ns1/foo1'), bare('ns2/foo1')],
      { update: pod('ns1/foo1', selected) },
      { update: pod('ns2/foo1', selected) },
      { told: ['ADDED foo1 2', 'MODIFIED foo1 4'] },
    ],
  },
  {
    origin: `${registry}: TestStoreCreate, create before a graceful deletion is over`,
    graceful: true,
    steps: [
      bare('test/foo'),
      { create: pod('test/foo', {}, on('machine2')), refused: 'AlreadyExists' },
      { delete: 'test/foo', options: { gracePeriodSeconds: 50 }, gives: { metadata: {} } },
      { create: pod('test/foo'), refused: 'AlreadyExists' },
    ],
  },
  {
    origin: `${registry}: TestStoreUpdate`,
    steps: [
      { update: pod('test/foo'), refused: 'NotFound' },
      { create: pod('test/foo', {}, on('machine')) },
      {
        update: pod('test/foo', { resourceVersion: '7' }, on('machine')),
        refused: 'Conflict',
      },
      { update: pod('test/foo', {}, on('machine2')), gives: { spec: on('machine2') } },
      { get: 'test/foo', gives: { spec: on('machine2') } },
    ],
  },
  {
    origin: `${registry}: TestNoOpUpdates`,
    steps: [
      { create: pod('default/foo', selected, on('machine')) },
      {
        update: pod('default/foo', selected, on('machine')),
        gives: { metadata: { resourceVersion: '2', ...selected } },
      },
      { get: 'default/foo', gives: { metadata: { resourceVersion: '2' } } },
    ],
  },
  {
    origin: `${registry}: TestStoreDelete`,
    steps: [
      { delete: 'test/foo', refused: 'NotFound' },
      bare('test/foo'),
      { delete: 'test/foo', gives: 'gone' },
      { get: 'test/foo', refused: 'NotFound' },
    ],
  },
  {
    origin: `${registry}: TestStoreGracefulDeleteWithResourceVersion`,
    graceful: true,
    steps: [
      bare('test/foo'),
      {
        delete: 'test/foo',
        options: { gracePeriodSeconds: 0, preconditions: { resourceVersion: '2' } },
        gives: 'gone',
      },
    ],
  },
  {
    origin: `${registry}: TestGracefulStoreHandleFinalizers`,
    graceful: true,
    steps: [
      { create: pod('test/foo', { finalizers: ['foo.com/x'] }, on('machine')) },
      { delete: 'test/foo', options: { gracePeriodSeconds: 0 }, gives: { metadata: {} } },
      { update: pod('test/foo', { finalizers: ['foo.com/x'] }, on('machine')) },
      { get: 'test/foo' },
      { update: pod('test/foo', {}, on('anothermachine')) },
      { get: 'test/foo', refused: 'NotFound' },
    ],
  },
  {
    origin: `${registry}: TestNonGracefulStoreHandleFinalizers`,
    steps: [
      { create: pod('test/foo', { finalizers: ['foo.com/x'] }, on('machine')) },
      {
        delete: 'test/foo',
        gives: {
          metadata: {
            ...{ deletionTimestamp: '2025-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 },
            generation: 2,
          },
        },
      },
      { update: pod('test/foo', { finalizers: ['foo.com/x'] }, on('machine')) },
      { get: 'test/foo' },
      { update: pod('test/foo', {}, on('anothermachine')) },
      { get: 'test/foo', refused: 'NotFound' },
    ],
  },
  {
    origin: `${rest}: testCreateResetsUserData`,
    steps: [
      {
        create: pod('test/foo', { uid: 'bad-uid', creationTimestamp: '2024-01-01T00:00:00Z' }),
        gives: { metadata: { uid: 'u1', creationTimestamp: '2025-01-01T00:00:00Z' } },
      },
    ],
  },
  {
    origin: `${rest}: testUpdateWithWrongUID`,
    steps: [bare('test/foo'), { update: pod('test/foo', { uid: 'UID1111' }), refused: 'Conflict' }],
  },
  {
    origin: `${rest}: testUpdateIgnoreGenerationUpdates`,
    steps: [
      bare('test/foo'),
      { update: pod('test/foo', { generation: 2 }), gives: { metadata: { generation: 1 } } },
    ],
  },
  {
    origin: `${rest}: testDeleteGracefulHasDefault`,
    graceful: true,
    steps: [
      bare('test/foo'),
      {
        delete: 'test/foo',
        gives: { metadata: { deletionGracePeriodSeconds: 30, generation: 2 } },
      },
      { get: 'test/foo', gives: { metadata: { deletionTimestamp: '2025-01-01T00:00:30Z' } } },
    ],
  },
  {
    origin: `${rest}: testDeleteGracefulWithValue`,
    graceful: true,
    steps: [
      bare('test/foo'),
      {
        delete: 'test/foo',
        options: { gracePeriodSeconds: 32 },
        gives: { metadata: { deletionGracePeriodSeconds: 32, generation: 2 } },
      },
    ],
  },
  {
    origin: `${rest}: testDeleteGracefulExtend`,
    graceful: true,
    steps: [
      bare('test/foo'),
      { delete: 'test/foo', options: { gracePeriodSeconds: 30 } },
      {
        delete: 'test/foo',
        options: { gracePeriodSeconds: 32 },
        gives: { metadata: { deletionGracePeriodSeconds: 30, generation: 2 } },
      },
    ],
  },
  {
    origin: `${rest}: testDeleteGracefulImmediate`,
    graceful: true,
    steps: [
      bare('test/foo'),
      { delete: 'test/foo', options: { gracePeriodSeconds: 30 } },
      { delete: 'test/foo', options: { gracePeriodSeconds: 0 }, gives: 'gone' },
      { get: 'test/foo', refused: 'NotFound' },
    ],
  },
  {
    origin: `${rest}: testDeleteGracefulShorten`,
    graceful: true,
    steps: [
      bare('test/foo'),
      { delete: 'test/foo', options: { gracePeriodSeconds: 3600 } },
      { seconds: 5 },
      {
        delete: 'test/foo',
        options: { gracePeriodSeconds: 30 },
        gives: {
          metadata: {
            ...{ deletionGracePeriodSeconds: 30, deletionTimestamp: '2025-01-01T00:00:30Z' },
          },
        },
      },
    ],
  },
];
