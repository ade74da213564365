import {
  type ClusterNode,
  type Entry,
  type HardState,
  type Message,
  RaftNode,
  type RaftRole,
  type ReplicationHalf,
  type SavedLog,
} from 'course/kit';
import { Election } from '#reference/etcd/raft-leader-election';
import type { LogCall, LogOwner } from './log-calls.ts';

/** Who a node is and what it starts from. */
export interface NodeStart {
  readonly id: number;
  readonly voters: readonly number[];
  /** Of its election. */
  readonly electionTick: number;
  readonly seed: number;
  readonly hardState?: HardState;
  readonly saved: SavedLog;
}

/**
 * A node whose election is the reference and whose log is the one under test. Calls on the log wait, so that those of many
 * nodes can be made together; what the election asks of the log is what was seen of it last.
 */
export class LoggedNode implements ClusterNode, LogOwner {
  readonly raft: RaftNode;
  log: ReplicationHalf | undefined;
  readonly #waiting: WaitingLog;
  #own: Message[] = [];

  constructor(readonly start: NodeStart) {
    const { id, voters, electionTick, seed, hardState, saved } = start;
    this.#waiting = new WaitingLog(saved);
    const timing = { electionTick, heartbeatTick: 2 };
    const config = { id, voters, seed, ...timing, log: this.#waiting };
    const election = new Election(hardState ? { ...config, hardState } : config);
    this.raft = new RaftNode(election, this.#waiting);
  }

  /** The log as it was seen last. */
  get seen(): SavedLog {
    return this.#waiting.seen;
  }

  set seen(seen: SavedLog) {
    this.#waiting.seen = seen;
  }

  /** The same node after a restart. */
  get restart(): NodeStart {
    const { hardState } = this.raft;
    return { ...this.start, seed: this.start.seed + 1, hardState, saved: this.seen };
  }

  /** Gives nothing yet: what there is to send is known when the calls that wait were made. */
  tick(): Message[] {
    this.#own.push(...this.raft.tick());
    return [];
  }

  step(message: Message): Message[] {
    this.#own.push(...this.raft.step(message));
    return [];
  }

  propose(data: string): void {
    this.#own.push(...this.raft.propose(data));
  }

  /** Takes what has happened since the last turn. */
  takeTurn(): Turn {
    const own = this.#own;
    this.#own = [];
    const { role, term } = this.raft;
    return { node: this, role, term, own, calls: this.#waiting.take() };
  }
}

/** What the calls of a node in one tick have led to: its election's messages, and calls on its log that wait. */
export interface Turn {
  readonly node: LoggedNode;
  readonly role: RaftRole;
  readonly term: number;
  readonly own: readonly Message[];
  readonly calls: readonly LogCall[];
}

/** The messages to send after a turn, now that it is known what its calls gave. */
export function sentIn({ own, calls }: Turn, gave: readonly unknown[]): Message[] {
  const told = own.map((message) => withCommit(message, calls, gave));
  const ofLog = calls.flatMap(([name], i) => (sending.has(name) ? gave[i] : []));
  return [...told, ...(ofLog as Message[])];
}

const sending = new Set(['step', 'propose', 'becomeLeader']);

function withCommit(
  message: Message,
  calls: readonly LogCall[],
  gave: readonly unknown[],
): Message {
  if (message.type !== 'MsgHeartbeat') return message;
  const asked = calls.findIndex(([name, peer]) => name === 'commitFor' && peer === message.to);
  return { ...message, commit: gave[asked] as number };
}

/** Stands in for a log: notes the calls and gives nothing. */
class WaitingLog implements ReplicationHalf {
  #calls: LogCall[] = [];

  constructor(public seen: SavedLog) {}

  take(): LogCall[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  get commit(): number {
    return this.seen.commit;
  }

  get entries(): readonly Entry[] {
    return this.seen.entries;
  }

  get lastIndex(): number {
    return this.seen.entries.length;
  }

  get lastTerm(): number {
    return this.seen.entries.at(-1)?.term ?? 0;
  }

  becomeLeader(term: number): Message[] {
    return this.#wait(['becomeLeader', term]);
  }

  becomeFollower(term: number, leader: number): void {
    this.#wait(['becomeFollower', term, leader]);
  }

  propose(data: string): Message[] {
    return this.#wait(['propose', data]);
  }

  step(message: Message): Message[] {
    return this.#wait(['step', message]);
  }

  commitFor(peer: number): number {
    this.#wait(['commitFor', peer]);
    return 0;
  }

  takeCommitted(): Entry[] {
    return this.#wait(['takeCommitted']);
  }

  #wait(call: LogCall): never[] {
    this.#calls.push(call);
    return [];
  }
}
