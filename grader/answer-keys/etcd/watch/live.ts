import type { WatchResponse } from 'course/kit';
import { expect } from 'vitest';
import type { WatchHub } from '#exercise/etcd/watch';
import { batch } from '#suite';
import type { Day } from './days.ts';
import { expectComplete, expectWhole, linesOf, outline } from './expectations.ts';
import type { World } from './world.ts';

/** Gives what a call gave, or throws what it threw. */
type Answer = () => unknown;

/** One day: watchers begin, writes are made, and everyone who is awake must be told what the model says. */
export function live(day: Day, world: World, hub: WatchHub): void {
  world.compact(day);
  const drafts = world.wanted(day);
  const begun = inOneCrossing(
    hub,
    drafts.map((args) => ['watch', ...args]),
  );
  for (const [i, args] of drafts.entries()) world.watch(args, begun[i] as () => number);
  for (const changes of day.writes) world.write(changes);
  const ending = world.ending(day);
  const awake = world.awake(day);
  const answers = inOneCrossing(hub, [
    ...ending.map((id) => ['cancel', id]),
    ...awake.map((id) => ['drain', id]),
  ]);
  for (const [i, id] of ending.entries()) world.cancel(id, answers[i] as Answer);
  for (const [i, id] of awake.entries())
    expectDrained(id, world, answers[ending.length + i] as () => WatchResponse[]);
}

function expectDrained(watchId: number, world: World, answer: () => WatchResponse[]): void {
  const { expected, told } = world.drain(watchId, answer);
  const what = `Told by drain(${watchId}), the last line of what happened`;
  const received = outline(told);
  expect(linesOf(received), what).toEqual(linesOf(expected));
  expect(received, what).toEqual(expected);
  if ('tooLate' in expected) return;
  expectComplete(told, { watchId, revision: world.store.revision });
  expectWhole(told);
}

function inOneCrossing(hub: WatchHub, calls: unknown[][]): Answer[] {
  if (calls.length === 0) return [];
  return batch(hub, calls).map((given) => () => {
    if ('error' in given) throw given.error;
    return given.value;
  });
}
