import { aimOf, type BatchOutcome, type BatchStep } from '../boundary/remote-batch.ts';

type Methods = Record<string, (...args: unknown[]) => unknown>;
type Class = new (...args: unknown[]) => unknown;

/** A batch where it stands, step by step: under plain vitest, and for what did not stay in the box. */
export function batchInPlace(steps: readonly BatchStep[]): BatchOutcome[] {
  const outcomes: BatchOutcome[] = [];
  for (const step of steps) outcomes.push(outcomeOf(() => done(step, outcomes)));
  return outcomes;
}

/** The same, but gives the values, and throws the first error. */
export function callsInPlace(steps: readonly BatchStep[]): unknown[] {
  const outcomes: { value: unknown }[] = [];
  for (const step of steps) outcomes.push({ value: done(step, outcomes) });
  return outcomes.map(({ value }) => value);
}

/** Calls a method of `target`, or `target` itself. */
export function call(target: object, method: string | null, args: readonly unknown[]): unknown {
  if (method === null) return (target as Methods[string])(...args);
  return (target as Methods)[method]!(...args);
}

function outcomeOf(work: () => unknown): BatchOutcome {
  try {
    return { value: work() };
  } catch (error) {
    return { error: error as Error };
  }
}

function done(step: BatchStep, before: readonly BatchOutcome[]): unknown {
  const on = targetOf(aimOf(step), before);
  if ('get' in step) return (on as Record<string, unknown>)[step.get];
  const args = step.args ?? [];
  return 'new' in step ? new (on as Class)(...args) : call(on, step.method ?? null, args);
}

function targetOf(on: object | number, before: readonly BatchOutcome[]): object {
  if (typeof on === 'object' || typeof on === 'function') return on;
  const outcome = before[on];
  if (!outcome) throw new ReferenceError(`step ${on} of these calls gave nothing`);
  if ('error' in outcome) throw outcome.error;
  return outcome.value as object;
}
