import type { ElectionConfig, ElectionHalf, LogEnd, Message, RaftRole } from 'course/kit';
import { expect } from 'vitest';
import { Election } from '#exercise/etcd/raft-leader-election';
import { batchAll, callAll } from '#suite';

/** T of the nodes in these tests. */
export const electionTick = 5;
/** So many ticks are enough for one election and too few for two. */
export const patience = 2 * electionTick - 1;
export const heartbeatTick = 2;

export const emptyLog: LogEnd = { lastIndex: 0, lastTerm: 0 };

type Options = Partial<ElectionConfig>;

/** The configuration of node 1 of three, unless `options` says otherwise. What `options` says is printed first. */
export function configOf(options: Options = {}): ElectionConfig {
  const chosen = { id: 1, voters: votersOf(3), ...options };
  return { ...chosen, ...{ electionTick, heartbeatTick, seed: 1, log: emptyLog }, ...options };
}

export function votersOf(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i + 1);
}

export function start(options?: Options): Election {
  return new Election(configOf(options));
}

/** A call on a node: a tick, or a message that arrives. */
export type Call = 'tick' | Message;

/** So many ticks. */
export function pass(count: number): Call[] {
  return Array.from({ length: count }, () => 'tick' as const);
}

/** Calls as steps of a batch. */
export function callsOn(on: object | number, calls: readonly Call[]) {
  return calls.map((call) =>
    call === 'tick' ? { on, method: 'tick' } : { on, method: 'step', args: [call] },
  );
}

/** A new node after some calls, in one crossing. */
export function nodeAfter(options: Options, ...calls: readonly Call[]): Election {
  const made = { new: Election, args: [configOf(options)] };
  return callAll([made, ...callsOn(0, calls)])[0] as Election;
}

/** What a node gives for each of several calls in a row, in one crossing. */
export function give(node: ElectionHalf, ...calls: readonly Call[]): Message[][] {
  return callAll(callsOn(node, calls)) as Message[][];
}

/** A node of term 1 (unless `options` say otherwise) that has not voted; then some calls. */
export function follower(options: Options = {}, ...calls: readonly Call[]): Election {
  return nodeAfter({ hardState: { term: 1, vote: 0 }, ...options }, ...calls);
}

/** A node that has just lost patience: candidate of term 1, or of the term after that of its hard state; then some calls. */
export function candidate(options: Options = {}, ...calls: readonly Call[]): Election {
  return nodeAfter(options, ...pass(patience), ...calls);
}

/** A candidate that all others have voted for; then some calls. */
export function leader(options: Options = {}, ...calls: readonly Call[]): Election {
  const { voters, hardState } = configOf(options);
  const term = (hardState?.term ?? 0) + 1;
  const votes = voters.slice(1).map((from) => granted(from, term));
  return candidate(options, ...votes, ...calls);
}

/** The outcomes' values; throws the first error that the learner's code threw. */
export function valuesOf<Value>(outcomes: ReturnType<typeof batchAll>): Value[] {
  return outcomes.map((outcome) => {
    if ('error' in outcome) throw outcome.error;
    return outcome.value as Value;
  });
}

/** `message` so many times, each time just before so many ticks that the shortest timeout is not yet over. */
export function wakings(times: number, message: Message): Call[] {
  return Array.from({ length: times }, () => [message, ...pass(electionTick - 1)]).flat();
}

/** So many ticks, with `message` before each. */
export function ticksWith(count: number, message: Message): Call[] {
  return Array.from({ length: count }, () => [message, 'tick' as const]).flat();
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

/** The answer of node 1 to a vote request. */
export function answer(to: number, term: number, reject: boolean): Message {
  return { type: 'MsgVoteResp', from: 1, to, term, reject };
}
