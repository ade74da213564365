import type { Stored, Unstructured, WatchEvent } from 'course/kit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchAll } from '#suite';
import { type Act, acts, anyVersion, Model, outcomeOf, stepOf, toldAct } from '../model.ts';
import { Etcd, pods } from '../world.ts';
import { over } from './set-up.ts';

/** All rules together, against a map and a counter. */
export function anyHistory(): void {
  it('random requests give what a map and a counter would, and a watch tells it all', () => {
    const property = fc.property(acts, (history) => {
      const store = new Etcd();
      const strategy = {
        ...pods,
        gracePeriodSeconds: (_pod: unknown, asked?: number) => asked ?? 0,
      };
      const registry = over(store, strategy);
      const watch = registry.watch('', { resourceVersion: '1' });
      const steps = history.map((act) => stepOf(act, registry));
      const outcomes = batchAll([
        ...steps,
        { on: registry, method: 'list', args: [] },
        { on: watch, method: 'drain', args: [] },
      ]);
      const model = new Model();
      for (const [i, act] of history.entries()) {
        const expected = model.run(act);
        const got = outcomeOf(outcomes[i]);
        expect(
          expected.includes('some version') ? anyVersion(got) : got,
          `${story(history, i)}\nThe last one gives`,
        ).toBe(expected);
      }
      const [list, events] = outcomes.slice(-2).map((each) => {
        if ('error' in each) throw each.error;
        return each.value;
      }) as [{ items: Stored<Unstructured>[] }, WatchEvent<Unstructured>[]];
      const told = story(history, history.length);
      expect(shortly(list.items), `${told}\nThen list gives`).toEqual(model.list());
      expect(shortly(replayed(events)), `${told}\nThen the events of a watch, replayed`).toEqual(
        model.list(),
      );
    });
    fc.assert(property, { numRuns: 10 });
  });

  const story = (history: readonly Act[], last: number) =>
    history
      .slice(0, last + 1)
      .map(toldAct)
      .join('\n');

  const shortly = (objects: readonly Stored<Unstructured>[]) =>
    objects.map((object) => outcomeOf({ value: object }));

  function replayed(events: readonly WatchEvent<Unstructured>[]): Stored<Unstructured>[] {
    const objects = new Map<string, Stored<Unstructured>>();
    for (const { type, object } of events) {
      if (type === 'ERROR' || type === 'BOOKMARK') continue;
      if (type === 'DELETED') objects.delete(object.metadata.name);
      else objects.set(object.metadata.name, object);
    }
    return [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  }
}
