/**
 * Keys of objects to look at. A key is in it once, however often it is added, and is worked on by one at a time:
 * added while somebody works on it, it comes back when they are done.
 * Settled by client-go util/workqueue (queue.go, delaying_queue.go, rate_limiting_queue.go).
 */
export interface WorkQueue {
  /** Adds a key, at the end. */
  add(key: string): void;
  /** Adds a key once `ms` milliseconds have passed; at once for 0 or less. */
  addAfter(key: string, ms: number): void;
  /** Adds a key after a delay that grows with each failure since the last `forget`. */
  addRateLimited(key: string): void;
  /** The key has been dealt with: the next failure counts as the first. Does not take it out of the queue. */
  forget(key: string): void;
  /** How often the key was added with rate limit since the last `forget`. */
  numRequeues(key: string): number;
  /** Takes the first key whose time has come, undefined when there is none. Whoever takes it calls `done`. */
  get(): string | undefined;
  /** Nobody works on the key any more. */
  done(key: string): void;
  /** How many keys wait and could be taken now. */
  length(): number;
}

/**
 * What decides: brings the cluster one step closer to what the object with this key says. Level-triggered: it looks at
 * the state, not at what changed, and doing it again changes nothing.
 */
export interface Controller {
  /**
   * Whoever runs the controller takes a key from its queue, calls this, then `done`. It returns: `forget`, and `addAfter`
   * when asked for. It throws (an ApiError, mostly): `addRateLimited`. An object that is gone is no error.
   */
  sync(key: string): SyncResult;
}

/** When to look at the key again though nothing happens, in milliseconds from now; nothing: only when something happens. */
export type SyncResult = { readonly requeueAfterMs: number } | undefined;
