import type { KubernetesList, Stored, Unstructured } from 'course/kit';
import type { Known } from './request.ts';

/** What is stored, as the registry last listed it, and which versions were there before. */
export class Shelf implements Known {
  objects: readonly Stored<Unstructured>[] = [];
  private revision = '';
  private readonly seen = new Map<string, readonly string[]>();

  /** Takes a new list; true when something has changed since the one before. */
  take({ items, metadata }: KubernetesList<Stored<Unstructured>>): boolean {
    const isNews = metadata.resourceVersion !== this.revision;
    this.revision = metadata.resourceVersion ?? '';
    this.objects = items;
    for (const object of items) this.remember(object);
    return isNews;
  }

  latest(name: string): string | undefined {
    return this.objects.find(({ metadata }) => metadata.name === name)?.metadata.resourceVersion;
  }

  former(name: string): string | undefined {
    const latest = this.latest(name);
    return this.seen.get(name)?.findLast((version) => version !== latest);
  }

  private remember({ metadata: { name, resourceVersion } }: Stored<Unstructured>): void {
    const before = this.seen.get(name) ?? [];
    if (before.at(-1) !== resourceVersion) this.seen.set(name, [...before, resourceVersion]);
  }
}
