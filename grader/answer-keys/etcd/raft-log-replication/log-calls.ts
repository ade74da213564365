import type { ReplicationHalf } from 'course/kit';
import { expect } from 'vitest';
import { batchAll } from '#suite';

/** A call that a node makes on its log; of `get` the argument is a property's name. */
export type LogCall = readonly [method: string, ...args: unknown[]];

/** Calls on one log, to be made one after the other. */
export interface CallsOn {
  readonly log: ReplicationHalf;
  readonly calls: readonly LogCall[];
}

/** Makes the calls on all logs in one crossing and gives what each log's calls gave. What a call throws is the learner's to see. */
export function callTogether(waiting: readonly CallsOn[]): unknown[][] {
  const steps = waiting.flatMap(({ log, calls }) => calls.map((call) => stepOf(log, call)));
  const outcomes = steps.length > 0 ? batchAll(steps) : [];
  return waiting.map(({ calls }) => outcomes.splice(0, calls.length).map(given));
}

/** A call as a step of a batch. */
export function stepOf(on: object | number, [method, ...args]: LogCall) {
  return method === 'get' ? { on, get: String(args[0]) } : { on, method, args };
}

/** What a step of a batch gave. */
export function given(outcome: { value: unknown } | { error: Error }): unknown {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** Calls that give messages, and those that give entries. */
const sending = ['step', 'propose', 'becomeLeader'];
const listing = ['takeCommitted', 'get entries'];

/** Expects a list where one is due, so that what comes after may take it for one. */
export function expectShape(call: LogCall, gave: unknown): void {
  const name = call[0] === 'get' ? `get ${call[1]}` : call[0];
  const wanted = sending.includes(name) ? 'to' : listing.includes(name) ? 'index' : undefined;
  if (!wanted) return;
  const isItem = (item: unknown) =>
    typeof (item as Record<string, unknown> | null)?.[wanted] === 'number';
  if (Array.isArray(gave) && gave.every(isItem)) return;
  const what = `${name} must give an array of ${wanted === 'to' ? 'messages' : 'entries'}, [] for none`;
  expect(gave, what).toEqual([]);
}
