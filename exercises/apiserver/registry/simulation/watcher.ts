import type { ResourceRegistry, Unstructured, Watch, WatchEvent } from 'course/kit';
import { type ApiRequest, namespace } from './request.ts';

/** A client that follows the Deployments, or those of one tier. */
export class Watcher {
  /** What it was told of the present request: `MODIFIED web 7`. */
  told: readonly string[] = [];
  private readonly watch: Watch<Unstructured>;

  constructor(
    readonly number: number,
    readonly selector: string,
    registry: ResourceRegistry,
  ) {
    this.watch = registry.watch(namespace, { labelSelector: selector });
  }

  get name(): string {
    return `Watcher ${this.number}, of ${this.selector || 'all Deployments'},`;
  }

  /** Takes what is new and says it. */
  listen(request: ApiRequest): string {
    const events = this.watch.drain();
    this.told = events.map(eventText);
    const why = events.map((event) => crossing(event, request)).join('');
    return events.length > 0
      ? `${this.name} is told ${this.told.join(' and ')}.${why}`
      : `${this.name} is told nothing.`;
  }
}

function eventText(event: WatchEvent): string {
  if (event.type === 'ERROR') return `ERROR: ${event.object.message}`;
  const { metadata } = event.object;
  const name = 'name' in metadata ? ` ${metadata.name}` : '';
  return `${event.type}${name} at version ${metadata.resourceVersion}`;
}

/** An update can bring an object into a selection, or out of it. */
function crossing({ type }: WatchEvent, { verb, name }: ApiRequest): string {
  if (verb !== 'update') return '';
  if (type === 'DELETED') return ` To it ${name} is gone: the label does not match any more.`;
  return type === 'ADDED' ? ` To it ${name} is new: the label has not matched before.` : '';
}
