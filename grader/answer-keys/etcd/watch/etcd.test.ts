import type { KeyOperations, RequestOp, WatchResponse } from 'course/kit';
import { afterAll, describe, expect, it } from 'vitest';
import { answerOf } from '../../../author/answer.ts';
import { EtcdGateway } from '../../../author/etcd-gateway.ts';
import { EtcdWatcher, type RealNews } from '../../../author/etcd-watcher.ts';
import { etcdIsInstalled, type RealEtcd, startRealEtcd } from '../../../author/real-etcd.ts';
import { type Call, leases, randomCalls } from '../mvcc-store/random-calls.ts';
import { MvccStore } from '../mvcc-store/reference.ts';
import { RandomWatches, type Step } from './random-watches.ts';
import { WatchHub } from './reference.ts';

// The reference against the real etcd 3.4: the same random calls on both stores, and each watcher is told the same.
// More seeds or operations:
// ETCD_SEEDS=1,2,3 ETCD_OPERATIONS=3000 npx vitest run grader/answer-keys/etcd/watch/etcd.test.ts
const seeds = (process.env.ETCD_SEEDS ?? '1').split(',').map(Number);
const operations = Number(process.env.ETCD_OPERATIONS ?? 1000);
const bell = 'z';

describe.skipIf(!etcdIsInstalled())('the reference against the real etcd', () => {
  const started: RealEtcd[] = [];
  afterAll(async () => {
    await Promise.all(started.map((etcd) => etcd.stop()));
  });

  it.each(seeds)(
    `tells watchers the same in the course of ${operations} random calls, seed %i`,
    async (seed) => {
      const etcd = await startRealEtcd();
      started.push(etcd);
      const both = await BothSides.begin(etcd);
      const watches = new RandomWatches(seed, both.store);
      for (const call of randomCalls(seed, operations, both.store)) {
        const step = watches.next(both.living);
        if (step) await both.take(step);
        await both.run(call);
      }
      await both.drainAll();
      // Once more: what was told too late, and so too much, would come now.
      await both.drainAll();
      expect(both.compared.events, 'Events compared').toBeGreaterThan(operations / 4);
      expect(both.compared.tooLate, 'Watchers that came too late').toBeGreaterThan(0);
      await both.end();
    },
    300_000,
  );
});

interface Pair {
  readonly id: number;
  readonly real: EtcdWatcher;
  readonly about: string;
}

/** The reference and the real etcd, kept in step. */
class BothSides {
  readonly store = new MvccStore();
  readonly compared = { events: 0, tooLate: 0 };
  private readonly hub = new WatchHub(this.store);
  private readonly gateway: EtcdGateway;
  private pairs: Pair[] = [];

  private constructor(private readonly etcd: RealEtcd) {
    this.gateway = new EtcdGateway(etcd);
  }

  static async begin(etcd: RealEtcd): Promise<BothSides> {
    const both = new BothSides(etcd);
    for (const lease of leases) await both.gateway.grant(lease, 3600);
    await both.ring();
    return both;
  }

  get living(): number {
    return this.pairs.length;
  }

  async run(call: Call): Promise<void> {
    if (call.op === 'changes') return;
    if (call.op === 'compact') await this.drainAll();
    const expected = await answerOf(() => this.asked(call));
    expect(await answerOf(() => this.answered(call)), JSON.stringify(call)).toEqual(expected);
  }

  async take(step: Step): Promise<void> {
    if (step.step === 'drain') return this.drainAll();
    if (step.step === 'watch') return this.watch(step);
    await this.drainAll();
    const [ended] = this.pairs.splice(step.which, 1);
    if (!ended) return;
    this.hub.cancel(ended.id);
    await ended.real.close();
    await this.ring();
    expect(this.hub.drain(ended.id), `${ended.about}, cancelled`).toEqual([]);
  }

  /** Whatever each watcher was told since the last time, on both sides. */
  async drainAll(): Promise<void> {
    const revision = await this.ring();
    for (const pair of [...this.pairs]) {
      const ours = outline(this.hub.drain(pair.id));
      const real = await pair.real.told(revision, 'events' in ours ? ours.events.length : 0);
      expect(ours, `${pair.about}, drained at revision ${revision}`).toEqual(real);
      if ('events' in ours) this.compared.events += ours.events.length;
      else await this.sawTooLate(pair);
    }
  }

  async end(): Promise<void> {
    for (const { real } of this.pairs) await real.close();
  }

  private async watch({ key, options }: Step & { step: 'watch' }): Promise<void> {
    // A bell that starts in the past must have rung there.
    const revision = await this.ring();
    const { startRevision = 0 } = options;
    const bellStart = startRevision <= revision ? startRevision : 0;
    const about = `watch(${JSON.stringify(key)}, ${JSON.stringify(options)}) at ${revision}`;
    const id = this.hub.watch(key, options);
    const real = await EtcdWatcher.open(this.etcd, key, options, {
      key: bell,
      startRevision: bellStart,
    });
    this.pairs.push({ id, real, about });
  }

  private async sawTooLate(pair: Pair): Promise<void> {
    this.compared.tooLate += 1;
    expect(this.hub.drain(pair.id), `${pair.about}, ended`).toEqual([]);
    this.pairs = this.pairs.filter((each) => each !== pair);
    await pair.real.close();
  }

  /** Puts the bell on both sides and gives the revision. */
  private async ring(): Promise<number> {
    const { revision } = await this.gateway.run({ op: 'put', key: bell, value: '' });
    expect(this.store.put(bell, '').revision, 'Revision of the bell').toBe(revision);
    return revision;
  }

  private asked(call: Exclude<Call, { op: 'changes' }>): Promise<object> {
    if (call.op === 'write') return this.gateway.write(call.operations);
    return call.op === 'compact' ? this.gateway.compact(call.revision) : this.gateway.run(call);
  }

  private answered(call: Exclude<Call, { op: 'changes' }>): object {
    if (call.op === 'compact') return this.store.compact(call.revision);
    if (call.op !== 'write') return one(this.store, call);
    const txn = this.store.write();
    const responses = call.operations.map((operation) => one(txn, operation));
    return { revision: txn.end(), responses };
  }
}

function one(on: KeyOperations, operation: RequestOp): object {
  if (operation.op === 'put') return on.put(operation.key, operation.value, operation);
  return operation.op === 'range'
    ? on.range(operation.key, operation)
    : on.deleteRange(operation.key, operation);
}

/** What one drain told, in the form in which the real etcd's news come. */
function outline(responses: readonly WatchResponse[]): RealNews {
  const [first] = responses;
  if (first?.canceled) return { compactRevision: first.compactRevision ?? 0 };
  return { events: responses.flatMap(({ events }) => events) };
}
