import type { ApiStatus, KubernetesList, KubernetesObject, Stored } from './kubernetes.ts';

/** What to list. Settled by the API concepts page, "Resource versions" and "Retrieving large results sets in chunks". */
export interface ListOptions {
  /** Selector text, `app=web,tier!=db`; empty or absent selects all. Nonsense is ApiError 400. */
  labelSelector?: string;
  /** Selector text over fields, `status.phase=Running`, `metadata.name=web`. */
  fieldSelector?: string;
  /**
   * How fresh: absent or '' the latest state; '0' any state that the server has at hand;
   * another one at least as new as that, and with `continue` not allowed.
   */
  resourceVersion?: string;
  /** `Exact`: the state at that very resourceVersion; ApiError 410 Expired when it is compacted. */
  resourceVersionMatch?: 'Exact' | 'NotOlderThan';
  /** At most so many items; the answer's `metadata.continue` asks for the rest. Absent or 0: all. */
  limit?: number;
  /** The rest of an earlier list, at the revision of its first page. ApiError 410 Expired when that is compacted. */
  continue?: string;
}

/** What to watch. */
export interface ResourceWatchOptions {
  labelSelector?: string;
  fieldSelector?: string;
  /**
   * Events after this revision, which is that of a list. Absent or '' or '0': first an ADDED for everything there is,
   * in no promised order, then what happens. One that is compacted: see WatchEvent, ERROR.
   */
  resourceVersion?: string;
  /** Send a BOOKMARK now and then, so that a quiet watch knows a fresh revision to resume from. */
  allowWatchBookmarks?: boolean;
}

/** An object was created, or began to match the selector. It has the revision of that change. */
export interface AddedEvent<T extends KubernetesObject> {
  type: 'ADDED';
  object: Stored<T>;
}

/** An object changed: its new state. */
export interface ModifiedEvent<T extends KubernetesObject> {
  type: 'MODIFIED';
  object: Stored<T>;
}

/**
 * An object was deleted, or ceased to match the selector: its last state that matched,
 * with the resourceVersion of the change that removed it.
 */
export interface DeletedEvent<T extends KubernetesObject> {
  type: 'DELETED';
  object: Stored<T>;
}

/** Nothing happened up to this revision: the object has a resourceVersion and nothing else to look at. */
export interface BookmarkEvent {
  type: 'BOOKMARK';
  object: { kind?: string; apiVersion?: string; metadata: { resourceVersion: string } };
}

/**
 * The watch cannot go on; it is the last event. Code 410 (Expired or Gone): the revision is compacted,
 * list again. Any other code: watch again from the last revision seen.
 */
export interface ErrorEvent {
  type: 'ERROR';
  object: ApiStatus;
}

/**
 * One event of a watch, one line on the wire. Tell them apart by `type`.
 * Settled by apimachinery pkg/watch/watch.go and the API concepts page, "Efficient detection of changes".
 */
export type WatchEvent<T extends KubernetesObject = KubernetesObject> =
  | AddedEvent<T>
  | ModifiedEvent<T>
  | DeletedEvent<T>
  | BookmarkEvent
  | ErrorEvent;

/**
 * A running watch, read by asking: whoever opened it calls `drain` whenever it is their turn.
 * No event is lost or doubled, however long nobody asks. The caller owns the events.
 */
export interface Watch<T extends KubernetesObject = KubernetesObject> {
  /** The events since the last call, oldest first; [] when nothing happened. Never throws: errors come as ERROR events. */
  drain(): WatchEvent<T>[];
  /**
   * True when no event will come any more and all have been drained: after an ERROR, after `stop`, or because
   * the server closed the stream, as real ones do every few minutes. The last is no error: watch again from the last revision seen.
   */
  ended(): boolean;
  /** Ends the watch and forgets what was not drained. Calling it again does nothing. */
  stop(): void;
}

/**
 * The two calls that an informer lives on, for one resource (and one namespace, or all).
 * `list` says what there is and at which revision; `watch` from that revision says what happened since, without a gap.
 * Settled by client-go tools/cache/listwatch.go and reflector.go.
 */
export interface ListWatcher<T extends KubernetesObject = KubernetesObject> {
  /** The objects, in no promised order, and in `metadata.resourceVersion` the revision of the reading. Throws ApiError. The caller owns the list. */
  list(options?: ListOptions): KubernetesList<Stored<T>>;
  /** Starts a watch. Throws ApiError for a request that makes no sense (400) or is refused (401, 403), not for a compacted revision. */
  watch(options: ResourceWatchOptions): Watch<T>;
}
