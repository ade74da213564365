import {
  ApiError,
  apiResources,
  badRequest,
  EtcdServer,
  type KubernetesObject,
  type ObjectMatcher,
  type RangeOptions,
  type RangeResponse,
  type ResourceStrategy,
  SelectorSyntaxError,
  type TxnRequest,
  type TxnResponse,
  type Unstructured,
  type WatchResponse,
} from 'course/kit';
import { expect } from 'vitest';
import { matches, parseSelector } from '#reference/apiserver/label-selectors';
import { MvccStore } from '#reference/etcd/mvcc-store';
import { txn } from '#reference/etcd/txn-cas-cad';
import { WatchHub } from '#reference/etcd/watch';

/** More requests than any test needs. An endless loop is easier to understand as an error than as time that ran out. */
const patience = 120;

/** An etcd that is right, and that can let others act just before a transaction arrives, or after a question. */
export class Etcd extends EtcdServer {
  readonly #meanwhile: (() => unknown)[] = [];
  readonly #thereupon: (() => unknown)[] = [];
  cancelled = 0;
  #requests = 0;
  #fault: Error | undefined;

  constructor() {
    const store = new MvccStore();
    super({ store, watches: new WatchHub(store), txn });
  }

  /** What others do just before the next transaction, the one after that, and so on. */
  meanwhile(...events: (() => unknown)[]): void {
    this.#meanwhile.push(...events);
  }

  /** What others do just after the next range or drain is answered, the one after that, and so on. */
  thereupon(...events: (() => unknown)[]): void {
    this.#thereupon.push(...events);
  }

  get revision(): number {
    return this.range('x').revision;
  }

  override range(key: string, options?: RangeOptions): RangeResponse {
    this.#arrived();
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault) throw fault;
    const answer = super.range(key, options);
    this.#thereupon.shift()?.();
    return answer;
  }

  override drain(watchId: number): readonly WatchResponse[] {
    const answer = super.drain(watchId);
    this.#thereupon.shift()?.();
    return answer;
  }

  override txn(request: TxnRequest): TxnResponse {
    this.#arrived();
    requireOperations(request);
    this.#meanwhile.shift()?.();
    return super.txn(request);
  }

  /** The next range fails with this error. */
  fails(error: Error): void {
    this.#fault = error;
  }

  #arrived(): void {
    this.#requests += 1;
    if (this.#requests > patience)
      throw new Error(
        `etcd got ${patience} requests and there is no end; leave the loop when a transaction has succeeded, and begin again from what is stored when one has not`,
      );
  }

  override cancel(watchId: number): void {
    this.cancelled += 1;
    super.cancel(watchId);
  }
}

/** What the type checker would have said; etcd itself could not even read such a request. */
function requireOperations({ success, failure }: TxnRequest): void {
  for (const { op } of [...success, ...failure])
    if (!['put', 'range', 'deleteRange'].includes(op))
      throw new TypeError(`etcd.txn got an operation with the op ${JSON.stringify(op)}`);
}

export const deployments: ResourceStrategy = { resource: apiResources.deployments };
export const nodes: ResourceStrategy = { resource: apiResources.nodes };
/** As Pods are: 30 seconds, or what the client asks for. */
export const pods: ResourceStrategy = {
  resource: apiResources.pods,
  gracePeriodSeconds: (_pod, asked) => asked ?? 30,
};

/** An object `web` with these replicas and more metadata. */
export function web(replicas = 1, metadata: object = {}): Unstructured {
  return { metadata: { name: 'web', ...metadata }, spec: { replicas } };
}

/** An object of this name, with labels. */
export function named(name: string, labels?: Record<string, string>, namespace?: string) {
  return { metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }) } };
}

/** Where `web` stands in etcd. */
export const webKey = '/registry/deployments/default/web';

/** Selector texts: labels by the reference of their exercise, fields as `path=value` or `path!=value`. */
export const selects: ObjectMatcher = (object, { labelSelector, fieldSelector }) =>
  matches(read(labelSelector ?? ''), object.metadata?.labels) &&
  (fieldSelector ?? '')
    .split(',')
    .filter(Boolean)
    .every((term) => fieldHolds(object, term));

function read(labelSelector: string) {
  try {
    return parseSelector(labelSelector);
  } catch (error) {
    throw error instanceof SelectorSyntaxError ? badRequest(error.message) : error;
  }
}

function fieldHolds(object: KubernetesObject, term: string): boolean {
  const [, path = '', not = '', value = ''] = /^(.*?)(!?)=(.*)$/.exec(term) ?? [];
  const found = path.split('.').reduce<unknown>((at, field) => {
    return at && typeof at === 'object' ? (at as Record<string, unknown>)[field] : undefined;
  }, object);
  return (String(found ?? '') === value) === (not === '');
}

/** The ApiError that a call throws. Anything else that happens fails the test. */
export function refused(call: () => unknown, what: string): ApiError {
  try {
    call();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  expect('the call succeeded', what).toBe('an ApiError is thrown');
  throw new Error('never reached');
}

/** What a call gives; undefined when it is refused. */
export function unlessRefused<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** Expects a call to be refused with this reason: `Conflict`, `NotFound` ... */
export function expectRefused(call: () => unknown, reason: string, what: string): void {
  expect(reasonOf(call), what).toBe(reason);
}

function reasonOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof ApiError) return error.reason;
    throw error;
  }
  return 'no refusal: the call succeeded';
}
