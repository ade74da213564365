import type { Entry } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { accepted, app, entriesFrom, logOf } from './messages.ts';
import { committedIndex, Replication } from './reference.ts';
import {
  acknowledgements,
  appends,
  earlierTerms,
  majorities,
  rejections,
} from './upstream-cases.ts';

const saved = (entries: Entry[], commit = 0) => ({ entries, commit, applied: 0 });

describe('the reference agrees with the test data of etcd raft', () => {
  for (const { reached, expected } of majorities)
    it(`majority_commit.txt: ${reached.map((index) => index ?? '_').join(', ')}`, () => {
      const known = reached.flatMap((index, i) =>
        index === null ? [] : [[i + 1, index] as const],
      );
      const voters = reached.map((_, i) => i + 1);
      expect(committedIndex(voters, new Map(known))).toBe(expected);
    });

  for (const { index, logTerm, terms, commit, matched, committed } of appends)
    it(`TestLogMaybeAppend: terms [${terms}] after ${index} of term ${logTerm}, commit ${commit}`, () => {
      const node = new Replication(2, [1, 2, 3], saved(logOf(1, 2, 3), 1));
      const entries = entriesFrom(index + 1, ...terms);
      const [answer] = node.step(app({ index, logTerm, entries, commit }));
      expect(answer).toMatchObject(
        matched === null ? { reject: true } : { reject: false, index: matched },
      );
      expect(node.commit).toBe(committed);
      if (matched !== null && terms.length > 0)
        expect(node.entries).toEqual([...logOf(1, 2, 3).slice(0, index), ...entries]);
    });

  for (const { leader, follower, hint, next } of rejections)
    it(`TestFastLogRejection: leader ${leader}, follower ${follower}`, () => {
      const node = new Replication(1, [1, 2, 3], saved(logOf(...leader)));
      const other = new Replication(2, [1, 2, 3], saved(logOf(...follower)));
      node.becomeLeader(9);
      const [probe] = node.step({ type: 'MsgHeartbeatResp', from: 2, to: 1, term: 9 });
      const [refusal] = other.step(probe!);
      const [rejectHint, logTerm] = hint;
      expect(refusal).toMatchObject({ reject: true, rejectHint, logTerm });
      const [index, term] = next;
      expect(node.step(refusal!)).toMatchObject([{ index, logTerm: term }]);
    });

  for (const { index, committed } of earlierTerms)
    it(`TestLeaderOnlyCommitsLogFromCurrentTerm: ${index}`, () => {
      const node = new Replication(1, [1, 2], saved(logOf(1, 2)));
      node.becomeLeader(3);
      node.step(accepted(index, { term: 3 }));
      expect(node.commit).toBe(committed);
    });

  for (const { size, others, committed } of acknowledgements)
    it(`TestLeaderAcknowledgeCommit: ${others} others of ${size}`, () => {
      const voters = Array.from({ length: size }, (_, i) => i + 1);
      const node = new Replication(1, voters);
      node.becomeLeader(5);
      for (const from of voters.slice(1)) node.step(accepted(1, { from }));
      node.propose('some data');
      for (const from of voters.slice(1, 1 + others)) node.step(accepted(2, { from }));
      expect(node.commit > 1).toBe(committed);
    });
});
