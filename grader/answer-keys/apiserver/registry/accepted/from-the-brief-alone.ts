// By somebody who knew only lesson, brief, stub and kit. Each write decides for itself whether it puts, removes or leaves; a status counts no generation.
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

/** "Absent" in the sense of the rules: absent, undefined or an empty text. */
function given(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function hasFinalizers(object: Unstructured): boolean {
  return (object.metadata?.finalizers ?? []).length > 0;
}

/** All that makes up what is wanted: neither metadata nor status. */
function wanted({ metadata: _, status: __, ...rest }: Unstructured): Unstructured {
  return rest;
}

function selects({ labelSelector, fieldSelector }: ListOptions): boolean {
  return given(labelSelector) || given(fieldSelector);
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
    return this.#read(this.#key(namespace, name), name);
  }

  /** Stores a new object. Throws 409 AlreadyExists, 422 Invalid. */
  create(object: Unstructured): StoredObject {
    const generates = !given(object.metadata?.name) && given(object.metadata?.generateName);
    let name = '';
    for (let attempt = 0; attempt < (generates ? 8 : 1); attempt++) {
      const prepared = this.#runHooks(this.#prepareCreate(object));
      name = prepared.metadata?.name ?? '';
      const key = this.#key(prepared.metadata?.namespace, name);
      const written = this.#put(key, 0, prepared);
      if (written) return written;
    }
    throw alreadyExists(this.#strategy.resource, name);
  }

  /** Replaces all but the status. Throws 404, 409 Conflict, 422 Invalid. */
  update(object: Unstructured): StoredObject {
    return this.#replace(object, (stored, key) => {
      const result = this.#runHooks(this.#prepareUpdate(object, stored), stored);
      const outcome = deepEqual(wanted(result), wanted(stored))
        ? result
        : {
            ...result,
            metadata: { ...result.metadata, generation: (stored.metadata.generation ?? 0) + 1 },
          };
      const { deletionTimestamp, deletionGracePeriodSeconds } = stored.metadata;
      if (given(deletionTimestamp) && !deletionGracePeriodSeconds && !hasFinalizers(outcome)) {
        const revision = Number(stored.metadata.resourceVersion);
        if (!this.#remove(key, revision)) return undefined;
        return decode({ value: encode(outcome), modRevision: revision });
      }
      return this.#putIfChanged(key, stored, outcome);
    });
  }

  /** Replaces the status and nothing else. Throws 404, 409 Conflict, 422 Invalid. */
  updateStatus(object: Unstructured): StoredObject {
    return this.#replace(object, (stored, key) => {
      const { status: _, ...rest } = stored;
      const { status } = object;
      const next = status === undefined ? rest : { ...rest, status };
      return this.#putIfChanged(key, stored, this.#runHooks(next, stored));
    });
  }

  /** Deletes, or begins to. Gives the object that stays for now, undefined when it is gone. Throws 404, 409 Conflict. */
  delete(namespace: string, name: string, options: DeleteOptions = {}): StoredObject | undefined {
    const key = this.#key(namespace, name);
    for (;;) {
      const stored = this.#read(key, name);
      this.#checkPreconditions(stored, options.preconditions);
      const { period, next } = this.#markDeleted(stored, options.gracePeriodSeconds);
      if (period === 0 && !hasFinalizers(stored)) {
        if (this.#remove(key, Number(stored.metadata.resourceVersion))) return undefined;
      } else {
        const written = this.#putIfChanged(key, stored, next);
        if (written) return written;
      }
    }
  }

  /** The objects in the order of their keys, and the revision of the reading. Throws 410 Expired. */
  list(namespace = '', options: ListOptions = {}): KubernetesList<StoredObject> {
    const { resource } = this.#strategy;
    const prefix = keyPrefix(resource, namespace);
    const token = given(options.continue) ? decodeContinue(options.continue, prefix) : undefined;
    const exact =
      options.resourceVersionMatch === 'Exact' ? Number(options.resourceVersion ?? 0) : 0;
    const range = this.#range(
      token ? `${token.after}\0` : prefix,
      prefixEnd(prefix),
      token ? token.revision : exact,
    );
    const revision = token?.revision || exact || range.revision;

    const found = range.kvs
      .map((kv) => ({ key: kv.key, object: decode(kv) }))
      .filter(({ object }) => this.#isMeant(object, options));
    const page = options.limit ? found.slice(0, options.limit) : found;
    const last = page.at(-1);
    const more = page.length < found.length && last !== undefined;
    return {
      apiVersion: resource.apiVersion,
      kind: `${resource.kind}List`,
      metadata: {
        resourceVersion: String(revision),
        ...(more && { continue: encodeContinue({ revision, after: last.key }, prefix) }),
      },
      items: page.map(({ object }) => object),
    };
  }

  /** What happens from a revision on. */
  watch(namespace = '', options: ResourceWatchOptions = {}): Watch<Unstructured> {
    const { resource } = this.#strategy;
    const { store } = this.#options;
    const { labelSelector, fieldSelector, resourceVersion, allowWatchBookmarks } = options;
    const prefix = keyPrefix(resource, namespace);
    const initial: WatchEvent<Unstructured>[] = [];
    let start = Number(resourceVersion ?? 0);
    if (start === 0) {
      const list = this.list(namespace, {
        ...(labelSelector !== undefined && { labelSelector }),
        ...(fieldSelector !== undefined && { fieldSelector }),
      });
      start = Number(list.metadata.resourceVersion);
      for (const object of list.items) initial.push({ type: 'ADDED', object });
    }
    const watchId = store.watch(prefix, {
      rangeEnd: prefixEnd(prefix),
      startRevision: start + 1,
      prevKv: true,
    });
    return new RegistryWatch({
      resource,
      store,
      watchId,
      prefix,
      start,
      initial,
      bookmarks: allowWatchBookmarks === true,
      isMeant: (object) => this.#isMeant(object, options),
    });
  }

  #key(namespace: string | undefined, name: string): string {
    return keyPrefix(this.#strategy.resource, namespace) + name;
  }

  #read(key: string, name: string): StoredObject {
    const [kv] = this.#options.store.range(key).kvs;
    if (!kv) throw notFound(this.#strategy.resource, name);
    return decode(kv);
  }

  #range(from: string, rangeEnd: string, revision: number) {
    try {
      return this.#options.store.range(from, { rangeEnd, revision });
    } catch (error) {
      if (error instanceof EtcdError && error.code === 'Compacted')
        throw expired(`the state at resource version ${revision} is compacted, list again`);
      throw error;
    }
  }

  #isMeant(object: StoredObject, options: ListOptions): boolean {
    return !selects(options) || this.#options.matches(object, options);
  }

  /** Undefined: somebody was faster. */
  #put(key: string, modRevision: number, object: Unstructured): StoredObject | undefined {
    const value = encode(object);
    const { succeeded, revision } = this.#options.store.txn({
      compare: [{ key, target: 'mod', result: '=', than: modRevision }],
      success: [{ op: 'put', key, value }],
      failure: [],
    });
    return succeeded ? decode({ value, modRevision: revision }) : undefined;
  }

  #putIfChanged(key: string, stored: StoredObject, next: Unstructured): StoredObject | undefined {
    const { resourceVersion } = stored.metadata;
    if (deepEqual({ ...next, metadata: { ...next.metadata, resourceVersion } }, stored))
      return stored;
    return this.#put(key, Number(resourceVersion), next);
  }

  #remove(key: string, modRevision: number): boolean {
    return this.#options.store.txn({
      compare: [{ key, target: 'mod', result: '=', than: modRevision }],
      success: [{ op: 'deleteRange', key }],
      failure: [],
    }).succeeded;
  }

  #prepareCreate(object: Unstructured): Unstructured {
    const { resource } = this.#strategy;
    const { clock, newUid, random } = this.#options;
    const { status: _, metadata = {}, ...rest } = object;
    const {
      namespace,
      name: sentName,
      deletionTimestamp: __,
      deletionGracePeriodSeconds: ___,
      ...meta
    } = metadata;
    const name =
      !given(sentName) && given(meta.generateName)
        ? generatedName(meta.generateName, random)
        : sentName;
    return {
      ...rest,
      apiVersion: resource.apiVersion,
      kind: resource.kind,
      metadata: {
        ...meta,
        ...(given(name) && { name }),
        ...(resource.namespaced && { namespace: given(namespace) ? namespace : 'default' }),
        uid: newUid(),
        creationTimestamp: formatTime(clock.now()),
        generation: 1,
      },
    };
  }

  #prepareUpdate(object: Unstructured, stored: StoredObject): Unstructured {
    const { status: _, metadata = {}, ...rest } = object;
    const {
      deletionTimestamp: __,
      deletionGracePeriodSeconds: ___,
      namespace: ____,
      ...meta
    } = metadata;
    const { namespace, name, uid, creationTimestamp, generation, resourceVersion } =
      stored.metadata;
    const { deletionTimestamp, deletionGracePeriodSeconds } = stored.metadata;
    return {
      ...rest,
      apiVersion: stored.apiVersion,
      kind: stored.kind,
      ...(stored.status !== undefined && { status: stored.status }),
      metadata: {
        ...meta,
        name,
        ...(namespace !== undefined && { namespace }),
        uid,
        creationTimestamp,
        generation,
        resourceVersion,
        ...(deletionTimestamp !== undefined && { deletionTimestamp }),
        ...(deletionGracePeriodSeconds !== undefined && { deletionGracePeriodSeconds }),
      },
    };
  }

  /** Default, admit, validate: gives what is to be stored. */
  #runHooks(object: Unstructured, old?: StoredObject): Unstructured {
    const strategy = this.#strategy;
    const defaulted = strategy.default?.(object) ?? object;
    const admitted = strategy.admit?.(defaulted, old) ?? defaulted;
    const { name = '', generateName } = admitted.metadata ?? {};
    const errors: FieldError[] = [...(strategy.validate?.(admitted, old) ?? [])];
    if (!given(name) && !given(generateName))
      errors.push({
        type: 'FieldValueRequired',
        field: 'metadata.name',
        detail: 'name or generateName is required',
      });
    if (errors.length > 0) throw invalid(strategy.resource, name, errors);
    return admitted;
  }

  /** Reads, checks and writes until nobody was faster. `write` gives undefined when somebody was. */
  #replace(
    object: Unstructured,
    write: (stored: StoredObject, key: string) => StoredObject | undefined,
  ): StoredObject {
    const { name = '', namespace, uid, resourceVersion } = object.metadata ?? {};
    const key = this.#key(given(namespace) ? namespace : 'default', name);
    for (;;) {
      const stored = this.#read(key, name);
      this.#checkPreconditions(stored, { uid, resourceVersion });
      const written = write(stored, key);
      if (written) return written;
    }
  }

  #checkPreconditions(
    { metadata }: StoredObject,
    { uid, resourceVersion }: { uid?: string; resourceVersion?: string } = {},
  ): void {
    const { resource } = this.#strategy;
    if (given(uid) && uid !== metadata.uid)
      throw conflict(
        resource,
        metadata.name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
      );
    if (given(resourceVersion) && resourceVersion !== metadata.resourceVersion)
      throw conflict(resource, metadata.name);
  }

  /** How long the object may still take, and how it looks if it stays. */
  #markDeleted(stored: StoredObject, asked?: number): { period: number; next: StoredObject } {
    const {
      deletionTimestamp,
      deletionGracePeriodSeconds: before = 0,
      generation,
    } = stored.metadata;
    if (!given(deletionTimestamp)) {
      const period = this.#strategy.gracePeriodSeconds?.(stored, asked) ?? 0;
      const metadata = {
        ...stored.metadata,
        deletionTimestamp: formatTime(this.#options.clock.now() + period * 1000),
        deletionGracePeriodSeconds: period,
        generation: (generation ?? 0) + 1,
      };
      return { period, next: { ...stored, metadata } };
    }
    if (asked === undefined || asked >= before) return { period: before, next: stored };
    const metadata = {
      ...stored.metadata,
      deletionTimestamp: formatTime(parseTime(deletionTimestamp) - (before - asked) * 1000),
      deletionGracePeriodSeconds: asked,
    };
    return { period: asked, next: { ...stored, metadata } };
  }
}

interface WatchParts {
  readonly resource: ApiResource;
  readonly store: KeyValueStore;
  readonly watchId: number;
  readonly prefix: string;
  /** The watch tells what happens after this revision. */
  readonly start: number;
  readonly initial: readonly WatchEvent<Unstructured>[];
  readonly bookmarks: boolean;
  readonly isMeant: (object: StoredObject) => boolean;
}

/** One running watch: asks its watcher in etcd, and turns what that tells into events. */
class RegistryWatch implements Watch<Unstructured> {
  readonly #parts: WatchParts;
  #initial: readonly WatchEvent<Unstructured>[];
  /** The highest revision that the client knows of. */
  #told: number;
  #ended = false;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#initial = parts.initial;
    this.#told = parts.start;
  }

  /** The events since the last call, oldest first. */
  drain(): WatchEvent<Unstructured>[] {
    if (this.#ended) return [];
    const { store, watchId, bookmarks } = this.#parts;
    // Asked before the watcher is: a bookmark must not stand above a change that is not told yet.
    const revision = bookmarks ? this.#presentRevision() : 0;
    const events = [...this.#initial];
    this.#initial = [];
    for (const response of store.drain(watchId)) {
      for (const change of response.events) {
        const event = this.#eventOf(change);
        if (!event) continue;
        events.push(event);
        this.#told = Math.max(this.#told, change.kv.modRevision);
      }
      if (response.canceled) {
        this.#ended = true;
        events.push({ type: 'ERROR', object: expired('too old resource version').status });
      }
    }
    if (events.length === 0 && revision > this.#told) {
      this.#told = revision;
      events.push(this.#bookmark(revision));
    }
    return events;
  }

  /** Will no event come any more? */
  ended(): boolean {
    return this.#ended;
  }

  /** Ends the watch, and its watcher in etcd. */
  stop(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.store.cancel(this.#parts.watchId);
  }

  #presentRevision(): number {
    return this.#parts.store.range(this.#parts.prefix, { countOnly: true }).revision;
  }

  #bookmark(revision: number): WatchEvent<Unstructured> {
    const { apiVersion, kind } = this.#parts.resource;
    const metadata = { resourceVersion: String(revision) };
    return { type: 'BOOKMARK', object: { apiVersion, kind, metadata } };
  }

  #eventOf({ type, kv, prevKv }: KeyValueEvent): WatchEvent<Unstructured> | undefined {
    const { isMeant } = this.#parts;
    const before = prevKv && decode(prevKv);
    const now = type === 'PUT' ? decode(kv) : undefined;
    const wasMeant = before !== undefined && isMeant(before);
    if (now && isMeant(now)) return { type: wasMeant ? 'MODIFIED' : 'ADDED', object: now };
    if (!before || !wasMeant) return undefined;
    const metadata = { ...before.metadata, resourceVersion: String(kv.modRevision) };
    return { type: 'DELETED', object: { ...before, metadata } };
  }
}
