import {
  ApiError,
  type Clock,
  type Controller,
  type Expectations,
  type Informer,
  type KubernetesObject,
  keyOf,
  type ListWatcher,
  NotImplemented,
  type ResourceEventHandler,
  type Stored,
  type Tombstone,
  type Watch,
  type WatchEvent,
  type WorkQueue,
} from 'course/kit';

export interface InformerOptions {
  readonly clock: Clock;
  /** Every so many milliseconds handlers hear of all objects once more. Absent or 0: never. */
  readonly resyncMs?: number;
}

/** What became of a key: it was dealt with, or `error` is what `sync` threw, for whoever keeps the log. */
export interface WorkResult {
  readonly key: string;
  readonly error?: unknown;
}

/**
 * A cache of all objects of a resource, filled by list and kept up to date by watch. It has no timer and no thread:
 * whoever runs it calls `poll` again and again, and everything happens in there.
 *
 * Settled by: client-go v0.32, tools/cache/reflector.go (Reflector), delta_fifo.go (Replace, Resync),
 * controller.go (processDeltas), shared_informer.go.
 */
export class SharedInformer<T extends KubernetesObject = KubernetesObject> implements Informer<T> {
  readonly #listWatcher: ListWatcher<T>;
  readonly #options: InformerOptions;

  constructor(listWatcher: ListWatcher<T>, options: InformerOptions) {
    this.#listWatcher = listWatcher;
    this.#options = options;
  }

  // TODO step 1: What must be kept between two polls? The cache, the handlers, and what else?

  /**
   * One turn: at most one list, one watch opened and one drain. Throws what `list` or `watch` throw; then the next
   * turn tries again.
   */
  poll(): void {
    // TODO step 1, First list (rules 1 to 4).
    // TODO step 2, Watch (rules 5 to 9).
    // TODO step 3, A new list (rules 10 to 13).
    // TODO step 4, Resync (rules 14 and 15).
    throw new NotImplemented('step 1: poll');
  }

  /** The object in the cache, undefined when there is none. `namespace` is '' for resources without. */
  get(namespace: string, name: string): Stored<T> | undefined {
    // TODO step 1, First list (rule 3).
    throw new NotImplemented('step 1: get');
  }

  /** All objects in the cache, or those of one namespace, in any order. */
  list(namespace = ''): Stored<T>[] {
    // TODO step 1, First list (rule 3).
    throw new NotImplemented('step 1: list');
  }

  /** True once the first list is in the cache. */
  hasSynced(): boolean {
    // TODO step 1, First list (rule 2).
    throw new NotImplemented('step 1: hasSynced');
  }

  /** From now on `handler` hears of every change; first, of everything in the cache. */
  addEventHandler(handler: ResourceEventHandler<T>): void {
    // TODO step 1, First list (rule 4).
    throw new NotImplemented('step 1: addEventHandler');
  }
}

/** How long, in milliseconds, a key waits that was added with rate limit `requeues` times before. */
export function backoffMs(requeues: number): number {
  // TODO step 7, Back-off (rule 23).
  throw new NotImplemented('step 7: backoffMs');
}

/**
 * Keys that wait to be looked at. What each method means stands at the kit's WorkQueue.
 *
 * Settled by: client-go v0.32, util/workqueue (queue.go, delaying_queue.go, default_rate_limiters.go).
 */
export class RateLimitingQueue implements WorkQueue {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  // TODO step 5: Which keys wait, which are asked for, which are worked on?

  add(key: string): void {
    // TODO step 5, One at a time (rules 16 to 19).
    // TODO step 6, Later (rule 20).
    throw new NotImplemented('step 5: add');
  }

  get(): string | undefined {
    // TODO step 5, One at a time (rules 16 to 19).
    // TODO step 6, Later (rule 20).
    throw new NotImplemented('step 5: get');
  }

  done(key: string): void {
    // TODO step 5, One at a time (rules 18 and 19).
    // TODO step 6, Later (rule 20).
    throw new NotImplemented('step 5: done');
  }

  length(): number {
    // TODO step 5, One at a time (rule 17).
    // TODO step 6, Later (rule 20).
    throw new NotImplemented('step 5: length');
  }

  addAfter(key: string, ms: number): void {
    // TODO step 6, Later (rules 20 to 22).
    throw new NotImplemented('step 6: addAfter');
  }

  addRateLimited(key: string): void {
    // TODO step 7, Back-off (rules 23 and 24).
    throw new NotImplemented('step 7: addRateLimited');
  }

  forget(key: string): void {
    // TODO step 7, Back-off (rule 25).
    throw new NotImplemented('step 7: forget');
  }

  numRequeues(key: string): number {
    // TODO step 7, Back-off (rules 24 and 25).
    throw new NotImplemented('step 7: numRequeues');
  }
}

/**
 * What controllers have ordered and not yet seen. What each method means stands at the kit's Expectations.
 *
 * Settled by: kubernetes v1.32, pkg/controller/controller_utils.go, UIDTrackingControllerExpectations.
 */
export class ControllerExpectations implements Expectations {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  // TODO step 8: What must be known for each key?

  expectCreations(key: string, count: number): void {
    // TODO step 8, Expectations (rules 26 and 27).
    throw new NotImplemented('step 8: expectCreations');
  }

  expectDeletions(key: string, children: readonly string[]): void {
    // TODO step 8, Expectations (rules 26 and 27).
    throw new NotImplemented('step 8: expectDeletions');
  }

  creationObserved(key: string): void {
    // TODO step 8, Expectations (rule 28).
    throw new NotImplemented('step 8: creationObserved');
  }

  deletionObserved(key: string, child: string): void {
    // TODO step 8, Expectations (rule 28).
    throw new NotImplemented('step 8: deletionObserved');
  }

  satisfied(key: string): boolean {
    // TODO step 8, Expectations (rules 26 and 29).
    throw new NotImplemented('step 8: satisfied');
  }

  forget(key: string): void {
    // TODO step 8, Expectations (rule 30).
    throw new NotImplemented('step 8: forget');
  }
}

/**
 * A handler that puts the key of whatever changed into the queue, and nothing else.
 *
 * Settled by: client-go v0.32, tools/cache/controller.go, DeletionHandlingMetaNamespaceKeyFunc.
 */
export function enqueueKeys(queue: WorkQueue): ResourceEventHandler {
  // TODO step 9, One item of work (rule 31).
  throw new NotImplemented('step 9: enqueueKeys');
}

/**
 * Takes one key from the queue and has the controller look at it. Undefined: nothing was taken.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replicaset/replica_set.go, processNextWorkItem.
 */
export function processNextWorkItem(
  queue: WorkQueue,
  controller: Controller,
  informers: readonly Pick<Informer, 'hasSynced'>[],
): WorkResult | undefined {
  // TODO step 9, One item of work (rules 32 to 35).
  throw new NotImplemented('step 9: processNextWorkItem');
}
