import type { Outcome, Request, Target } from './protocol.ts';
import type { Reference, Wire } from './wire.ts';

/** What stand-ins need of the session. */
export interface Sender {
  send(message: Request, line: string): unknown;
  sendBatch(message: Request, line: string): Outcome[];
  settle(outcome: Outcome): unknown;
  encode(value: unknown): Wire;
  list(values: readonly unknown[]): string;
}

/** One call of a batch: a method with its arguments, or the arguments alone for a function. */
export type BatchCall = readonly unknown[];
/** How one call of a batch ended. */
export type BatchOutcome = { readonly value: unknown } | { readonly error: Error };

/** The grader's own way to a stand-in's target; no learner's object can carry it. */
export const remote = Symbol('remote');

/** What hides behind a stand-in. */
export interface Remote {
  batch(calls: readonly BatchCall[]): BatchOutcome[];
  /** Calls and gives the arguments back as they are afterwards. */
  copyBack(method: string | null, args: readonly unknown[]): { value: unknown; args: unknown[] };
}

/** The remote behind a stand-in, or undefined for an ordinary object. */
export function remoteOf(target: unknown): Remote | undefined {
  const holdsOne = (typeof target === 'object' && target !== null) || typeof target === 'function';
  return holdsOne ? (target as { [remote]?: Remote })[remote] : undefined;
}

/** A live stand-in for an instance of a class that the learner's file exports. */
export function instanceProxy({ id, name, methods }: Reference, sender: Sender): object {
  const on = { ref: id };
  const label = lowerFirst(name);
  const known = new Set(methods);
  const callers = new Map<string, unknown>();
  const behind = remoteBehind(on, label, sender);
  const target = {};
  return new Proxy(target, {
    get: (_, key) => {
      if (key === remote) return behind;
      if (
        typeof key === 'symbol' ||
        key === 'toJSON' ||
        key === 'then' ||
        key === 'asymmetricMatch'
      )
        return undefined;
      if (!known.has(key)) return sender.send({ do: 'read', on, key }, `${label}.${key}`);
      if (!callers.has(key)) callers.set(key, caller(on, key, `${label}.${key}`, sender));
      return callers.get(key);
    },
    set: (_, key, value) => {
      if (typeof key === 'symbol') return false;
      sender.send(
        { do: 'write', on, key, value: sender.encode(value) },
        `${label}.${key} = ${sender.list([value])}`,
      );
      return true;
    },
    has: (_, key) => typeof key === 'string' && known.has(key),
  });
}

/** A function that calls the target's method, or the target itself. */
export function caller(
  on: Target,
  method: string | null,
  label: string,
  sender: Sender,
): (...args: unknown[]) => unknown {
  return (...args) =>
    sender.send(
      { do: 'call', on, method, args: sender.encode(args) },
      `${label}(${sender.list(args)})`,
    );
}

/** The remote for a target. Batched calls of an instance start with the method's name. */
export function remoteBehind(on: Target, label: string, sender: Sender): Remote {
  const isFunction = 'export' in on;
  const split = (call: BatchCall) =>
    isFunction ? { method: null, args: call } : { method: String(call[0]), args: call.slice(1) };
  return {
    batch(calls) {
      const wires = calls
        .map(split)
        .map(({ method, args }) => ({ method, args: sender.encode([...args]) }));
      const line = `${label}: ${calls.length} calls in a row`;
      return sender
        .sendBatch({ do: 'batch', on, calls: wires }, line)
        .map((outcome) => settled(outcome, sender));
    },
    copyBack(method, args) {
      const line = `${method ? `${label}.${method}` : label}(${sender.list(args)})`;
      const result = sender.send(
        { do: 'call', on, method, args: sender.encode([...args]), copyBack: true },
        line,
      );
      return result as { value: unknown; args: unknown[] };
    },
  };
}

function settled(outcome: Outcome, sender: Sender): BatchOutcome {
  try {
    return { value: sender.settle(outcome) };
  } catch (error) {
    return { error: error as Error };
  }
}

function lowerFirst(name: string): string {
  return name ? name[0]!.toLowerCase() + name.slice(1) : 'it';
}
