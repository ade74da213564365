import type { ElectionConfig, Message } from 'course/kit';
import { Election } from '#exercise/etcd/raft-leader-election';
import { batchAll } from '#suite';
import {
  type Call,
  callsOn,
  configOf,
  give,
  granted,
  pass,
  patience,
  type Standing,
  standing,
  standingOf,
  start,
  valuesOf,
  voteRequest,
} from './nodes.ts';

/** A node's life: how it starts, and the calls on it. */
export interface Life {
  readonly options?: Partial<ElectionConfig>;
  readonly calls: readonly Call[];
}

/** How a life went: what the node gave for each call, and what it says of itself in the end. */
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
  return lives.map((_, i) => livedOf(values.splice(0, scripts[i]!.length)));
}

/** Checks how each life goes. The one that fails is lived once more by itself, so that a learner sees its calls. */
export function expectLives(
  lives: readonly Life[],
  check: (lived: Lived, number: number) => void,
): void {
  for (const [i, lived] of live(lives).entries()) {
    try {
      check(lived, i);
    } catch (failure) {
      check(liveAlone(lives[i]!), i);
      throw failure;
    }
  }
}

function liveAlone({ options, calls }: Life): Lived {
  const node = start(options);
  return { gave: give(node, ...calls), standing: standing(node) };
}

/** The steps of a life, of which the first is number `first` of its batch. */
function scriptOf({ options, calls }: Life, first: number) {
  return [
    { new: Election, args: [configOf(options)] },
    ...callsOn(first, calls),
    ...standingOf.map((get) => ({ on: first, get })),
  ];
}

function livedOf(values: readonly unknown[]): Lived {
  const gave = values.slice(1, -standingOf.length) as Message[][];
  const end = values.slice(-standingOf.length);
  const said = Object.fromEntries(standingOf.map((get, i) => [get, end[i]]));
  return { gave, standing: said as unknown as Standing };
}

/** A node in each of the three roles, in `term`, to which `messages` arrive; the follower has voted for node 3. */
export function inEachRole(
  term: number,
  messages: readonly Message[],
  more: Partial<ElectionConfig> = {},
): [string, Life][] {
  const options = { hardState: { term: term - 1, vote: 0 }, ...more };
  const given = voteRequest(3, term, more.log);
  const votes = [granted(2, term), granted(3, term)];
  const lost = pass(patience);
  return [
    ['follower', { options, calls: [given, ...messages] }],
    ['candidate', { options, calls: [...lost, ...messages] }],
    ['leader', { options, calls: [...lost, ...votes, ...messages] }],
  ];
}
