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
  type ObjectSelection,
  type Preconditions,
  parseTime,
  prefixEnd,
  type Random,
  type RangeOptions,
  type RangeResponse,
  type RequestOp,
  type ResourceRegistry,
  type ResourceStrategy,
  type ResourceWatchOptions,
  type Stored,
  type StoredMeta,
  type Unstructured,
  type Watch,
  type WatchEvent,
} from 'course/kit';

/** An object as it is stored and handed out. */
type StoredObject = Stored<Unstructured>;
type Event = WatchEvent<Unstructured>;

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

/** How often a create with a generated name is tried. */
const maxNameAttempts = 8;

/** A name that begins with `base` and ends with five random characters, 63 at most in all. */
export function generatedName(base: string, random: Random): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  const drawn = random.intn(letters.length ** 5);
  const suffix = [0, 1, 2, 3, 4].map(
    (i) => letters[Math.floor(drawn / letters.length ** i) % letters.length],
  );
  return base.slice(0, 58) + suffix.join('');
}

/** The beginning of all keys of a namespace, or of all namespaces when it is '': `/registry/pods/default/`, `/registry/pods/`. */
function keyPrefix({ resource, namespaced }: ApiResource, namespace: string | undefined): string {
  return `/registry/${resource}/${namespaced && namespace ? `${namespace}/` : ''}`;
}

/** An object as etcd holds it, without resourceVersion: that is the revision of the write, which nobody knows yet. */
function encode({ metadata = {}, ...object }: Unstructured): string {
  const { resourceVersion: _, ...stored } = metadata;
  return JSON.stringify({ ...object, metadata: stored });
}

/** The object that a key holds, or held. */
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
 * The text of a list's `metadata.continue`. Clients make nothing of it, and whoever writes one finds nothing outside of
 * the list: the key stands in it without the prefix of the list.
 */
function encodeContinue({ revision, after }: ContinueToken, prefix: string): string {
  return JSON.stringify({ revision, after: after.slice(prefix.length) });
}

/** Reads it back, for a list with this prefix. Throws ApiError 400. */
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

/** All requests about one resource. What it knows is in etcd, and what it decides is decided there, by a transaction. */
export class Registry implements ResourceRegistry {
  readonly #strategy: ResourceStrategy;
  readonly #options: RegistryOptions;

  constructor(strategy: ResourceStrategy, options: RegistryOptions) {
    this.#strategy = strategy;
    this.#options = options;
  }

  get(namespace: string, name: string): StoredObject {
    const [kv] = this.#options.store.range(this.#prefix(namespace) + name).kvs;
    if (!kv) throw notFound(this.#strategy.resource, name);
    return decode(kv);
  }

  create(object: Unstructured): StoredObject {
    const picksName = !object.metadata?.name && object.metadata?.generateName;
    for (let attempt = 1; ; attempt++) {
      const fresh = this.#checked(this.#fresh(object));
      const stored = this.#put(fresh, 0);
      if (stored) return stored;
      if (!picksName || attempt === maxNameAttempts)
        throw alreadyExists(this.#strategy.resource, nameOf(fresh));
    }
  }

  update(object: Unstructured): StoredObject {
    return this.#replace(object, (stored) => ({
      ...object,
      apiVersion: stored.apiVersion,
      kind: stored.kind,
      metadata: { ...object.metadata, ...ownedByServer(stored.metadata) },
      status: stored.status,
    }));
  }

  updateStatus(object: Unstructured): StoredObject {
    return this.#replace(object, (stored) => ({ ...stored, status: object.status }));
  }

  delete(namespace: string, name: string, options: DeleteOptions = {}): StoredObject | undefined {
    for (;;) {
      const stored = this.get(namespace, name);
      this.#require(options.preconditions, stored);
      const ending = this.#ending(stored, options.gracePeriodSeconds);
      if (ending && deepEqual(ending, stored)) return stored;
      const written = ending ? this.#put(ending, revisionOf(stored)) : this.#remove(stored);
      if (written) return ending && written;
    }
  }

  list(namespace = '', options: ListOptions = {}): KubernetesList<StoredObject> {
    const { apiVersion, kind } = this.#strategy.resource;
    const prefix = this.#prefix(namespace);
    const token = options.continue ? decodeContinue(options.continue, prefix) : undefined;
    const exact = options.resourceVersionMatch === 'Exact' ? Number(options.resourceVersion) : 0;
    const range = this.#range(prefix, token?.after, { revision: token?.revision ?? exact });
    const revision = token?.revision || exact || range.revision;
    const meant = range.kvs.filter((kv) => this.#meant(decode(kv), options));
    const page = meant.slice(0, options.limit || meant.length);
    const rest =
      page.length < meant.length
        ? { continue: encodeContinue({ revision, after: page.at(-1)!.key }, prefix) }
        : {};
    const metadata = { resourceVersion: String(revision), ...rest };
    return { apiVersion, kind: `${kind}List`, metadata, items: page.map(decode) };
  }

  watch(namespace = '', options: ResourceWatchOptions = {}): Watch<Unstructured> {
    const { labelSelector, fieldSelector, resourceVersion, allowWatchBookmarks } = options;
    const { apiVersion, kind } = this.#strategy.resource;
    const selection = { labelSelector, fieldSelector };
    const resumes = resourceVersion && resourceVersion !== '0';
    const list = resumes ? undefined : this.list(namespace, selection);
    return new RegistryWatch({
      store: this.#options.store,
      prefix: this.#prefix(namespace),
      since: Number(list?.metadata.resourceVersion ?? resourceVersion),
      before: (list?.items ?? []).map((object) => ({ type: 'ADDED', object })),
      told: (event) => this.#told(event, selection),
      bookmark: allowWatchBookmarks
        ? (revision) => ({ apiVersion, kind, metadata: { resourceVersion: String(revision) } })
        : undefined,
    });
  }

  /** What update and updateStatus share: `next` says what shall stand there instead of what is stored. */
  #replace(object: Unstructured, next: (stored: StoredObject) => Unstructured): StoredObject {
    const { namespace, uid, resourceVersion } = object.metadata ?? {};
    for (;;) {
      const stored = this.get(namespace || 'default', nameOf(object));
      this.#require({ uid, resourceVersion }, stored);
      const wanted = counted(this.#checked(next(stored), stored), stored);
      if (deepEqual(wanted, stored)) return stored;
      const written = isLetGo(stored, wanted)
        ? this.#remove(stored) && (wanted as StoredObject)
        : this.#put(wanted, revisionOf(stored));
      // Nothing was written: somebody was faster. Who named a resourceVersion will hear of it now, who did not begins anew.
      if (written) return written;
    }
  }

  #require({ uid, resourceVersion }: Preconditions = {}, { metadata }: StoredObject): void {
    const { resource } = this.#strategy;
    if (uid && uid !== metadata.uid)
      throw conflict(
        resource,
        metadata.name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
      );
    if (resourceVersion && resourceVersion !== metadata.resourceVersion)
      throw conflict(resource, metadata.name);
  }

  /** A new object with what only the server says, and without what a client cannot say. */
  #fresh({ metadata = {}, ...object }: Unstructured): Unstructured {
    const { apiVersion, kind, namespaced } = this.#strategy.resource;
    const { clock, random, newUid } = this.#options;
    const { name, generateName, namespace } = metadata;
    return {
      ...object,
      apiVersion,
      kind,
      metadata: {
        ...metadata,
        name: name || (generateName && generatedName(generateName, random)),
        namespace: namespaced ? namespace || 'default' : undefined,
        uid: newUid(),
        creationTimestamp: formatTime(clock.now()),
        generation: 1,
        deletionTimestamp: undefined,
        deletionGracePeriodSeconds: undefined,
      },
      status: undefined,
    };
  }

  /** Defaults, admission, validation: what comes out is what will be stored. */
  #checked(object: Unstructured, old?: StoredObject): Unstructured {
    const strategy = this.#strategy;
    const defaulted = strategy.default?.(object) ?? object;
    const admitted = strategy.admit?.(defaulted, old) ?? defaulted;
    const errors = [...nameErrors(admitted), ...(strategy.validate?.(admitted, old) ?? [])];
    if (errors.length > 0) throw invalid(strategy.resource, nameOf(admitted), errors);
    return admitted;
  }

  /** The object as a delete leaves it; undefined when nothing holds it any more. */
  #ending(stored: StoredObject, asked: number | undefined): StoredObject | undefined {
    const { metadata } = stored;
    const { deletionTimestamp, deletionGracePeriodSeconds = 0, generation = 0 } = metadata;
    const grace = deletionTimestamp
      ? Math.min(deletionGracePeriodSeconds, asked ?? deletionGracePeriodSeconds)
      : (this.#strategy.gracePeriodSeconds?.(stored, asked) ?? 0);
    if (grace === 0 && !metadata.finalizers?.length) return undefined;
    const begun = deletionTimestamp
      ? parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000
      : this.#options.clock.now();
    return {
      ...stored,
      metadata: {
        ...metadata,
        deletionTimestamp: formatTime(begun + grace * 1000),
        deletionGracePeriodSeconds: grace,
        generation: deletionTimestamp ? generation : generation + 1,
      },
    };
  }

  #prefix(namespace: string | undefined): string {
    return keyPrefix(this.#strategy.resource, namespace);
  }

  #keyOf(object: Unstructured): string {
    return this.#prefix(object.metadata?.namespace) + nameOf(object);
  }

  /** All keys with this prefix, from the one behind `after` on. */
  #range(prefix: string, after: string | undefined, options: RangeOptions): RangeResponse {
    const first = after === undefined ? prefix : `${after}\0`;
    try {
      return this.#options.store.range(first, { ...options, rangeEnd: prefixEnd(prefix) });
    } catch (error) {
      if (!(error instanceof EtcdError && error.code === 'Compacted')) throw error;
      throw expired('The resourceVersion for the provided list is too old.');
    }
  }

  /** Stores an object if its key was last written at `modRevision` (0: if there is none); else undefined. */
  #put(object: Unstructured, modRevision: number): StoredObject | undefined {
    const key = this.#keyOf(object);
    const value = encode(object);
    const revision = this.#change(modRevision, { op: 'put', key, value });
    return revision === undefined ? undefined : decode({ value, modRevision: revision });
  }

  /** Removes an object if nobody has changed it meanwhile, and gives its last state; else undefined. */
  #remove(stored: StoredObject): StoredObject | undefined {
    const key = this.#keyOf(stored);
    const revision = this.#change(revisionOf(stored), { op: 'deleteRange', key });
    return revision === undefined ? undefined : stored;
  }

  #change(modRevision: number, operation: RequestOp): number | undefined {
    const { succeeded, revision } = this.#options.store.txn({
      compare: [{ key: operation.key, target: 'mod', result: '=', than: modRevision }],
      success: [operation],
      failure: [],
    });
    return succeeded ? revision : undefined;
  }

  #meant(object: StoredObject, { labelSelector, fieldSelector }: ObjectSelection): boolean {
    if (!labelSelector && !fieldSelector) return true;
    return this.#options.matches(object, { labelSelector, fieldSelector });
  }

  /** What a change means to whoever sees only the objects that are meant. */
  #told({ type, kv, prevKv }: KeyValueEvent, selection: ObjectSelection): Event | undefined {
    const { modRevision } = kv;
    const now = type === 'PUT' ? decode(kv) : undefined;
    const before = prevKv && decode({ value: prevKv.value, modRevision });
    const wasMeant = before && this.#meant(before, selection);
    if (now && this.#meant(now, selection))
      return { type: wasMeant ? 'MODIFIED' : 'ADDED', object: now };
    return wasMeant ? { type: 'DELETED', object: before } : undefined;
  }
}

/** What a RegistryWatch reads, and how it tells it. */
interface WatchSource {
  readonly store: KeyValueStore;
  readonly prefix: string;
  /** Changes after this revision are told. */
  readonly since: number;
  /** Told before them. */
  readonly before: Event[];
  /** Undefined for a change that does not concern this watch. */
  readonly told: (event: KeyValueEvent) => Event | undefined;
  /** Undefined when no bookmarks are wanted. */
  readonly bookmark: ((revision: number) => Bookmark) | undefined;
}

type Bookmark = Extract<Event, { type: 'BOOKMARK' }>['object'];

class RegistryWatch implements Watch<Unstructured> {
  readonly #source: WatchSource;
  readonly #watchId: number;
  #before: Event[];
  /** No change up to this revision is still to be told. */
  #seen: number;
  #ended = false;

  constructor(source: WatchSource) {
    const { store, prefix, since, before } = source;
    this.#source = source;
    this.#before = before;
    this.#seen = since;
    this.#watchId = store.watch(prefix, {
      rangeEnd: prefixEnd(prefix),
      startRevision: since + 1,
      prevKv: true,
    });
  }

  drain(): Event[] {
    if (this.#ended) return [];
    // Asked before the watcher: a bookmark must not pass a change that comes in between.
    const reached = this.#reached();
    const events = [...this.#before, ...this.#news()];
    this.#before = [];
    return events.length > 0 ? events : this.#bookmarks(reached);
  }

  ended(): boolean {
    return this.#ended;
  }

  stop(): void {
    if (!this.#ended) this.#source.store.cancel(this.#watchId);
    this.#ended = true;
  }

  #news(): Event[] {
    const events: Event[] = [];
    for (const { events: changes, canceled } of this.#source.store.drain(this.#watchId)) {
      for (const change of changes) {
        const event = this.#source.told(change);
        if (!event) continue;
        events.push(event);
        this.#seen = change.kv.modRevision;
      }
      if (canceled) events.push(this.#expired());
    }
    return events;
  }

  /** What the watch needs is compacted: this is its last event. */
  #expired(): Event {
    this.#ended = true;
    const { status } = expired('The resourceVersion for the provided watch is too old.');
    return { type: 'ERROR', object: status };
  }

  /** The revision of etcd; 0 when nobody wants bookmarks. */
  #reached(): number {
    const { store, prefix, bookmark } = this.#source;
    return bookmark ? store.range(prefix, { countOnly: true }).revision : 0;
  }

  /** Nothing was told, so all up to the revision that etcd had reached did not concern this watch. */
  #bookmarks(reached: number): Event[] {
    const { bookmark } = this.#source;
    if (!bookmark || reached <= this.#seen) return [];
    this.#seen = reached;
    return [{ type: 'BOOKMARK', object: bookmark(reached) }];
  }
}

function revisionOf({ metadata }: StoredObject): number {
  return Number(metadata.resourceVersion);
}

/** What of an object's metadata no client can change. */
function ownedByServer(metadata: StoredMeta): Partial<StoredMeta> {
  const { name, namespace, uid, resourceVersion, creationTimestamp, generation } = metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  return {
    ...{ name, namespace, uid, resourceVersion, creationTimestamp, generation },
    ...{ deletionTimestamp, deletionGracePeriodSeconds },
  };
}

function nameOf({ metadata }: Unstructured): string {
  return metadata?.name ?? '';
}

function nameErrors(object: Unstructured): FieldError[] {
  if (nameOf(object)) return [];
  const detail = 'name or generateName is required';
  return [{ type: 'FieldValueRequired', field: 'metadata.name', detail }];
}

/** Being deleted, with no time to wait for, and nobody holds it any more. */
function isLetGo({ metadata }: StoredObject, wanted: Unstructured): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  const { finalizers = [] } = wanted.metadata ?? {};
  const held = finalizers.length > 0 || deletionGracePeriodSeconds > 0;
  return deletionTimestamp !== undefined && !held;
}

/** The next generation if anything but metadata and status differs. */
function counted(wanted: Unstructured, stored: StoredObject): Unstructured {
  const desired = ({ metadata: _, status: __, ...rest }: Unstructured) => rest;
  if (deepEqual(desired(wanted), desired(stored))) return wanted;
  const generation = (stored.metadata.generation ?? 0) + 1;
  return { ...wanted, metadata: { ...wanted.metadata, generation } };
}
