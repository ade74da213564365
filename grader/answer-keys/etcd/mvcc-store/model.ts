import {
  type DeleteRangeOptions,
  EtcdError,
  fromKey,
  type KeyValue,
  type KeyValueEvent,
  type PutOptions,
  type RangeOptions,
} from 'course/kit';
import type { Change, Operation } from './operations.ts';

type World = Map<string, KeyValue>;

/** The store as one draws it on a blackboard: a full copy of the world for every revision, nothing clever. */
export class Model {
  /** The first is revision 1. */
  private readonly worlds: World[] = [new Map()];
  private readonly events: KeyValueEvent[] = [];
  private compacted = 0;

  /** What the operation gives, in the form of `outcome`. */
  run(operation: Operation): unknown {
    switch (operation[0]) {
      case 'range':
        return this.range(operation[1], operation[2]);
      case 'compact':
        return this.compact(operation[1]);
      case 'changes':
        return this.changes(operation[1]);
      default:
        return this.write([operation])[0];
    }
  }

  /** Several changes as one revision; gives the outcome of each. */
  write(changes: readonly Change[]): unknown[] {
    const world = new Map(this.worlds.at(-1));
    const eventsBefore = this.events.length;
    const next = this.worlds.length + 1;
    const reached = () => (this.events.length > eventsBefore ? next : next - 1);
    const outcomes = changes.map((change) => {
      if (change[1] === '') return { refused: 'EmptyKey' };
      const rest =
        change[0] === 'put'
          ? this.put(world, next, ...tail(change))
          : this.delete(world, next, ...tail(change));
      return { revision: reached(), ...rest };
    });
    if (reached() === next) this.worlds.push(world);
    return outcomes;
  }

  private put(
    world: World,
    next: number,
    key: string,
    value: string,
    options: PutOptions = {},
  ): object {
    const old = world.get(key);
    const kv: KeyValue = {
      key,
      value,
      createRevision: old ? old.createRevision : next,
      modRevision: next,
      version: old ? old.version + 1 : 1,
      lease: options.lease ?? 0,
    };
    world.set(key, kv);
    this.events.push({ type: 'PUT', kv });
    return options.prevKv && old ? { prevKv: old } : {};
  }

  private delete(
    world: World,
    next: number,
    key: string,
    options: DeleteRangeOptions = {},
  ): object {
    const prevKvs = within(world, key, options.rangeEnd);
    for (const { key } of prevKvs) {
      world.delete(key);
      const kv = { key, value: '', createRevision: 0, modRevision: next, version: 0, lease: 0 };
      this.events.push({ type: 'DELETE', kv });
    }
    return { deleted: prevKvs.length, ...(options.prevKv ? { prevKvs } : {}) };
  }

  private range(key: string, options: RangeOptions = {}): unknown {
    const current = this.worlds.length;
    const revision = options.revision || current;
    if (key === '') return { refused: 'EmptyKey' };
    if (revision > current) return { refused: 'FutureRev' };
    if (revision < this.compacted) return { refused: 'Compacted' };
    const found = within(this.worlds[revision - 1] as World, key, options.rangeEnd);
    const sorted = options.countOnly ? [] : inOrder(found, options.sort);
    const kvs = options.limit ? sorted.slice(0, options.limit) : sorted;
    return {
      revision: current,
      kvs: options.keysOnly ? kvs.map((kv) => ({ ...kv, value: '' })) : kvs,
      count: found.length,
      more: kvs.length < sorted.length,
    };
  }

  private compact(revision: number): unknown {
    if (revision <= this.compacted) return { refused: 'Compacted' };
    if (revision > this.worlds.length) return { refused: 'FutureRev' };
    this.compacted = revision;
    return { revision: this.worlds.length };
  }

  private changes(fromRevision: number): unknown {
    if (fromRevision <= this.compacted) return { refused: 'Compacted' };
    return this.events.filter(({ kv }) => kv.modRevision >= fromRevision);
  }
}

/** What an operation gave, or which refusal it met. Other errors are the learner's to see. */
export function outcome(given: { value: unknown } | { error: Error }): unknown {
  if ('value' in given) return given.value;
  if (given.error instanceof EtcdError) return { refused: given.error.code };
  throw given.error;
}

function tail<Rest extends unknown[]>([, ...rest]: readonly [string, ...Rest]): Rest {
  return rest;
}

function within(world: World, key: string, rangeEnd: string | undefined): KeyValue[] {
  return [...world.values()]
    .filter((kv) => (rangeEnd === undefined ? kv.key === key : bytes(kv.key, key) >= 0))
    .filter((kv) => !rangeEnd || rangeEnd === fromKey || bytes(kv.key, rangeEnd) < 0)
    .sort((a, b) => bytes(a.key, b.key));
}

/** Knows only the targets that no two keys share: how equal ones are ordered is free. */
function inOrder(kvs: KeyValue[], sort: RangeOptions['sort']): KeyValue[] {
  if (!sort) return kvs;
  const ascending = [...kvs].sort((a, b) => {
    if (sort.target === 'key') return bytes(a.key, b.key);
    return sort.target === 'mod'
      ? a.modRevision - b.modRevision
      : a.createRevision - b.createRevision;
  });
  return sort.order === 'ascend' ? ascending : ascending.reverse();
}

function bytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
