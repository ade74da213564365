// What a suite imports as `#suite`. The same calls work on the learner's code in the box and, under plain vitest, in place.
import { callWithCopies, remoteOf } from '../boundary/remote.ts';
import {
  type BatchOutcome,
  type BatchStep,
  remoteBatch,
  remoteCalls,
} from '../boundary/remote-batch.ts';
import { batchInPlace, call, callsInPlace } from './suite-batch.ts';

export { FakeCluster, type ToldEvent, type Worker } from '../fake-cluster/fake-cluster.ts';
export { readyPod } from '../fake-cluster/kubelets.ts';
export type { PlannedFailure, Write } from '../fake-cluster/recording-client.ts';
export { shown } from './shown.ts';

export type { BatchOutcome, BatchStep };

type Callable = (...args: never[]) => unknown;

let current = 1;
let asked = false;

/** The grading's seed, a whole number from 0 up. fast-check is seeded with it already. The failure of a test that asks for it tells it. */
export function seed(): number {
  asked = true;
  return current;
}

/** For the engine alone: whether the seed was asked for since this was last called. */
export function takeSeedAsked(): boolean {
  const was = asked;
  asked = false;
  return was;
}

/** For the engine alone: sets the seed of the next grading. */
export function setSeed(value: number): void {
  current = value;
}

let toldByTest: (() => readonly string[]) | null = null;

/**
 * What `course trace` tells of this test if it fails: what happened in the learner's run, in order, one sentence each.
 * It is asked for only then, and only the last one counts. A test that attaches none is told by its calls.
 */
export function attachTrace(sentences: () => readonly string[]): void {
  toldByTest = sentences;
}

/** For the engine alone: what the present test has attached, once; null for nothing. Only who asks it pays for it. */
export function takeTrace(): (() => readonly string[]) | null {
  const told = toldByTest;
  toldByTest = null;
  return told;
}

/**
 * Many calls in one crossing. For an object each call is `[method, ...args]`; for a function `[...args]`.
 * Gives `{ value }` or `{ error }` for each, in order; an error does not stop the rest.
 */
export function batch(target: object, calls: readonly (readonly unknown[])[]): BatchOutcome[] {
  if (typeof target === 'function') return batchAll(calls.map((args) => ({ on: target, args })));
  return batchAll(calls.map(([method, ...args]) => ({ on: target, method: String(method), args })));
}

/**
 * Many steps in one crossing, on any of the learner's classes, objects and functions:
 * `{ new: Store, args }`, `{ on: store, method: 'put', args }`, `{ on: match, args }` or `{ on: store, get: 'revision' }`.
 * A number in place of the target is an earlier step of the same batch, counted from 0, and means what that step gave;
 * when that step failed, those aimed at it fail with its error.
 * Gives `{ value }` or `{ error }` for each, in order; an error does not stop the rest.
 */
export function batchAll(steps: readonly BatchStep[]): BatchOutcome[] {
  return remoteBatch(steps) ?? batchInPlace(steps);
}

/**
 * Many steps in one crossing, as `batchAll` takes them, for a test that would otherwise make them one by one:
 * gives their values, throws the first error, and shows each as a call of its own when the test fails.
 */
export function callAll(steps: readonly BatchStep[]): unknown[] {
  return remoteCalls(steps) ?? callsInPlace(steps);
}

/**
 * Calls a function, or a method given as `[target, 'method']`, and gives the arguments back as they are after the call:
 * the way to check that an argument was not modified.
 */
export function copyBack(
  what: Callable | readonly [object, string],
  ...args: unknown[]
): { value: unknown; args: unknown[] } {
  const [target, method] = typeof what === 'function' ? [what, null] : what;
  const behind = remoteOf(target);
  if (behind) return callWithCopies(behind, method, args);
  // A function has nothing to be changed, and cannot be cloned.
  const copies = args.map((arg) => (typeof arg === 'function' ? arg : structuredClone(arg)));
  return { value: call(target, method, copies), args: copies };
}
