import type { Message, MsgAppResp } from 'course/kit';
import { expect } from 'vitest';
import { Replication as Reference } from '#reference/etcd/raft-log-replication';
import { AnyNetwork } from './any-network.ts';
import { callTogether, type LogCall, type LogClass } from './log-calls.ts';
import type { LoggedNode, NodeStart } from './logged-node.ts';
import type { ClusterPlan } from './run.ts';

/** What happened to one node's log from its start to its next stop, and what the rules make of each call. */
export interface Life {
  readonly start: NodeStart;
  readonly calls: readonly LogCall[];
  readonly gave: readonly unknown[];
}

/**
 * Always the same lives, found by trying: they have refusals by longer logs and of later terms, majorities for an entry of an
 * earlier term, messages that cover less than is committed, and restarts. The clusters of the learner's own nodes go by the seed.
 */
const telling = 4761;

/** The lives of all nodes of a few clusters in a storm, as they are by the rules. */
export function recordedLives(plans: readonly ClusterPlan[]): Life[] {
  const lives = new Map<LoggedNode, { start: NodeStart; calls: LogCall[]; gave: unknown[] }>();
  const network = new AnyNetwork(telling, plans, Reference, (node, call, gave) => {
    const life = lives.get(node) ?? { start: node.start, calls: [], gave: [] };
    lives.set(node, life);
    life.calls.push(call);
    life.gave.push(gave);
  });
  network.run();
  return [...lives.values()];
}

/** Lets the class under test live the same lives, all in one crossing, and compares what each call gives. */
export function expectSameLives(Replication: LogClass, lives: readonly Life[]): void {
  const waiting = lives.map(({ start, calls }) => ({ on: { start, log: undefined }, calls }));
  const gave = callTogether(Replication, waiting);
  for (const [i, life] of lives.entries()) expectSameLife(life, gave[i]!);
}

function expectSameLife(life: Life, gave: readonly unknown[]): void {
  for (const [i, [name]] of life.calls.entries()) {
    // What becomeFollower gives is nobody's business.
    if (name === 'becomeFollower' || asText(gave[i]) === asText(life.gave[i])) continue;
    expect(settled(gave[i]), told(life, i)).toEqual(settled(life.gave[i]));
  }
}

/** Quicker to compare than the values. */
function asText(gave: unknown): string {
  return JSON.stringify(settled(gave), fields);
}

const fields = [
  ...['type', 'from', 'to', 'term', 'index', 'logTerm', 'entries', 'data', 'commit'],
  ...['reject', 'rejectHint'],
];

/** The call that went wrong, and what came before it. */
function told({ start, calls }: Life, wrong: number): string {
  const { id, voters, saved } = start;
  const before = calls
    .slice(0, wrong)
    .filter(([name]) => name !== 'get' && name !== 'takeCommitted');
  const shown = before.slice(-shownCalls).map(typed);
  const left = before.length - shown.length;
  const made = `new Replication(${id}, ${JSON.stringify(voters)}, a saved log of ${saved.entries.length} entries)`;
  const more = left > 0 ? `, then ${left} more calls` : '';
  return `What ${typed(calls[wrong]!)} gave. Before it: ${[made + more, ...shown].join('; ')}`;
}

const shownCalls = 6;

function typed([name, ...args]: LogCall): string {
  if (name === 'get') return String(args[0]);
  return `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}

/** What an answer says, without what is free: the order of receivers, and the hint of an answer that takes. */
function settled(gave: unknown): unknown {
  if (!Array.isArray(gave)) return gave;
  return gave.map(withoutHint).sort((a, b) => a?.to - b?.to);
}

function withoutHint(item: Message): Message {
  return item?.type === 'MsgAppResp' && !item.reject
    ? ({ ...item, rejectHint: 0, logTerm: 0 } satisfies MsgAppResp)
    : item;
}
