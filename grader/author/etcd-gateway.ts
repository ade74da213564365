import {
  type CompactionResponse,
  type Compare,
  type DeleteRangeOptions,
  type DeleteRangeResponse,
  EtcdError,
  type KeyValue,
  type KeyValueEvent,
  type LeaseGrantResponse,
  type LeaseKeepAliveResponse,
  type LeaseRevokeResponse,
  type LeaseTimeToLiveResponse,
  type PutOptions,
  type RangeOptions,
  type RangeResponse,
  type RequestOp,
  type ResponseOp,
  type TxnRequest,
  type TxnResponse,
} from 'course/kit';
import type { RealEtcd } from './real-etcd.ts';

// The words of `course/kit` in the words of etcd's JSON gateway, and back. There, bytes are base64, 64-bit numbers
// are text, and what is zero or empty is left out.

export type Json = Record<string, unknown>;

/** A request that the real etcd refused, with the text that its clients print. */
export class RealRefusal extends Error {
  override readonly name = 'RealRefusal';
}

const paths = {
  put: '/v3/kv/put',
  range: '/v3/kv/range',
  deleteRange: '/v3/kv/deleterange',
} as const;

/** The real etcd, asked in the words of `course/kit`. Each call throws RealRefusal when etcd refuses. */
export class EtcdGateway {
  constructor(private readonly etcd: RealEtcd) {}

  /** One operation of its own. */
  async run(operation: RequestOp): Promise<ResponseOp> {
    const [request] = Object.values(requestOp(operation));
    return response(operation, await this.ask(paths[operation.op], request as Json));
  }

  async compact(revision: number): Promise<CompactionResponse> {
    return {
      revision: revisionOf(await this.ask('/v3/kv/compaction', { revision: String(revision) })),
    };
  }

  /** All operations in one transaction without conditions. */
  async write(
    operations: readonly RequestOp[],
  ): Promise<{ revision: number; responses: readonly ResponseOp[] }> {
    const request = { compare: [], success: operations, failure: [] };
    const { revision, responses } = await this.txn(request);
    return { revision, responses };
  }

  async txn({ compare, success, failure }: TxnRequest): Promise<TxnResponse> {
    const answer = await this.ask('/v3/kv/txn', {
      compare: compare.map(condition),
      success: success.map(requestOp),
      failure: failure.map(requestOp),
    });
    const succeeded = answer.succeeded === true;
    const ran = succeeded ? success : failure;
    const responses = list(answer.responses).map((given, i) =>
      response(ran[i] as RequestOp, Object.values(given)[0] as Json),
    );
    return { revision: revisionOf(answer), succeeded, responses };
  }

  /** Grants a lease under an id of our choice. */
  async grant(id: number, ttlSeconds: number): Promise<LeaseGrantResponse> {
    const answer = await this.ask('/v3/lease/grant', { ID: String(id), TTL: String(ttlSeconds) });
    return { id: number(answer.ID), ttl: number(answer.TTL) };
  }

  async revoke(id: number): Promise<LeaseRevokeResponse> {
    return { revision: revisionOf(await this.ask('/v3/lease/revoke', { ID: String(id) })) };
  }

  /** The stream's answer for an unknown lease is a TTL of 0; clients make a refusal of it, and so does this. */
  async keepAlive(id: number): Promise<LeaseKeepAliveResponse> {
    const answer = await this.ask('/v3/lease/keepalive', { ID: String(id) });
    const { ID, TTL } = answer.result as Json;
    if (number(TTL) <= 0) throw new RealRefusal(new EtcdError('LeaseNotFound').message);
    return { id: number(ID), ttl: number(TTL) };
  }

  async timeToLive(id: number): Promise<LeaseTimeToLiveResponse> {
    const answer = await this.ask('/v3/lease/timetolive', { ID: String(id), keys: true });
    const keys = ((answer.keys ?? []) as unknown[]).map(decoded);
    return {
      id: number(answer.ID),
      ttl: number(answer.TTL),
      grantedTtl: number(answer.grantedTTL),
      keys,
    };
  }

  /** The ids of all leases, in the order in which etcd gives them. */
  async leases(): Promise<number[]> {
    const answer = await this.ask('/v3/lease/leases', {});
    return list(answer.leases).map(({ ID }) => number(ID));
  }

  /** What a watcher of all keys that starts at `fromRevision` is told, up to and including `lastRevision`. */
  async changes(fromRevision: number, lastRevision: number): Promise<KeyValueEvent[]> {
    const all = {
      key: encoded('\0'),
      range_end: encoded('\0'),
      start_revision: String(fromRevision),
    };
    const events: KeyValueEvent[] = [];
    if (fromRevision > lastRevision) return events;
    for await (const told of this.etcd.stream('/v3/watch', { create_request: all })) {
      const { result } = told as { result: Json };
      if (result.canceled) throw new RealRefusal(String(result.cancel_reason));
      events.push(...list(result.events).map(event));
      if ((events.at(-1)?.kv.modRevision ?? 0) >= lastRevision) break;
    }
    return events;
  }

  private async ask(path: string, body: object): Promise<Json> {
    const answer = (await this.etcd.post(path, body)) as Json;
    if (answer.error !== undefined) throw new RealRefusal(String(answer.error));
    return answer;
  }
}

const results = { '=': 'EQUAL', '!=': 'NOT_EQUAL', '>': 'GREATER', '<': 'LESS' } as const;
const targets = {
  version: 'version',
  create: 'create_revision',
  mod: 'mod_revision',
  lease: 'lease',
};

function condition(compare: Compare): Json {
  const { key, target } = compare;
  const asked = {
    key: encoded(key),
    target: target.toUpperCase(),
    result: results[compare.result],
  };
  if (compare.target === 'value') return { ...asked, value: encoded(compare.than) };
  return { ...asked, [targets[compare.target]]: String(compare.than) };
}

function requestOp(operation: RequestOp): Json {
  switch (operation.op) {
    case 'put':
      return { request_put: putRequest(operation.key, operation.value, operation) };
    case 'range':
      return { request_range: rangeRequest(operation.key, operation) };
    case 'deleteRange':
      return { request_delete_range: deleteRequest(operation.key, operation) };
  }
}

function response(operation: RequestOp, answer: Json): ResponseOp {
  if (operation.op === 'range') return rangeResponse(answer);
  if (operation.op === 'deleteRange') return deleteResponse(answer, operation);
  const revision = revisionOf(answer);
  return answer.prev_kv ? { revision, prevKv: keyValue(answer.prev_kv as Json) } : { revision };
}

function putRequest(key: string, value: string, options: PutOptions = {}): Json {
  return {
    key: encoded(key),
    value: encoded(value),
    lease: String(options.lease ?? 0),
    prev_kv: options.prevKv,
    ignore_lease: options.ignoreLease,
  };
}

function rangeRequest(key: string, options: RangeOptions = {}): Json {
  return {
    ...keyRange(key, options),
    revision: String(options.revision ?? 0),
    limit: String(options.limit ?? 0),
    sort_target: options.sort?.target.toUpperCase(),
    sort_order: options.sort?.order.toUpperCase(),
    keys_only: options.keysOnly,
    count_only: options.countOnly,
  };
}

function rangeResponse(answer: Json): RangeResponse {
  return {
    revision: revisionOf(answer),
    kvs: list(answer.kvs).map(keyValue),
    count: number(answer.count),
    more: answer.more === true,
  };
}

function deleteRequest(key: string, options: DeleteRangeOptions = {}): Json {
  return { ...keyRange(key, options), prev_kv: options.prevKv };
}

function deleteResponse(answer: Json, options: DeleteRangeOptions = {}): DeleteRangeResponse {
  const told = { revision: revisionOf(answer), deleted: number(answer.deleted) };
  return options.prevKv ? { ...told, prevKvs: list(answer.prev_kvs).map(keyValue) } : told;
}

export function event(given: Json): KeyValueEvent {
  return {
    type: given.type === 'DELETE' ? 'DELETE' : 'PUT',
    kv: keyValue(given.kv as Json),
    ...(given.prev_kv !== undefined && { prevKv: keyValue(given.prev_kv as Json) }),
  };
}

function keyValue(given: Json): KeyValue {
  return {
    key: decoded(given.key),
    value: decoded(given.value),
    createRevision: number(given.create_revision),
    modRevision: number(given.mod_revision),
    version: number(given.version),
    lease: number(given.lease),
  };
}

/** An end that is absent stays absent: to the server an empty one would mean "from the key on". */
export function keyRange(key: string, { rangeEnd }: { rangeEnd?: string }): Json {
  return { key: encoded(key), range_end: rangeEnd === undefined ? undefined : encoded(rangeEnd) };
}

function revisionOf(answer: Json): number {
  return number((answer.header as Json | undefined)?.revision);
}

export function number(given: unknown): number {
  return Number(given ?? 0);
}

export function list(given: unknown): Json[] {
  return (given ?? []) as Json[];
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decoded(given: unknown): string {
  return Buffer.from(String(given ?? ''), 'base64').toString();
}
