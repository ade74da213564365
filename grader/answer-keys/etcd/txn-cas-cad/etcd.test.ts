import { afterAll, describe, expect, it } from 'vitest';
import { answerOf } from '../../../author/answer.ts';
import { EtcdGateway } from '../../../author/etcd-gateway.ts';
import { etcdIsInstalled, type RealEtcd, startRealEtcd } from '../../../author/real-etcd.ts';
import { leases } from '../mvcc-store/random-calls.ts';
import { MvccStore } from '../mvcc-store/reference.ts';
import { type Call, randomTransactions } from './random-transactions.ts';
import { txn } from './reference.ts';

// The references of store and transactions against the real etcd 3.4, call by call. More seeds or operations:
// ETCD_SEEDS=1,2,3 ETCD_OPERATIONS=3000 npx vitest run grader/answer-keys/etcd/txn-cas-cad/etcd.test.ts
const seeds = (process.env.ETCD_SEEDS ?? '1').split(',').map(Number);
const operations = Number(process.env.ETCD_OPERATIONS ?? 1000);

describe.skipIf(!etcdIsInstalled())('the reference against the real etcd', () => {
  const started: RealEtcd[] = [];
  afterAll(async () => {
    await Promise.all(started.map((etcd) => etcd.stop()));
  });

  it.each(seeds)(
    `gives the same answer to each of ${operations} random transactions, seed %i`,
    async (seed) => {
      const etcd = await startRealEtcd();
      started.push(etcd);
      const gateway = new EtcdGateway(etcd);
      for (const lease of leases) await gateway.grant(lease, 3600);
      const store = new MvccStore();
      let count = 0;
      for (const call of randomTransactions(seed, operations, store)) {
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
    case 'txn':
      return txn(store, call.request);
    case 'compact':
      return store.compact(call.revision);
    case 'changes':
      return store.changes(call.fromRevision);
  }
}

function asked(gateway: EtcdGateway, call: Call, revision: number): Promise<object> {
  switch (call.op) {
    case 'txn':
      return gateway.txn(call.request);
    case 'compact':
      return gateway.compact(call.revision);
    case 'changes':
      return gateway.changes(call.fromRevision, revision);
  }
}
