/**
 * What a controller has ordered and not yet seen in its cache. The cache lags behind the controller's own writes: without
 * this it would count the Pods it has just created as missing, and create them again. `key` is that of the controller's
 * object (`default/web`), `child` that of an object it deletes (`default/web-x7k2p`).
 * Settled by kubernetes pkg/controller/controller_utils.go, UIDTrackingControllerExpectations.
 */
export interface Expectations {
  /** `count` objects are about to be created for this key. Replaces what was expected before, deletions too. */
  expectCreations(key: string, count: number): void;
  /** These objects are about to be deleted for this key. Replaces what was expected before, creations too. */
  expectDeletions(key: string, children: readonly string[]): void;
  /** One of them was seen as an add, or its creation failed and will never be seen. */
  creationObserved(key: string): void;
  /** The deletion of `child` was seen, or failed. A second time, or a child that nobody expected, changes nothing. */
  deletionObserved(key: string, child: string): void;
  /**
   * May the controller trust its cache for this key? True when all was seen, when nothing was ever expected,
   * and when the expectation is older than five minutes: then an event was lost and waiting would not end.
   */
  satisfied(key: string): boolean;
  /** The controller's object is gone. */
  forget(key: string): void;
}
