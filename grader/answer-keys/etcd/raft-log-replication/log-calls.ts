import type { ReplicationHalf, SavedLog } from 'course/kit';
import { expect } from 'vitest';
import { type BatchStep, batchAll } from '#suite';

/** A call that a node makes on its log; of `get` the argument is a property's name. */
export type LogCall = readonly [method: string, ...args: unknown[]];

/** The class under test, or the reference. */
export type LogClass = new (
  id: number,
  voters: readonly number[],
  saved?: SavedLog,
) => ReplicationHalf;

/** Whose log it is; the log is made when it is first called. */
export interface LogOwner {
  readonly start: {
    readonly id: number;
    readonly voters: readonly number[];
    readonly saved: SavedLog;
  };
  log: ReplicationHalf | undefined;
}

/** Calls on one log, to be made one after the other. */
export interface CallsOn {
  readonly on: LogOwner;
  readonly calls: readonly LogCall[];
}

/** Makes the calls on all logs in one crossing and gives what each log's calls gave. What a call throws is the learner's to see. */
export function callTogether(Log: LogClass, waiting: readonly CallsOn[]): unknown[][] {
  const steps: BatchStep[] = [];
  for (const { on, calls } of waiting) {
    const log = on.log ?? steps.length;
    if (log === steps.length) steps.push(newLog(Log, on.start));
    for (const call of calls) steps.push(stepOf(log, call));
  }
  const gave = steps.length > 0 ? batchAll(steps).map(given) : [];
  return waiting.map(({ on, calls }) => {
    on.log ??= gave.shift() as ReplicationHalf;
    return gave.splice(0, calls.length);
  });
}

/** The making of a log as a step of a batch. */
function newLog(Log: LogClass, { id, voters, saved }: LogOwner['start']): BatchStep {
  return { new: Log, args: [id, voters, saved] };
}

/** A call as a step of a batch. */
function stepOf(on: object | number, [method, ...args]: LogCall): BatchStep {
  return method === 'get' ? { on, get: String(args[0]) } : { on, method, args };
}

/** What a step of a batch gave. */
function given(outcome: { value: unknown } | { error: Error }): unknown {
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
