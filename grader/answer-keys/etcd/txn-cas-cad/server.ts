import type { TxnRequest, TxnResponse, WriteTxn } from 'course/kit';
import { MvccStore } from '#reference/etcd/mvcc-store';
import { type Etcd, txn } from '#reference/etcd/txn-cas-cad';
import { shown } from '#suite';

/** More requests than any test needs. An endless loop is easier to understand as an error than as time that ran out. */
const patience = 50;

/** An etcd that is right, and that can let others act just before a request arrives. */
export class Server {
  readonly #store = new MvccStore();
  /** What others do with it is shown to the learner beside the calls of `graded`. */
  readonly store: MvccStore;
  requests = 0;
  readonly #meanwhile: (() => unknown)[] = [];

  constructor(graded: object) {
    this.store = shown(this.#store, 'store', graded);
    shown(this.etcd, 'etcd', graded);
  }

  /** What a client is given: transactions and nothing else. Its calls are shown as they are, under its name. */
  readonly etcd: Etcd = { txn: (request) => this.#arrived(request) };

  /** What others do just before the client's next request, the one after that, and so on. */
  readonly meanwhile = (...events: (() => unknown)[]): void => {
    this.#meanwhile.push(...events);
  };

  #arrived(request: TxnRequest): TxnResponse {
    this.requests += 1;
    if (this.requests > patience)
      throw new Error(
        `etcd.txn got ${patience} requests and there is no end; leave the loop when the write has succeeded, and go on from what is there when it has not`,
      );
    requireWellFormed(request);
    this.#meanwhile.shift()?.();
    return txn(this.#store, request);
  }
}

const targets: unknown[] = ['version', 'create', 'mod', 'lease', 'value'];
const results: unknown[] = ['=', '!=', '>', '<'];
const operations: unknown[] = ['put', 'range', 'deleteRange'];

/** What the type checker would have said; etcd itself could not even read such a request. */
function requireWellFormed(request: TxnRequest): void {
  for (const list of ['compare', 'success', 'failure'] as const)
    if (!Array.isArray(request?.[list]))
      throw new TypeError(
        `etcd.txn got a request in which ${list} is no list; all three lists are needed, each may be empty`,
      );
  for (const { target, result } of request.compare) {
    requireOneOf(targets, target, 'a condition with the target');
    requireOneOf(results, result, 'a condition with the result');
  }
  for (const { op } of [...request.success, ...request.failure])
    requireOneOf(operations, op, 'an operation with the op');
}

function requireOneOf(known: unknown[], given: unknown, what: string): void {
  if (!known.includes(given))
    throw new TypeError(
      `etcd.txn got ${what} ${JSON.stringify(given)}; there are ${known.join(', ')}`,
    );
}

/** A store that counts the writes opened and ended. */
export class CountingStore extends MvccStore {
  #opened = 0;
  #ended = 0;

  /** Writes that were opened and not ended, or ended twice. */
  left(): number {
    return this.#opened - this.#ended;
  }

  override write(): WriteTxn {
    this.#opened += 1;
    const write = super.write();
    return {
      put: (...args) => write.put(...args),
      range: (...args) => write.range(...args),
      deleteRange: (...args) => write.deleteRange(...args),
      end: () => {
        this.#ended += 1;
        return write.end();
      },
    };
  }
}
