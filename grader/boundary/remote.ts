import { BoxLost } from './lost.ts';
import type { Outcome, Target } from './protocol.ts';
import type { Sender } from './remote-instance.ts';
import { WireError } from './wire.ts';

/** One call of a batch: a method with its arguments, or the arguments alone for a function. */
export type BatchCall = readonly unknown[];
/** How one call of a batch ended. */
export type BatchOutcome = { readonly value: unknown } | { readonly error: Error };

/** The grader's own way to a stand-in's target; no learner's object can carry it. */
export const remote = Symbol('remote');

/** What hides behind a stand-in. */
export interface Remote {
  /** How it is called in what a learner reads: `store`. */
  readonly label: string;
  batch(calls: readonly BatchCall[]): BatchOutcome[];
  /** Calls and gives the arguments back as they are afterwards. */
  copyBack(method: string | null, args: readonly unknown[]): { value: unknown; args: unknown[] };
}

/** The remote behind a stand-in, or undefined for an ordinary object. */
export function remoteOf(target: unknown): Remote | undefined {
  const holdsOne = (typeof target === 'object' && target !== null) || typeof target === 'function';
  return holdsOne ? (target as { [remote]?: Remote })[remote] : undefined;
}

/** The remote for a target. Batched calls of an instance start with the method's name. */
export function remoteBehind(on: Target, label: string, sender: Sender): Remote {
  return {
    label,
    batch: (calls) => {
      const message = {
        do: 'batch',
        on,
        calls: calls.map((call) => encoded(call, on, sender)),
      } as const;
      const outcomes = sender.sendBatch(message, `${label}: ${calls.length} calls in a row`);
      return outcomes.map((outcome) => settled(outcome, sender));
    },
    copyBack: (method, args) => {
      const wire = sender.encode([...args]);
      const name = method === null ? label : `${label}.${method}`;
      const message = { do: 'call', on, method, args: wire, copyBack: true } as const;
      return sender.believed(() => copied(sender.send(message, name, wire), args.length));
    },
  };
}

function encoded(call: BatchCall, on: Target, sender: Sender) {
  const [method, args] = 'export' in on ? [null, call] : [String(call[0]), call.slice(1)];
  return { method, args: sender.encode([...args]) };
}

function settled(outcome: Outcome, sender: Sender): BatchOutcome {
  try {
    return { value: sender.settle(outcome) };
  } catch (error) {
    if (error instanceof BoxLost) throw error;
    return { error: error as Error };
  }
}

/** Checks what a call with copied arguments gives: it is the box's word. Throws WireError. */
function copied(result: unknown, count: number): { value: unknown; args: unknown[] } {
  const { value, args } = (result ?? {}) as { value: unknown; args: unknown };
  if (!Array.isArray(args) || args.length !== count)
    throw new WireError('a call did not give its arguments back');
  return { value, args };
}
