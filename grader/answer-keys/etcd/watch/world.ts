import type { WatchOptions } from 'course/kit';
import { MvccStore } from '#reference/etcd/mvcc-store';
import type { Change, Day, WatchDraft } from './days.ts';
import { Model, type Told } from './model.ts';

/** A store with the model beside it, and an account of all that was done. */
export class World {
  readonly store = new MvccStore();
  private readonly model = new Model();
  private readonly ids: number[] = [];
  private readonly done: string[] = [];

  /** The arguments of `watch` for each watcher that begins today. */
  wanted({ watches }: Day): [string, WatchOptions][] {
    return watches.map((draft) => [draft.key, this.options(draft)]);
  }

  watched(id: number, key: string, options: WatchOptions): void {
    this.done.push(`watch(${JSON.stringify(key)}, ${JSON.stringify(options)}) -> ${id}`);
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
    const told = made.map(
      ({ type, kv }) => `${type} ${kv.key}${type === 'PUT' ? `=${kv.value}` : ''}`,
    );
    this.done.push(`revision ${revision}: ${told.join(', ')}`);
  }

  /** Not where a watcher needs that very revision next: there everybody may do as they like. */
  compact({ compact }: Day): void {
    const revision = this.store.revision - (compact ?? Number.POSITIVE_INFINITY);
    if (revision <= this.store.compactRevision || this.model.needed.includes(revision)) return;
    this.store.compact(revision);
    this.model.compactRevision = revision;
    this.done.push(`compact(${revision})`);
  }

  /** The watcher that ends today, if one does. */
  cancelled({ cancel }: Day): number | undefined {
    if (cancel === undefined || this.ids.length === 0) return undefined;
    const id = this.ids[cancel % this.ids.length] as number;
    this.model.cancel(id);
    this.done.push(`cancel(${id})`);
    return id;
  }

  /** The watchers that drain today. */
  awake({ asleep }: Day): number[] {
    return this.ids.filter((_, i) => ((asleep >> (i % 3)) & 1) === 0);
  }

  /** What the drain of a watcher must tell, and the story up to it. */
  drain(id: number): { expected: Told; story: string } {
    const story = `drain(${id}) after ${this.done.join('; ') || 'nothing'}`;
    this.done.push(`drain(${id})`);
    return { expected: this.model.drain(id), story };
  }

  private options({ options, start }: WatchDraft): WatchOptions {
    if (!start) return options;
    const { revision, compactRevision } = this.store;
    const wanted = Math.max(0, this.store[start.from] + start.step);
    const startRevision = wanted === compactRevision ? compactRevision + 1 : wanted;
    return { ...options, startRevision: Math.min(startRevision, revision + 4) };
  }
}
