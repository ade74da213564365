import type { KeyOperations, RequestOp, ResponseOp } from 'course/kit';
import { afterAll, describe, expect, it } from 'vitest';
import { answerOf } from '../../../author/answer.ts';
import { EtcdGateway } from '../../../author/etcd-gateway.ts';
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
        const expected = await answerOf(() => asked(gateway, call, store.revision));
        const answer = await answerOf(() => answered(store, call));
        expect(answer, `call ${++count}: ${JSON.stringify(call)}`).toEqual(expected);
      }
    },
    300_000,
  );
});

function answered(store: MvccStore, call: Call): object {
  switch (call.op) {
    case 'write':
      return written(store, call.operations);
    case 'compact':
      return store.compact(call.revision);
    case 'changes':
      return store.changes(call.fromRevision);
    default:
      return one(store, call);
  }
}

function asked(gateway: EtcdGateway, call: Call, revision: number): Promise<object> {
  switch (call.op) {
    case 'write':
      return gateway.write(call.operations);
    case 'compact':
      return gateway.compact(call.revision);
    case 'changes':
      return gateway.changes(call.fromRevision, revision);
    default:
      return gateway.run(call);
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
