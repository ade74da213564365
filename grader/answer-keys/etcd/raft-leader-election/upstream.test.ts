import type { LogEnd, Message } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { Election } from './reference.ts';

// The reference against etcd raft's own tables (v3.7, raft_paper_test.go, raft_test.go, quorum/testdata/majority_vote.txt)
// and Figure 7 of the paper, as data of our own. Upstream's T is 10 ticks.
const timers = { electionTick: 10, heartbeatTick: 1, seed: 1 };
const empty = { lastIndex: 0, lastTerm: 0 };

function nodeOf(id: number, voters: readonly number[], more: object = {}): Election {
  return new Election({ id, voters, log: empty, ...timers, ...more });
}

function campaign(node: Election): Message[] {
  return Array.from({ length: 19 }, () => node.tick()).flat();
}

function asked(node: Election, from: number, term: number, end: LogEnd = empty): boolean {
  const { lastIndex: index, lastTerm: logTerm } = end;
  const [answer] = node.step({ type: 'MsgVote', from, to: 1, term, index, logTerm });
  if (answer?.type !== 'MsgVoteResp') throw new Error(`no vote: ${JSON.stringify(answer)}`);
  return !answer.reject;
}

function answered(node: Election, id: number, votes: Iterable<readonly [number, boolean]>): void {
  for (const [from, yes] of votes)
    node.step({ type: 'MsgVoteResp', from, to: id, term: node.term, reject: !yes });
}

const end = (lastIndex: number, lastTerm: number): LogEnd => ({ lastIndex, lastTerm });

describe('raft_paper_test.go', () => {
  const rounds: readonly [number, Record<number, boolean>, boolean][] = [
    [1, {}, true],
    [3, { 2: true, 3: true }, true],
    [3, { 2: true }, true],
    [5, { 2: true, 3: true, 4: true, 5: true }, true],
    [5, { 2: true, 3: true, 4: true }, true],
    [5, { 2: true, 3: true }, true],
    [3, { 2: false, 3: false }, false],
    [5, { 2: false, 3: false, 4: false, 5: false }, false],
    [5, { 2: true, 3: false, 4: false, 5: false }, false],
    [3, {}, false],
    [5, { 2: true }, false],
    [5, { 2: false, 3: false }, false],
    [5, {}, false],
  ];

  it.each(rounds)('LeaderElectionInOneRoundRPC: %i nodes, votes %o', (size, votes, leads) => {
    const node = nodeOf(
      1,
      Array.from({ length: size }, (_, i) => i + 1),
    );
    campaign(node);
    answered(
      node,
      1,
      Object.entries(votes).map(([id, yes]) => [Number(id), yes]),
    );
    expect(node.role === 'leader').toBe(leads);
    expect(node.term).toBe(1);
  });

  it.each([
    [0, 2, true],
    [0, 3, true],
    [2, 2, true],
    [3, 3, true],
    [2, 3, false],
    [3, 2, false],
  ])('FollowerVote: voted for %i, asked by %i', (vote, from, granted) => {
    const node = nodeOf(1, [1, 2, 3], { hardState: { term: 1, vote } });
    expect(asked(node, from, 1)).toBe(granted);
  });

  it.each([
    [end(1, 1), end(1, 1), true],
    [end(1, 1), end(2, 1), true],
    [end(2, 1), end(1, 1), false],
    [end(1, 1), end(1, 2), true],
    [end(1, 1), end(2, 2), true],
    [end(2, 1), end(1, 2), true],
    [end(1, 2), end(1, 1), false],
    [end(1, 2), end(2, 1), false],
    [end(2, 2), end(1, 1), false],
  ])('Voter: own log %o, candidate %o', (log, candidate, granted) => {
    expect(asked(nodeOf(1, [1, 2], { log }), 2, 3, candidate)).toBe(granted);
  });

  it.each([1, 2])('CandidateFallback: an append of term %i', (term) => {
    const node = nodeOf(1, [1, 2, 3]);
    campaign(node);
    const append = { index: 0, logTerm: 0, entries: [], commit: 0 };
    node.step({ type: 'MsgApp', from: 2, to: 1, term, ...append });
    expect([node.role, node.term, node.leader]).toEqual(['follower', term, 2]);
  });

  it('ElectionTimeoutRandomized: each number of ticks from 10 to 19 happens', () => {
    const seen = new Set<number>();
    const node = nodeOf(1, [1, 2, 3]);
    for (let waited = 1, elections = 0; elections < 500; waited += 1) {
      if (node.tick().length === 0) continue;
      seen.add(waited);
      waited = 0;
      elections += 1;
    }
    expect([...seen].sort()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('ElectionTimeoutNonconflict: five nodes rarely time out at the same tick', () => {
    let conflicts = 0;
    for (let round = 0; round < 1000; round += 1) {
      const nodes = [1, 2, 3, 4, 5].map((id) => nodeOf(id, [1, 2, 3], { seed: round * 5 + id }));
      let awake = 0;
      while (awake === 0) awake = nodes.filter((node) => node.tick().length > 0).length;
      if (awake > 1) conflicts += 1;
    }
    expect(conflicts / 1000).toBeLessThanOrEqual(0.3);
  });
});

describe('raft_test.go', () => {
  const mine = end(2, 2);
  const granted = new Set(['0 3', '1 3', '2 2', '2 3', '3 2', '3 3']);
  const ends = [0, 1, 2, 3].flatMap((index) => [0, 1, 2, 3].map((term) => end(index, term)));

  it.each(ends)('RecvMsgVote: log ends with entry 2 of term 2, the candidate with %o', (theirs) => {
    const term = Math.max(2, theirs.lastTerm);
    const node = nodeOf(1, [1, 2], { log: mine, hardState: { term, vote: 0 } });
    expect(asked(node, 2, term, theirs)).toBe(
      granted.has(`${theirs.lastIndex} ${theirs.lastTerm}`),
    );
  });

  it('RecvMsgVote: a vote that is given, and candidates and leaders', () => {
    const voted = (vote: number) =>
      nodeOf(1, [1, 2, 3], { log: mine, hardState: { term: 2, vote } });
    expect([asked(voted(2), 2, 2, end(3, 2)), asked(voted(1), 2, 2, end(3, 2))]).toEqual([
      true,
      false,
    ]);
    const candidate = nodeOf(1, [1, 2, 3]);
    const leader = nodeOf(1, [1]);
    for (const node of [candidate, leader]) campaign(node);
    expect([asked(candidate, 2, 1, end(3, 3)), asked(leader, 2, 1, end(3, 3))]).toEqual([
      false,
      false,
    ]);
  });
});

describe('quorum/testdata/majority_vote.txt', () => {
  // The candidate is the first voter with a yes: it always votes for itself.
  it.each([
    [[4, 8], 'y_', false],
    [[4, 8], 'ny', false],
    [[4, 8], 'yy', true],
    [[2, 4, 7], 'y__', false],
    [[2, 4, 7], 'yn_', false],
    [[2, 4, 7], 'yy_', true],
    [[2, 4, 7], 'yyn', true],
    [[2, 4, 7], 'nyn', false],
    [[1, 2, 3, 4, 5, 6, 7], 'yyny___', false],
    [[1, 2, 3, 4, 5, 6, 7], '_yy_nyn', false],
    [[1, 2, 3, 4, 5, 6, 7], 'yyny_ny', true],
    [[1, 2, 3, 4, 5, 6, 7], 'yy_nynn', false],
    [[1, 2, 3, 4, 5, 6, 7], 'yynynnn', false],
  ])('voters %j, votes %s', (voters, votes, won) => {
    const id = voters[votes.indexOf('y')]!;
    const node = nodeOf(id, voters);
    campaign(node);
    const others = voters.flatMap((voter, i) =>
      voter === id || votes[i] === '_' ? [] : [[voter, votes[i] === 'y'] as const],
    );
    answered(node, id, others);
    expect(node.role === 'leader').toBe(won);
  });
});

it('Figure 7 of the paper: the node at the top can lead term 8 with the votes of a, b, e and f', () => {
  const top = end(10, 6);
  const followers = {
    a: end(9, 6),
    b: end(4, 4),
    c: end(11, 6),
    d: end(12, 7),
    e: end(7, 4),
    f: end(11, 3),
  };
  const voters = Object.entries(followers)
    .filter(([, log]) =>
      asked(nodeOf(1, [1, 2], { log, hardState: { term: 7, vote: 0 } }), 2, 8, top),
    )
    .map(([name]) => name);
  expect(voters).toEqual(['a', 'b', 'e', 'f']);
});
