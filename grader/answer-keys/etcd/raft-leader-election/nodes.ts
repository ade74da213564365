import type { ElectionConfig, ElectionHalf, LogEnd, Message, RaftRole } from 'course/kit';
import { expect } from 'vitest';
import { Election } from '#exercise/etcd/raft-leader-election';
import { batch, batchAll } from '#suite';

/** T of the nodes in these tests. */
export const electionTick = 5;
/** So many ticks are enough for one election and too few for two. */
export const patience = 2 * electionTick - 1;
export const heartbeatTick = 2;

export const emptyLog: LogEnd = { lastIndex: 0, lastTerm: 0 };

type Options = Partial<ElectionConfig>;

/** The configuration of node 1 of three, unless `options` says otherwise. */
export function configOf(options: Options = {}): ElectionConfig {
  const timers = { electionTick, heartbeatTick };
  return { id: 1, voters: votersOf(3), ...timers, seed: 1, log: emptyLog, ...options };
}

export function votersOf(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i + 1);
}

export function start(options?: Options): Election {
  return new Election(configOf(options));
}

/** A node of term 1 (unless `options` say otherwise) that has not voted. */
export function follower(options: Options = {}): Election {
  return start({ hardState: { term: 1, vote: 0 }, ...options });
}

/** A node that has just lost patience: candidate of term 1, or of the term after that of its hard state. */
export function candidate(options?: Options): Election {
  const node = start(options);
  ticks(node, patience);
  return node;
}

/** A candidate that all others have voted for. */
export function leader(options: Options = {}): Election {
  const node = candidate(options);
  const { voters, hardState } = configOf(options);
  const term = (hardState?.term ?? 0) + 1;
  steps(
    node,
    voters.slice(1).map((from) => granted(from, term)),
  );
  return node;
}

/** The outcomes' values; throws the first error that the learner's code threw. */
export function valuesOf<Value>(outcomes: ReturnType<typeof batchAll>): Value[] {
  return outcomes.map((outcome) => {
    if ('error' in outcome) throw outcome.error;
    return outcome.value as Value;
  });
}

/** What a node gives at each of its next ticks. */
export function ticks(node: ElectionHalf, count: number): Message[][] {
  return valuesOf(
    batch(
      node,
      Array.from({ length: count }, () => ['tick']),
    ),
  );
}

/** What a node gives for each of several messages in a row. */
export function steps(node: ElectionHalf, messages: readonly Message[]): Message[][] {
  return valuesOf(
    batch(
      node,
      messages.map((message) => ['step', message]),
    ),
  );
}

/** What a node gives when `message` arrives `times` times, each time just before so many ticks that the shortest timeout is not yet over. */
export function wakings(node: ElectionHalf, times: number, message: Message): Message[][] {
  const waits = Array.from({ length: electionTick - 1 }, () => ['tick']);
  const rounds = Array.from({ length: times }, () => [['step', message], ...waits]);
  return valuesOf(batch(node, rounds.flat()));
}

/** What a node gives at each of its next ticks when `message` arrives before each. */
export function ticksWith(node: ElectionHalf, count: number, message: Message): Message[][] {
  const rounds = Array.from({ length: count }, () => [['step', message], ['tick']]);
  const gave: Message[][] = valuesOf(batch(node, rounds.flat()));
  return gave.filter((_, i) => i % 2 === 1);
}

/** What a node says of itself. */
export interface Standing {
  readonly role: RaftRole;
  readonly term: number;
  readonly vote: number;
  readonly leader: number;
}

/** The properties that say it. */
export const standingOf = ['role', 'term', 'vote', 'leader'] as const;

export function standing(node: ElectionHalf): Standing {
  const values = valuesOf(batchAll(standingOf.map((get) => ({ on: node, get }))));
  return Object.fromEntries(standingOf.map((get, i) => [get, values[i]])) as unknown as Standing;
}

/** Compares what a node says of itself with what it should be. */
export function expectStanding(
  node: ElectionHalf,
  expected: Partial<Standing>,
  what: string,
): void {
  expect(standing(node), what).toMatchObject(expected);
}

export function voteRequest(from: number, term: number, end: LogEnd = emptyLog): Message {
  return { type: 'MsgVote', from, to: 1, term, index: end.lastIndex, logTerm: end.lastTerm };
}

export function granted(from: number, term: number): Message {
  return { type: 'MsgVoteResp', from, to: 1, term, reject: false };
}

export function refused(from: number, term: number): Message {
  return { type: 'MsgVoteResp', from, to: 1, term, reject: true };
}

export function heartbeat(from: number, term: number): Message {
  return { type: 'MsgHeartbeat', from, to: 1, term, commit: 0 };
}

export function append(from: number, term: number): Message {
  return { type: 'MsgApp', from, to: 1, term, index: 0, logTerm: 0, entries: [], commit: 0 };
}

/** The other answers that can arrive; an election learns nothing from them but the term. */
export function otherAnswers(from: number, term: number): Message[] {
  const rejected = { index: 0, reject: false, rejectHint: 0, logTerm: 0 };
  return [
    { type: 'MsgAppResp', from, to: 1, term, ...rejected },
    { type: 'MsgHeartbeatResp', from, to: 1, term },
  ];
}

/** In the order of their receivers: which goes out first is free. */
export function byReceiver(messages: readonly Message[]): Message[] {
  return messages.toSorted((a, b) => a.to - b.to);
}

/** The answer of node 1 to a vote request. */
export function answer(to: number, term: number, reject: boolean): Message {
  return { type: 'MsgVoteResp', from: 1, to, term, reject };
}
