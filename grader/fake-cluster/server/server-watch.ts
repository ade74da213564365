import type { ResourceName, ResourceWatchOptions, Watch, WatchEvent } from 'course/kit';
import { type AnyObject, eventOf, type ObjectLog } from './object-log.ts';
import { selection } from './selection.ts';

/** A watch: a place in the log of changes that moves on when it is drained. */
export class ServerWatch implements Watch {
  readonly #log: ObjectLog;
  readonly #resource: ResourceName;
  readonly #matches: (object: AnyObject) => boolean;
  #next: number;
  #first: WatchEvent[] = [];
  #stopped = false;

  constructor(
    log: ObjectLog,
    resource: ResourceName,
    namespace: string,
    options: ResourceWatchOptions,
  ) {
    const selected = selection(options);
    this.#log = log;
    this.#resource = resource;
    this.#matches = (object) =>
      (namespace === '' || object.metadata.namespace === namespace) && selected(object);
    const { resourceVersion = '' } = options;
    const fromNow = resourceVersion === '' || resourceVersion === '0';
    this.#next = fromNow ? log.changes(resource).length : this.#indexAfter(Number(resourceVersion));
    if (fromNow) this.#first = log.list(resource).filter(this.#matches).map(added);
  }

  drain(): WatchEvent[] {
    if (this.#stopped) return [];
    const changes = this.#log.changes(this.#resource).slice(this.#next);
    this.#next += changes.length;
    const first = this.#first;
    this.#first = [];
    return [...first, ...changes.map((each) => eventOf(each, this.#matches)).filter(isEvent)];
  }

  ended(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
  }

  #indexAfter(revision: number): number {
    const changes = this.#log.changes(this.#resource);
    const index = changes.findIndex(
      ({ object }) => Number(object.metadata.resourceVersion) > revision,
    );
    return index < 0 ? changes.length : index;
  }
}

function added(object: AnyObject): WatchEvent {
  return { type: 'ADDED', object };
}

function isEvent(event: WatchEvent | undefined): event is WatchEvent {
  return event !== undefined;
}
