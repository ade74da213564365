import type { WatchOptions, WatchResponse } from 'course/kit';
import { MvccStore } from '#reference/etcd/mvcc-store';
import type { Change, Day, WatchDraft } from './days.ts';
import { line } from './expectations.ts';
import { Model, type Told } from './model.ts';

type WatchArguments = [key: string, options: WatchOptions];

/** A store with the model beside it, and an account of all that was done. A call that threw is its last line. */
export class World {
  readonly store = new MvccStore();
  readonly done: string[] = [];
  private readonly model = new Model();
  private readonly ids: number[] = [];

  /** The arguments of `watch` for each watcher that begins today. */
  wanted({ watches }: Day): WatchArguments[] {
    return watches.map((draft) => [draft.key, this.options(draft)]);
  }

  watch([key, options]: WatchArguments, answer: () => number): void {
    const line = `watch(${told(key)}, ${toldOptions(options)})`;
    this.done.push(line);
    const id = answer();
    this.done.splice(-1, 1, `${line} -> ${id}`);
    this.ids.push(id);
    this.model.watch(id, key, options);
  }

  write(changes: readonly Change[]): void {
    const txn = this.store.write();
    for (const change of changes)
      if ('put' in change) txn.put(change.put, change.value);
      else txn.deleteRange(change.delete, change);
    const before = this.store.revision;
    const revision = txn.end();
    if (revision === before) return;
    const made = this.store.changes(revision);
    this.model.wrote(revision, made);
    this.done.push(`the store writes revision ${revision}: ${made.map(line).join(', ')}`);
  }

  /** Not where a watcher needs that very revision next: there everybody may do as they like. */
  compact({ compact }: Day): void {
    const revision = this.store.revision - (compact ?? Number.POSITIVE_INFINITY);
    if (revision <= this.store.compactRevision || this.model.needed.includes(revision)) return;
    this.store.compact(revision);
    this.model.compactRevision = revision;
    this.done.push(`the store is compacted at ${revision}`);
  }

  /** The watchers that end today: one at most. */
  ending({ cancel }: Day): number[] {
    if (cancel === undefined || this.ids.length === 0) return [];
    return [this.ids[cancel % this.ids.length] as number];
  }

  cancel(id: number, answer: () => unknown): void {
    this.done.push(`cancel(${id})`);
    answer();
    this.model.cancel(id);
  }

  /** The watchers that drain today. */
  awake({ asleep }: Day): number[] {
    return this.ids.filter((_, i) => ((asleep >> (i % 3)) & 1) === 0);
  }

  /** What the drain of a watcher told, and what it must tell. */
  drain(id: number, answer: () => WatchResponse[]): { told: WatchResponse[]; expected: Told } {
    this.done.push(`drain(${id})`);
    return { told: answer(), expected: this.model.drain(id) };
  }

  private options({ options, start }: WatchDraft): WatchOptions {
    if (!start) return options;
    const { revision, compactRevision } = this.store;
    const wanted = Math.max(0, this.store[start.from] + start.step);
    const startRevision = wanted === compactRevision ? compactRevision + 1 : wanted;
    return { ...options, startRevision: Math.min(startRevision, revision + 6) };
  }
}

function toldOptions(options: WatchOptions): string {
  const entries = Object.entries(options).map(([name, value]) => `${name}: ${told(value)}`);
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}

function told(value: unknown): string {
  return JSON.stringify(value).replaceAll('\\u0000', '\\0');
}
