import type {
  CompactionResponse,
  DeleteRangeOptions,
  DeleteRangeResponse,
  KeyValueStore,
  PutOptions,
  PutResponse,
  RangeOptions,
  RangeResponse,
  TxnRequest,
  TxnResponse,
  Unstructured,
  WatchOptions,
  WatchResponse,
} from 'course/kit';
import { type Passage, passed } from './passage.ts';
import { namespace } from './request.ts';

/** An etcd that tells `met` what the registry asks of it, and can let somebody else be faster. */
export class TracedEtcd implements KeyValueStore {
  /** True: another apiserver writes the same key just before the next transaction. */
  rival = false;
  private rivals = 0;

  constructor(
    private readonly etcd: KeyValueStore,
    private readonly met: (passage: Passage) => void,
  ) {}

  put(key: string, value: string, options?: PutOptions): PutResponse {
    return this.etcd.put(key, value, options);
  }

  range(key: string, options: RangeOptions = {}): RangeResponse {
    const response = this.etcd.range(key, options);
    this.met(options.rangeEnd === undefined ? readOne(key, response) : readAll(key, response));
    return response;
  }

  deleteRange(key: string, options?: DeleteRangeOptions): DeleteRangeResponse {
    return this.etcd.deleteRange(key, options);
  }

  txn(request: TxnRequest): TxnResponse {
    const key = request.compare[0]?.key;
    const before = this.rival && key ? this.writeAsRival(key) : '';
    this.rival = false;
    const response = this.etcd.txn(request);
    this.met(written(request, response, before));
    return response;
  }

  compact(revision: number): CompactionResponse {
    return this.etcd.compact(revision);
  }

  watch(key: string, options?: WatchOptions): number {
    return this.etcd.watch(key, options);
  }

  drain(watchId: number): readonly WatchResponse[] {
    return this.etcd.drain(watchId);
  }

  cancel(watchId: number): void {
    this.etcd.cancel(watchId);
  }

  /** A controller sets a status, or somebody creates what is not there yet. */
  private writeAsRival(key: string): string {
    this.rivals += 1;
    const [stored] = this.etcd.range(key).kvs;
    const object = stored ? (JSON.parse(stored.value) as Unstructured) : newcomer(key, this.rivals);
    const next = stored ? { ...object, status: { observed: this.rivals } } : object;
    const { revision } = this.etcd.put(key, JSON.stringify(next));
    const what = stored ? `sets the status of ${nameIn(key)}` : `creates ${nameIn(key)}`;
    return `Just now another apiserver ${what}, at revision ${revision}. `;
  }
}

function newcomer(key: string, number: number): Unstructured {
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2 } },
    metadata: {
      ...{ name: nameIn(key), namespace, uid: `rival-${number}`, generation: 1 },
      ...{ creationTimestamp: '2025-01-01T00:00:00Z', labels: { tier: 'back', env: 'dev' } },
    },
  };
}

function readOne(key: string, { kvs: [kv] }: RangeResponse): Passage {
  const what = kv
    ? `${nameIn(key)} is stored at version ${kv.modRevision}`
    : `no ${nameIn(key)} is stored`;
  return passed('reading', what, `Reading: ${what}.`);
}

function readAll(key: string, { kvs, revision }: RangeResponse): Passage {
  const what = `${kvs.length} of ${key} at revision ${revision}`;
  return passed('reading', what, `Reading: etcd gives ${what}.`);
}

function written(request: TxnRequest, response: TxnResponse, before: string): Passage {
  const { revision, succeeded } = response;
  const condition = conditionOf(request);
  const what = request.success.some(({ op }) => op === 'put') ? 'put' : 'deletion';
  const asks = `Writing: etcd is asked for a ${what}, ${condition}.`;
  if (succeeded)
    return passed(
      'writing',
      `${what} at revision ${revision}, ${condition}`,
      `${before}${asks} It is done at revision ${revision}.`,
    );
  const note = `no ${what}, for it was meant ${condition}`;
  const sentence = `${before}${asks} That does not hold, so nothing is written.`;
  return { place: 'writing', outcome: 'anew', note, sentence };
}

/** Registries ask for one condition: that the key was not written since. */
function conditionOf({ compare: [first] }: TxnRequest): string {
  if (first?.target !== 'mod') return 'on a condition of its own';
  const { key, than } = first;
  return than === 0
    ? `if there is no ${nameIn(key)}`
    : `if ${nameIn(key)} still has version ${than}`;
}

function nameIn(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
