import type { ElectionConfig, Message } from 'course/kit';
import { Election } from '#exercise/etcd/raft-leader-election';
import { batchAll } from '#suite';
import {
  configOf,
  granted,
  patience,
  type Standing,
  standingOf,
  valuesOf,
  voteRequest,
} from './nodes.ts';

/** A node's life: how it starts, how many ticks pass, what arrives then. */
export interface Life {
  readonly options?: Partial<ElectionConfig>;
  readonly ticks?: number;
  readonly messages: readonly Message[];
}

/** How a life went: what the node gave for each message, and what it says of itself in the end. */
export interface Lived {
  readonly gave: readonly Message[][];
  readonly standing: Standing;
}

/** Many lives of nodes in one crossing. */
export function live(lives: readonly Life[]): Lived[] {
  let length = 0;
  const scripts = lives.map((life) => {
    const script = scriptOf(life, length);
    length += script.length;
    return script;
  });
  const values = valuesOf<unknown>(batchAll(scripts.flat()));
  return lives.map((life, i) => livedOf(life, values.splice(0, scripts[i]!.length)));
}

/** The steps of a life, of which the first is number `first` of its batch. */
function scriptOf({ options, ticks = 0, messages }: Life, first: number) {
  return [
    { new: Election, args: [configOf(options)] },
    ...Array.from({ length: ticks }, () => ({ on: first, method: 'tick' })),
    ...messages.map((message) => ({ on: first, method: 'step', args: [message] })),
    ...standingOf.map((get) => ({ on: first, get })),
  ];
}

function livedOf({ ticks = 0, messages }: Life, values: readonly unknown[]): Lived {
  const gave = values.slice(1 + ticks, 1 + ticks + messages.length) as Message[][];
  const end = values.slice(-standingOf.length);
  const standing = Object.fromEntries(standingOf.map((get, i) => [get, end[i]]));
  return { gave, standing: standing as unknown as Standing };
}

/** A node in each of the three roles, in `term`, to which `messages` arrive; the follower has voted for node 3. */
export function inEachRole(
  term: number,
  messages: readonly Message[],
  more: Partial<ElectionConfig> = {},
): [string, Life][] {
  const before = { hardState: { term: term - 1, vote: 0 }, ...more };
  const given = voteRequest(3, term, more.log);
  const votes = [granted(2, term), granted(3, term)];
  return [
    ['follower', { options: before, messages: [given, ...messages] }],
    ['candidate', { options: before, ticks: patience, messages }],
    ['leader', { options: before, ticks: patience, messages: [...votes, ...messages] }],
  ];
}
