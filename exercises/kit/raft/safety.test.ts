import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { Cluster, type ClusterNode, lockstep } from './cluster.ts';
import type { RaftRole } from './halves.ts';
import type { Entry, Message } from './message.ts';
import { Safety } from './safety.ts';

/** A node that does as little as it can. Each toy below is wrong in one way. */
class Toy implements ClusterNode {
  role: RaftRole = 'follower';
  term = 1;
  commit = 0;
  log: Entry[] = [];
  constructor(readonly id: number) {}

  tick(): Message[] {
    return [];
  }
  step(_message: Message): Message[] {
    return [];
  }
  protected heartbeat(to: number): Message {
    return { type: 'MsgHeartbeat', from: this.id, to, term: this.term, commit: 0 };
  }
}

class LeadsUnasked extends Toy {
  override role: RaftRole = 'leader';
  override tick = () => [this.heartbeat((this.id % 2) + 1)];
}

class AsksForVotes extends Toy {
  override tick = (): Message[] =>
    this.id > 2 ? [] : [{ type: 'MsgVote', from: this.id, to: 3, term: 1, index: 0, logTerm: 0 }];
}

class VotesForAll extends AsksForVotes {
  override step({ type, from, term }: Message): Message[] {
    if (type !== 'MsgVote') return [];
    return [{ type: 'MsgVoteResp', from: this.id, to: from, term, reject: this.refuses(from) }];
  }
  protected refuses(_candidate: number): boolean {
    return false;
  }
}

class VotesForOne extends VotesForAll {
  private vote = 0;
  protected override refuses(candidate: number): boolean {
    this.vote ||= candidate;
    return this.vote !== candidate;
  }
}

class RewritesItsLog extends Toy {
  override role: RaftRole = this.id === 1 ? 'leader' : 'follower';
  private ticks = 0;
  override tick = () => {
    this.ticks += 1;
    this.log = this.id === 1 ? [{ index: 1, term: this.ticks === 3 ? 9 : 1, data: 'x' }] : [];
    return [];
  };
}

class ShortensItsLog extends Toy {
  override role: RaftRole = this.id === 1 ? 'leader' : 'follower';
  override log = [1, 2, 3].map((index) => ({ index, term: 1, data: 'x' }));
  override tick = () => {
    if (this.id === 1) this.log = this.log.slice(0, -1);
    return [];
  };
}

class MakesItsOwnEntry extends Toy {
  override log = [{ index: 1, term: 1, data: `from node ${this.id}` }];
}

class AppendsUnchecked extends Toy {
  override log = [
    { index: 1, term: this.id === 1 ? 1 : 2, data: 'first' },
    { index: 2, term: 3, data: 'second' },
  ];
}

class LeadsWithoutTheCommitted extends Toy {
  override role: RaftRole = this.id === 2 ? 'leader' : 'follower';
  override term = this.id === 2 ? 3 : 2;
  override log = this.id === 2 ? [] : [{ index: 1, term: 1, data: 'x' }];
  override commit = this.id === 2 ? 0 : 1;
}

class CommitsTooEarly extends LeadsWithoutTheCommitted {
  private ticks = 0;
  override commit = 0;
  override tick = () => {
    if (++this.ticks === 2 && this.id === 1) this.commit = 1;
    return [];
  };
}

function watched(Kind: new (id: number) => Toy): Safety {
  const cluster = new Cluster([1, 2, 3], seededRandom(1), (id) => new Kind(id));
  const safety = new Safety();
  lockstep([cluster], 4, {
    after(_, __, calls, gave) {
      for (const message of gave.flat()) safety.sent(message);
      for (const { on } of calls) safety.looked(on);
    },
  });
  return safety;
}

describe('safety, watched on wrong toys', () => {
  it.each([
    [LeadsUnasked, 'Election safety', 'node 1 and node 2 both lead in term 1'],
    [VotesForAll, 'One vote', 'node 3 votes for node 1 and then for node 2 in term 1'],
    [
      RewritesItsLog,
      'Leader append-only',
      'node 1, leader of term 1, had entry 1 (term 1, "x") and now has entry 1 (term 9, "x")',
    ],
    [
      ShortensItsLog,
      'Leader append-only',
      'node 1, leader of term 1, had entry 2 (term 1, "x") and now has no such entry',
    ],
    [
      MakesItsOwnEntry,
      'Log matching',
      'node 2 has entry 1 (term 1, "from node 2") after an entry of term 0, another log has entry 1 (term 1, "from node 1") after an entry of term 0',
    ],
    [
      AppendsUnchecked,
      'Log matching',
      'node 2 has entry 2 (term 3, "second") after an entry of term 2, another log has entry 2 (term 3, "second") after an entry of term 1',
    ],
    [
      LeadsWithoutTheCommitted,
      'Leader completeness',
      'entry 1 (term 1, "x") was committed in term 2, but node 2, leader of term 3, has no such entry',
    ],
    [
      CommitsTooEarly,
      'Leader completeness',
      'entry 1 (term 1, "x") was committed in term 2, but node 2, leader of term 3, has no such entry',
    ],
  ])('%o breaks %s', (Kind, property, seen) => {
    const safety = watched(Kind);
    const wanted = safety.violations.find((violation) => violation.property === property);
    expect(safety.violations.map((violation) => violation.property)).toContain(property);
    expect(wanted?.seen).toBe(seen);
  });

  it('a voter that keeps to the first candidate breaks nothing', () => {
    expect(watched(VotesForOne).violations).toEqual([]);
  });
});

describe('safety', () => {
  const x = { index: 1, term: 1, data: 'x' };
  let safety: Safety;
  beforeEach(() => {
    safety = new Safety();
  });

  it('two nodes apply the same entry at an index, even long after each other', () => {
    safety.applied(1, x);
    safety.applied(2, x);
    expect(safety.violations).toEqual([]);
    safety.applied(3, { ...x, data: 'y' });
    expect(safety.violations).toEqual([
      {
        property: 'State machine safety',
        term: 1,
        seen: 'node 3 applies entry 1 (term 1, "y"), node 1 has applied entry 1 (term 1, "x")',
      },
    ]);
  });

  it('a node asks for votes for itself, so it has none to give', () => {
    safety.sent({ type: 'MsgVote', from: 1, to: 2, term: 4, index: 0, logTerm: 0 });
    safety.sent({ type: 'MsgVoteResp', from: 1, to: 2, term: 4, reject: true });
    safety.sent({ type: 'MsgVoteResp', from: 1, to: 2, term: 5, reject: false });
    expect(safety.violations).toEqual([]);
    safety.sent({ type: 'MsgVoteResp', from: 1, to: 2, term: 4, reject: false });
    expect(safety.violations).toMatchObject([{ property: 'One vote' }]);
  });

  it('a leader may append, and another may lead a later term with another tail', () => {
    const y = { index: 2, term: 1, data: 'y' };
    const z = { index: 2, term: 2, data: 'z' };
    safety.looked({ id: 1, role: 'leader', term: 1, log: [x], commit: 0 });
    safety.looked({ id: 1, role: 'leader', term: 1, log: [x, y], commit: 1 });
    safety.looked({ id: 2, role: 'leader', term: 2, log: [x, z], commit: 1 });
    safety.looked({ id: 1, role: 'follower', term: 2, log: [x], commit: 1 });
    expect(safety.violations).toEqual([]);
  });

  it('an old leader need not have what a later term committed', () => {
    safety.looked({ id: 2, role: 'leader', term: 5, log: [x], commit: 1 });
    safety.looked({ id: 1, role: 'leader', term: 4, log: [], commit: 0 });
    expect(safety.violations).toEqual([]);
  });

  it('tells each breach once', () => {
    safety.applied(1, x);
    safety.applied(2, { ...x, data: 'y' });
    safety.applied(2, { ...x, data: 'y' });
    expect(safety.violations).toHaveLength(1);
  });
});
