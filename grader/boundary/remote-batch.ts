import { BoxLost } from './lost.ts';
import type { Outcome, Step, Target } from './protocol.ts';
import { type Remote, remoteOf } from './remote.ts';
import { instanceLabel, type Sender } from './remote-instance.ts';

/** What a step of a batch is aimed at: something of the learner's, or by its number what an earlier step of the batch gave. */
type On = object | number;

/** One step of a batch: a call, a new instance, or a property's value. */
export type BatchStep =
  | { readonly on: On; readonly method?: string; readonly args?: readonly unknown[] }
  | { readonly new: On; readonly args?: readonly unknown[] }
  | { readonly on: On; readonly get: string };

/** How one step of a batch ended. */
export type BatchOutcome = { readonly value: unknown } | { readonly error: Error };

/** What a step is aimed at. */
export function aimOf(step: BatchStep): On {
  return 'new' in step ? step.new : step.on;
}

/** Does all steps in one crossing; undefined when one is aimed at something that is not in the box. */
export function remoteBatch(steps: readonly BatchStep[]): BatchOutcome[] | undefined {
  const remotes = remotesOf(steps);
  if (!remotes) return undefined;
  const { sender, message } = prepared(steps, remotes);
  const outcomes = sender.sendBatch(message, labelOf(steps, remotes));
  return outcomes.map((outcome) => settled(outcome, sender));
}

/** The same as if the steps were made one by one: each has its own line in the list of calls, and the first error is thrown. */
export function remoteCalls(steps: readonly BatchStep[]): unknown[] | undefined {
  const remotes = remotesOf(steps);
  if (!remotes) return undefined;
  const { sender, message } = prepared(steps, remotes);
  const labels = steps.map((step, i) => nameOf(step, remotes[i]!, remotes));
  return sender.sendBatch(message, labels).map((outcome) => sender.settle(outcome));
}

/** What each step is aimed at; undefined when one is not in the box, or when there is none to begin with. */
function remotesOf(steps: readonly BatchStep[]): (Remote | number)[] | undefined {
  const remotes = steps.map((step) => remoteAt(aimOf(step)));
  const known = remotes.filter((remote) => remote !== undefined);
  const whole = known.length === steps.length && known.some((remote) => typeof remote === 'object');
  return whole ? known : undefined;
}

function prepared(steps: readonly BatchStep[], remotes: readonly (Remote | number)[]) {
  const { sender } = remotes.find((known) => typeof known === 'object')!;
  const message = {
    do: 'batch',
    steps: steps.map((step, i) => sent(step, remotes[i]!, sender)),
  } as const;
  return { sender, message };
}

function remoteAt(on: On): Remote | number | undefined {
  return typeof on === 'number' ? on : remoteOf(on);
}

function sent(step: BatchStep, known: Remote | number, sender: Sender): Step {
  const on: Target = typeof known === 'number' ? { step: known } : known.on;
  if ('get' in step) return { do: 'read', on, key: step.get };
  const args = sender.encode([...(step.args ?? [])]);
  if ('new' in step) return { do: 'construct', on, args };
  return { do: 'call', on, method: step.method ?? null, args };
}

/** What a learner reads in the list of calls: `election.tick: 12 calls in a row`. */
function labelOf(steps: readonly BatchStep[], remotes: readonly (Remote | number)[]): string {
  const names = [...new Set(steps.map((step, i) => nameOf(step, remotes[i]!, remotes)))];
  const shown = names.length > shownNames ? [...names.slice(0, shownNames), '...'] : names;
  const calls = steps.length === 1 ? '1 call' : `${steps.length} calls in a row`;
  return `${shown.join(', ')}: ${calls}`;
}

/** How a person would write what a step does: `store.put`, `new Store`, `match`. */
function nameOf(
  step: BatchStep,
  known: Remote | number,
  remotes: readonly (Remote | number)[],
): string {
  const label = typeof known === 'number' ? labelAt(remotes[known]) : known.label;
  if ('new' in step) return `new ${label}`;
  const what = 'get' in step ? step.get : step.method;
  return what === undefined ? label : `${label}.${what}`;
}

/** What an earlier step made is called after its class. */
function labelAt(known: Remote | number | undefined): string {
  return typeof known === 'object' ? instanceLabel(known.label) : 'it';
}

const shownNames = 4;

function settled(outcome: Outcome, sender: Sender): BatchOutcome {
  try {
    return { value: sender.settle(outcome) };
  } catch (error) {
    if (error instanceof BoxLost) throw error;
    return { error: error as Error };
  }
}
