import { EtcdError, type KeyOperations, type RequestOp, type ResponseOp } from 'course/kit';
import { afterAll, describe, expect, it } from 'vitest';
import { EtcdGateway, RealRefusal } from '../../../author/etcd-gateway.ts';
import { etcdIsInstalled, type RealEtcd, startRealEtcd } from '../../../author/real-etcd.ts';
import { type Call, leases, randomCalls } from './random-calls.ts';
import { MvccStore } from './reference.ts';

// The reference against the real etcd 3.4, call by call. More seeds or operations:
// ETCD_SEEDS=1,2,3 ETCD_OPERATIONS=10000 npx vitest run grader/answer-keys/etcd/mvcc-store/etcd.test.ts
const seeds = (process.env.ETCD_SEEDS ?? '1').split(',').map(Number);
const operations = Number(process.env.ETCD_OPERATIONS ?? 3000);

describe.skipIf(!etcdIsInstalled())('the reference against the real etcd', () => {
  const started: RealEtcd[] = [];
  afterAll(async () => {
    await Promise.all(started.map((etcd) => etcd.stop()));
  });

  it.each(seeds)(
    `gives the same answer to each of ${operations} random calls, seed %i`,
    async (seed) => {
      const etcd = await startRealEtcd();
      started.push(etcd);
      const gateway = new EtcdGateway(etcd);
      for (const lease of leases) await gateway.grant(lease, 3600);
      const store = new MvccStore();
      let count = 0;
      for (const call of randomCalls(seed, operations, store)) {
        const expected = await asked(gateway, call, store.revision);
        expect(answered(store, call), `call ${++count}: ${JSON.stringify(call)}`).toEqual(expected);
      }
    },
    300_000,
  );
});

type Answer = { readonly value: unknown } | { readonly refused: string };

function answered(store: MvccStore, call: Call): Answer {
  try {
    switch (call.op) {
      case 'write':
        return { value: written(store, call.operations) };
      case 'compact':
        return { value: store.compact(call.revision) };
      case 'changes':
        return { value: store.changes(call.fromRevision) };
      default:
        return { value: one(store, call) };
    }
  } catch (error) {
    if (error instanceof EtcdError) return { refused: error.message };
    throw error;
  }
}

async function asked(gateway: EtcdGateway, call: Call, revision: number): Promise<Answer> {
  try {
    switch (call.op) {
      case 'write':
        return { value: await gateway.write(call.operations) };
      case 'compact':
        return { value: await gateway.compact(call.revision) };
      case 'changes':
        return { value: await gateway.changes(call.fromRevision, revision) };
      default:
        return { value: await gateway.run(call) };
    }
  } catch (error) {
    if (error instanceof RealRefusal) return { refused: error.message };
    throw error;
  }
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

function written(store: MvccStore, list: readonly RequestOp[]): object {
  const txn = store.write();
  const responses = list.map((operation) => one(txn, operation));
  return { revision: txn.end(), responses };
}
