import {
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

  get(namespace: string, name: string): StoredObject {
    const { resource } = this.#strategy;
    const key = keyPrefix(resource, namespace) + name;
    const [kv] = this.#options.store.range(key).kvs;
    if (!kv) throw notFound(resource, name);
    return decode(kv);
  }

  create(object: Unstructured): StoredObject {
    const { name, generateName } = object.metadata ?? {};
    const attempts = !name && generateName ? 8 : 1;
    for (let i = 0; i < attempts; i++) {
      const fresh = this.#checked(this.#fresh(object));
      const stored = this.#put(fresh, 0);
      if (stored) return stored;
    }
    throw alreadyExists(this.#strategy.resource, name || `${generateName}`);
  }

  #fresh({ metadata = {}, ...object }: Unstructured): Unstructured {
    const { resource } = this.#strategy;
    const { clock, random, newUid } = this.#options;
    const { name, generateName, namespace } = metadata;
    return {
      ...object,
      apiVersion: resource.apiVersion,
      kind: resource.kind,
      metadata: {
        ...metadata,
        name: name || (generateName && generatedName(generateName, random)),
        namespace: resource.namespaced ? namespace || 'default' : undefined,
        uid: newUid(),
        creationTimestamp: formatTime(clock.now()),
        generation: 1,
        deletionTimestamp: undefined,
        deletionGracePeriodSeconds: undefined,
      },
      status: undefined,
    };
  }

  #keyOf({ metadata = {} }: Unstructured): string {
    const { namespace = '', name } = metadata;
    return keyPrefix(this.#strategy.resource, namespace) + name;
  }

  #put(object: Unstructured, than: number): StoredObject | undefined {
    const key = this.#keyOf(object);
    const value = encode(object);
    const { succeeded, revision } = this.#options.store.txn({
      compare: [{ key, target: 'mod', result: '=', than }],
      success: [{ op: 'put', key, value }],
      failure: [],
    });
    if (!succeeded) return undefined;
    return decode({ value, modRevision: revision });
  }

  #checked(object: Unstructured, old?: StoredObject): Unstructured {
    const strategy = this.#strategy;
    const filled = strategy.default?.(object) ?? object;
    const admitted = strategy.admit?.(filled, old) ?? filled;
    const errors: FieldError[] = [...(strategy.validate?.(admitted, old) ?? [])];
    const { name = '' } = admitted.metadata ?? {};
    if (name === '')
      errors.push({
        type: 'FieldValueRequired',
        field: 'metadata.name',
        detail: 'name or generateName is required',
      });
    if (errors.length > 0) throw invalid(strategy.resource, name, errors);
    return admitted;
  }

  update(object: Unstructured): StoredObject {
    return this.#replace(object, (stored) => {
      const old = stored.metadata;
      return {
        ...object,
        apiVersion: stored.apiVersion,
        kind: stored.kind,
        metadata: {
          ...object.metadata,
          namespace: old.namespace,
          uid: old.uid,
          resourceVersion: old.resourceVersion,
          creationTimestamp: old.creationTimestamp,
          generation: old.generation,
          deletionTimestamp: old.deletionTimestamp,
          deletionGracePeriodSeconds: old.deletionGracePeriodSeconds,
        },
        status: stored.status,
      };
    });
  }

  #replace(object: Unstructured, next: (stored: StoredObject) => Unstructured): StoredObject {
    const { namespace, name = '', uid, resourceVersion } = object.metadata ?? {};
    for (;;) {
      const stored = this.get(namespace || 'default', name);
      this.#require(stored, uid, resourceVersion);
      const checked = this.#checked(next(stored), stored);
      const wanted = counted(checked, stored);
      if (deepEqual(wanted, stored)) return stored;
      const written = this.#write(wanted, stored);
      if (written) return written;
    }
  }

  #require(stored: StoredObject, uid?: string, version?: string): void {
    const { resource } = this.#strategy;
    const { metadata } = stored;
    if (uid && uid !== metadata.uid)
      throw conflict(resource, metadata.name, `the uid is ${metadata.uid}`);
    if (version && version !== metadata.resourceVersion) throw conflict(resource, metadata.name);
  }

  updateStatus(object: Unstructured): StoredObject {
    return this.#replace(object, (stored) => ({ ...stored, status: object.status }));
  }

  delete(namespace: string, name: string, options: DeleteOptions = {}): StoredObject | undefined {
    const { preconditions, gracePeriodSeconds } = options;
    for (;;) {
      const stored = this.get(namespace, name);
      this.#require(stored, preconditions?.uid, preconditions?.resourceVersion);
      const marked = this.#marked(stored, gracePeriodSeconds);
      if (marked && deepEqual(marked, stored)) return stored;
      if (!marked && this.#remove(stored)) return undefined;
      const written = marked && this.#put(marked, revisionOf(stored));
      if (written) return written;
    }
  }

  #marked(stored: StoredObject, asked?: number): StoredObject | undefined {
    const { metadata } = stored;
    const { deletionTimestamp: ends, deletionGracePeriodSeconds: old = 0 } = metadata;
    const period = ends
      ? Math.min(old, asked ?? old)
      : (this.#strategy.gracePeriodSeconds?.(stored, asked) ?? 0);
    const { finalizers = [], generation = 0 } = metadata;
    if (period === 0 && finalizers.length === 0) return undefined;
    const begun = ends ? parseTime(ends) - old * 1000 : this.#options.clock.now();
    return {
      ...stored,
      metadata: {
        ...metadata,
        deletionTimestamp: formatTime(begun + period * 1000),
        deletionGracePeriodSeconds: period,
        generation: ends ? generation : generation + 1,
      },
    };
  }

  #remove(stored: StoredObject): boolean {
    const key = this.#keyOf(stored);
    const than = revisionOf(stored);
    return this.#options.store.txn({
      compare: [{ key, target: 'mod', result: '=', than }],
      success: [{ op: 'deleteRange', key }],
      failure: [],
    }).succeeded;
  }

  #write(wanted: Unstructured, stored: StoredObject): StoredObject | undefined {
    const { deletionTimestamp, deletionGracePeriodSeconds: period } = stored.metadata;
    const held = wanted.metadata?.finalizers?.length || period;
    if (!deletionTimestamp || held) return this.#put(wanted, revisionOf(stored));
    return this.#remove(stored) ? (wanted as StoredObject) : undefined;
  }

  list(namespace = '', options: ListOptions = {}): KubernetesList<StoredObject> {
    const { resource } = this.#strategy;
    const { limit, resourceVersion, resourceVersionMatch } = options;
    const prefix = keyPrefix(resource, namespace);
    const from = options.continue ? decodeContinue(options.continue, prefix) : undefined;
    const exact = resourceVersionMatch === 'Exact' ? Number(resourceVersion) : 0;
    const past = from?.revision ?? exact;
    const range = this.#range(prefix, from?.after, past);
    const revision = past || range.revision;
    const matching = range.kvs.filter((kv) => this.#meant(decode(kv), options));
    const page = limit ? matching.slice(0, limit) : matching;
    const last = page.at(-1);
    const metadata: KubernetesList['metadata'] = { resourceVersion: String(revision) };
    if (last && page.length < matching.length)
      metadata.continue = encodeContinue({ revision, after: last.key }, prefix);
    return {
      apiVersion: resource.apiVersion,
      kind: `${resource.kind}List`,
      metadata,
      items: page.map(decode),
    };
  }

  #range(prefix: string, after: string | undefined, revision: number) {
    const rangeEnd = prefixEnd(prefix);
    const first = after === undefined ? prefix : `${after}\0`;
    try {
      return this.#options.store.range(first, { rangeEnd, revision });
    } catch (error) {
      if (error instanceof EtcdError && error.code === 'Compacted')
        throw expired('that list is too old');
      throw error;
    }
  }

  #meant(object: StoredObject, options: ListOptions): boolean {
    const { labelSelector, fieldSelector } = options;
    return this.#options.matches(object, { labelSelector, fieldSelector });
  }

  watch(namespace = '', options: ResourceWatchOptions = {}): Watch<Unstructured> {
    const { labelSelector, fieldSelector, resourceVersion = '' } = options;
    const { resource } = this.#strategy;
    const prefix = keyPrefix(resource, namespace);
    const watch = (since: number, first: WatchEvent<Unstructured>[]) =>
      new RegistryWatch(
        this.#options.store,
        prefix,
        since,
        first,
        (event) => this.#told(event, options),
        options.allowWatchBookmarks ? resource : undefined,
      );
    if (resourceVersion !== '' && resourceVersion !== '0')
      return watch(Number(resourceVersion), []);
    const list = this.list(namespace, { labelSelector, fieldSelector });
    return watch(
      Number(list.metadata.resourceVersion),
      list.items.map((object) => ({ type: 'ADDED', object })),
    );
  }

  #told(event: KeyValueEvent, options: ResourceWatchOptions): WatchEvent<Unstructured> | undefined {
    const { modRevision } = event.kv;
    const now = event.type === 'PUT' && decode(event.kv);
    const before = event.prevKv && decode({ value: event.prevKv.value, modRevision });
    const was = before && this.#meant(before, options);
    if (now && this.#meant(now, options)) return { type: was ? 'MODIFIED' : 'ADDED', object: now };
    return was ? { type: 'DELETED', object: before } : undefined;
  }
}

class RegistryWatch implements Watch<Unstructured> {
  readonly #store: KeyValueStore;
  readonly #prefix: string;
  readonly #id: number;
  readonly #told: (event: KeyValueEvent) => WatchEvent<Unstructured> | undefined;
  /** Whose bookmarks are wanted, if any. */
  readonly #bookmarks: ApiResource | undefined;
  #first: WatchEvent<Unstructured>[];
  /** The highest revision that the client knows of. */
  #seen: number;
  #over = false;

  constructor(
    store: KeyValueStore,
    prefix: string,
    since: number,
    first: WatchEvent<Unstructured>[],
    told: (event: KeyValueEvent) => WatchEvent<Unstructured> | undefined,
    bookmarks: ApiResource | undefined,
  ) {
    this.#store = store;
    this.#prefix = prefix;
    this.#first = first;
    this.#told = told;
    this.#bookmarks = bookmarks;
    this.#seen = since;
    this.#id = store.watch(prefix, {
      rangeEnd: prefixEnd(prefix),
      startRevision: since + 1,
      prevKv: true,
    });
  }

  drain(): WatchEvent<Unstructured>[] {
    if (this.#over) return [];
    // First: a bookmark must not pass what comes after this line.
    const { revision } = this.#store.range(this.#prefix, { countOnly: true });
    const events = this.#first;
    this.#first = [];
    for (const { events: changes, canceled } of this.#store.drain(this.#id)) {
      for (const change of changes) {
        const event = this.#told(change);
        if (!event) continue;
        events.push(event);
        this.#seen = change.kv.modRevision;
      }
      if (!canceled) continue;
      this.#over = true;
      const { status } = expired('that watch is too old');
      events.push({ type: 'ERROR', object: status });
    }
    return events.length > 0 ? events : this.#bookmark(revision);
  }

  #bookmark(revision: number): WatchEvent<Unstructured>[] {
    if (!this.#bookmarks || revision <= this.#seen) return [];
    this.#seen = revision;
    const { apiVersion, kind } = this.#bookmarks;
    const metadata = { resourceVersion: String(revision) };
    return [{ type: 'BOOKMARK', object: { apiVersion, kind, metadata } }];
  }

  ended(): boolean {
    return this.#over;
  }

  stop(): void {
    if (!this.#over) this.#store.cancel(this.#id);
    this.#over = true;
  }
}

function revisionOf({ metadata }: StoredObject): number {
  return Number(metadata.resourceVersion);
}

function counted(wanted: Unstructured, stored: StoredObject): Unstructured {
  const { metadata: oldMeta, status: oldStatus, ...old } = stored;
  const { metadata, status, ...rest } = wanted;
  if (deepEqual(rest, old)) return wanted;
  const generation = (oldMeta.generation ?? 0) + 1;
  return { ...wanted, metadata: { ...metadata, generation } };
}
