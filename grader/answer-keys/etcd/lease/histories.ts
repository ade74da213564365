import type { DeleteRangeOptions, PutOptions } from 'course/kit';
import fc from 'fast-check';
import type { Change, LessorCall, StoreCall } from './calls.ts';

/** The keys of random histories. */
export const keys = ['a', 'b', 'c', 'é'];
const key = fc.constantFrom(...keys);
const id = fc.constantFrom(1, 2, 3);

/** Which calls make sense depends on the time so far and on whether the lessor leads. */
type Draft = (now: number, leads: boolean) => LessorCall;

/** Lease 4 is never granted, and 3 often not. */
const timeless: fc.Arbitrary<LessorCall> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ key: fc.constantFrom('a', 'a', 'b', 'é'), id: fc.constantFrom(1, 1, 2, 3, 4) })
      .map(({ key, id }): LessorCall => ['attach', key, id]),
  },
  id.map((id): LessorCall => ['revoke', id]),
  id.map((id): LessorCall => ['has', id]),
  key.map((key): LessorCall => ['detach', key]),
  key.map((key): LessorCall => ['leaseOf', key]),
  fc.constant<LessorCall>(['leases']),
);

const grant = fc
  .record({ id: fc.constantFrom(0, 1, 1, 2, 2, 3, 3), ttl: fc.constantFrom(1, 2, 3, 5) })
  .map(
    ({ id, ttl }): Draft =>
      (now) => ['grant', id, ttl, now],
  );

const timed = fc.oneof(
  { weight: 3, arbitrary: grant },
  {
    weight: 4,
    arbitrary: id.map(
      (id): Draft =>
        (now, leads) =>
          leads ? ['keepAlive', id, now] : ['has', id],
    ),
  },
  {
    weight: 2,
    arbitrary: id.map(
      (id): Draft =>
        (now, leads) =>
          leads ? ['timeToLive', id, now] : ['leases'],
    ),
  },
  { weight: 3, arbitrary: fc.constant<Draft>((now) => ['expired', now]) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(0, 500, 1000).map(
      (extend): Draft =>
        (now) => ['promote', now, extend],
    ),
  },
  { weight: 1, arbitrary: fc.constant<Draft>(() => ['demote']) },
);

const draft = fc.oneof(
  { weight: 2, arbitrary: timed },
  {
    weight: 1,
    arbitrary: timeless.map(
      (call): Draft =>
        () =>
          call,
    ),
  },
);

/** What shows at once whether a change was made as it should be. Of seconds left only a leader is asked. */
function questionsAfter(call: LessorCall, leads: boolean): LessorCall[] {
  if (call[0] === 'attach') return [['leaseOf', call[1]]];
  if (call[0] === 'promote') return [1, 2, 3].map((id) => ['timeToLive', id, call[1]]);
  if (call[0] === 'keepAlive') return [['timeToLive', call[1], call[2]]];
  return call[0] === 'grant' && leads ? [['timeToLive', call[1], call[3]]] : [];
}

const step = fc.record({
  draft,
  wait: fc.constantFrom(0, 0, 1, 499, 500, 999, 1000, 2000),
  /** Whether a promotion is that of another machine, whose clock begins at 0 here. */
  elsewhere: fc.boolean(),
});

/**
 * A random history of a lessor that begins as a leader's, with two leases. Time goes by in steps at whose ends leases
 * run out.
 */
export const lessorCalls = fc
  .array(step, { minLength: 5, maxLength: 25, size: 'max' })
  .map((steps) => {
    let now = 0;
    let leads = true;
    const calls: LessorCall[] = [
      ['promote', 0, 0],
      ['grant', 1, 5, 0],
      ['grant', 2, 3, 0],
    ];
    for (const { draft, wait, elsewhere } of steps) {
      const isElsewhere = elsewhere && draft(now, leads)[0] === 'promote';
      now = isElsewhere ? 0 : now + wait;
      const call = draft(now, leads);
      if (call[0] === 'promote' || call[0] === 'demote') leads = call[0] === 'promote';
      calls.push(call, ...questionsAfter(call, leads));
    }
    return calls;
  });

const putOptions: fc.Arbitrary<PutOptions> = fc.oneof(
  fc.constantFrom(1, 1, 2, 2, 3).map((lease) => ({ lease })),
  fc.constant({}),
  fc.constantFrom<PutOptions>(
    { ignoreLease: true },
    { ignoreLease: true, lease: 0 },
    { ignoreLease: true, lease: 1 },
  ),
);

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({ key, options: putOptions })
      .map(({ key, options }): Change => ['put', key, 'x', options]),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        key,
        options: fc.constantFrom<DeleteRangeOptions>({}, { rangeEnd: 'c' }, { prevKv: true }),
      })
      .map(({ key, options }): Change => ['deleteRange', key, options]),
  },
);

/** A write that changes a key and then puts it, often with ignoreLease: does it see what the write itself has done? */
const writtenTwice = fc
  .record({ first: change, options: fc.oneof(putOptions, fc.constant({ ignoreLease: true })) })
  .map(({ first, options }): StoreCall => ['write', [first, ['put', first[1], 'y', options]]]);

/**
 * A random history of puts, deletions, writes and revokes. Leases 1 and 2 are granted at its start, 3 perhaps never.
 * It ends with a deletion, whose effect on the lessor nothing can hide.
 */
export const storeCalls = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: change as fc.Arbitrary<StoreCall> },
      { weight: 1, arbitrary: id.map((id): StoreCall => ['revoke', id]) },
      { weight: 1, arbitrary: id.map((id): StoreCall => ['grant', id, 10, 0]) },
      {
        weight: 3,
        arbitrary: writtenTwice,
      },
    ),
    { minLength: 5, maxLength: 7, size: 'max' },
  )
  .map((calls): StoreCall[] => [
    ['grant', 1, 10, 0],
    ['grant', 2, 10, 0],
    ...calls,
    ['deleteRange', 'a', { rangeEnd: 'z' }],
  ]);
