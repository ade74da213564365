import type { ElectionConfig, LogEnd, Message } from 'course/kit';
import { calm, disturb, seededRandom } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Election } from '#exercise/etcd/raft-leader-election';
import { batchAll, seed } from '#suite';
import {
  expectSafe,
  lately,
  leaderOf,
  run,
  runUntilLed,
  startClusters,
  type Watched,
} from './clusters.ts';
import { expectModels, histories } from './histories.ts';
import { inEachRole, live } from './lives.ts';
import {
  answer,
  append,
  byReceiver,
  candidate,
  configOf,
  electionTick,
  emptyLog,
  expectStanding,
  follower,
  granted,
  heartbeat,
  heartbeatTick,
  leader,
  otherAnswers,
  patience,
  refused,
  type Standing,
  standing,
  start,
  steps,
  ticks,
  ticksWith,
  valuesOf,
  voteRequest,
  votersOf,
  wakings,
} from './nodes.ts';

/** The tick at which a node with each of these seeds first asks for votes, all in one crossing. */
function firstElections(seeds: readonly number[]): number[] {
  const lives = seeds.map((seed) => [
    { new: Election, args: [configOf({ seed })] },
    ...Array.from({ length: patience + 1 }, () => ({ on: 0, method: 'tick' })),
  ]);
  const length = patience + 2;
  const all = lives.flatMap((life, i) =>
    life.map((step) => ('on' in step ? { ...step, on: i * length } : step)),
  );
  const outcomes = valuesOf<Message[]>(batchAll(all));
  return seeds.map((_, i) => {
    const gave = outcomes.slice(i * length + 1, (i + 1) * length);
    return 1 + gave.findIndex((messages) => messages.length > 0);
  });
}

/** What kinds of messages these are: `MsgVote of term 2`, each once. */
function kindsOf(messages: readonly Message[]): string[] {
  return [...new Set(messages.map(({ type, term }) => `${type} of term ${term}`))];
}

const spread = Array.from({ length: electionTick }, (_, i) => electionTick + i);

function inOrder(numbers: Iterable<number>): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

describe('Waiting for a leader', () => {
  it('a new node is a follower of term 0 that has not voted and knows no leader', () => {
    const fresh = { role: 'follower', term: 0, vote: 0, leader: 0 };
    expect(standing(start()), 'What a new node says of itself').toEqual(fresh);
  });

  it('a node that starts again is a follower with the term and the vote that it had', () => {
    const node = start({ hardState: { term: 4, vote: 3 } });
    const now = { role: 'follower', term: 4, vote: 3, leader: 0 };
    expect(standing(node), 'After a restart with term 4 and vote 3').toEqual(now);
  });

  it('a follower that hears of no leader asks all others for their votes', () => {
    const node = start();
    const asked = byReceiver(ticks(node, patience).flat());
    const request = { type: 'MsgVote', from: 1, term: 1, index: 0, logTerm: 0 };
    expect(asked, `All messages of the first ${patience} ticks (electionTick is 5)`).toEqual([
      { ...request, to: 2 },
      { ...request, to: 3 },
    ]);
  });

  it('then it is a candidate of the next term and has voted for itself', () => {
    const node = candidate();
    expectStanding(
      node,
      { role: 'candidate', term: 1, vote: 1, leader: 0 },
      'After an election timeout in term 0',
    );
  });

  it('the request tells where the log ends at that moment', () => {
    class GrowingLog implements LogEnd {
      end = { lastIndex: 0, lastTerm: 0 };
      get lastIndex() {
        return this.end.lastIndex;
      }
      get lastTerm() {
        return this.end.lastTerm;
      }
    }
    const log = new GrowingLog();
    const node = start({ log, hardState: { term: 3, vote: 0 } });
    log.end = { lastIndex: 9, lastTerm: 2 };
    expect(
      ticks(node, patience).flat()[0],
      'The log was empty when the node started, and ended with entry 9 of term 2 when it asked',
    ).toMatchObject({ type: 'MsgVote', index: 9, logTerm: 2 });
  });

  it('the timeout is drawn from electionTick up to, not including, twice as many ticks', () => {
    const first = firstElections(Array.from({ length: 120 }, (_, i) => seed() + i));
    const what =
      'Ticks at which 120 nodes with different seeds asked for votes (electionTick is 5)';
    expect(inOrder(first), what).toEqual(spread);
  });

  it('the timeout is drawn anew for each election', () => {
    const gave = ticks(start({ seed: seed() + 7 }), 700);
    const asked = gave.flatMap((messages, i) => (messages.length > 0 ? [i + 1] : []));
    const waits = asked.map((tick, i) => tick - (asked[i - 1] ?? 0));
    const what =
      'Ticks that one node waited before its elections, of which there were many in 700 ticks';
    expect(inOrder(waits), what).toEqual(spread);
  });

  it('the same seed draws the same timeouts, other seeds others', () => {
    const life = (seed: number) => ticks(start({ seed }), 60).map((messages) => messages.length);
    const one = life(41);
    expect(life(41), 'Messages at each tick, of two nodes with the same seed').toEqual(one);
    const lives = [42, 43, 44].map(life);
    const alike = lives.filter((other) => `${other}` === `${one}`);
    expect(
      alike.length,
      'How many of three nodes with other seeds asked for votes at the very same ticks',
    ).toBe(0);
  });
});

describe('Votes', () => {
  it('a node votes for the first that asks, and says so', () => {
    const node = follower();
    expect(node.step(voteRequest(3, 1))).toEqual([answer(3, 1, false)]);
    expectStanding(node, { role: 'follower', vote: 3 }, 'After voting for node 3');
  });

  it('it refuses every other candidate of that term', () => {
    const node = follower();
    node.step(voteRequest(3, 1));
    expect(node.step(voteRequest(2, 1)), 'The answer to node 2 after a vote for node 3').toEqual([
      answer(2, 1, true),
    ]);
    expectStanding(node, { vote: 3 }, 'The vote stays with node 3');
  });

  it('the same candidate gets its vote again: the first answer may be lost', () => {
    const node = follower();
    node.step(voteRequest(3, 1));
    expect(
      node.step(voteRequest(3, 1)),
      'The answer to the second request of node 3, which has the vote already',
    ).toEqual([answer(3, 1, false)]);
  });

  it('a candidate refuses all others: it has voted for itself', () => {
    const node = candidate();
    expect(node.step(voteRequest(2, 1)), 'The answer of a candidate of term 1').toEqual([
      answer(2, 1, true),
    ]);
    expectStanding(node, { role: 'candidate', vote: 1 }, 'After refusing node 2');
  });

  const mine = { lastIndex: 4, lastTerm: 3 };
  const ends: readonly (readonly [string, LogEnd, boolean])[] = [
    ['the same last entry', { lastIndex: 4, lastTerm: 3 }, true],
    ['a longer log of the same last term', { lastIndex: 5, lastTerm: 3 }, true],
    ['a shorter log of the same last term', { lastIndex: 3, lastTerm: 3 }, false],
    ['a later last term, longer', { lastIndex: 6, lastTerm: 4 }, true],
    ['a later last term, although shorter', { lastIndex: 1, lastTerm: 4 }, true],
    ['an earlier last term', { lastIndex: 4, lastTerm: 2 }, false],
    ['an earlier last term, although longer', { lastIndex: 9, lastTerm: 2 }, false],
    ['an empty log', emptyLog, false],
  ];

  const expectVotes = (wanted: boolean) => {
    const chosen = ends.filter(([, , up]) => up === wanted);
    const options = { log: mine, hardState: { term: 5, vote: 0 } };
    const lives = live(chosen.map(([, end]) => ({ options, messages: [voteRequest(2, 5, end)] })));
    for (const [i, [what]] of chosen.entries()) {
      const told = `A candidate with ${what} asks a node whose log ends with entry 4 of term 3`;
      expect(lives[i]?.gave, told).toEqual([[answer(2, 5, !wanted)]]);
      expect(lives[i]?.standing.vote, `The vote afterwards. ${told}`).toBe(wanted ? 2 : 0);
    }
  };

  it('a candidate whose log is at least as up to date gets the vote: the later last term, or else the longer log', () => {
    expectVotes(true);
  });

  it('a candidate whose log is behind is refused: an earlier last term, or else a shorter log', () => {
    expectVotes(false);
  });

  it('whoever refuses a log that is behind can still vote for another', () => {
    const node = start({ log: mine, hardState: { term: 5, vote: 0 } });
    node.step(voteRequest(2, 5));
    expect(
      node.step(voteRequest(3, 5, mine)),
      'The answer to node 3; node 2, refused before, has no vote',
    ).toEqual([answer(3, 5, false)]);
  });

  it('giving a vote starts the wait afresh', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const gave = wakings(follower({ seed }), 2, voteRequest(2, 1));
      expect(
        gave.flat().filter(({ type }) => type === 'MsgVote'),
        'Vote requests of a node that gives its vote at the start and again after 4 ticks, up to tick 8 (electionTick is 5)',
      ).toEqual([]);
    }
  });

  it('refusing a vote does not start the wait afresh', () => {
    const voted = follower();
    voted.step(voteRequest(3, 1));
    const what = 'Whether a node asks for votes itself that refuses one before each of 9 ticks';
    expect(ticksWith(voted, patience, voteRequest(2, 1)).flat().length > 0, what).toBe(true);
    const ahead = start({ log: mine, hardState: { term: 5, vote: 0 } });
    expect(
      ticksWith(ahead, patience, voteRequest(2, 5)).flat().length > 0,
      `${what}, because of the candidate's log`,
    ).toBe(true);
  });
});

describe('Winning', () => {
  /** How many nodes, who grants, who refuses, and whether that makes a leader. */
  type Poll = readonly [number, readonly number[], readonly number[], boolean];
  const odd: readonly Poll[] = [
    [3, [], [], false],
    [3, [2], [], true],
    [3, [3], [2], true],
    [3, [], [2], false],
    [5, [2], [], false],
    [5, [3, 5], [], true],
    [5, [3], [2, 4], false],
    [7, [2, 3], [4, 5], false],
    [7, [2, 3, 7], [4, 5, 6], true],
  ];
  const even: readonly Poll[] = [
    [2, [], [], false],
    [2, [2], [], true],
    [4, [2], [], false],
    [4, [2], [3, 4], false],
    [4, [2, 4], [3], true],
    [6, [2, 3], [], false],
    [6, [2, 3, 4], [], true],
  ];
  const expectPolls = (polls: readonly Poll[]) => {
    const lives = live(
      polls.map(([size, grants, refusals]) => ({
        options: { voters: votersOf(size) },
        ticks: patience,
        messages: [...refusals.map((id) => refused(id, 1)), ...grants.map((id) => granted(id, 1))],
      })),
    );
    for (const [i, [size, grants, refusals, wins]] of polls.entries()) {
      const votes = `its own vote, ${grants.length} more and ${refusals.length} refusals`;
      const majority = Math.floor(size / 2) + 1;
      expect(
        lives[i]?.standing.role === 'leader',
        `Whether one of ${size} nodes leads after ${votes}; a majority is ${majority}`,
      ).toBe(wins);
    }
  };

  it('more than half of all nodes make a leader, the candidate itself included', () => {
    expectPolls(odd);
  });

  it('half of an even number is not enough', () => {
    expectPolls(even);
  });

  it('a leader says so at once to all others', () => {
    const node = candidate();
    expect(byReceiver(node.step(granted(3, 1))), 'What the deciding vote brings about').toEqual([
      { type: 'MsgHeartbeat', from: 1, to: 2, term: 1, commit: 0 },
      { type: 'MsgHeartbeat', from: 1, to: 3, term: 1, commit: 0 },
    ]);
    const now = { role: 'leader', term: 1, leader: 1 } as const;
    expectStanding(node, now, 'After the deciding vote');
  });

  it('a vote that does not decide brings about nothing', () => {
    const node = candidate({ voters: votersOf(5) });
    expect(node.step(granted(2, 1)), 'The second of three votes needed').toEqual([]);
  });

  it('one node, answering several times, is one vote', () => {
    const node = candidate({ voters: votersOf(5) });
    steps(node, [granted(2, 1), granted(2, 1), granted(2, 1)]);
    expect(node.role, 'Role after three times the vote of node 2, and its own').toBe('candidate');
  });

  it('only voters have a vote', () => {
    const node = candidate();
    expect(node.step(granted(8, 1)), 'What the vote of node 8 of nodes 1 to 3 does').toEqual([]);
    expect(node.role, 'Role after it').toBe('candidate');
  });

  it('votes of an earlier election do not count in the next', () => {
    const node = candidate({ voters: votersOf(5) });
    node.step(granted(2, 1));
    ticks(node, patience);
    const { term } = standing(node);
    steps(node, [granted(3, 1), granted(4, 1), granted(5, 1)]);
    expect(node.role, `Role in term ${term} after three more votes of term 1`).toBe('candidate');
    node.step(granted(3, term));
    expect(
      node.role,
      `Role in term ${term} after a vote of node 2 in term 1 and of node 3 in term ${term}`,
    ).toBe('candidate');
    node.step(granted(4, term));
    expect(node.role, `Role in term ${term} with the votes of 1, 3 and 4 in it`).toBe('leader');
  });

  it('votes that come after the victory change nothing', () => {
    const node = candidate();
    node.step(granted(2, 1));
    expect(node.step(granted(3, 1)), 'What the third vote of three does').toEqual([]);
    expect(node.role, 'Role after it').toBe('leader');
  });

  it('a follower wins nothing, whatever answers it gets', () => {
    const node = follower();
    const gave = steps(node, [granted(2, 1), granted(3, 1)]);
    expect(gave.flat(), 'What two votes make a follower send').toEqual([]);
    expect(node.role, 'Role of a follower that got two votes').toBe('follower');
  });

  it('a candidate that nobody answers tries again in the next term', () => {
    const node = candidate();
    const asked = ticks(node, patience).flat();
    expect(kindsOf(asked), 'Messages of a candidate of term 1 in 9 more ticks').toEqual([
      'MsgVote of term 2',
    ]);
    expectStanding(node, { role: 'candidate', term: 2 }, 'After the second timeout');
  });

  it('a refusal does not make a candidate wait longer', () => {
    const node = candidate({ voters: votersOf(5) });
    const gave = ticksWith(node, patience, refused(2, 1));
    expect(
      gave.flat().length > 0,
      'Whether it tries again within 9 ticks although node 2 refuses before each',
    ).toBe(true);
  });

  it('a node that is alone elects itself, and has nobody to tell', () => {
    const node = start({ voters: [1] });
    expect(ticks(node, patience).flat(), 'Messages of a cluster of one').toEqual([]);
    expectStanding(node, { role: 'leader', term: 1, leader: 1 }, 'After its first timeout');
  });
});

describe('Leading and following', () => {
  it('a leader sends a heartbeat to all others every heartbeatTick ticks', () => {
    const gave = ticks(leader(), 3 * heartbeatTick).map(byReceiver);
    const beats = [2, 3].map((to) => ({ type: 'MsgHeartbeat', from: 1, to, term: 1, commit: 0 }));
    expect(gave, 'What a new leader sends at its next 6 ticks (heartbeatTick is 2)').toEqual([
      ...[[], beats],
      ...[[], beats],
      ...[[], beats],
    ]);
  });

  it('a leader stays leader, however long nobody answers', () => {
    const node = leader();
    const gave = ticks(node, 3 * patience).flat();
    expect(
      gave.every(({ type }) => type === 'MsgHeartbeat'),
      'Whether a leader sends nothing but heartbeats in 27 ticks',
    ).toBe(true);
    expectStanding(node, { role: 'leader', term: 1 }, 'After 27 ticks');
  });

  it.each([
    ['MsgHeartbeat', heartbeat],
    ['MsgApp', append],
  ])('a follower learns from a %s who leads, and answers nothing', (_, sign) => {
    const node = follower();
    expect(node.step(sign(2, 1)), 'The log answers a leader, not the election').toEqual([]);
    expectStanding(node, { role: 'follower', term: 1, leader: 2 }, 'After that sign of a leader');
  });

  it.each([
    ['MsgHeartbeat', heartbeat],
    ['MsgApp', append],
  ])('a candidate that gets a %s of its own term has lost and follows', (_, sign) => {
    const node = candidate();
    expect(node.step(sign(3, 1))).toEqual([]);
    expectStanding(
      node,
      { role: 'follower', term: 1, leader: 3 },
      'A candidate of term 1 after a sign of its leader',
    );
  });

  it.each([
    ['MsgHeartbeat', heartbeat],
    ['MsgApp', append],
  ])('a %s of the leader starts the wait afresh', (_, sign) => {
    for (const seed of [1, 2, 3, 4]) {
      const gave = wakings(follower({ seed }), 3, sign(2, 1));
      const what = 'Messages of a follower that hears from its leader every 4 ticks, 3 times';
      expect(gave.flat(), `${what} (electionTick is 5)`).toEqual([]);
    }
  });

  it('messages that are no sign of a leader do not start the wait afresh', () => {
    const others = [granted(3, 1), refused(3, 1), ...otherAnswers(3, 1)];
    for (const message of others) {
      const gave = ticksWith(follower(), patience, message);
      const what = `Whether a follower that gets a ${message.type} before each of ${patience} ticks asks for votes`;
      expect(gave.flat().length > 0, what).toBe(true);
    }
  });

  it('a leader refuses all other candidates of its term: it has voted for itself', () => {
    const node = leader();
    expect(node.step(voteRequest(2, 1)), 'The answer of the leader of term 1').toEqual([
      answer(2, 1, true),
    ]);
    expectStanding(node, { role: 'leader', leader: 1 }, 'After refusing node 2');
  });

  it('following does not free its vote', () => {
    const node = candidate();
    node.step(heartbeat(3, 1));
    expect(
      node.step(voteRequest(2, 1)),
      'The answer to node 2 of one that has voted for itself in this term',
    ).toEqual([answer(2, 1, true)]);
    expectStanding(node, { vote: 1 }, 'The vote of a candidate that has lost');
  });

  it('a candidate that follows waits afresh, and late votes do not make it leader', () => {
    for (const seed of [1, 2, 3, 4]) {
      const node = candidate({ seed });
      expect(
        wakings(node, 1, heartbeat(3, 1)).flat(),
        'Messages in the 4 ticks after it began to follow (electionTick is 5)',
      ).toEqual([]);
      steps(node, [granted(2, 1), granted(3, 1)]);
      expect(node.role, 'Role after late votes').toBe('follower');
    }
  });

  it('a follower whose leader falls silent forgets it and asks for votes', () => {
    const node = follower();
    node.step(heartbeat(2, 1));
    expect(
      kindsOf(ticks(node, patience).flat()),
      'Messages in the 9 ticks after the last heartbeat',
    ).toEqual(['MsgVote of term 2']);
    expectStanding(node, { role: 'candidate', leader: 0 }, 'After that');
  });
});

describe('Terms', () => {
  const log = { lastIndex: 4, lastTerm: 1 };

  /** A node of each role in `term` gets each message, alone; what it gives, and what it then is: as before if nothing is said. */
  const expectInEachRole = (
    term: number,
    messages: readonly Message[],
    gave: readonly object[],
    standing?: Partial<Standing>,
  ) => {
    const cases = messages.flatMap((message) =>
      inEachRole(term, [message], { log }).map(([role, life]) => ({ role, life, message })),
    );
    const lives = live(cases.map(({ life }) => life));
    const before = live(
      cases.map(({ life }) => ({ ...life, messages: life.messages.slice(0, -1) })),
    );
    for (const [i, { role, message }] of cases.entries()) {
      const what = `${message.type} of term ${message.term} has arrived at a ${role} of term ${term}`;
      expect(lives[i]?.gave.at(-1), `The answer when a ${what}`).toMatchObject(gave);
      expect(lives[i]?.standing, `What it is after a ${what}`).toMatchObject(
        standing ?? before[i]!.standing,
      );
    }
  };

  it('a newer term in the message of a leader: whoever gets it follows that leader', () => {
    expectInEachRole(2, [heartbeat(2, 5), append(2, 5)], [], {
      role: 'follower',
      term: 5,
      vote: 0,
      leader: 2,
    });
  });

  it('a newer term in any answer: whoever gets it is a follower of that term, has a vote and knows no leader', () => {
    const answers = [granted(2, 5), refused(2, 5), ...otherAnswers(2, 5)];
    expectInEachRole(2, answers, [], { role: 'follower', term: 5, vote: 0, leader: 0 });
  });

  it('a newer term in a vote request counts even if the vote is refused', () => {
    expectInEachRole(2, [voteRequest(2, 5)], [answer(2, 5, true)], {
      role: 'follower',
      term: 5,
      leader: 0,
    });
  });

  it('in a newer term everyone has a vote to give, leaders and candidates too', () => {
    expectInEachRole(2, [voteRequest(2, 5, log)], [answer(2, 5, false)], {
      role: 'follower',
      term: 5,
      vote: 2,
      leader: 0,
    });
  });

  it('a new term has a new vote', () => {
    const node = follower();
    node.step(voteRequest(3, 1));
    expect(node.step(voteRequest(2, 2)), 'The answer to node 2 in term 2').toEqual([
      answer(2, 2, false),
    ]);
    expectStanding(node, { term: 2, vote: 2 }, 'After voting for node 2 in term 2');
  });

  it('a candidate of an older term is refused and told the present one', () => {
    expectInEachRole(5, [voteRequest(2, 4, log)], [answer(2, 5, true)]);
  });

  it('a candidate of an older term is refused even if it had the vote in that term', () => {
    const node = start({ hardState: { term: 3, vote: 0 } });
    node.step(voteRequest(2, 4));
    node.step(heartbeat(3, 5));
    expect(
      node.step(voteRequest(2, 4)),
      'The answer in term 5 to a late request of term 4',
    ).toEqual([answer(2, 5, true)]);
  });

  const number = expect.any(Number);
  const anyNumbers = { index: number, rejectHint: number, logTerm: number };

  it('the messages of a leader of an older term are rejected, with the present one', () => {
    expectInEachRole(
      5,
      [heartbeat(2, 4), append(2, 4)],
      [{ type: 'MsgAppResp', from: 1, to: 2, term: 5, reject: true, ...anyNumbers }],
    );
  });

  it('answers of an older term bring about nothing', () => {
    const old = [granted(2, 4), refused(2, 4), ...otherAnswers(2, 4)];
    expectInEachRole(5, old, []);
  });

  it('a leader that has stepped down sends no heartbeats and may lose patience again', () => {
    const node = leader();
    node.step(heartbeat(2, 2));
    const gave = ticks(node, patience).flat();
    expect(
      kindsOf(gave),
      'Messages in the 9 ticks after it began to follow node 2 in term 2',
    ).toEqual(['MsgVote of term 3']);
  });

  it('messages of an older term do not start the wait afresh', () => {
    for (const message of [heartbeat(2, 4), append(2, 4), voteRequest(2, 4)]) {
      const node = follower({ hardState: { term: 5, vote: 0 } });
      expect(
        ticksWith(node, patience, message).flat().length > 0,
        `Whether a node of term 5 asks for votes that gets a ${message.type} of term 4 before each of 9 ticks`,
      ).toBe(true);
    }
  });
});

describe('Restart', () => {
  it('it does not vote for a second candidate, and again for the first', () => {
    const node = start({ hardState: { term: 4, vote: 3 } });
    expect(node.step(voteRequest(2, 4)), 'Before it was stopped it voted for node 3').toEqual([
      answer(2, 4, true),
    ]);
    expect(node.step(voteRequest(3, 4)), 'The vote of node 3 stands').toEqual([
      answer(3, 4, false),
    ]);
  });

  it('it knows its term: older candidates and leaders are refused', () => {
    const node = start({ hardState: { term: 4, vote: 0 } });
    expect(node.step(voteRequest(2, 3))).toEqual([answer(2, 4, true)]);
    expect(node.step(heartbeat(2, 3))).toMatchObject([{ type: 'MsgAppResp', term: 4 }]);
  });

  it('it goes on with the term after that', () => {
    const node = candidate({ hardState: { term: 4, vote: 1 } });
    expectStanding(node, { role: 'candidate', term: 5 }, 'After its next timeout');
  });

  it('what must be saved can be read as soon as the answer is given', () => {
    const node = follower();
    node.step(voteRequest(2, 8));
    const { term, vote } = standing(node);
    const again = start({ hardState: { term, vote } });
    expect(
      again.step(voteRequest(3, 8)),
      'The answer to node 3 of a node that was stopped right after it voted for node 2',
    ).toEqual([answer(3, 8, true)]);
  });
});

describe('Any messages', () => {
  it('a follower answers random messages by the rules', () => {
    fc.assert(fc.property(histories, expectModels), { numRuns: 12 });
  });
});

describe('Any cluster', () => {
  const sizes = [3, 4, 5, 3, 4, 5];
  const hasty = { electionTick: 3, heartbeatTick: 1 };
  const plans = () => sizes.map((size, i) => ({ size, seed: seed() * 100 + i, timers: hasty }));

  it('whatever is lost, doubled, late, cut or stopped: one vote a node, one leader a term', () => {
    const all = startClusters(plans());
    const dice = all.map(({ seed }) => seededRandom(seed + 2));
    const rates = { stop: 0.03, start: 0.2, part: 0.03, mend: 0.1 };
    for (const { cluster } of all)
      cluster.network.weather = { loss: 0.05, duplication: 0.1, delay: [1, 3] };
    run(all, 90, ({ cluster }, i) => disturb(cluster, dice[i]!, rates));
    for (const one of all) expectSafe(one);
  });

  it('no leader lacks what a majority has', () => {
    const dice = seededRandom(seed());
    const ended = plans().map((plan) => ({ ...plan, logs: randomLogs(plan.size, dice) }));
    const all = startClusters(ended);
    for (const { cluster } of all)
      cluster.network.weather = { loss: 0.1, duplication: 0, delay: [1, 2] };
    run(all, 40, (one, i) => {
      for (const id of one.leaders.keys()) expectComplete(one, id, ended[i]!.logs);
    });
  });

  it('once all is well there is a leader, and only one, and it stays', () => {
    const all = startClusters(
      plans()
        .slice(0, 4)
        .map((plan) => ({ ...plan, timers })),
    );
    const dice = all.map(({ seed }) => seededRandom(seed + 2));
    const rates = { stop: 0.1, start: 0.1, part: 0.1, mend: 0.1 };
    run(all, 15, ({ cluster }, i) => disturb(cluster, dice[i]!, rates));
    for (const { cluster } of all) calm(cluster);
    runUntilLed(all);
    for (const one of all) expectFollowed(one);
    const elected = all.map(({ leaders }) => [...leaders]);
    run(all, 2 * timers.electionTick);
    for (const [i, one] of all.entries())
      expect([...one.leaders], `The leader and its term, 2 timeouts later. ${lately(one)}`).toEqual(
        elected[i],
      );
  });
});

const timers: Pick<ElectionConfig, 'electionTick' | 'heartbeatTick'> = {
  electionTick: 5,
  heartbeatTick: 1,
};

/** Ends of logs among which a majority is not always ahead of the rest. */
function randomLogs(size: number, dice: { intn(n: number): number }): LogEnd[] {
  return votersOf(size).map(() => {
    const lastTerm = dice.intn(3);
    return lastTerm === 0 ? emptyLog : { lastTerm, lastIndex: 1 + dice.intn(4) };
  });
}

/** A leader was chosen by a majority, so its log is at least as up to date as those of a majority. */
function expectComplete(one: Watched, id: number, logs: readonly LogEnd[]): void {
  const rank = ({ lastTerm, lastIndex }: LogEnd) => 10 * lastTerm + lastIndex;
  const own = logs[id - 1]!;
  const behind = logs.filter((log) => rank(log) <= rank(own)).length;
  const what = `Whether the log of leader ${id}, which ends with entry ${own.lastIndex} of term ${own.lastTerm}, is as up to date as those of a majority. ${lately(one)}`;
  expect(behind > logs.length / 2, what).toBe(true);
}

/** All that run know who leads. */
function expectFollowed(one: Watched): void {
  const { cluster } = one;
  const asked = cluster.running.map((id) => ({ on: cluster.node(id), get: 'leader' }));
  const what = `Whom the nodes take for their leader. ${lately(one)}`;
  expect([...new Set(valuesOf(batchAll(asked)))], what).toEqual([leaderOf(one)]);
}

describe('Stories', () => {
  const begin = (size: number, logs?: readonly LogEnd[]): Watched =>
    startClusters([{ size, seed: seed(), timers, ...(logs && { logs }) }])[0]!;
  const elect = (one: Watched): { id: number; term: number } => {
    runUntilLed([one]);
    const id = leaderOf(one);
    return { id, term: one.leaders.get(id)! };
  };

  it('the leader dies, the others choose another, and the old one comes back as a follower', () => {
    const one = begin(3);
    const { cluster } = one;
    const old = elect(one);
    cluster.stop(old.id);
    const next = elect(one);
    expect(next.term > old.term, `Whether the new term is later. ${lately(one)}`).toBe(true);
    cluster.start(old.id);
    run([one], 4);
    expectStanding(
      cluster.node(old.id),
      { role: 'follower', leader: next.id, term: next.term },
      `The old leader, back again. ${lately(one)}`,
    );
    expectSafe(one);
  });

  it('a leader that was cut off goes on in its old term, and steps down when it hears of the new one', () => {
    const one = begin(5);
    const { cluster } = one;
    const old = elect(one);
    cluster.network.part(
      [old.id],
      cluster.ids.filter((id) => id !== old.id),
    );
    runUntilLed([one], 2);
    expect(one.leaders.get(old.id), `The term of the one cut off. ${lately(one)}`).toBe(old.term);
    cluster.network.mendAll();
    const next = elect(one);
    expect(next.id === old.id, `Whether the old leader leads again. ${lately(one)}`).toBe(false);
    expectFollowed(one);
    expectSafe(one);
  });

  it('two of four are candidates at once and split the votes: nobody wins until the next term', () => {
    const nodes = votersOf(4).map((id) => start({ id, voters: votersOf(4), seed: id }));
    const [one, two, three, four] = nodes as [Election, Election, Election, Election];
    const ask = (from: Election) => ticks(from, patience).flat();
    const [first, second] = [ask(one), ask(two)];
    const to = (id: number, messages: Message[]) => messages.find((message) => message.to === id)!;
    const answers = [
      ...three.step(to(3, first)),
      ...four.step(to(4, second)),
      ...three.step(to(3, second)),
      ...four.step(to(4, first)),
      ...two.step(to(2, first)),
      ...one.step(to(1, second)),
    ];
    for (const message of answers) nodes[message.to - 1]?.step(message);
    expect(
      [one.role === 'leader', two.role === 'leader'],
      'Whether node 1 or node 2 leads, with two votes of four each',
    ).toEqual([false, false]);
    const again = ask(one);
    const grants = [three, four].flatMap((node, i) => node.step(to(3 + i, again)));
    for (const message of grants) one.step(message);
    expectStanding(one, { role: 'leader', term: 2 }, 'Node 1 with the votes of 3 and 4 in term 2');
  });

  it('with two of five stopped there is a leader; with three stopped nobody can win', () => {
    const one = begin(5);
    one.cluster.stop(1);
    one.cluster.stop(2);
    const three = elect(one);
    one.cluster.stop(three.id);
    run([one], 20);
    expect(one.leaders.size, `How many of the last two of five lead. ${lately(one)}`).toBe(0);
    one.cluster.start(1);
    elect(one);
    expectSafe(one);
  });

  it('a node that was away and has an old log disturbs the others, but cannot win', () => {
    const full = { lastIndex: 5, lastTerm: 1 };
    const one = begin(3, [{ lastIndex: 2, lastTerm: 1 }, full, full]);
    const { cluster } = one;
    cluster.network.part([1], [2, 3]);
    const before = elect(one);
    run([one], 2 * patience);
    cluster.network.mendAll();
    run([one], patience);
    const after = elect(one);
    expect(after.id, `Who leads; node 1 lacks entries 3 to 5. ${lately(one)}`).not.toBe(1);
    expect(
      after.term > before.term,
      `Whether the term is later than before, because node 1 came back with a later one. ${lately(one)}`,
    ).toBe(true);
    expectFollowed(one);
    expectSafe(one);
  });
});
