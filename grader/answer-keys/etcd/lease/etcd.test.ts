import type {
  KeyOperations,
  KeyValueEvent,
  LeaseTimeToLiveResponse,
  RequestOp,
  ResponseOp,
} from 'course/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { answerOf } from '../../../author/answer.ts';
import { EtcdGateway } from '../../../author/etcd-gateway.ts';
import { etcdIsInstalled, type RealEtcd, startRealEtcd } from '../../../author/real-etcd.ts';
import { MvccStore } from '../mvcc-store/reference.ts';
import { type Call, randomCalls } from './random-calls.ts';
import { LeasedStore, Lessor } from './reference.ts';

// The reference against the real etcd 3.4, call by call. More seeds or operations:
// ETCD_SEEDS=1,2,3 ETCD_OPERATIONS=10000 npx vitest run grader/answer-keys/etcd/lease/etcd.test.ts
const seeds = (process.env.ETCD_SEEDS ?? '1').split(',').map(Number);
const operations = Number(process.env.ETCD_OPERATIONS ?? 1500);

const started: RealEtcd[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((etcd) => etcd.stop()));
});

async function newGateway(): Promise<EtcdGateway> {
  const etcd = await startRealEtcd();
  started.push(etcd);
  return new EtcdGateway(etcd);
}

/** Ours: the three parts that make up etcd's side of a lease. */
class Ours {
  readonly lessor: Lessor;
  readonly store: LeasedStore;

  constructor() {
    const store = new MvccStore();
    this.lessor = new Lessor(store);
    this.store = new LeasedStore(store, this.lessor);
    this.lessor.promote(0);
  }

  run(call: Call, now: number): unknown {
    switch (call.op) {
      case 'grant':
        return this.lessor.grant(call.id, call.ttl, now);
      case 'revoke':
        return this.lessor.revoke(call.id);
      case 'keepAlive':
        return this.lessor.keepAlive(call.id, now);
      case 'timeToLive':
        return timeless(this.lessor.timeToLive(call.id, now));
      case 'leases':
        return this.lessor.leases();
      case 'changes':
        return this.store.changes(call.fromRevision);
      case 'write':
        return this.written(call.operations);
      default:
        return one(this.store, call);
    }
  }

  private written(list: readonly RequestOp[]): object {
    const txn = this.store.write();
    const responses = list.map((operation) => one(txn, operation));
    return { revision: txn.end(), responses };
  }
}

async function asked(gateway: EtcdGateway, call: Call, revision: number): Promise<unknown> {
  switch (call.op) {
    case 'grant':
      return gateway.grant(call.id, call.ttl);
    case 'revoke':
      return gateway.revoke(call.id);
    case 'keepAlive':
      return gateway.keepAlive(call.id);
    case 'timeToLive':
      return timeless(await gateway.timeToLive(call.id));
    case 'leases':
      return gateway.leases();
    case 'changes':
      return gateway.changes(call.fromRevision, revision);
    case 'write':
      return gateway.write(call.operations);
    default:
      return gateway.run(call);
  }
}

/** What does not depend on the clock: of the seconds left only whether there are any. The keys' order is free. */
function timeless({ ttl, keys, ...rest }: LeaseTimeToLiveResponse): object {
  return { ...rest, ttl: Math.sign(ttl), keys: [...keys].sort() };
}

function one(on: KeyOperations, operation: RequestOp): ResponseOp {
  switch (operation.op) {
    case 'put':
      return on.put(operation.key, operation.value, operation);
    case 'range':
      return on.range(operation.key, operation);
    case 'deleteRange':
      return on.deleteRange(operation.key, operation);
  }
}

describe.skipIf(!etcdIsInstalled())('the reference against the real etcd', () => {
  it.each(seeds)(
    `gives the same answer to each of ${operations} random calls, seed %i`,
    async (seed) => {
      const gateway = await newGateway();
      const ours = new Ours();
      let count = 0;
      for (const call of randomCalls(seed, operations, ours.lessor, ours.store)) {
        const expected = await answerOf(() => asked(gateway, call, ours.store.revision));
        const answer = await answerOf(() => ours.run(call, ++count));
        expect(answer, `call ${count}: ${JSON.stringify(call)}`).toEqual(expected);
      }
    },
    300_000,
  );

  // Real time passes here, two to three seconds. Nothing is asserted about how long it takes, only that it is not
  // earlier than the TTL, so a slow machine makes the test slower but not red.
  it('lets a lease of the shortest TTL run out as the reference does, and not before its time', async () => {
    const gateway = await newGateway();
    const ours = new Ours();
    const setUp: Call[] = [
      { op: 'grant', id: 7, ttl: 1 },
      { op: 'grant', id: 8, ttl: 3600 },
      { op: 'put', key: 'b', value: 'x', lease: 7 },
      { op: 'put', key: 'a', value: 'x', lease: 7 },
      { op: 'put', key: 'c', value: 'x', lease: 7 },
      { op: 'put', key: 'c', value: 'y', lease: 8 },
    ];
    const begun = performance.now();
    for (const call of setUp)
      expect(await answerOf(() => asked(gateway, call, 0)), JSON.stringify(call)).toEqual(
        await answerOf(() => ours.run(call, 0)),
      );
    const next = ours.store.revision + 1;
    const told: KeyValueEvent[] = await gateway.changes(next, next);
    expect(performance.now() - begun, 'Milliseconds until it ran out').toBeGreaterThanOrEqual(2000);

    expect(ours.lessor.expired(1999), 'expired(1999) of ours').toEqual([]);
    expect(ours.lessor.expired(2000), 'expired(2000) of ours').toEqual([7]);
    ours.lessor.revoke(7);
    expect(told, 'What a watcher of the real etcd was told').toEqual(ours.store.changes(next));
    for (const op of ['timeToLive', 'keepAlive', 'revoke'] as const)
      expect(await answerOf(() => asked(gateway, { op, id: 7 }, 0)), op).toEqual(
        await answerOf(() => ours.run({ op, id: 7 }, 2000)),
      );
  }, 60_000);
});
