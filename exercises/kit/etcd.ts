// The contracts of etcd: what its parts hand to each other, and what the rest of the cluster expects of it.
// Names follow etcd 3.4's rpc.proto and kv.proto. Every request is answered at once, so no contract here is asynchronous.
// An object that was handed over is never changed again, by neither side: what a revision held stays as it was. A store
// may therefore hand out its own objects, and a caller may keep them.

/** One version of a key, `mvccpb.KeyValue`. A key is not empty; a value may be. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** Revision of the put that began the key's present life. */
  readonly createRevision: number;
  /** Revision of the put that made this version. */
  readonly modRevision: number;
  /** Puts since the key's present life began, this one included: 1 for a new key. */
  readonly version: number;
  /** Id of the lease that the key is attached to; 0 for none. */
  readonly lease: number;
}

const texts = {
  /** A request names an empty key. */
  EmptyKey: 'etcdserver: key is not provided',
  /** A put is to keep the value or lease of a key that does not exist. */
  KeyNotFound: 'etcdserver: key not found',
  /** A put brings a value and also asks to keep the old one. */
  ValueProvided: 'etcdserver: value is provided',
  /** A put brings a lease and also asks to keep the old one. */
  LeaseProvided: 'etcdserver: lease is provided',
  /** One list of a transaction holds more than 128 entries. */
  TooManyOps: 'etcdserver: too many operations in txn request',
  /** A transaction writes the same key twice. */
  DuplicateKey: 'etcdserver: duplicate key given in txn request',
  /** The revision asked for lies below the compacted one: list anew, then go on from there. */
  Compacted: 'etcdserver: mvcc: required revision has been compacted',
  /** The revision asked for has not been reached yet. */
  FutureRev: 'etcdserver: mvcc: required revision is a future revision',
  /** The lease was never granted, was revoked, or ran out. */
  LeaseNotFound: 'etcdserver: requested lease not found',
  /** A lease is granted under an id that is taken. */
  LeaseExist: 'etcdserver: lease already exists',
  /** A lease is granted for more than 9,000,000,000 seconds. */
  LeaseTTLTooLarge: 'etcdserver: too large lease TTL',
} as const;

/** Which refusal it is; etcd's own name for it without the leading `Err`. */
export type EtcdErrorCode = keyof typeof texts;

/** A request that etcd refuses. It has changed nothing. The message is the one that etcd 3.4's clients print. */
export class EtcdError extends Error {
  override readonly name = 'EtcdError';
  constructor(readonly code: EtcdErrorCode) {
    super(texts[code]);
  }
}

/** As a `rangeEnd`: no end, every key from `key` on. */
export const fromKey = '\0';

/** The `rangeEnd` that makes a range of exactly the keys that begin with `prefix`. Clients call it; etcd knows ranges only. */
export function prefixEnd(prefix: string): string {
  const points = Array.from(prefix, (character) => character.codePointAt(0) as number);
  for (let last = points.pop(); last !== undefined; last = points.pop())
    if (last < 0x10ffff) return String.fromCodePoint(...points, successor(last));
  return fromKey;
}

/** The next character; U+D800 to U+DFFF are none. */
function successor(point: number): number {
  return point === 0xd7ff ? 0xe000 : point + 1;
}

/** Which keys: `key` alone without `rangeEnd`, else those from `key` up to but not including `rangeEnd`, in byte order. */
export interface KeyRange {
  /** Never empty. `fromKey` for all keys from `key` on. */
  readonly rangeEnd?: string;
}

export interface PutOptions {
  /** Lease to attach the key to; 0 or absent: none, and a former one is dropped. */
  readonly lease?: number;
  /** Keep the lease that the key has; `lease` is then absent or 0. Only a store that knows leases looks at it. */
  readonly ignoreLease?: boolean;
  /** Ask for the version that the put replaces. */
  readonly prevKv?: boolean;
}

export interface PutResponse {
  /** The revision that the put made. */
  readonly revision: number;
  /** Present when asked for and the key existed. */
  readonly prevKv?: KeyValue;
}

export interface RangeOptions extends KeyRange {
  /** Read the store as it was at this revision; 0 or absent: as it is now. */
  readonly revision?: number;
  /** Give at most this many keys; 0 or absent: all. */
  readonly limit?: number;
  /** Order of the keys given; absent: by key, ascending. Applied before the limit. */
  readonly sort?: { readonly target: SortTarget; readonly order: 'ascend' | 'descend' };
  /** Give every value as empty. */
  readonly keysOnly?: boolean;
  /** Give only `count`. */
  readonly countOnly?: boolean;
}

export type SortTarget = 'key' | 'version' | 'create' | 'mod' | 'value';

export interface RangeResponse {
  /** The store's revision when the range was served, also when an older one was read. */
  readonly revision: number;
  readonly kvs: readonly KeyValue[];
  /** How many keys the range holds, whatever the limit. */
  readonly count: number;
  /** True when the limit left keys out. */
  readonly more: boolean;
}

export interface DeleteRangeOptions extends KeyRange {
  /** Ask for what is deleted. */
  readonly prevKv?: boolean;
}

export interface DeleteRangeResponse {
  /** The store's revision after the deletion: a new one only if there was something to delete. */
  readonly revision: number;
  /** How many keys were deleted. */
  readonly deleted: number;
  /** Present when asked for: the versions deleted, by key. */
  readonly prevKvs?: readonly KeyValue[];
}

export interface CompactionResponse {
  /** The store's revision, which a compaction does not change. */
  readonly revision: number;
}

/** Reads and writes by key. What a refusal says stands at `EtcdErrorCode`. */
export interface KeyOperations {
  /** Throws EmptyKey. */
  put(key: string, value: string, options?: PutOptions): PutResponse;
  /** Throws EmptyKey; Compacted or FutureRev for `options.revision`. */
  range(key: string, options?: RangeOptions): RangeResponse;
  /** Throws EmptyKey. */
  deleteRange(key: string, options?: DeleteRangeOptions): DeleteRangeResponse;
}

/**
 * A write under way, `mvcc.TxnWrite`. All it changes shares one revision, the one after that at which it began; a reader
 * outside sees all or nothing of it. Its ranges see what it has written so far, and their `revision` is the new one
 * from the first change on. Whoever opened it ends it, exactly once, before anybody opens another.
 */
export interface WriteTxn extends KeyOperations {
  /** Makes the changes visible and gives the store's revision: the same as before if nothing changed. */
  end(): number;
}

/**
 * One change, `mvccpb.Event`. Of a DELETE's `kv` only `key` and `modRevision` (the revision of the deletion) are set;
 * the rest is empty text and 0.
 */
export interface KeyValueEvent {
  readonly type: 'PUT' | 'DELETE';
  readonly kv: KeyValue;
  /** A watcher that asks for it gets what the key held one revision earlier, unless it held nothing or that is compacted. */
  readonly prevKv?: KeyValue;
}

/** What a watch hub needs of a store: the changes and where they begin and end. */
export interface ChangeHistory {
  /** Revision of the last finished write; 1 when there was none. */
  readonly revision: number;
  /** Revision of the last compaction; 0 when there was none. */
  readonly compactRevision: number;
  /**
   * Every finished change at or after `fromRevision`, in the order in which it was made, without `prevKv`. Empty when
   * there is none yet. Throws Compacted when `fromRevision` is not above `compactRevision`: some would be missing.
   */
  changes(fromRevision: number): readonly KeyValueEvent[];
  range(key: string, options?: RangeOptions): RangeResponse;
}

/** The store of versions under etcd's API, `mvcc.KV`: watch, transactions and leases are built on it. */
export interface MultiVersionStore extends KeyOperations, ChangeHistory {
  /** Opens a write of several changes. Until it ends, the opener writes through it alone. */
  write(): WriteTxn;
  /**
   * Forgets what no reader at or after `revision` can ask for. Throws Compacted when `revision` is not above
   * `compactRevision`, FutureRev when it is above `revision`.
   */
  compact(revision: number): CompactionResponse;
}

/**
 * One condition of a transaction. Values are compared by bytes. A key that does not exist has 0 for each number and
 * fails every condition on its value.
 */
export type Compare = { readonly key: string; readonly result: '=' | '!=' | '>' | '<' } & (
  | { readonly target: 'version' | 'create' | 'mod' | 'lease'; readonly than: number }
  | { readonly target: 'value'; readonly than: string }
);

/** One operation of a transaction. */
export type RequestOp =
  | ({ readonly op: 'put'; readonly key: string; readonly value: string } & PutOptions)
  | ({ readonly op: 'range'; readonly key: string } & RangeOptions)
  | ({ readonly op: 'deleteRange'; readonly key: string } & DeleteRangeOptions);

/** If all of `compare` hold then `success`, else `failure`. All three may be empty. */
export interface TxnRequest {
  readonly compare: readonly Compare[];
  readonly success: readonly RequestOp[];
  readonly failure: readonly RequestOp[];
}

/** One response for each operation that ran, in order. */
export type ResponseOp = PutResponse | RangeResponse | DeleteRangeResponse;

export interface TxnResponse {
  /** The store's revision after the transaction: a new one only if something changed. */
  readonly revision: number;
  /** Which branch ran. */
  readonly succeeded: boolean;
  readonly responses: readonly ResponseOp[];
}

export interface WatchOptions extends KeyRange {
  /** First revision to report, past or to come; 0 or absent: the one after the store's at the call of `watch`. */
  readonly startRevision?: number;
  /** Ask for what each event replaced or deleted. */
  readonly prevKv?: boolean;
  /** Leave out puts, deletions or both. */
  readonly filters?: readonly ('noput' | 'nodelete')[];
}

/** What a watcher is told at once. The events of one revision are never spread over two responses. */
export interface WatchResponse {
  readonly watchId: number;
  /** The store's revision when the response was made. */
  readonly revision: number;
  /** Oldest first; at least one, unless `canceled`. */
  readonly events: readonly KeyValueEvent[];
  /** True in the last response of a watcher that etcd ends. */
  readonly canceled?: boolean;
  /** With `canceled`: what lies below it is gone, and the watcher still needed some of it. List, then watch from there on. */
  readonly compactRevision?: number;
}

/** A watcher is a cursor on the history of a key or range: replay first, then live, without a gap and without a double. */
export interface Watchable {
  /** Gives the new watcher's id, which no other ever had. Refuses nothing: a start that was compacted is told by `drain`. */
  watch(key: string, options?: WatchOptions): number;
  /**
   * Takes what the watcher has not seen yet, in order; empty when there is nothing, or no such watcher. A watcher that
   * a compaction has passed gets one response, `canceled`, and has ended.
   */
  drain(watchId: number): readonly WatchResponse[];
  /** Ends a watcher; it is silent from now on. Without such a watcher it does nothing. */
  cancel(watchId: number): void;
}

/** All of etcd that the apiserver's registry uses. */
export interface KeyValueStore extends KeyOperations, Watchable {
  /** Throws EmptyKey, DuplicateKey, TooManyOps; Compacted or FutureRev for one of its ranges. */
  txn(request: TxnRequest): TxnResponse;
  /** Throws Compacted, FutureRev. */
  compact(revision: number): CompactionResponse;
}
