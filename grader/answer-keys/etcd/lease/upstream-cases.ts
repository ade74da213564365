import type { LessorCall } from './calls.ts';

/** What a call gives: a value, or the code of its refusal. */
export type Expected = { readonly gives: unknown } | { readonly refused: string };

/** One of upstream's tests as calls with what they give. Where it waits, `now` moves on. */
export interface UpstreamCase {
  /** The test in etcd v3.4.23, lease/lessor_test.go. */
  readonly origin: string;
  readonly minTtl: number;
  readonly calls: readonly (readonly [LessorCall, Expected])[];
  /** Keys that a revoke deletes, in its order. */
  readonly deleted?: readonly string[];
}

const nothing: Expected = { gives: undefined };

/** Left out: checkpoints, disk, the spreading of more than 1,000 leases, concurrent callers. */
export const upstreamCases: UpstreamCase[] = [
  {
    origin: 'TestLessorGrant',
    minTtl: 5,
    calls: [
      [['promote', 0, 0], nothing],
      [['grant', 1, 1, 0], { gives: { id: 1, ttl: 5 } }],
      [['has', 1], { gives: true }],
      [['timeToLive', 1, 0], { gives: { id: 1, ttl: 5, grantedTtl: 5, keys: [] } }],
      [['grant', 1, 1, 0], { refused: 'LeaseExist' }],
      [['grant', 2, 1, 1], { gives: { id: 2, ttl: 5 } }],
      [['leases'], { gives: [1, 2] }],
    ],
  },
  {
    origin: 'TestLessorRevoke, on a lessor that was never promoted',
    minTtl: 5,
    calls: [
      [['grant', 1, 100, 0], { gives: { id: 1, ttl: 100 } }],
      [['attach', 'foo', 1], nothing],
      [['attach', 'bar', 1], nothing],
      [['revoke', 1], { gives: { revision: 2 } }],
      [['has', 1], { gives: false }],
    ],
    deleted: ['bar', 'foo'],
  },
  {
    origin: 'TestLessorRenew',
    minTtl: 5,
    calls: [
      [['promote', 0, 0], nothing],
      [['grant', 1, 10, 0], { gives: { id: 1, ttl: 10 } }],
      [['keepAlive', 1, 4000], { gives: { id: 1, ttl: 10 } }],
      [['timeToLive', 1, 5000], { gives: { id: 1, ttl: 9, grantedTtl: 10, keys: [] } }],
    ],
  },
  {
    origin: 'TestLessorDetach',
    minTtl: 5,
    calls: [
      [['grant', 1, 100, 0], { gives: { id: 1, ttl: 100 } }],
      [['attach', 'foo', 1], nothing],
      [['attach', 'bar', 1], nothing],
      [['detach', 'foo'], nothing],
      [['leaseOf', 'foo'], { gives: 0 }],
      [['leaseOf', 'bar'], { gives: 1 }],
    ],
  },
  {
    origin:
      'TestLessorExpire: what was granted after the promotion is not extended, and cannot be renewed late',
    minTtl: 1,
    calls: [
      [['promote', 0, 1000], nothing],
      [['grant', 1, 1, 0], { gives: { id: 1, ttl: 1 } }],
      [['expired', 999], { gives: [] }],
      [['expired', 1000], { gives: [1] }],
      [['keepAlive', 1, 1050], { refused: 'LeaseNotFound' }],
      [['revoke', 1], { gives: { revision: 1 } }],
      [['keepAlive', 1, 1050], { refused: 'LeaseNotFound' }],
    ],
  },
  {
    origin: 'TestLessorExpireAndDemote: what waited to be revoked no longer does',
    minTtl: 1,
    calls: [
      [['promote', 0, 1000], nothing],
      [['grant', 1, 1, 0], { gives: { id: 1, ttl: 1 } }],
      [['expired', 1000], { gives: [1] }],
      [['demote'], nothing],
      [['expired', 1050], { gives: [] }],
    ],
  },
  {
    origin: 'TestLessorMaxTTL',
    minTtl: 5,
    calls: [[['grant', 1, 9_000_000_001, 0], { refused: 'LeaseTTLTooLarge' }]],
  },
];
