import {
  ApiError,
  type KubernetesList,
  keyOf,
  type ListOptions,
  type ListWatcher,
  type Pod,
  type ResourceWatchOptions,
  type Stored,
  splitKey,
  type Watch,
  type WatchEvent,
} from 'course/kit';

/** An object with little in it, so that a learner can read it in a line: `d/a` at revision 3. */
export function pod(key: string, revision: number, uid?: string): Stored<Pod> {
  const { namespace, name } = splitKey(key);
  const metadata = { ...(namespace && { namespace }), name, resourceVersion: String(revision) };
  return { metadata: { ...metadata, ...(uid && { uid }) } } as Stored<Pod>;
}

/** What an apiserver says when it fails; 410 is Expired. */
export function failure(code: number): ApiError {
  return new ApiError({ code, reason: code === 410 ? 'Expired' : 'InternalError' });
}

/**
 * The apiserver's part of list and watch: a history of events, and watches that read it. Tests cut watches,
 * compact the history and refuse requests.
 */
export class Server implements ListWatcher<Pod> {
  /** Every list and watch asked for, in order: `list 0`, `watch 7`. */
  readonly calls: string[] = [];
  #revision = 0;
  #compacted = 0;
  readonly #objects = new Map<string, Stored<Pod>>();
  readonly #history: { revision: number; event: WatchEvent<Pod> }[] = [];
  #watches: ServerWatch[] = [];
  readonly #refusals: Record<'list' | 'watch', ApiError[]> = { list: [], watch: [] };

  /** Creates or changes an object. */
  put(key: string, uid?: string): void {
    const type = this.#objects.has(key) ? 'MODIFIED' : 'ADDED';
    const object = pod(key, ++this.#revision, uid);
    this.#objects.set(key, object);
    this.#record({ type, object });
  }

  remove(key: string): void {
    this.#objects.delete(key);
    this.#record({ type: 'DELETED', object: pod(key, ++this.#revision) });
  }

  /** Other resources are written; a bookmark may tell of it. */
  elsewhere(writes: number): void {
    this.#revision += writes;
  }

  /** Tells running watches something that is in no history. */
  tell(...events: WatchEvent<Pod>[]): void {
    for (const watch of this.#watches) watch.pending.push(...events);
  }

  bookmark(): void {
    this.tell({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: String(this.#revision) } },
    });
  }

  /** Running watches end with an error. */
  breakOff(code: number): void {
    this.tell({ type: 'ERROR', object: failure(code).status });
    this.close();
  }

  /** Running watches end, as they do every few minutes; what was not read yet can still be. */
  close(): void {
    for (const watch of this.#watches) watch.closed = true;
    this.#watches = [];
  }

  /** No watch can begin before the present revision any more. */
  compact(): void {
    this.#compacted = this.#revision;
  }

  /** The next requests of this kind are refused. */
  refuse(request: 'list' | 'watch', ...codes: number[]): void {
    this.#refusals[request].push(...codes.map(failure));
  }

  list({ resourceVersion }: ListOptions = {}): KubernetesList<Stored<Pod>> {
    this.calls.push(`list ${resourceVersion === '' ? "''" : resourceVersion}`);
    this.#refuse('list');
    const items = [...this.#objects.values()].map((object) => structuredClone(object));
    return { metadata: { resourceVersion: String(this.#revision) }, items };
  }

  watch({ resourceVersion = '', allowWatchBookmarks }: ResourceWatchOptions): Watch<Pod> {
    this.calls.push(`watch ${resourceVersion}${allowWatchBookmarks ? '' : ' without bookmarks'}`);
    this.#refuse('watch');
    const from = Number(resourceVersion);
    const watch = new ServerWatch();
    if (from < this.#compacted) {
      watch.pending.push({ type: 'ERROR', object: failure(410).status });
      watch.closed = true;
      return watch;
    }
    watch.pending.push(
      ...this.#history.filter(({ revision }) => revision > from).map(({ event }) => event),
    );
    this.#watches.push(watch);
    return watch;
  }

  has(key: string): boolean {
    return this.#objects.has(key);
  }

  /** The keys and revisions of what there is, sorted. */
  state(): string[] {
    return stateOf([...this.#objects.values()]);
  }

  #record(event: WatchEvent<Pod>): void {
    this.#history.push({ revision: this.#revision, event });
    this.tell(event);
  }

  #refuse(request: 'list' | 'watch'): void {
    const error = this.#refusals[request].shift();
    if (error) throw error;
  }
}

class ServerWatch implements Watch<Pod> {
  pending: WatchEvent<Pod>[] = [];
  closed = false;

  drain(): WatchEvent<Pod>[] {
    return this.pending.splice(0).map((event) => structuredClone(event));
  }

  ended(): boolean {
    return this.closed && this.pending.length === 0;
  }

  stop(): void {
    this.closed = true;
    this.pending = [];
  }
}

/** `d/a@3` for each object, sorted. */
export function stateOf(objects: readonly Stored<Pod>[]): string[] {
  return objects.map(version).sort();
}

/** `d/a@3`. */
export function version(object: Stored<Pod>): string {
  return `${keyOf(object)}@${object.metadata.resourceVersion}`;
}
