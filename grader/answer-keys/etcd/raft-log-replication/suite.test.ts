import type { Entry, Message, MsgApp } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { committedIndex, Replication } from '#exercise/etcd/raft-log-replication';
import { batch, callAll, copyBack, seed } from '#suite';
import { AnyNetwork } from './any-network.ts';
import { agree, figure7, refusals } from './figures.ts';
import { expectSameLives, recordedLives } from './lives.ts';
import {
  accepted,
  app,
  empty,
  entriesFrom,
  expectMessages,
  expectTaken,
  logOf,
  refused,
  termsOf,
} from './messages.ts';

/** Node 2 of three, which follows. */
function follower(entries: Entry[] = [], commit = 0): Replication {
  return new Replication(2, [1, 2, 3], { entries, commit, applied: 0 });
}

/** Node 1 of three unless said otherwise, which has won the election of term 5. Its own empty entry comes after `entries`. */
function leader(entries: Entry[] = [], commit = 0, voters = [1, 2, 3]): Replication {
  const [node] = callAll([
    { new: Replication, args: [1, voters, { entries, commit, applied: 0 }] },
    { on: 0, method: 'becomeLeader', args: [5] },
  ]);
  return node as Replication;
}

const heartbeat = (commit: number): Message => ({
  ...{ type: 'MsgHeartbeat', from: 1, to: 2, term: 5, commit },
});
const alive = (from = 2): Message => ({ type: 'MsgHeartbeatResp', from, to: 1, term: 5 });

describe('A majority', () => {
  const match = (...indexes: number[]) => new Map(indexes.map((index, i) => [i + 1, index]));

  it('of three voters the second highest index is what two have reached', () => {
    expect(committedIndex([1, 2, 3], match(12, 5, 6)), 'Of three at 12, 5 and 6').toBe(6);
    expect(committedIndex([1, 2, 3], match(4, 12, 5)), 'Of three at 4, 12 and 5').toBe(5);
  });

  it('of five voters it is the third highest', () => {
    expect(
      committedIndex([1, 2, 3, 4, 5], match(7, 3, 6, 4, 5)),
      'Of five at 7, 3, 6, 4 and 5',
    ).toBe(5);
  });

  it('of an even number half is not enough: both of two, three of four', () => {
    expect(committedIndex([1, 2], match(12, 5)), 'Of two at 12 and 5').toBe(5);
    expect(committedIndex([1, 2, 3, 4], match(9, 8, 3, 2)), 'Of four at 9, 8, 3 and 2').toBe(3);
  });

  it('a single voter is a majority', () => {
    expect(committedIndex([1], match(12)), 'Of one at 12').toBe(12);
  });

  it('a voter of whom nothing is known is at 0', () => {
    expect(committedIndex([1, 2, 3], match(12)), 'Of three, one at 12').toBe(0);
    expect(committedIndex([1, 2, 3], match(12, 5)), 'Of three, two at 12 and 5').toBe(5);
  });

  it('who is no voter does not count', () => {
    const known = new Map([
      [2, 3],
      [4, 1],
      [7, 2],
      [9, 8],
    ]);
    expect(committedIndex([2, 4, 7], known), 'Of voters at 3, 1 and 2, and a stranger at 8').toBe(
      2,
    );
  });

  it('indexes are numbers, not texts: 9 comes before 10', () => {
    expect(committedIndex([1, 2, 3], match(100, 9, 10)), 'Of three at 100, 9 and 10').toBe(10);
  });

  it('the voters and their indexes stay as they were', () => {
    const voters = [3, 1, 2];
    const { args } = copyBack(committedIndex, voters, match(5, 7, 6));
    expect(args, 'The arguments after the call').toEqual([voters, match(5, 7, 6)]);
  });

  it('any indexes: as many as a majority have reached it, and fewer what lies above', () => {
    const cases = fc.array(fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), { minLength: 20 });
    fc.assert(
      fc.property(cases, (list) => {
        const calls = list.map((indexes) => [indexes.map((_, i) => i + 1), match(...indexes)]);
        const answers = batch(committedIndex, calls);
        for (const [i, indexes] of list.entries())
          expect(answers[i], `Of ${indexes.length} voters at ${indexes.join(', ')}`).toEqual({
            value: reachedByMost(indexes),
          });
      }),
      { numRuns: 4 },
    );
  });
});

/** The highest index that more than half have reached, found by trying all. */
function reachedByMost(indexes: number[]): number {
  const enough = (tried: number) =>
    2 * indexes.filter((index) => index >= tried).length > indexes.length;
  return Math.max(...[0, ...indexes].filter(enough));
}

describe('The log and a restart', () => {
  it('a new log is empty: index 0, term 0, nothing committed', () => {
    const node = new Replication(1, [1, 2, 3]);
    expect([node.lastIndex, node.lastTerm, node.commit], 'Last index, its term, commit').toEqual([
      0, 0, 0,
    ]);
    expect(node.entries, 'Entries').toEqual([]);
    expect(node.takeCommitted(), 'Committed entries').toEqual([]);
  });

  it('after a restart the log is the saved one, with its commit index', () => {
    const node = follower(logOf(1, 1, 3), 2);
    expect([node.lastIndex, node.lastTerm, node.commit], 'Last index, its term, commit').toEqual([
      3, 3, 2,
    ]);
    expect(node.entries, 'Entries').toEqual(logOf(1, 1, 3));
  });

  it('committed entries are given in order, each once, and none beyond the commit index', () => {
    const node = follower(logOf(1, 2, 2), 2);
    expect(node.takeCommitted(), 'Taken first').toEqual(logOf(1, 2));
    expect(node.takeCommitted(), 'Taken at once after that').toEqual([]);
  });

  it('what was applied before a restart is not given again', () => {
    const entries = logOf(1, 1, 2, 2);
    const node = new Replication(2, [1, 2, 3], { entries, commit: 3, applied: 1 });
    expect(node.takeCommitted(), 'Taken after a restart with 3 committed and 1 applied').toEqual(
      entries.slice(1, 3),
    );
    expect(node.takeCommitted(), 'Taken at once after that').toEqual([]);
  });

  it('a committed entry without data is given like the others', () => {
    const node = follower([empty(1, 1), ...entriesFrom(2, 1)], 2);
    expect(node.takeCommitted(), 'Committed entries').toEqual([empty(1, 1), ...entriesFrom(2, 1)]);
  });
});

describe('Following', () => {
  it('the first entries are taken by an empty log', () => {
    const node = follower();
    const answer = node.step(app({ index: 0, logTerm: 0, entries: logOf(5, 5) }));
    expectTaken(answer, 2, 'The answer to two entries from the beginning');
    expect(node.entries, 'Entries').toEqual(logOf(5, 5));
  });

  it('entries are taken when the one before them is the same here', () => {
    const node = follower(logOf(1, 4));
    const answer = node.step(app({ index: 2, logTerm: 4, entries: entriesFrom(3, 4, 5) }));
    expectTaken(answer, 4, 'The answer to two entries after index 2 of term 4');
    expect(node.entries, 'Entries').toEqual(logOf(1, 4, 4, 5));
  });

  it('nothing is taken when the log ends before them: no gap, ever', () => {
    const node = follower(logOf(1, 4));
    const answer = node.step(app({ index: 3, logTerm: 4, entries: entriesFrom(4, 5) }));
    expectMessages(
      answer,
      [refused(3, 2, 4)],
      'The answer to an entry after index 3, where the log ends at 2',
    );
    expect(node.entries, 'Entries').toEqual(logOf(1, 4));
  });

  it('nothing is taken when the entry before them is of another term, and nothing is cut', () => {
    const node = follower(logOf(1, 2, 2));
    const answer = node.step(app({ index: 2, logTerm: 4, entries: entriesFrom(3, 4) }));
    expectMessages(
      answer,
      [refused(2, 2, 2)],
      'The answer to an entry after index 2 of term 4, where index 2 is of term 2',
    );
    expect(node.entries, 'Entries').toEqual(logOf(1, 2, 2));
  });

  it('an entry of another term goes, with all that follow it', () => {
    const node = follower(logOf(1, 2, 2, 2));
    const answer = node.step(app({ index: 1, logTerm: 1, entries: entriesFrom(2, 4) }));
    expectTaken(answer, 2, 'The answer to an entry that is not the one at index 2');
    expect(node.entries, 'Entries').toEqual(logOf(1, 4));
  });

  it('what is the same stays, what is not is replaced, the rest is added', () => {
    const node = follower(logOf(1, 1, 2, 2));
    const entries = entriesFrom(2, 1, 3, 3, 5);
    const answer = node.step(app({ index: 1, logTerm: 1, entries }));
    expectTaken(answer, 5, 'The answer to entries 2 to 5, the first of which is there already');
    expect(node.entries, 'Entries').toEqual(logOf(1, 1, 3, 3, 5));
  });

  it('an old append whose entries are all there cuts nothing', () => {
    const node = follower();
    node.step(app({ index: 0, logTerm: 0, entries: logOf(5, 5, 5) }));
    const answer = node.step(app({ index: 0, logTerm: 0, entries: logOf(5) }));
    expectTaken(answer, 1, 'The answer to an append that was overtaken by a longer one');
    expect(node.entries, 'Entries after the overtaken append').toEqual(logOf(5, 5, 5));
  });

  it('an append without entries cuts nothing', () => {
    const node = follower(logOf(1, 5, 5));
    const answer = node.step(app({ index: 1, logTerm: 1 }));
    expectTaken(answer, 1, 'The answer to an append without entries after index 1');
    expect(node.entries, 'Entries').toEqual(logOf(1, 5, 5));
  });

  it('an append that comes twice is taken once and answered twice', () => {
    const node = follower(logOf(1));
    const twice = app({ index: 1, logTerm: 1, entries: entriesFrom(2, 5) });
    expectTaken(node.step(twice), 2, 'The answer when it came first');
    expectTaken(node.step(twice), 2, 'The answer when it came again');
    expect(node.entries, 'Entries').toEqual(logOf(1, 5));
  });

  it('an append that overlaps the log adds only what is new', () => {
    const node = follower(logOf(1, 5, 5));
    const answer = node.step(app({ index: 1, logTerm: 1, entries: entriesFrom(2, 5, 5, 5) }));
    expectTaken(answer, 4, 'The answer to entries 2 to 4, of which 2 and 3 are there');
    expect(node.entries, 'Entries').toEqual(logOf(1, 5, 5, 5));
  });

  it('the answer vouches for what the message held, not for what lies beyond it', () => {
    const node = follower(logOf(1, 2, 3, 3));
    const answer = node.step(app({ index: 1, logTerm: 1, entries: entriesFrom(2, 2) }));
    expectTaken(answer, 2, 'The answer of a log with 4 entries, of which 2 are checked');
  });

  it('before the first entry all logs agree', () => {
    const node = follower(logOf(1, 2));
    const answer = node.step(app({ index: 0, logTerm: 0, entries: logOf(3) }));
    expectTaken(answer, 1, 'The answer to a log sent from its beginning');
    expect(node.entries, 'Entries').toEqual(logOf(3));
  });

  it('an append that begins before the commit index is one like any other', () => {
    const node = follower(logOf(1, 1, 5), 3);
    const answer = node.step(app({ index: 1, logTerm: 1, entries: entriesFrom(2, 1) }));
    expectTaken(answer, 2, 'The answer to entries up to 2, where 3 is committed');
    expect(node.entries, 'Entries').toEqual(logOf(1, 1, 5));
  });

  it('a refusal names the last entry that may match: none of a later term than was asked about', () => {
    const tail = follower(logOf(1, 2, 2, 4, 4, 4));
    expectMessages(
      tail.step(app({ index: 6, logTerm: 3 })),
      [refused(6, 3, 2)],
      'The answer about index 6 of term 3: index 4 to 6 are of term 4, so 3 is the last that may match',
    );
    expect(tail.entries, 'Entries').toEqual(logOf(1, 2, 2, 4, 4, 4));
  });

  it('a refusal names nothing beyond what was asked about', () => {
    expectMessages(
      follower(logOf(1, 2, 2, 2)).step(app({ index: 2, logTerm: 4 })),
      [refused(2, 2, 2)],
      'The answer about index 2 of term 4 of a log with 4 entries',
    );
  });

  it('a refusal names 0 of term 0 when no entry may match', () => {
    expectMessages(
      follower().step(app({ index: 4, logTerm: 3 })),
      [refused(4, 0, 0)],
      'The answer of an empty log',
    );
    expectMessages(
      follower(logOf(3, 3)).step(app({ index: 2, logTerm: 1 })),
      [refused(2, 0, 0)],
      'The answer of a log in which every term is later than that asked about',
    );
  });

  it("an answer goes back to the sender, in the message's term", () => {
    const node = new Replication(3, [1, 3, 4]);
    const back = { from: 3, to: 4, term: 9 };
    const from4 = { from: 4, to: 3, term: 9 };
    expect(
      node.step(app({ ...from4, index: 0, logTerm: 0 })),
      'The answer to node 4 in term 9',
    ).toMatchObject([{ ...back, reject: false, index: 0 }]);
    expectMessages(
      node.step(app({ ...from4, index: 1, logTerm: 9 })),
      [refused(1, 0, 0, back)],
      'The refusal to node 4 in term 9',
    );
  });
});

describe('What a follower commits', () => {
  it("it follows the leader's commit index", () => {
    const node = follower(logOf(5));
    node.step(app({ index: 1, logTerm: 5, entries: entriesFrom(2, 5, 5), commit: 2 }));
    expect(node.commit, 'Commit index when the leader is at 2').toBe(2);
    expect(node.takeCommitted(), 'Committed entries').toEqual(logOf(5, 5));
  });

  it('but no further than the entries that the message has verified', () => {
    const node = follower(logOf(5));
    node.step(app({ index: 1, logTerm: 5, entries: entriesFrom(2, 5), commit: 9 }));
    expect(node.commit, 'Commit index after entries up to 2 from a leader at 9').toBe(2);
  });

  it('its own last entry says nothing: beyond the message it may be wrong', () => {
    const node = follower(logOf(1, 1, 2, 2));
    node.step(app({ index: 2, logTerm: 1, commit: 4 }));
    expect(node.commit, 'Commit index when the message reaches 2 and the log 4').toBe(2);
    node.step(app({ index: 2, logTerm: 1, entries: entriesFrom(3, 3), commit: 4 }));
    expect(node.commit, 'Commit index when the message reaches 3').toBe(3);
    expect(node.takeCommitted(), 'Committed entries').toEqual(logOf(1, 1, 3));
  });

  it('it never falls', () => {
    const node = follower(logOf(5, 5, 5), 2);
    node.step(app({ index: 3, logTerm: 5, commit: 1 }));
    expect(node.commit, 'Commit index after an append with commit 1').toBe(2);
    node.step(heartbeat(0));
    expect(node.commit, 'Commit index after a heartbeat with commit 0').toBe(2);
  });

  it('a refused append commits nothing', () => {
    const node = follower(logOf(1, 2));
    node.step(app({ index: 2, logTerm: 4, commit: 2 }));
    expect(node.commit, 'Commit index after a refused append with commit 2').toBe(0);
  });

  it('a heartbeat commits what it tells, and is answered', () => {
    const node = follower(logOf(5, 5));
    expectMessages(
      node.step(heartbeat(1)),
      [{ type: 'MsgHeartbeatResp', from: 2, to: 1, term: 5 }],
      'The answer to a heartbeat',
    );
    expect(node.commit, 'Commit index after a heartbeat with commit 1').toBe(1);
    expect(node.entries, 'Entries').toEqual(logOf(5, 5));
  });

  it('each entry is applied once, also when it is committed in several steps', () => {
    const node = follower(logOf(1, 5, 5), 1);
    expect(node.takeCommitted(), 'Taken when 1 is committed').toEqual(logOf(1));
    node.step(heartbeat(2));
    expect(node.takeCommitted(), 'Taken when 2 is committed').toEqual(entriesFrom(2, 5));
    node.step(heartbeat(2));
    expect(node.takeCommitted(), 'Taken when that was told again').toEqual([]);
  });

  it('a restarted node goes on with the log where it was', () => {
    const before = follower();
    before.step(app({ index: 0, logTerm: 0, entries: logOf(4, 4), commit: 1 }));
    before.takeCommitted();
    const saved = { entries: [...before.entries], commit: before.commit, applied: 1 };
    const node = new Replication(2, [1, 2, 3], saved);
    const answer = node.step(app({ index: 2, logTerm: 4, entries: entriesFrom(3, 5), commit: 3 }));
    expectTaken(answer, 3, 'The answer to an entry that follows the saved ones');
    expect(node.takeCommitted(), 'Committed since the restart').toEqual([
      ...entriesFrom(2, 4),
      ...entriesFrom(3, 5),
    ]);
  });
});

describe('Leading', () => {
  it('a new leader appends an entry without data and sends it to the others', () => {
    const node = new Replication(1, [1, 2, 3]);
    const about = { index: 0, logTerm: 0, entries: [empty(1, 5)] };
    expectMessages(
      node.becomeLeader(5),
      [app({ to: 2, ...about }), app({ to: 3, ...about })],
      'Sent by node 1, the leader of term 5',
    );
    expect(node.entries, 'Entries').toEqual([empty(1, 5)]);
    expect(node.commit, 'Commit index before anybody has answered').toBe(0);
  });

  it('its first appends begin after the log that it has, and name the end of it', () => {
    const entries = logOf(1, 3);
    const node = new Replication(1, [1, 2, 3], { entries, commit: 1, applied: 0 });
    const about = { index: 2, logTerm: 3, entries: [empty(3, 5)], commit: 1 };
    expectMessages(
      node.becomeLeader(5),
      [app({ to: 2, ...about }), app({ to: 3, ...about })],
      'Sent by the new leader of a log of 2 entries, the last of term 3',
    );
    expect(node.entries, 'Entries').toEqual([...entries, empty(3, 5)]);
  });

  it('a proposal becomes the next entry, of the present term, and goes to all others', () => {
    const node = leader(logOf(1), 1);
    const entries = [empty(2, 5), { index: 3, term: 5, data: 'x' }];
    const about = { index: 1, logTerm: 1, entries, commit: 1 };
    expectMessages(
      node.propose('x'),
      [app({ to: 2, ...about }), app({ to: 3, ...about })],
      'Sent because of the proposal: it, and what nobody has answered yet',
    );
    expect(node.entries, 'Entries').toEqual([...logOf(1), ...entries]);
    expect([node.lastIndex, node.lastTerm], 'Last index and its term').toEqual([3, 5]);
  });

  it('what has not been answered yet is sent again with the next proposal', () => {
    const node = leader(logOf(1));
    node.propose('x');
    const entries = [
      empty(2, 5),
      { index: 3, term: 5, data: 'x' },
      { index: 4, term: 5, data: 'y' },
    ];
    const about = { index: 1, logTerm: 1, entries };
    expectMessages(
      node.propose('y'),
      [app({ to: 2, ...about }), app({ to: 3, ...about })],
      'Sent because of the second proposal, nothing having been answered',
    );
  });

  it('the same data proposed twice is two entries', () => {
    const node = leader();
    node.propose('x');
    node.propose('x');
    expect(
      node.entries.map(({ data }) => data),
      'Data of the entries',
    ).toEqual(['', 'x', 'x']);
  });

  it('a node that was leader before its restart does not lead after it', () => {
    const node = new Replication(1, [1, 2, 3], { entries: logOf(5), commit: 0, applied: 0 });
    expectMessages(node.step(alive()), [], 'Sent because of an answer to a heartbeat');
  });

  it('who leads again begins with everybody at the end of its log', () => {
    const node = leader(logOf(1));
    node.becomeFollower(6, 3);
    const entries = [empty(3, 6), { index: 4, term: 6, data: 'x' }];
    node.step(app({ from: 3, to: 1, term: 6, index: 2, logTerm: 5, entries }));
    const about = { term: 7, index: 4, logTerm: 6, entries: [empty(5, 7)] };
    expectMessages(
      node.becomeLeader(7),
      [app({ to: 2, ...about }), app({ to: 3, ...about })],
      'Sent by node 1, leader again, in term 7',
    );
  });

  it('who no longer leads takes no notice of answers', () => {
    const node = leader(logOf(1));
    node.becomeFollower(6, 0);
    const late = { term: 6 };
    expectMessages(
      node.step(refused(1, 0, 0, late)),
      [],
      'Sent because of a refusal, which told of term 6',
    );
    expectMessages(node.step({ ...alive(), term: 6 }), [], 'Sent because of a late sign of life');
    expect(node.commit, 'Commit index').toBe(0);
  });
});

describe('Bringing peers up to date', () => {
  /** Node 1 of five, so that one answer commits nothing. */
  const ofFive = (entries: Entry[], commit = 0) => leader(entries, commit, [1, 2, 3, 4, 5]);
  const sentTo2 = (messages: Message[]) => messages.filter(({ to }) => to === 2);

  it('after an answer appends begin behind what was taken', () => {
    const node = ofFive([]);
    node.step(accepted(1));
    const entry = { index: 2, term: 5, data: 'x' };
    expectMessages(
      sentTo2(node.propose('x')),
      [app({ index: 1, logTerm: 5, entries: [entry] })],
      'Sent to node 2, which has taken entry 1',
    );
  });

  it('a peer that has answered and still lacks entries gets them at once', () => {
    const node = ofFive([]);
    node.propose('x');
    const entry = { index: 2, term: 5, data: 'x' };
    expectMessages(
      node.step(accepted(1)),
      [app({ index: 1, logTerm: 5, entries: [entry] })],
      'Sent because node 2 has taken entry 1 of 2',
    );
  });

  it('a peer that has everything gets nothing', () => {
    const node = ofFive([]);
    node.propose('x');
    expectMessages(node.step(accepted(2)), [], 'Sent because node 2 has taken both entries');
  });

  it('an answer that is not news is ignored, also when it tells of less', () => {
    const node = ofFive([]);
    node.propose('x');
    node.step(accepted(2));
    node.propose('y');
    expectMessages(node.step(accepted(2)), [], 'Sent because of the same answer again');
    expectMessages(node.step(accepted(1)), [], 'Sent because of an answer that was overtaken');
    const entry = { index: 4, term: 5, data: 'z' };
    expectMessages(
      sentTo2(node.propose('z')),
      [app({ index: 2, logTerm: 5, entries: [{ index: 3, term: 5, data: 'y' }, entry] })],
      'Sent to node 2, which still has entries 1 and 2',
    );
  });

  it('a refusal takes the leader back to what its hint names', () => {
    const node = ofFive(logOf(1, 1, 1));
    expectMessages(
      node.step(refused(3, 1, 1)),
      [app({ index: 1, logTerm: 1, entries: [...entriesFrom(2, 1, 1), empty(4, 5)] })],
      'Sent to node 2, whose log ends at index 1',
    );
  });

  it('and further, past all its own entries of a later term than the hint', () => {
    const node = ofFive(logOf(1, 3, 3, 3, 4, 4, 4));
    expectMessages(
      node.step(refused(7, 6, 2)),
      [
        app({
          ...{ index: 1, logTerm: 1 },
          entries: [...entriesFrom(2, 3, 3, 3, 4, 4, 4), empty(8, 5)],
        }),
      ],
      'Sent to node 2, which has term 2 at index 6: from index 2 on the leader has terms 3 and 4',
    );
  });

  it('a peer with nothing that may match gets the log from its beginning', () => {
    const node = ofFive(logOf(1, 1));
    expectMessages(
      node.step(refused(2, 0, 0)),
      [app({ index: 0, logTerm: 0, entries: [...logOf(1, 1), empty(3, 5)] })],
      'Sent to node 2, whose log is empty',
    );
  });

  it('a refusal goes on from where the last one ended', () => {
    const node = ofFive(logOf(1, 2, 3, 4));
    node.step(refused(4, 3, 3));
    expectMessages(
      node.step(refused(3, 2, 1)),
      [app({ index: 1, logTerm: 1, entries: [...entriesFrom(2, 2, 3, 4), empty(5, 5)] })],
      'Sent to node 2, which has refused index 3 as well',
    );
  });

  it('a refusal of something not asked last is old and ignored', () => {
    const node = ofFive(logOf(1, 1, 1, 1));
    node.step(refused(4, 2, 1));
    expectMessages(node.step(refused(4, 2, 1)), [], 'Sent because of the same refusal again');
    expectMessages(node.step(refused(1, 0, 0)), [], 'Sent because of a refusal never asked for');
    const entries = [...entriesFrom(3, 1, 1), empty(5, 5)];
    expectMessages(
      node.step(alive()),
      [app({ index: 2, logTerm: 1, entries })],
      'Sent to node 2 after the ignored refusals: the same as before them',
    );
  });

  it('a refusal of what the peer has taken meanwhile is old and ignored', () => {
    const node = ofFive(logOf(1, 1));
    node.step(accepted(2));
    expectMessages(
      node.step(refused(2, 1, 1)),
      [],
      'Sent because of a refusal of index 2, which node 2 has taken',
    );
    expectMessages(
      node.step(alive()),
      [app({ index: 2, logTerm: 1, entries: [empty(3, 5)] })],
      'Sent to node 2, which has taken 2 entries',
    );
  });

  it('a sign of life of a peer that lacks entries has them sent again', () => {
    const node = ofFive(logOf(1));
    expectMessages(
      node.step(alive()),
      [app({ index: 1, logTerm: 1, entries: [empty(2, 5)] })],
      'Sent to node 2, which lives and has not answered the append',
    );
    node.step(accepted(2));
    expectMessages(node.step(alive()), [], 'Sent to node 2, which has everything');
  });

  it('who is no voter is not answered', () => {
    const node = ofFive(logOf(1));
    expectMessages(node.step(accepted(1, { from: 9 })), [], 'Sent to node 9, a stranger');
    expectMessages(node.step(refused(1, 0, 0, { from: 9 })), [], 'Sent to node 9, a stranger');
    expectMessages(node.step(alive(9)), [], 'Sent to node 9, a stranger');
  });

  it('one refusal skips a whole term, on either side', () => {
    const cases = [
      { leads: [1, 3, 3, 3, 4, 4, 4, 4], follows: [1, 1, 1, 1, 2, 2], most: 1 },
      { leads: [1, 2, 2, 2, 2, 2, 2, 2], follows: [1, 2, 2, 3, 3, 4, 4, 4], most: 1 },
      { leads: [1, 1, 1, 3, 3, 3, 5, 5], follows: [1, 2, 2, 2, 4, 4, 4], most: 3 },
    ];
    for (const { leads, follows, most } of cases) {
      const node = new Replication(1, [1, 2, 3], {
        entries: logOf(...leads),
        commit: 0,
        applied: 0,
      });
      const other = follower(logOf(...follows));
      const sent = agree(node.becomeLeader(6), node, other);
      expect(other.entries, `Log of the follower that had terms ${follows}`).toEqual(node.entries);
      expect(
        refusals(sent),
        `Refusals until logs of terms ${leads} and ${follows} agree: at most ${most}`,
      ).toBeLessThanOrEqual(most);
    }
  });
});

describe('Committing', () => {
  it('an entry that a majority has is committed, and all are told', () => {
    const node = leader();
    expectMessages(
      node.step(accepted(1)),
      [
        app({ to: 2, index: 1, logTerm: 5, commit: 1 }),
        app({ to: 3, index: 0, logTerm: 0, entries: [empty(1, 5)], commit: 1 }),
      ],
      'Sent when two of three have entry 1: to each what it lacks, with the new commit index',
    );
    expect(node.commit, 'Commit index when two of three have entry 1').toBe(1);
    expect(node.takeCommitted(), 'Committed entries').toEqual([empty(1, 5)]);
  });

  it('the last to answer changes nothing more', () => {
    const node = leader();
    node.step(accepted(1));
    expectMessages(node.step(accepted(1, { from: 3 })), [], 'Sent when the third has entry 1 too');
    expect(node.commit, 'Commit index').toBe(1);
  });

  it('of five voters three must have it, the leader being one of them', () => {
    const node = leader([], 0, [1, 2, 3, 4, 5]);
    node.step(accepted(1));
    expect(node.commit, 'Commit index when two of five have entry 1').toBe(0);
    node.step(accepted(1));
    expect(node.commit, 'Commit index when node 2 has said so twice').toBe(0);
    node.step(accepted(1, { from: 4 }));
    expect(node.commit, 'Commit index when three of five have entry 1').toBe(1);
  });

  it('of four voters three must have it: two are no majority', () => {
    const node = leader([], 0, [1, 2, 3, 4]);
    node.step(accepted(1));
    expect(node.commit, 'Commit index when two of four have entry 1').toBe(0);
    node.step(accepted(1, { from: 3 }));
    expect(node.commit, 'Commit index when three of four have entry 1').toBe(1);
  });

  it('a single voter commits at once', () => {
    const node = new Replication(1, [1]);
    expectMessages(node.becomeLeader(5), [], 'Sent by the only voter');
    expect(node.commit, 'Commit index of the only voter').toBe(1);
    expectMessages(node.propose('x'), [], 'Sent by the only voter');
    expect(node.commit, 'Commit index after a proposal').toBe(2);
  });

  it('an entry of an earlier term is not committed by counting', () => {
    const node = leader(logOf(2, 4), 0, [1, 2, 3]);
    for (const from of [2, 3]) node.step(accepted(2, { from }));
    expect(
      node.commit,
      'Commit index when all have entry 2, which is of term 4, and the leader is of term 5',
    ).toBe(0);
    expect(node.takeCommitted(), 'Committed entries').toEqual([]);
  });

  it('it is committed together with the first entry of the own term', () => {
    const node = leader(logOf(2, 4));
    node.step(accepted(2));
    node.step(accepted(3));
    expect(node.commit, 'Commit index when two of three have entry 3, which is of term 5').toBe(3);
    expect(node.takeCommitted(), 'Committed entries').toEqual([...logOf(2, 4), empty(3, 5)]);
  });

  it('answers may skip: several entries are committed together', () => {
    const node = leader();
    node.propose('x');
    node.propose('y');
    node.step(accepted(2));
    expect(node.commit, 'Commit index when node 2 has 2 of 3 entries').toBe(2);
    node.step(accepted(3, { from: 3 }));
    expect(node.commit, 'Commit index when node 3 has all 3').toBe(3);
  });

  it('a commit index from before the election is kept until more is certain', () => {
    const node = leader(logOf(1, 1), 2);
    node.step(accepted(1));
    expect(node.commit, 'Commit index when node 2 has entry 1 and 2 was committed before').toBe(2);
  });

  it('a heartbeat tells a peer no more than it is known to have', () => {
    const node = leader(logOf(1, 1), 2);
    expect(node.commitFor(2), 'Commit index for a peer that has not answered').toBe(0);
    node.step(accepted(1));
    expect(node.commitFor(2), 'Commit index for a peer that has 1, when 2 is committed').toBe(1);
    node.propose('x');
    node.step(accepted(4));
    expect(node.commit, 'Commit index when two of three have all 4').toBe(4);
    expect(node.commitFor(2), 'Commit index for a peer that has all').toBe(4);
    expect(node.commitFor(3), 'Commit index for the peer that has not answered').toBe(0);
    node.propose('y');
    expect(node.commitFor(2), 'Commit index for the same peer, when there is more').toBe(4);
  });

  it('who leads again knows nothing of what peers had when it led before', () => {
    const node = leader(logOf(1));
    for (const from of [2, 3]) node.step(accepted(2, { from }));
    expect(node.commitFor(2), 'Commit index for a peer that has 2, in term 5').toBe(2);
    node.becomeFollower(6, 0);
    node.becomeLeader(7);
    expect(node.commitFor(2), 'Commit index for the same peer, in term 7').toBe(0);
    node.step(accepted(3, { term: 7 }));
    expect(node.commit, 'Commit index when two of three have entry 3, of term 7').toBe(3);
  });

  it('a peer may have more than is committed', () => {
    const node = leader(logOf(1), 0, [1, 2, 3, 4, 5]);
    node.step(accepted(2));
    expect(node.commitFor(2), 'Commit index for a peer that has 2, when nothing is committed').toBe(
      0,
    );
  });
});

describe('Figures of the paper', () => {
  for (const { name, terms } of figure7.followers)
    it(`Figure 7 ${name}: it ends with the leader's log`, () => {
      const node = new Replication(1, [1, 2, 3], {
        ...{ entries: logOf(...figure7.leader), commit: 0, applied: 0 },
      });
      const other = follower(logOf(...terms));
      const sent = agree(node.becomeLeader(8), node, other);
      expect(termsOf(other.entries), `Terms of the follower, which were ${terms}`).toEqual([
        ...figure7.leader,
        8,
      ]);
      expect(other.entries, 'Log of the follower, compared with the leader’s').toEqual(
        node.entries,
      );
      expect(refusals(sent), 'Refusals before they agree').toBeLessThanOrEqual(1);
    });

  /** Figure 8 (c): node 1 leads in term 4 and has brought entry 2, of its term 2, to a majority of five. */
  function figure8() {
    const voters = [1, 2, 3, 4, 5];
    const withLog = (id: number, ...terms: number[]) =>
      new Replication(id, voters, { entries: logOf(...terms), commit: 1, applied: 1 });
    const s1 = withLog(1, 1, 2);
    const s3 = withLog(3, 1);
    const s5 = withLog(5, 1, 3);
    s1.becomeLeader(4);
    const [probe] = s1.step(refused(2, 1, 1, { from: 3, term: 4 }));
    const part = { ...(probe as MsgApp), entries: (probe as MsgApp).entries.slice(0, 1) };
    const [taken] = s3.step(part);
    s1.step(accepted(2, { term: 4 }));
    s1.step(taken!);
    return { s1, s3, s5 };
  }

  it('Figure 8 (c), (d): an entry of term 2 on three of five is not committed, and may yet be overwritten', () => {
    const { s1, s3, s5 } = figure8();
    expect(termsOf(s3.entries), 'Terms of S3, which has got entry 2 from S1').toEqual([1, 2]);
    expect(s1.commit, 'Commit index of S1, leader of term 4, when three of five have entry 2').toBe(
      1,
    );
    s5.becomeLeader(5);
    const [again] = s5.step(refused(2, 2, 2, { from: 3, to: 5, term: 5 }));
    s3.step(again!);
    expect(s3.entries, 'Log of S3 after S5 has won term 5: entry 2 is the one of term 3').toEqual(
      s5.entries,
    );
    expect(s3.takeCommitted(), 'What S3 was told to apply meanwhile').toEqual([]);
  });

  it('Figure 8 (e): once an entry of term 4 is on three of five, all before it is committed', () => {
    const { s1 } = figure8();
    s1.step(accepted(3, { term: 4 }));
    expect(s1.commit, 'Commit index of S1 when two of five have entry 3, of term 4').toBe(1);
    s1.step(accepted(3, { from: 3, term: 4 }));
    expect(s1.commit, 'Commit index of S1 when three of five have it').toBe(3);
    expect(termsOf(s1.takeCommitted()), 'Terms of what S1 applies').toEqual([2, 4]);
  });

  it('a leader that was cut off comes back: its unfinished entries give way to those of the later term', () => {
    const old = leader(logOf(1), 1);
    old.takeCommitted();
    old.propose('never agreed');
    old.propose('never agreed either');

    const next = new Replication(2, [1, 2, 3], { entries: logOf(1), commit: 1, applied: 1 });
    next.becomeLeader(6);
    next.propose('agreed');
    next.step(accepted(3, { from: 3, to: 2, term: 6 }));
    expect(next.commit, 'Commit index of the new leader').toBe(3);

    old.becomeFollower(6, 2);
    const ask = next.step({ type: 'MsgHeartbeatResp', from: 1, to: 2, term: 6 });
    for (const message of ask) for (const answer of old.step(message)) next.step(answer);
    expect(old.entries, 'Log of the old leader, compared with that of the new one').toEqual(
      next.entries,
    );
    expect(
      old.takeCommitted().map(({ data }) => data),
      'Data that the old leader applies',
    ).toEqual(['', 'agreed']);
  });

  it('a follower that was away for long has everything after one answer', () => {
    const node = leader();
    const writes = Array.from({ length: 20 }, (_, i) => [
      { on: node, method: 'propose', args: [`write ${i + 1}`] },
      { on: node, method: 'step', args: [accepted(i + 2)] },
    ]);
    callAll([{ on: node, method: 'step', args: [accepted(1)] }, ...writes.flat()]);
    const away = new Replication(3, [1, 2, 3]);
    const sent = node.step(alive(3));
    const answers = sent.flatMap((message) => away.step(message));
    for (const answer of answers) for (const last of node.step(answer)) away.step(last);
    expect(away.entries, 'Log of the follower, compared with the leader’s').toEqual(node.entries);
    expect(away.commit, 'Its commit index, the leader being at 21').toBe(21);
  });
});

describe('Any network', () => {
  it('whatever a network does, each call gives what the rules say', () => {
    const plans = [
      { size: 5, electionTick: 3 },
      { size: 4, electionTick: 5 },
    ];
    expectSameLives(Replication, recordedLives(plans));
  });

  it('no safety property is ever broken, and all logs become one when the network is calm again', () => {
    const plans = [
      { size: 3, electionTick: 3 },
      { size: 4, electionTick: 5 },
      { size: 5, electionTick: 5 },
    ];
    const network = new AnyNetwork(seed(), plans, Replication);
    network.run();
    const findings = network.runs.flatMap((run) => run.finding() ?? []);
    expect(findings.length, findings[0]).toBe(0);
  });
});
