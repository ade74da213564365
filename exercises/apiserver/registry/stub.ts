import {
  ApiError,
  type ApiResource,
  alreadyExists,
  badRequest,
  type Clock,
  conflict,
  type DeleteOptions,
  deepEqual,
  EtcdError,
  expired,
  type FieldError,
  formatTime,
  invalid,
  type KeyValue,
  type KeyValueEvent,
  type KeyValueStore,
  type KubernetesList,
  type ListOptions,
  NotImplemented,
  notFound,
  type ObjectMatcher,
  parseTime,
  prefixEnd,
  type Random,
  type ResourceRegistry,
  type ResourceStrategy,
  type ResourceWatchOptions,
  type Stored,
  type Unstructured,
  type Watch,
  type WatchEvent,
} from 'course/kit';

/** An object as it is stored and handed out. */
type StoredObject = Stored<Unstructured>;

export interface RegistryOptions {
  /** etcd. Others write to it as well. */
  readonly store: KeyValueStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Gives a uid that no object ever had. */
  readonly newUid: () => string;
  /** Which objects are meant by the selectors of `list` and `watch`. */
  readonly matches: ObjectMatcher;
}

/** Given: a name that begins with `base` and ends with five random characters, 63 at most in all. */
export function generatedName(base: string, random: Random): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  const drawn = random.intn(letters.length ** 5);
  const suffix = [0, 1, 2, 3, 4].map(
    (i) => letters[Math.floor(drawn / letters.length ** i) % letters.length],
  );
  return base.slice(0, 58) + suffix.join('');
}

/** Given: the beginning of all keys of a namespace, or of all namespaces when it is '': `/registry/pods/default/`, `/registry/pods/`. */
function keyPrefix({ resource, namespaced }: ApiResource, namespace: string | undefined): string {
  return `/registry/${resource}/${namespaced && namespace ? `${namespace}/` : ''}`;
}

/** Given: an object as etcd holds it, without resourceVersion: that is the revision of the write, which nobody knows yet. */
function encode({ metadata = {}, ...object }: Unstructured): string {
  const { resourceVersion: _, ...stored } = metadata;
  return JSON.stringify({ ...object, metadata: stored });
}

/** Given: the object that a key holds, or held. */
function decode({ value, modRevision }: Pick<KeyValue, 'value' | 'modRevision'>): StoredObject {
  const object = JSON.parse(value) as StoredObject;
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(modRevision) } };
}

/** Where a list goes on: behind the key `after`, in the state at `revision`. */
interface ContinueToken {
  readonly revision: number;
  readonly after: string;
}

/**
 * Given: the text of a list's `metadata.continue`. Clients make nothing of it, and whoever writes one finds nothing outside of
 * the list: the key stands in it without the prefix of the list.
 */
function encodeContinue({ revision, after }: ContinueToken, prefix: string): string {
  return JSON.stringify({ revision, after: after.slice(prefix.length) });
}

/** Given: reads it back, for a list with this prefix. Throws ApiError 400. */
function decodeContinue(text: string, prefix: string): ContinueToken {
  try {
    const { revision, after } = JSON.parse(text);
    if (Number.isSafeInteger(revision) && revision > 0 && typeof after === 'string')
      return { revision, after: prefix + after };
  } catch {
    // No JSON, or none with fields.
  }
  throw badRequest('continue key is not valid');
}

/**
 * All requests about one resource. It keeps nothing itself: what it knows is in etcd.
 *
 * Settled by: apiserver v0.32, pkg/registry/generic/registry/store.go and pkg/storage/etcd3/store.go.
 */
export class Registry implements ResourceRegistry {
  readonly #strategy: ResourceStrategy;
  readonly #options: RegistryOptions;

  constructor(strategy: ResourceStrategy, options: RegistryOptions) {
    this.#strategy = strategy;
    this.#options = options;
  }

  /** The latest state. Throws 404. */
  get(namespace: string, name: string): StoredObject {
    // TODO step 1, Create and get (rules 1 to 3).
    throw new NotImplemented('step 1: get');
  }

  /** Stores a new object. Throws 409 AlreadyExists, 422 Invalid. */
  create(object: Unstructured): StoredObject {
    // TODO step 1, Create and get (rules 4 to 8).
    // TODO step 2, Default, admit, validate (rules 9 to 11).
    throw new NotImplemented('step 1: create');
  }

  /** Replaces all but the status. Throws 404, 409 Conflict, 422 Invalid. */
  update(object: Unstructured): StoredObject {
    // TODO step 3, Update (rules 12 to 17).
    // TODO step 5, Delete (rule 24).
    throw new NotImplemented('step 3: update');
  }

  /** Replaces the status and nothing else. Throws 404, 409 Conflict, 422 Invalid. */
  updateStatus(object: Unstructured): StoredObject {
    // TODO step 4, Status (rule 18): what of `update` is the same?
    throw new NotImplemented('step 4: updateStatus');
  }

  /** Deletes, or begins to. Gives the object that stays for now, undefined when it is gone. Throws 404, 409 Conflict. */
  delete(namespace: string, name: string, options: DeleteOptions = {}): StoredObject | undefined {
    // TODO step 5, Delete (rules 19 to 23).
    throw new NotImplemented('step 5: delete');
  }

  /** The objects in the order of their keys, and the revision of the reading. Throws 410 Expired. */
  list(namespace = '', options: ListOptions = {}): KubernetesList<StoredObject> {
    // TODO step 6, List (rules 25 to 28).
    throw new NotImplemented('step 6: list');
  }

  /** What happens from a revision on. */
  watch(namespace = '', options: ResourceWatchOptions = {}): Watch<Unstructured> {
    // TODO step 7, Watch (rules 29 to 35): open a watcher in etcd, give a RegistryWatch that reads it.
    throw new NotImplemented('step 7: watch');
  }
}

/** One running watch: asks its watcher in etcd, and turns what that tells into events. */
class RegistryWatch implements Watch<Unstructured> {
  // TODO step 7: What must it be given, what must it remember?

  /** The events since the last call, oldest first. */
  drain(): WatchEvent<Unstructured>[] {
    // TODO step 7, Watch (rules 30 to 34).
    throw new NotImplemented('step 7: drain');
  }

  /** Will no event come any more? */
  ended(): boolean {
    // TODO step 7, Watch (rules 33 and 35).
    throw new NotImplemented('step 7: ended');
  }

  /** Ends the watch, and its watcher in etcd. */
  stop(): void {
    // TODO step 7, Watch (rule 35).
    throw new NotImplemented('step 7: stop');
  }
}
