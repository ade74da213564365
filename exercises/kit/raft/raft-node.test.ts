import { beforeEach, describe, expect, it } from 'vitest';
import type { ElectionHalf, ReplicationHalf } from './halves.ts';
import type { Message } from './message.ts';
import { ProposalDropped, RaftNode } from './raft-node.ts';

const heartbeat: Message = { type: 'MsgHeartbeat', from: 2, to: 1, term: 3, commit: 0 };
const vote: Message = { type: 'MsgVote', from: 2, to: 1, term: 3, index: 0, logTerm: 0 };
const append: Message = {
  type: 'MsgApp',
  from: 2,
  to: 1,
  term: 3,
  index: 0,
  logTerm: 0,
  entries: [],
  commit: 0,
};
const appended: Message = { ...append, from: 1, to: 2 };

describe('a Raft node', () => {
  let election: { -readonly [K in keyof ElectionHalf]: ElectionHalf[K] };
  let replication: ReplicationHalf;
  let told: string[];
  let node: RaftNode;

  beforeEach(() => {
    told = [];
    election = {
      role: 'follower',
      term: 3,
      leader: 2,
      vote: 2,
      tick: () => [],
      step: () => [],
    };
    replication = {
      commit: 5,
      lastIndex: 0,
      lastTerm: 0,
      becomeLeader(term) {
        told.push(`leader of ${term}`);
        return [appended];
      },
      becomeFollower: (term, leader) => void told.push(`follower of ${leader} in ${term}`),
      propose(data) {
        told.push(`propose ${data}`);
        return [appended];
      },
      step(message) {
        told.push(message.type);
        return [];
      },
      commitFor: (peer) => peer * 10,
      takeCommitted: () => [{ index: 1, term: 1, data: 'x' }],
      entries: [],
    };
    node = new RaftNode(election, replication);
  });

  it('has the log say something as soon as the election is won', () => {
    election.tick = () => {
      Object.assign(election, { role: 'leader', term: 4, leader: 1 });
      return [];
    };
    expect(node.tick()).toEqual([appended]);
    expect(told).toEqual(['leader of 4']);
  });

  it('tells the log of a new leader before it sees the entries', () => {
    election.step = () => {
      Object.assign(election, { leader: 2, term: 4 });
      return [];
    };
    node.step({ ...append, term: 4 });
    expect(told).toEqual(['follower of 2 in 4', 'MsgApp']);
  });

  it('tells the log nothing while nothing changes', () => {
    node.tick();
    node.step(vote);
    expect(told).toEqual([]);
  });

  it('keeps votes and messages of other terms from the log', () => {
    node.step(vote);
    node.step({ ...append, term: 2 });
    node.step({ ...append, term: 4 });
    expect(told).toEqual([]);
    node.step(append);
    node.step(heartbeat);
    expect(told).toEqual(['MsgApp', 'MsgHeartbeat']);
  });

  it('puts into each heartbeat what the log says of the peer', () => {
    election.tick = () => [2, 3].map((to) => ({ ...heartbeat, from: 1, to }) as Message);
    expect(node.tick()).toMatchObject([
      { to: 2, commit: 20 },
      { to: 3, commit: 30 },
    ]);
  });

  it('asks for the commit index of its first heartbeats only when the log knows that it leads', () => {
    election.tick = () => {
      Object.assign(election, { role: 'leader', term: 4, leader: 1 });
      return [{ ...heartbeat, from: 1, to: 2, term: 4 } as Message];
    };
    replication.commitFor = (peer) => {
      told.push(`commit for ${peer}`);
      return 0;
    };
    node.tick();
    expect(told).toEqual(['leader of 4', 'commit for 2']);
  });

  it('takes proposals only when it leads', () => {
    expect(() => node.propose('a')).toThrow(ProposalDropped);
    expect(() => node.propose('a')).toThrow('raft proposal dropped');
    election.role = 'leader';
    expect(node.propose('a')).toEqual([appended]);
    expect(told).toEqual(['propose a']);
  });

  it('says what must survive a restart', () => {
    expect(node.hardState).toEqual({ term: 3, vote: 2, commit: 5 });
  });

  it('hands on what was committed', () => {
    expect(node.takeCommitted()).toEqual([{ index: 1, term: 1, data: 'x' }]);
  });
});
