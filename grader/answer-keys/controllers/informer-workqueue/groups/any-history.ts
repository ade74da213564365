import { manualClock, type Pod } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimitingQueue, SharedInformer } from '#exercise/controllers/informer-workqueue';
import { type BatchOutcome, batchAll } from '#suite';
import { type QueueCall, QueueModel } from '../model.ts';
import { recorder } from '../recorder.ts';
import { Server, stateOf } from '../server.ts';

/** The groups of this part. */
export function historyGroups(): void {
  describe('Any history', anyHistoryTests);
}

const keys = ['a', 'b', 'c'];

function anyHistoryTests(): void {
  // A key's own last digit keeps two keys from coming at the same time, for then any order would be right.
  const key = fc.constantFrom(...keys);
  const call: fc.Arbitrary<QueueCall> = fc.oneof(
    fc.tuple(fc.constant('add' as const), key),
    fc.tuple(fc.constant('done' as const), key),
    fc
      .tuple(key, fc.constantFrom(0, 10, 20, 50))
      .map(([each, tens]) => ['addAfter', each, tens + keys.indexOf(each) + 1] as const),
    fc.constant<QueueCall>(['get']),
    fc.constant<QueueCall>(['get']),
    fc.constant<QueueCall>(['length']),
  );
  const turn = fc.tuple(
    fc.constantFrom(0, 10, 20, 60),
    fc.array(call, { minLength: 2, maxLength: 6 }),
  );
  const turns = fc.array(turn, { minLength: 2, maxLength: 5 }).map((each) =>
    Object.assign(each, {
      [fc.toStringMethod]: () => each.map(toldOfTurn).join('; '),
    }),
  );

  function toldOfTurn([ms, calls]: readonly [number, readonly QueueCall[]]): string {
    const told = calls.map(([method, ...args]) => `${method}(${args.join(', ')})`);
    return `after ${ms} ms: ${told.join(' ')}`;
  }

  it('random calls of a queue give what a list and a clock would', () => {
    const property = fc.property(turns, (history) => {
      const clock = manualClock(0);
      const queue = new RateLimitingQueue({ now: () => clock.now() });
      const model = new QueueModel();
      for (const [ms, calls] of history) {
        clock.advance(ms);
        model.wait(ms);
        const got = batchAll(calls.map(([method, ...args]) => ({ on: queue, method, args }))).map(
          given,
        );
        const expected = calls.map((each) => model.run(each));
        expect(asText(got), `rules 16 to 22, ${toldOfTurn([ms, calls])}`).toBe(asText(expected));
      }
    });
    fc.assert(property, { numRuns: 40 });
  });

  const names = ['d/a', 'd/b', 'd/c'];
  const happening = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.constant('put' as const), fc.constantFrom(...names)) },
    { weight: 3, arbitrary: fc.tuple(fc.constant('remove' as const), fc.constantFrom(...names)) },
    { weight: 2, arbitrary: fc.constant(['close'] as const) },
    {
      weight: 3,
      arbitrary: fc.tuple(
        fc.constant('cut' as const),
        ...([fc.constantFrom(...names), fc.constantFrom(...names)] as const),
      ),
    },
    { weight: 1, arbitrary: fc.constant(['bookmark'] as const) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constant('breakOff' as const), fc.constantFrom(410, 500)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constant('refuse' as const),
        ...([fc.constantFrom('list', 'watch'), fc.constantFrom(410, 500)] as const),
      ),
    },
    { weight: 5, arbitrary: fc.constant(['poll'] as const) },
  );
  type Happening = readonly [method: string, ...args: unknown[]];
  const happenings = fc.array(happening, { minLength: 4, maxLength: 16 }).map((each) =>
    Object.assign(each, {
      [fc.toStringMethod]: () => `poll; ${each.map(toldOf).join('; ')}`,
    }),
  );

  function toldOf([method, ...args]: Happening): string {
    if (method !== 'cut') return [method, ...args].join(' ');
    return `the watch ends, unseen: put ${args[0]}, remove ${args[1]}, compact`;
  }

  it('whatever happens to server and watch, the cache ends as the server, and the handler heard it', () => {
    const property = fc.property(happenings, (history) => {
      const { server, informer, told } = freshInformer();
      for (const each of [['poll'], ...history] as const) happen(server, informer, each);
      const polls = 6 + history.filter(([method]) => method === 'refuse').length;
      batchAll(Array.from({ length: polls }, () => ({ on: informer, method: 'poll', args: [] })));
      const heard = replayed(told);
      const message = `poll; ${history.map(toldOf).join('; ')}; then poll ${polls} times`;
      expect(stateOf(informer.list()).join(' '), `The cache, after: ${message}`).toBe(
        server.state().join(' '),
      );
      expect(heard, `What the handler heard, after: ${message}`).toBe(server.state().join(' '));
    });
    fc.assert(property, { numRuns: 40 });
  });
}

function asText(values: readonly unknown[]): string {
  return values.map((value) => String(value ?? '-')).join(' ');
}

function given(outcome: BatchOutcome): unknown {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

function freshInformer() {
  const server = new Server();
  const informer = new SharedInformer<Pod>(
    { list: (options) => server.list(options), watch: (options) => server.watch(options) },
    { clock: manualClock(0) },
  );
  const told: string[] = [];
  informer.addEventHandler(recorder(told));
  return { server, informer, told };
}

/** One thing that happens. A `cut` loses a change and a removal: the watch ends before them, the history begins behind them. */
function happen(
  server: Server,
  informer: SharedInformer<Pod>,
  [method, ...args]: readonly [string, ...unknown[]],
): void {
  if (method === 'poll') {
    batchAll([{ on: informer, method, args: [] }]);
  } else if (method === 'cut') {
    server.close();
    happen(server, informer, ['put', args[0]]);
    happen(server, informer, ['remove', args[1]]);
    server.compact();
  } else if (method !== 'remove' || server.has(String(args[0]))) {
    (server as unknown as Record<string, (...all: unknown[]) => void>)[method]!(...args);
  }
}

/** What somebody knows who heard these lines, or what was wrong with one. */
function replayed(told: readonly string[]): string {
  const known = new Map<string, string>();
  for (const line of told) {
    const [, kind = '', key = '', revision = ''] =
      /^(\w+) (.+?)[@,].*?(\d+)( initial)?$/.exec(line) ?? [];
    const wrong = kind === 'add' ? known.has(key) : !known.has(key);
    if (wrong) return `"${line}", when ${known.has(key) ? 'it was known' : 'nobody knew it'}`;
    if (kind === 'add' || kind === 'update') known.set(key, revision);
    else known.delete(key);
  }
  return [...known]
    .map(([key, revision]) => `${key}@${revision}`)
    .sort()
    .join(' ');
}
