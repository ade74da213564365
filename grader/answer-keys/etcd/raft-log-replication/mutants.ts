import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make when they write a replicated log, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'takes-half-for-a-majority',
    find: 'Math.floor(voters.length / 2) + 1',
    replace: 'Math.ceil(voters.length / 2)',
    fails: [
      'A majority > of an even number half is not enough: both of two, three of four',
      'Committing > of four voters three must have it: two are no majority',
    ],
  },
  {
    name: 'sorts-indexes-like-texts',
    find: '.sort((a, b) => a - b)',
    replace: '.sort()',
    fails: ['A majority > indexes are numbers, not texts: 9 comes before 10'],
  },
  {
    name: 'waits-for-all-voters',
    find: 'reached.at(-quorum)!',
    replace: 'reached.at(0)!',
    fails: [
      'A majority > of three voters the second highest index is what two have reached',
      'Committing > an entry that a majority has is committed, and all are told',
    ],
  },
  {
    name: 'counts-everybody-in-match-instead-of-the-voters',
    find: 'voters.map((id) => match.get(id) ?? 0)',
    replace: '[...match.values()]',
    fails: [
      'A majority > who is no voter does not count',
      'A majority > a voter of whom nothing is known is at 0',
    ],
  },
  {
    name: 'counts-its-own-log-twice',
    find: 'committedIndex(this.#voters, match',
    replace: 'committedIndex([...this.#voters, this.#id], match',
    fails: ['Committing > of four voters three must have it: two are no majority'],
  },
  {
    name: 'does-not-count-its-own-log',
    find: 'match.set(this.#id, this.#log.lastIndex)',
    replace: 'match',
    fails: [
      'Committing > an entry that a majority has is committed, and all are told',
      'Committing > a single voter commits at once',
    ],
  },
  {
    name: 'commits-by-count-across-terms',
    find: ' || this.#log.term(index) !== this.#term) return false',
    replace: ') return false',
    fails: [
      'Committing > an entry of an earlier term is not committed by counting',
      'Figures of the paper > Figure 8 (c), (d): an entry of term 2 on three of five is not committed, and may yet be overwritten',
      'Any network > whatever a network does, each call gives what the rules say',
    ],
  },
  {
    name: 'forgets-the-log-in-a-restart',
    find: 'new Log(saved?.entries ?? [])',
    replace: 'new Log([])',
    fails: [
      'The log and a restart > after a restart the log is the saved one, with its commit index',
    ],
  },
  {
    name: 'forgets-the-commit-index-in-a-restart',
    find: 'this.#commit = saved?.commit ?? 0;',
    replace: 'this.#commit = 0;',
    fails: [
      'The log and a restart > after a restart the log is the saved one, with its commit index',
    ],
  },
  {
    name: 'applies-again-after-a-restart',
    find: 'this.#applied = saved?.applied ?? 0;',
    replace: 'this.#applied = 0;',
    fails: ['The log and a restart > what was applied before a restart is not given again'],
  },
  {
    name: 'applies-an-entry-with-each-call',
    find: '    this.#applied = this.#commit;\n',
    replace: '',
    fails: [
      'The log and a restart > committed entries are given in order, each once, and none beyond the commit index',
    ],
  },
  {
    name: 'applies-what-is-not-committed',
    find: '.slice(0, this.#commit - this.#applied)',
    replace: '',
    fails: [
      'The log and a restart > committed entries are given in order, each once, and none beyond the commit index',
    ],
  },
  {
    name: 'cuts-where-an-old-append-ends',
    find: '    if (entries.every(({ index, term }) => this.term(index) === term)) return;\n',
    replace: '    if (entries.length === 0) return;\n',
    fails: ['Following > an old append whose entries are all there cuts nothing'],
  },
  {
    name: 'takes-entries-of-the-same-index-for-the-same',
    find: 'this.term(index) === term)',
    replace: 'this.term(index) !== undefined)',
    fails: ['Following > an entry of another term goes, with all that follow it'],
  },
  {
    name: 'leaves-the-rest-of-a-wrong-tail',
    find: 'entries[0]!.index - 1, Infinity,',
    replace: 'entries[0]!.index - 1, entries.length,',
    fails: ['Following > an entry of another term goes, with all that follow it'],
  },
  {
    name: 'compares-indexes-but-not-terms',
    find: 'this.#log.term(index) !== logTerm',
    replace: 'index > this.#log.lastIndex',
    fails: [
      'Following > nothing is taken when the entry before them is of another term, and nothing is cut',
    ],
  },
  {
    name: 'takes-entries-behind-a-gap',
    find: 'this.#log.term(index) !== logTerm',
    replace: '(this.#log.term(index) ?? logTerm) !== logTerm',
    fails: ['Following > nothing is taken when the log ends before them: no gap, ever'],
  },
  {
    name: 'takes-everything-unchecked',
    find: 'this.#log.term(index) !== logTerm',
    replace: 'this.#log.lastIndex < 0',
    fails: [
      'Following > nothing is taken when the log ends before them: no gap, ever',
      'Following > nothing is taken when the entry before them is of another term, and nothing is cut',
    ],
  },
  {
    name: 'vouches-for-its-whole-log',
    find: 'index: verified, reject: false',
    replace: 'index: this.#log.lastIndex, reject: false',
    fails: [
      'Following > the answer vouches for what the message held, not for what lies beyond it',
    ],
  },
  {
    name: 'hints-at-its-last-entry-whatever-its-term',
    find: 'this.#log.lastUpTo(Math.min(index, this.#log.lastIndex), logTerm)',
    replace: 'Math.min(index, this.#log.lastIndex)',
    fails: [
      'Following > a refusal names the last entry that may match: none of a later term than was asked about',
      'Any network > whatever a network does, each call gives what the rules say',
    ],
  },
  {
    name: 'believes-the-commit-index-without-the-min',
    find: 'this.#commitTo(Math.min(commit, verified))',
    replace: 'this.#commitTo(commit)',
    fails: [
      'What a follower commits > but no further than the entries that the message has verified',
      'Any network > whatever a network does, each call gives what the rules say',
    ],
  },
  {
    name: 'takes-its-own-last-entry-for-verified',
    find: 'Math.min(commit, verified)',
    replace: 'Math.min(commit, this.#log.lastIndex)',
    fails: [
      'What a follower commits > its own last entry says nothing: beyond the message it may be wrong',
    ],
  },
  {
    name: 'lets-the-commit-index-fall',
    find: 'this.#commit = Math.max(this.#commit, index);',
    replace: 'this.#commit = index;',
    fails: ['What a follower commits > it never falls'],
  },
  {
    name: 'commits-nothing-on-a-heartbeat',
    find: "    this.#commitTo(commit);\n    return { type: 'MsgHeartbeatResp'",
    replace: "    return { type: 'MsgHeartbeatResp'",
    fails: ['What a follower commits > a heartbeat commits what it tells, and is answered'],
  },
  {
    name: 'leads-without-an-entry-of-its-own',
    find: "return this.propose('');",
    replace: 'return this.#appendToAll();',
    fails: ['Leading > a new leader appends an entry without data and sends it to the others'],
  },
  {
    name: 'sends-appends-to-itself',
    find: 'this.#voters.filter((id) => id !== this.#id)',
    replace: '[...this.#voters]',
    fails: ['Leading > a new leader appends an entry without data and sends it to the others'],
  },
  {
    name: 'begins-with-every-peer-at-the-first-entry',
    find: 'const next = this.#log.lastIndex + 1;',
    replace: 'const next = 1;',
    fails: ['Leading > its first appends begin after the log that it has, and name the end of it'],
  },
  {
    name: 'sends-only-the-newest-entry',
    find: 'entries: this.#log.from(next)',
    replace: 'entries: this.#log.from(Math.max(next, this.#log.lastIndex))',
    fails: ['Leading > what has not been answered yet is sent again with the next proposal'],
  },
  {
    name: 'goes-on-leading-after-it-was-deposed',
    find: '    this.#peers.clear();\n',
    replace: '',
    fails: ['Leading > who no longer leads takes no notice of answers'],
  },
  {
    name: 'gives-a-proposal-the-term-of-the-last-entry',
    find: 'term: this.#term, data }',
    replace: 'term: this.lastTerm || this.#term, data }',
    fails: ['Leading > its first appends begin after the log that it has, and name the end of it'],
  },
  {
    name: 'never-goes-back',
    find: 'peer.next = this.#log.lastUpTo(rejectHint, logTerm) + 1;',
    replace: '',
    fails: ['Bringing peers up to date > a refusal takes the leader back to what its hint names'],
  },
  {
    name: 'goes-back-one-entry-at-a-time',
    find: 'peer.next = this.#log.lastUpTo(rejectHint, logTerm) + 1;',
    replace: 'peer.next = index;',
    fails: [
      'Bringing peers up to date > a refusal takes the leader back to what its hint names',
      'Bringing peers up to date > one refusal skips a whole term, on either side',
    ],
  },
  {
    name: 'goes-back-below-the-first-entry',
    find: 'this.#log.lastUpTo(rejectHint, logTerm) + 1;',
    replace: 'this.#log.lastUpTo(rejectHint, logTerm);',
    fails: [
      'Bringing peers up to date > a peer with nothing that may match gets the log from its beginning',
    ],
  },
  {
    name: 'takes-the-hint-as-it-comes',
    find: 'this.#log.lastUpTo(rejectHint, logTerm) + 1;',
    replace: 'rejectHint + 1;',
    fails: [
      'Bringing peers up to date > and further, past all its own entries of a later term than the hint',
    ],
  },
  {
    name: 'obeys-old-refusals',
    find: '!peer || index <= peer.match || index !== peer.next - 1',
    replace: '!peer',
    fails: [
      'Bringing peers up to date > a refusal of something not asked last is old and ignored',
      'Bringing peers up to date > a refusal of what the peer has taken meanwhile is old and ignored',
    ],
  },
  {
    name: 'believes-answers-that-were-overtaken',
    find: 'if (!peer || index <= peer.match) return [];',
    replace: 'if (!peer) return [];',
    fails: [
      'Bringing peers up to date > an answer that is not news is ignored, also when it tells of less',
    ],
  },
  {
    name: 'waits-for-the-next-proposal-to-catch-up',
    find: '    return this.#catchUp(from, peer);\n  }\n\n  /** The leader: a peer has something',
    replace: '    return [];\n  }\n\n  /** The leader: a peer has something',
    fails: [
      'Bringing peers up to date > a peer that has answered and still lacks entries gets them at once',
    ],
  },
  {
    name: 'never-sends-again-what-was-lost',
    find: 'return peer ? this.#catchUp(from, peer) : [];',
    replace: 'return [];',
    fails: [
      'Bringing peers up to date > a sign of life of a peer that lacks entries has them sent again',
    ],
  },
  {
    name: 'keeps-a-new-commit-index-to-itself',
    find: 'if (this.#countCommit()) return this.#appendToAll();',
    replace: 'this.#countCommit();',
    fails: ['Committing > an entry that a majority has is committed, and all are told'],
  },
  {
    name: 'a-single-voter-waits-for-answers',
    find: '    this.#countCommit();\n    return this.#appendToAll();',
    replace: '    return this.#appendToAll();',
    fails: ['Committing > a single voter commits at once'],
  },
  {
    name: 'heartbeats-commit-beyond-the-match',
    find: 'return Math.min(this.#commit, this.#peers.get(peer)!.match);',
    replace: 'return this.#commit;',
    fails: ['Committing > a heartbeat tells a peer no more than it is known to have'],
  },
];
