import {
  type DeleteRangeOptions,
  EtcdError,
  fromKey,
  type KeyValue,
  type KeyValueEvent,
  type PutOptions,
  type RangeOptions,
  type SortTarget,
} from 'course/kit';
import type { KeyOperation, Operation } from './operations.ts';

type World = Map<string, KeyValue>;

/** The store as one draws it on a blackboard: a full copy of the world for every revision, nothing clever. */
export class Model {
  /** The first is revision 1. */
  private readonly worlds: World[] = [new Map()];
  private readonly events: KeyValueEvent[] = [];
  private compacted = 0;

  get revision(): number {
    return this.worlds.length;
  }

  get compactRevision(): number {
    return this.compacted;
  }

  /** What the operation gives, in the form of `outcome`; `answer` is what the store under test gave. */
  run(operation: Operation, answer?: unknown): unknown {
    switch (operation[0]) {
      case 'compact':
        return this.compact(operation[1]);
      case 'changes':
        return this.changes(operation[1]);
      case 'range':
        return this.range(this.worlds, answer, ...tail(operation));
      default:
        return this.write([operation])[0];
    }
  }

  /** Several operations as one revision; gives the outcome of each. */
  write(operations: readonly KeyOperation[], answers: readonly unknown[] = []): unknown[] {
    const world = new Map(this.worlds.at(-1));
    const eventsBefore = this.events.length;
    const next = this.worlds.length + 1;
    const visible = () =>
      this.events.length > eventsBefore ? [...this.worlds, world] : this.worlds;
    const outcomes = operations.map((operation, i) => {
      if (operation[0] === 'range') return this.range(visible(), answers[i], ...tail(operation));
      if (operation[1] === '') return { refused: 'EmptyKey' };
      const rest =
        operation[0] === 'put'
          ? this.put(world, next, ...tail(operation))
          : this.delete(world, next, ...tail(operation));
      return { revision: visible().length, ...rest };
    });
    if (visible().length === next) this.worlds.push(world);
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

  private range(
    worlds: readonly World[],
    answer: unknown,
    key: string,
    options: RangeOptions = {},
  ): unknown {
    const current = worlds.length;
    const revision = options.revision || current;
    if (key === '') return { refused: 'EmptyKey' };
    if (revision > current) return { refused: 'FutureRev' };
    if (revision < this.compacted) return { refused: 'Compacted' };
    const found = within(worlds[revision - 1] as World, key, options.rangeEnd);
    const sorted = options.countOnly ? [] : inOrder(found, options.sort, answer);
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

const orders: Record<SortTarget, (a: KeyValue, b: KeyValue) => number> = {
  key: (a, b) => bytes(a.key, b.key),
  version: (a, b) => a.version - b.version,
  create: (a, b) => a.createRevision - b.createRevision,
  mod: (a, b) => a.modRevision - b.modRevision,
  value: (a, b) => bytes(a.value, b.value),
};

/** How equal ones are ordered is free, so there the model follows the answer. */
function inOrder(kvs: KeyValue[], sort: RangeOptions['sort'], answer: unknown): KeyValue[] {
  if (!sort) return kvs;
  const given = keysIn(answer);
  const place = ({ key }: KeyValue) => (given.includes(key) ? given.indexOf(key) : given.length);
  const sign = sort.order === 'ascend' ? 1 : -1;
  return [...kvs].sort((a, b) => sign * orders[sort.target](a, b) || place(a) - place(b));
}

/** The keys in an answer, whatever it looks like. */
function keysIn(answer: unknown): unknown[] {
  const kvs = (answer as { kvs?: unknown } | null | undefined)?.kvs;
  return Array.isArray(kvs) ? kvs.map((kv: KeyValue | null | undefined) => kv?.key) : [];
}

function bytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
