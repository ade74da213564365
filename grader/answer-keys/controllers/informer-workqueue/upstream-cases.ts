/** Where a case comes from: file, test and what the case is about, in our words. client-go v0.32 but for the last. */
export type Origin = readonly [file: string, test: string, about: string];

const reflectorTest = (test: string, about: string): Origin => [
  ...(['tools/cache/reflector_test.go', test, about] as const),
];
const fifoTest = (test: string, about: string): Origin => [
  ...(['tools/cache/delta_fifo_test.go', test, about] as const),
];
const queueTest = (test: string, about: string): Origin => [
  ...(['util/workqueue/queue_test.go', test, about] as const),
];
const delayTest = (test: string, about: string): Origin => [
  ...(['util/workqueue/delaying_queue_test.go', test, about] as const),
];
const limitTest = (test: string, about: string): Origin => [
  ...(['util/workqueue/default_rate_limiters_test.go', test, about] as const),
];

/**
 * What the server answers to one request, in order. `list: [revision, ...objects]`, `watch: [...events, how it ends]`;
 * an object is `name@revision`, an event `+name@revision`, `~name@revision`, `-name@revision`, or `=revision` for a
 * bookmark. A number is the code of an error: as an answer, or as the last event. `closed`: the server ends the watch.
 */
export type Answer =
  | { readonly list: readonly [revision: string, ...objects: string[]] | number }
  | { readonly watch: readonly (string | number)[] | number };

/**
 * What an informer asks and tells when the server answers so. Where upstream makes a new reflector on the same store,
 * the watch before it ends with 410 here; where upstream asks at once again, we do in the next poll.
 */
export interface InformerCase {
  readonly origin: Origin;
  readonly answers: readonly Answer[];
  readonly requests?: readonly string[];
  /** The cache at the end, sorted. */
  readonly cache?: readonly string[];
  /** What the handler heard after the first list, sorted. */
  readonly told?: readonly string[];
  readonly synced?: boolean;
}

const eight = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `pod-${i}@${i}`);
const four = eight.slice(0, 4);
const known = { list: ['7', 'foo@5', 'bar@6', 'baz@7'] } as const;
const restart = 410;

export const informerCases: readonly InformerCase[] = [
  {
    origin: reflectorTest(
      'TestReflectorListAndWatch',
      'a watch that ends goes on at its last event',
    ),
    answers: [
      { list: ['1'] },
      { watch: ['+foo@2', '+bar@3', 'closed'] },
      { watch: ['+baz@4', '+qux@5', '+zoo@6'] },
    ],
    requests: ['list 0', 'watch 1', 'watch 3'],
    cache: ['bar@3', 'baz@4', 'foo@2', 'qux@5', 'zoo@6'],
  },
  {
    origin: reflectorTest(
      'TestReflectorListAndWatchWithErrors',
      'first two rows: events, a new list, events',
    ),
    answers: [
      { list: ['1'] },
      { watch: ['+foo@2', '+bar@3', restart] },
      { list: ['3', 'foo@2', 'bar@3'] },
      { watch: ['-foo@4', '+qux@5'] },
    ],
    requests: ['list 0', 'watch 1', 'list 3', 'watch 3'],
    cache: ['bar@3', 'qux@5'],
  },
  {
    origin: reflectorTest(
      'TestReflectorListAndWatchWithErrors',
      'a list that fails leaves the store',
    ),
    answers: [{ list: ['5', 'bar@3', 'qux@5'] }, { watch: [restart] }, { list: 500 }],
    requests: ['list 0', 'watch 5', 'list 5'],
    cache: ['bar@3', 'qux@5'],
  },
  {
    origin: reflectorTest(
      'TestReflectorListAndWatchWithErrors',
      'a watch that fails leaves the store',
    ),
    answers: [{ list: ['5', 'bar@3', 'qux@5'] }, { watch: 500 }, { watch: ['+baz@6'] }],
    cache: ['bar@3', 'baz@6', 'qux@5'],
  },
  {
    origin: reflectorTest(
      'TestReflectorWatchHandler',
      'events change the store; the last one gives the revision',
    ),
    answers: [
      { list: ['9', 'foo@1', 'bar@1'] },
      { watch: ['-foo@10', '~bar@55', '+baz@32', 'closed'] },
      { watch: [] },
    ],
    requests: ['list 0', 'watch 9', 'watch 32'],
    cache: ['bar@55', 'baz@32'],
  },
  ...(['10', '20', '30', '40'] as const).map((revision, i) => ({
    origin: reflectorTest('TestReflectorResourceVersionUpdate', `revision after ${i + 1} events`),
    answers: [
      { list: ['10'] as const },
      { watch: [...['+x@10', '~x@20', '=30', '-x@40'].slice(0, i + 1), 'closed'] },
      { watch: [] },
    ],
    requests: ['list 0', 'watch 10', `watch ${revision}`],
  })),
  {
    origin: reflectorTest(
      'TestReflectorResyncWithResourceVersion',
      'the second list asks for the revision of the first',
    ),
    answers: [
      { list: ['10', ...four] },
      { watch: [restart] },
      { list: ['11', ...eight] },
      { watch: [] },
    ],
    requests: ['list 0', 'watch 10', 'list 10', 'watch 11'],
    cache: eight,
  },
  {
    origin: reflectorTest(
      'TestReflectorExpiredExactResourceVersion',
      'a list that is refused as expired is asked for the latest',
    ),
    answers: [
      { list: ['10', ...four] },
      { watch: [restart] },
      { list: 410 },
      { list: ['11', ...eight] },
      { watch: [] },
    ],
    requests: ['list 0', 'watch 10', 'list 10', "list ''", 'watch 11'],
    cache: eight,
  },
  {
    origin: reflectorTest(
      'TestNoRelistOnTooManyRequests',
      'four watches are refused, one list is enough',
    ),
    answers: [
      { list: ['1'] },
      { watch: 429 },
      { watch: 429 },
      { watch: 429 },
      { watch: 429 },
      { watch: [] },
    ],
    requests: ['list 0', 'watch 1', 'watch 1', 'watch 1', 'watch 1', 'watch 1'],
  },
  {
    origin: reflectorTest('TestBackoffOnTooManyRequests', '429 as an answer and as an event'),
    answers: [{ list: ['1'] }, { watch: 429 }, { watch: [429] }, { watch: [] }],
    requests: ['list 0', 'watch 1', 'watch 1', 'watch 1'],
  },
  {
    origin: reflectorTest('TestRetryInternalError', 'internal errors of the watch, retries on'),
    answers: [{ list: ['1'] }, { watch: [500] }, { watch: [500] }, { watch: [] }],
    requests: ['list 0', 'watch 1', 'watch 1', 'watch 1'],
  },
  {
    origin: [
      ...(['tools/cache/shared_informer_test.go', 'TestSharedInformerWatchDisruption'] as const),
      'changes that only the new list shows, told to a listener that resyncs',
    ],
    answers: [
      { list: ['2', 'pod1@1', 'pod2@2'] },
      { watch: [restart] },
      { list: ['4', 'pod1@1', 'pod2@4', 'pod3@3'] },
      { watch: [] },
    ],
    told: ['add pod3@3', 'update pod1@1 to 1', 'update pod2@2 to 4'],
  },
  {
    origin: fifoTest(
      'TestDeltaFIFO_ReplaceMakesDeletions',
      'a deletion that was seen, one that was not',
    ),
    answers: [known, { watch: ['-baz@10', restart] }, { list: ['11', 'foo@5'] }, { watch: [] }],
    told: ['gone baz@10', 'tombstone bar, last known bar@6', 'update foo@5 to 5'],
  },
  {
    origin: fifoTest(
      'TestDeltaFIFO_ReplaceMakesDeletions',
      'an addition of what is known, then it is gone',
    ),
    answers: [known, { watch: ['+baz@10', restart] }, { list: ['11', 'foo@5'] }, { watch: [] }],
    told: [
      ...['tombstone bar, last known bar@6', 'tombstone baz, last known baz@10'],
      ...['update baz@7 to 10', 'update foo@5 to 5'],
    ],
  },
  {
    origin: fifoTest(
      'TestDeltaFIFO_ReplaceMakesDeletions',
      'deleted, created again, then gone unseen',
    ),
    answers: [
      known,
      { watch: ['-bar@6', '+bar@100', restart] },
      { list: ['101', 'foo@5'] },
      { watch: [] },
    ],
    told: [
      ...['add bar@100', 'gone bar@6', 'tombstone bar, last known bar@100'],
      ...['tombstone baz, last known baz@7', 'update foo@5 to 5'],
    ],
  },
  {
    origin: fifoTest(
      'TestDeltaFIFO_ReplaceMakesDeletions',
      'two lists: the Tombstone has the state of the first',
    ),
    answers: [
      known,
      { watch: [restart] },
      { list: ['100', 'bar@100', 'foo@5'] },
      { watch: [restart] },
      { list: ['101', 'foo@5'] },
      { watch: [] },
    ],
    told: [
      ...['tombstone bar, last known bar@100', 'tombstone baz, last known baz@7'],
      ...['update bar@6 to 100', 'update foo@5 to 5', 'update foo@5 to 5'],
    ],
  },
  {
    origin: fifoTest(
      'TestDeltaFIFO_ReplaceMakesDeletionsReplaced',
      'what stays is told with its new revision',
    ),
    answers: [known, { watch: ['-baz@10', restart] }, { list: ['11', 'foo@6'] }, { watch: [] }],
    told: ['gone baz@10', 'tombstone bar, last known bar@6', 'update foo@5 to 6'],
  },
  {
    origin: fifoTest(
      'TestDeltaFIFO_DeleteExistingNonPropagated',
      'added and deleted in one breath: both are told',
    ),
    answers: [{ list: ['4'] }, { watch: ['+foo@5', '-foo@6'] }],
    told: ['add foo@5', 'gone foo@6'],
  },
  {
    origin: fifoTest('TestDeltaFIFO_HasSynced', 'nothing listed yet'),
    answers: [{ list: 500 }],
    synced: false,
  },
  {
    origin: fifoTest('TestDeltaFIFO_HasSynced', 'an empty list'),
    answers: [{ list: ['1'] }, { watch: [] }],
    synced: true,
  },
  {
    origin: fifoTest('TestDeltaFIFO_HasSynced', 'a list of two, both told'),
    answers: [{ list: ['2', 'a@1', 'b@2'] }, { watch: [] }],
    synced: true,
  },
];

/** Calls of a queue and what they give; a number alone moves the clock on, in milliseconds. */
export type QueueStep =
  | number
  | readonly ['get', expected: string | undefined]
  | readonly ['length' | 'numRequeues', expected: number, key?: string]
  | readonly ['add' | 'done' | 'addRateLimited' | 'forget', key: string]
  | readonly ['addAfter', key: string, ms: number];

export const queueCases: readonly { origin: Origin; steps: readonly QueueStep[] }[] = [
  {
    origin: queueTest('TestLen', 'a key is counted once'),
    steps: [
      ['add', 'foo'],
      ['length', 1],
      ['add', 'bar'],
      ['length', 2],
      ['add', 'foo'],
      ['length', 2],
    ],
  },
  {
    origin: queueTest('TestReinsert', 'added back while it is processed'),
    steps: [
      ...([
        ['add', 'foo'],
        ['get', 'foo'],
        ['add', 'foo'],
        ['done', 'foo'],
      ] as const),
      ...([
        ['get', 'foo'],
        ['done', 'foo'],
        ['length', 0],
      ] as const),
    ],
  },
  {
    origin: queueTest('TestCollapse', 'added twice, processed once'),
    steps: [
      ['add', 'bar'],
      ['add', 'bar'],
      ['get', 'bar'],
      ['done', 'bar'],
      ['length', 0],
    ],
  },
  {
    origin: queueTest('TestCollapseWhileProcessing', 'a second worker has to wait'),
    steps: [
      ...([
        ['add', 'foo'],
        ['get', 'foo'],
        ['add', 'foo'],
        ['add', 'foo'],
        ['get', undefined],
      ] as const),
      ...([
        ['done', 'foo'],
        ['get', 'foo'],
        ['done', 'foo'],
        ['length', 0],
      ] as const),
    ],
  },
  {
    origin: queueTest('TestAddWhileProcessing', 'every worker adds its item once more'),
    steps: [
      ...([
        ['add', 'a'],
        ['add', 'b'],
        ['get', 'a'],
        ['add', 'a'],
        ['get', 'b'],
        ['add', 'b'],
      ] as const),
      ...([
        ['done', 'a'],
        ['done', 'b'],
        ['get', 'a'],
        ['done', 'a'],
        ['get', 'b'],
      ] as const),
      ...([
        ['done', 'b'],
        ['length', 0],
      ] as const),
    ],
  },
  {
    origin: delayTest('TestSimpleQueue', 'added after its time, once'),
    steps: [
      ...([['addAfter', 'foo', 50], ['length', 0], 60, ['length', 1], ['get', 'foo']] as const),
      ...([['done', 'foo'], 10_000, ['length', 0]] as const),
    ],
  },
  {
    origin: delayTest('TestDeduping', 'a later time is dropped'),
    steps: [
      ...([['addAfter', 'foo', 50], ['addAfter', 'foo', 70], ['length', 0], 60] as const),
      ...([['length', 1], ['get', 'foo'], ['done', 'foo'], 20, ['length', 0]] as const),
    ],
  },
  {
    origin: delayTest('TestDeduping', 'an earlier time overrides'),
    steps: [
      ...([['addAfter', 'foo', 50], ['addAfter', 'foo', 30], ['length', 0], 40] as const),
      ...([['length', 1], ['get', 'foo'], ['done', 'foo'], 20, ['length', 0]] as const),
    ],
  },
  {
    origin: delayTest('TestAddTwoFireEarly', 'the second of two comes first'),
    steps: [
      ...([['addAfter', 'foo', 1000], ['addAfter', 'bar', 50], ['length', 0], 60] as const),
      ...([['length', 1], ['get', 'bar'], ['addAfter', 'baz', 2000], 1000] as const),
      ...([['length', 1], ['get', 'foo'], 2000, ['length', 1], ['get', 'baz']] as const),
    ],
  },
  {
    origin: delayTest('TestCopyShifting', 'three times in reverse'),
    steps: [
      ...([
        ['addAfter', 'foo', 1000],
        ['addAfter', 'bar', 500],
        ['addAfter', 'baz', 250],
      ] as const),
      ...([
        ['length', 0],
        2000,
        ['length', 3],
        ['get', 'baz'],
        ['get', 'bar'],
        ['get', 'foo'],
      ] as const),
    ],
  },
  {
    origin: [
      ...(['util/workqueue/rate_limiting_queue_test.go', 'TestRateLimitingQueue'] as const),
      'waits double, each key for itself, until forget; 5 ms where upstream tests with 1',
    ],
    steps: [
      ...([
        ['addRateLimited', 'one'],
        4,
        ['length', 0],
        1,
        ['get', 'one'],
        ['done', 'one'],
      ] as const),
      ...([['addRateLimited', 'one'], ['numRequeues', 2, 'one'], 9, ['length', 0], 1] as const),
      ...([['get', 'one'], ['done', 'one'], ['addRateLimited', 'two'], 5, ['get', 'two']] as const),
      ...([
        ['done', 'two'],
        ['forget', 'one'],
        ['numRequeues', 0, 'one'],
      ] as const),
      ...([['addRateLimited', 'one'], 5, ['get', 'one']] as const),
    ],
  },
];

/** Waits before each of these requeues; upstream's, times 5, for it tests with 1 ms. */
export const backoffCases: readonly { origin: Origin; waits: Readonly<Record<number, number>> }[] =
  [
    {
      origin: limitTest('TestItemExponentialFailureRateLimiter', 'the first five'),
      waits: { 0: 5, 1: 10, 2: 20, 3: 40, 4: 80 },
    },
    {
      origin: limitTest(
        'TestItemExponentialFailureRateLimiterOverFlow',
        'the sixth, and after 1000',
      ),
      waits: { 5: 160, 1000: 1_000_000 },
    },
  ];
