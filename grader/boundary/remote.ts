import type { Target } from './protocol.ts';
import type { Sender } from './remote-instance.ts';
import { WireError } from './wire.ts';

/** The grader's own way to a stand-in's target; no learner's object can carry it. */
export const remote = Symbol('remote');

/** What hides behind a stand-in. */
export interface Remote {
  readonly on: Target;
  /** How it is called in what a learner reads: `store`. */
  readonly label: string;
  readonly sender: Sender;
}

/** The remote behind a stand-in, or undefined for an ordinary object. */
export function remoteOf(target: unknown): Remote | undefined {
  const holdsOne = (typeof target === 'object' && target !== null) || typeof target === 'function';
  return holdsOne ? (target as { [remote]?: Remote })[remote] : undefined;
}

/** Calls and gives the arguments back as they are afterwards. */
export function callWithCopies(
  { on, label, sender }: Remote,
  method: string | null,
  args: readonly unknown[],
): { value: unknown; args: unknown[] } {
  const wire = sender.encode([...args]);
  const name = method === null ? label : `${label}.${method}`;
  const message = { do: 'call', on, method, args: wire, copyBack: true } as const;
  return sender.believed(() => copied(sender.send(message, name, wire), args.length));
}

/** Says how something of the suite's own, given to the learner's code, is called in what a learner reads. */
export function namePart({ sender }: Remote, part: object, label: string): void {
  sender.name(part, label);
}

/** Puts a call that the suite made on something of its own among the calls that a learner reads. */
export function noteCall(
  { sender }: Remote,
  label: string,
  args: readonly unknown[],
  value: unknown,
): void {
  sender.note(label, sender.encode([...args]), { value: sender.encode(value) });
}

/** Checks what a call with copied arguments gives: it is the box's word. Throws WireError. */
function copied(result: unknown, count: number): { value: unknown; args: unknown[] } {
  const { value, args } = (result ?? {}) as { value: unknown; args: unknown };
  if (!Array.isArray(args) || args.length !== count)
    throw new WireError('a call did not give its arguments back');
  return { value, args };
}
