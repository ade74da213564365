import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TaintQueue } from '#exercise/controllers/node-lifecycle';
import { batchAll, callAll, seed } from '#suite';
import { BucketModel, type QueueCall } from '../model.ts';
import { ms } from '../objects.ts';

/** The tests of this group. */
export function rate(): void {
  type Call = readonly [method: string, ...args: unknown[]];
  const add = (...names: string[]): Call[] => names.map((name) => ['add', name]);
  const next = (seconds: number): Call => ['next', ms(seconds)];
  const rate = (perSecond: number, seconds: number): Call => ['setRate', perSecond, ms(seconds)];

  /** What each `next` of these calls gives. */
  function given(...calls: readonly Call[]): unknown[] {
    const steps = calls.map(([method, ...args]) => ({ on: 0, method, args }));
    const values = callAll([{ new: TaintQueue, args: [] }, ...steps]).slice(1);
    return values.filter((_, i) => calls[i]?.[0] === 'next');
  }

  it('the first goes at once, the second 10 seconds later', () => {
    const calls = [...add('a', 'b'), next(0), next(0), next(9.999), next(10)];
    expect(given(...calls), 'rules 16 and 17; what each next gave').toEqual([
      'a',
      undefined,
      undefined,
      'b',
    ]);
  });

  it('they go in the order in which they came, each once', () => {
    const calls = [...add('c', 'a', 'b', 'c'), next(0), next(10), next(20), next(30)];
    expect(given(...calls), 'rule 15; what each next gave').toEqual(['c', 'a', 'b', undefined]);
  });

  it('who was given may wait again, at the end', () => {
    const calls = [...add('a', 'b'), next(0), ...add('a'), next(10), next(20)];
    expect(given(...calls), 'rule 15; what each next gave').toEqual(['a', 'b', 'a']);
  });

  it('who is removed does not come, and uses no turn', () => {
    const calls = [...add('a', 'b'), ['remove', 'a'], ['remove', 'x'], next(0), next(10)] as Call[];
    expect(given(...calls), 'rule 15; what each next gave').toEqual(['b', undefined]);
  });

  it('while nobody waits no turn is used up', () => {
    const calls = [next(0), next(1), ...add('a'), next(1), ...add('b'), next(10.999), next(11)];
    expect(given(...calls), 'rule 16; what each next gave').toEqual([
      undefined,
      undefined,
      'a',
      undefined,
      'b',
    ]);
  });

  it('turns that were not used do not add up', () => {
    const calls = [...add('a', 'b', 'c'), next(0), next(500), next(500), next(509), next(510)];
    expect(given(...calls), 'rule 16; what each next gave').toEqual([
      'a',
      'b',
      undefined,
      undefined,
      'c',
    ]);
  });

  it('at rate 0 nobody goes', () => {
    const calls = [...add('a'), rate(0, 0), next(0), next(100_000)];
    expect(given(...calls), 'rules 16 and 17; what each next gave').toEqual([undefined, undefined]);
  });

  it('the same rate again changes nothing', () => {
    const calls = [...add('a', 'b'), rate(0.1, 0), next(0), rate(0.1, 9), next(10)];
    expect(given(...calls), 'rule 17; what each next gave').toEqual(['a', 'b']);
  });

  it('another rate while a turn is there: it is still there', () => {
    const calls = [...add('a', 'b'), rate(0.01, 5), next(5), next(104.999), next(105)];
    expect(given(...calls), 'rule 17; what each next gave').toEqual(['a', undefined, 'b']);
  });

  it('another rate at the very moment at which the turn is there: it is still there', () => {
    const calls = [...add('a', 'b'), next(0), rate(0.01, 10), next(10)];
    expect(given(...calls), 'rule 17; what each next gave').toEqual(['a', 'b']);
  });

  it('another rate while waiting: a full wait begins, by the new rate', () => {
    const slower = [...add('a', 'b'), next(0), rate(0.01, 9), next(10), next(108.999), next(109)];
    expect(given(...slower), 'rule 17, slower; what each next gave').toEqual([
      'a',
      undefined,
      undefined,
      'b',
    ]);
    const faster = [...add('a', 'b'), rate(0.01, 0), next(0), rate(0.1, 95), next(104), next(105)];
    expect(given(...faster), 'rule 17, faster; what each next gave').toEqual(['a', undefined, 'b']);
  });

  it('after rate 0 there is a full wait, also when a turn was there before', () => {
    const calls = [
      ...add('a'),
      rate(0, 0),
      rate(0.1, 1000),
      next(1000),
      next(1009.999),
      next(1010),
    ];
    expect(given(...calls), 'rule 17; what each next gave').toEqual([undefined, undefined, 'a']);
  });

  it('a turn comes neither earlier nor later', () => {
    const calls = [...add('a', 'b'), rate(0.01, 0), next(0), next(99.999), next(100)];
    expect(given(...calls), 'rule 16; what each next gave').toEqual(['a', undefined, 'b']);
  });

  it('any calls', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const call: fc.Arbitrary<QueueCall> = fc.oneof(
      fc.tuple(fc.constant('add' as const), names),
      fc.tuple(fc.constant('remove' as const), names),
      fc.tuple(fc.constant('setRate' as const), fc.constantFrom(0, 10, 100)),
      fc.tuple(fc.constant('next' as const)),
      fc.tuple(fc.constant('next' as const)),
    );
    const calls = fc.array(fc.tuple(fc.constantFrom(0, 1, 5, 10, 95), call), { maxLength: 60 });
    fc.assert(
      fc.property(calls, (timed) => {
        let now = 0;
        const model = new BucketModel();
        const expected = timed.map(([seconds, each]) => model.run(each, seconds));
        const steps = timed.map(([seconds, each]) => {
          now += seconds;
          return { on: 0, ...stepOf(each, ms(now)) };
        });
        const answers = batchAll([{ new: TaintQueue, args: [] }, ...steps]).slice(1);
        const got = answers.map((each, i) =>
          timed[i]?.[1][0] !== 'next' ? undefined : 'value' in each ? each.value : each.error,
        );
        const wrong = got.findIndex((each, i) => each !== expected[i]);
        const story = timed.slice(0, wrong + 1).map(([s, each]) => `+${s} s ${each.join(' ')}`);
        expect(got[wrong], `rules 15 to 17: ${story.join(', ')}`).toBe(expected[wrong]);
      }),
      { seed: seed(), numRuns: 30 },
    );
  });

  function stepOf(call: QueueCall, now: number): { method: string; args: unknown[] } {
    if (call[0] === 'next') return { method: 'next', args: [now] };
    if (call[0] === 'setRate')
      return { method: 'setRate', args: [call[1] === 0 ? 0 : 1 / call[1], now] };
    return { method: call[0], args: [call[1]] };
  }
}
