import type { Mutant } from '../../../author/mutant.ts';

const free = 'const free = this.vote === 0 || this.vote === request.from;';
const upToDate = 'return logTerm > lastTerm || (logTerm === lastTerm && index >= lastIndex);';
const newer = 'if (message.term > this.term) this.#enterTerm(message.term);';
const drawn = 'this.#config.electionTick + this.#random.intn(this.#config.electionTick)';
const majority = 'return this.#supporters.size > this.#config.voters.length / 2;';

const oneLeader =
  'Any cluster > whatever is lost, doubled, late, cut or stopped: one vote a node, one leader a term';

/** Wrong elections as people write them, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'votes-for-everyone-who-asks',
    find: free,
    replace: 'const free = true;',
    fails: ['Votes > it refuses every other candidate of that term', oneLeader],
  },
  {
    name: 'refuses-the-same-candidate-the-second-time',
    find: free,
    replace: 'const free = this.vote === 0;',
    fails: [
      'Votes > the same candidate gets its vote again: the first answer may be lost',
      'Restart > it does not vote for a second candidate, and again for the first',
    ],
  },
  {
    name: 'does-not-note-whom-it-voted-for',
    find: '      this.vote = from;\n',
    replace: '',
    fails: ['Votes > a node votes for the first that asks, and says so'],
  },
  {
    name: 'notes-the-vote-that-it-refuses',
    find: '    if (granted) {\n      this.vote = from;\n      this.#elapsed = 0;\n    }\n',
    replace: '    this.vote = from;\n    if (granted) this.#elapsed = 0;\n',
    fails: ['Votes > it refuses every other candidate of that term'],
  },
  {
    name: 'forgets-the-vote-on-restart',
    find: 'this.vote = config.hardState?.vote ?? 0;',
    replace: 'this.vote = 0;',
    fails: [
      'Restart > a node that starts again is a follower with the term and the vote that it had',
      'Restart > it does not vote for a second candidate, and again for the first',
      oneLeader,
    ],
  },
  {
    name: 'forgets-the-term-on-restart',
    find: 'this.term = config.hardState?.term ?? 0;',
    replace: 'this.term = 0;',
    fails: [
      'Restart > a node that starts again is a follower with the term and the vote that it had',
      'Restart > it knows its term: older candidates and leaders are refused',
      oneLeader,
    ],
  },
  {
    name: 'keeps-its-vote-in-a-new-term',
    find: '    this.vote = 0;\n    this.leader = 0;',
    replace: '    this.leader = 0;',
    fails: ['Terms > a new term has a new vote'],
  },
  {
    name: 'compares-the-length-of-logs-before-their-last-terms',
    find: upToDate,
    replace: 'return index > lastIndex || (index === lastIndex && logTerm >= lastTerm);',
    fails: [
      'Votes > a candidate whose log is behind is refused: an earlier last term, or else a shorter log',
    ],
  },
  {
    name: 'compares-only-the-length-of-logs',
    find: upToDate,
    replace: 'return index >= lastIndex;',
    fails: [
      'Votes > a candidate whose log is behind is refused: an earlier last term, or else a shorter log',
    ],
  },
  {
    name: 'compares-only-the-last-terms-of-logs',
    find: upToDate,
    replace: 'return logTerm >= lastTerm;',
    fails: [
      'Votes > a candidate whose log is behind is refused: an earlier last term, or else a shorter log',
    ],
  },
  {
    name: 'wants-a-log-that-is-longer-than-its-own',
    find: 'index >= lastIndex',
    replace: 'index > lastIndex',
    fails: [
      'Votes > a candidate whose log is at least as up to date gets the vote: the later last term, or else the longer log',
    ],
  },
  {
    name: 'does-not-look-at-the-log',
    find: 'return free && isUpToDate(request, this.#config.log);',
    replace: 'return free;',
    fails: [
      'Votes > a candidate whose log is behind is refused: an earlier last term, or else a shorter log',
      'Any cluster > no leader lacks what a majority has',
      'Stories > a node that was away and has an old log disturbs the others, but cannot win',
    ],
  },
  {
    name: 'waits-afresh-although-it-refuses',
    find: '    if (granted) {\n      this.vote = from;\n      this.#elapsed = 0;\n    }\n',
    replace: '    if (granted) this.vote = from;\n    this.#elapsed = 0;\n',
    fails: ['Waiting afresh > refusing a vote does not start the wait afresh'],
  },
  {
    name: 'goes-on-waiting-after-a-vote',
    find: '      this.vote = from;\n      this.#elapsed = 0;\n',
    replace: '      this.vote = from;\n',
    fails: ['Waiting afresh > giving a vote starts the wait afresh'],
  },
  {
    name: 'goes-on-waiting-when-it-gives-its-vote-again',
    find: '    if (granted) {\n      this.vote = from;\n      this.#elapsed = 0;\n    }\n',
    replace:
      '    if (granted && this.vote === 0) this.#elapsed = 0;\n    if (granted) this.vote = from;\n',
    fails: ['Waiting afresh > giving the same candidate its vote again starts it afresh, too'],
  },
  {
    name: 'counts-on-from-its-heartbeats-when-it-steps-down',
    find: `    this.role = 'follower';
    this.term = term;
    this.vote = 0;
    this.leader = 0;
    this.#restartTimer();`,
    replace: `    if (this.role !== 'leader') this.#restartTimer();
    this.role = 'follower';
    this.term = term;
    this.vote = 0;
    this.leader = 0;`,
    fails: ['Waiting afresh > a leader that steps down waits a whole timeout'],
  },
  {
    name: 'waits-afresh-after-any-message',
    find: '    if (message.term < this.term) return this.#refuseOutdated(message);',
    replace:
      '    this.#elapsed = 0;\n    if (message.term < this.term) return this.#refuseOutdated(message);',
    fails: [
      'Waiting afresh > answers do not start the wait afresh',
      'Waiting afresh > refusing a vote does not start the wait afresh',
      'Waiting afresh > a refusal does not make a candidate wait longer',
      'Waiting afresh > messages of an older term do not start the wait afresh',
    ],
  },
  {
    name: 'draws-its-timeout-once-for-all-elections',
    find: `this.#timeout = ${drawn};`,
    replace: `this.#timeout ||= ${drawn};`,
    fails: ['Waiting for a leader > the timeout is drawn anew for each election'],
  },
  {
    name: 'waits-the-same-time-as-everybody',
    find: drawn,
    replace: 'this.#config.electionTick',
    fails: [
      'Waiting for a leader > the timeout is drawn from electionTick up to, not including, twice as many ticks',
    ],
  },
  {
    name: 'may-wait-a-tick-too-long',
    find: drawn,
    replace: 'this.#config.electionTick + this.#random.intn(this.#config.electionTick + 1)',
    fails: [
      'Waiting for a leader > the timeout is drawn from electionTick up to, not including, twice as many ticks',
    ],
  },
  {
    name: 'does-not-use-its-seed',
    find: 'seededRandom(config.seed)',
    replace: 'seededRandom(config.id)',
    fails: ['Waiting for a leader > the same seed draws the same timeouts, other seeds others'],
  },
  {
    name: 'asks-with-the-log-as-it-was-at-the-start',
    find: 'this.#config = config;',
    replace:
      'this.#config = { ...config, log: { ...config.log, lastIndex: config.log.lastIndex, lastTerm: config.log.lastTerm } };',
    fails: ['Waiting for a leader > the request tells where the log ends at that moment'],
  },
  {
    name: 'sends-to-itself-too',
    find: 'this.#config.voters.filter((id) => id !== this.#config.id)',
    replace: 'this.#config.voters',
    fails: [
      'Waiting for a leader > a follower that hears of no leader asks all others for their votes',
    ],
  },
  {
    name: 'does-not-vote-for-itself',
    find: "    this.role = 'candidate';\n    this.vote = this.#config.id;\n",
    replace: "    this.role = 'candidate';\n",
    fails: ['Votes > a candidate refuses all others: it has voted for itself', oneLeader],
  },
  {
    name: 'asks-again-in-the-same-term',
    find: 'this.#enterTerm(this.term + 1);',
    replace: "this.#enterTerm(this.role === 'candidate' ? this.term : this.term + 1);",
    fails: ['Winning > a candidate that nobody answers tries again in the next term'],
  },
  {
    name: 'takes-half-of-an-even-cluster-for-a-majority',
    find: majority,
    replace: 'return this.#supporters.size >= this.#config.voters.length / 2;',
    fails: [
      'Winning > half of an even number is not enough',
      'Stories > two of four are candidates at once and split the votes: nobody wins until the next term',
    ],
  },
  {
    name: 'wants-a-majority-beside-its-own-vote',
    find: majority,
    replace: 'return this.#supporters.size - 1 > this.#config.voters.length / 2;',
    fails: ['Winning > more than half of all nodes make a leader, the candidate itself included'],
  },
  {
    name: 'counts-each-answer-of-the-same-node',
    find: 'this.#supporters.add(from);',
    replace: 'this.#supporters.add(this.#supporters.size + 100);',
    fails: ['Winning > one node, answering several times, is one vote'],
  },
  {
    name: 'counts-refusals-as-votes',
    find: "if (this.role !== 'candidate' || reject) return [];",
    replace: "if (this.role !== 'candidate') return [];\n    void reject;",
    fails: ['Winning > more than half of all nodes make a leader, the candidate itself included'],
  },
  {
    name: 'counts-votes-of-strangers',
    find: 'if (this.#config.voters.includes(from)) ',
    replace: '',
    fails: ['Winning > only voters have a vote'],
  },
  {
    name: 'takes-votes-over-into-the-next-election',
    find: '    this.#supporters.clear();\n',
    replace: '',
    fails: ['Winning > votes of an earlier election do not count in the next'],
  },
  {
    name: 'becomes-leader-although-it-follows',
    find: "if (this.role !== 'candidate' || reject) return [];",
    replace: "if (this.role === 'leader' || reject) return [];",
    fails: [
      'Leading and following > late votes do not make a candidate leader that follows another',
    ],
  },
  {
    name: 'wins-again-with-each-late-vote',
    find: "if (this.role !== 'candidate' || reject) return [];",
    replace: "if (this.role === 'follower' || reject) return [];",
    fails: ['Winning > votes that come after the victory change nothing'],
  },
  {
    name: 'keeps-quiet-after-its-victory',
    find: '    return this.#heartbeat();\n  }\n\n  #heartbeat',
    replace: '    this.#elapsed = 0;\n    return [];\n  }\n\n  #heartbeat',
    fails: ['Winning > a leader says so at once to all others'],
  },
  {
    name: 'sends-heartbeats-at-every-tick',
    find: 'return this.#elapsed >= this.#config.heartbeatTick ? this.#heartbeat() : [];',
    replace: 'return this.#heartbeat();',
    fails: [
      'Leading and following > a leader sends a heartbeat to all others every heartbeatTick ticks',
    ],
  },
  {
    name: 'loses-patience-with-itself',
    find: "if (this.role !== 'leader') return this.#elapsed >= this.#timeout ? this.#campaign() : [];",
    replace:
      "if (this.role !== 'leader' || this.#random.next() < 0.2) return this.#elapsed >= this.#timeout || this.role === 'leader' ? this.#campaign() : [];",
    fails: ['Leading and following > a leader stays leader, however long nobody answers'],
  },
  {
    name: 'stays-candidate-although-another-leads-its-term',
    find: "    this.role = 'follower';\n    this.leader = leader;",
    replace: '    this.leader = leader;',
    fails: [
      'Leading and following > a candidate that gets a MsgHeartbeat of its own term has lost and follows',
      'Leading and following > a candidate that gets a MsgApp of its own term has lost and follows',
    ],
  },
  {
    name: 'takes-only-heartbeats-for-a-sign-of-life',
    find: "      case 'MsgApp':\n      case 'MsgHeartbeat':\n        this.#follow",
    replace: "      case 'MsgHeartbeat':\n        this.#follow",
    fails: [
      'Waiting afresh > a MsgApp of the leader starts the wait afresh',
      'Leading and following > a candidate that gets a MsgApp of its own term has lost and follows',
    ],
  },
  {
    name: 'frees-its-vote-when-it-follows',
    find: '    this.leader = leader;\n',
    replace: '    this.leader = leader;\n    this.vote = 0;\n',
    fails: ['Leading and following > following does not free its vote'],
  },
  {
    name: 'does-not-know-whom-it-follows',
    find: '    this.leader = leader;\n',
    replace: '',
    fails: [
      'Leading and following > a follower learns from a MsgHeartbeat who leads, and answers nothing',
    ],
  },
  {
    name: 'believes-in-the-leader-of-the-last-term',
    find: '    this.vote = 0;\n    this.leader = 0;',
    replace: '    this.vote = 0;',
    fails: [
      'Leading and following > a follower whose leader falls silent forgets it and asks for votes',
    ],
  },
  {
    name: 'ignores-a-newer-term-in-answers',
    find: newer,
    replace: `const asks = ['MsgVote', 'MsgApp', 'MsgHeartbeat'].includes(message.type);
    if (message.term > this.term && !asks) return [];
    ${newer}`,
    fails: [
      'Terms > a newer term in any answer: whoever gets it is a follower of that term, has a vote and knows no leader',
    ],
  },
  {
    name: 'enters-a-newer-term-only-to-vote-for-it',
    find: newer,
    replace: `if (message.type === 'MsgVote' && message.term > this.term && !isUpToDate(message, this.#config.log))
      return [this.#answer(message, false)];
    ${newer}`,
    fails: ['Terms > a newer term in a vote request counts even if the vote is refused'],
  },
  {
    name: 'goes-on-leading-in-a-newer-term',
    find: "    this.role = 'follower';\n    this.term = term;",
    replace: "    if (this.role !== 'leader') this.role = 'follower';\n    this.term = term;",
    fails: [
      'Terms > a newer term in any answer: whoever gets it is a follower of that term, has a vote and knows no leader',
    ],
  },
  {
    name: 'takes-messages-of-any-term-as-present',
    find: '    if (message.term < this.term) return this.#refuseOutdated(message);\n',
    replace: '',
    fails: [
      'Terms > a candidate of an older term is refused even if it had the vote in that term',
      'Terms > the messages of a leader of an older term are rejected, with the present one',
      'Terms > answers of an older term bring about nothing',
    ],
  },
  {
    name: 'keeps-silent-towards-the-past',
    find: 'return this.#refuseOutdated(message);',
    replace: 'return [];',
    fails: [
      'Terms > a candidate of an older term is refused and told the present one',
      'Terms > the messages of a leader of an older term are rejected, with the present one',
    ],
  },
  {
    name: 'answers-in-the-term-of-the-question',
    find: '  #answer({ from }: Message, granted: boolean): Message {',
    replace:
      "  #answer({ from, term }: Message, granted: boolean): Message {\n    if (!granted) return { ...this.#to(from), term, type: 'MsgVoteResp', reject: true };",
    fails: ['Terms > a candidate of an older term is refused and told the present one'],
  },
  {
    name: 'waits-for-votes-of-nobody',
    find: '    if (this.#hasMajority()) return this.#lead();\n    return this.#toOthers',
    replace: '    return this.#toOthers',
    fails: ['Winning > a node that is alone elects itself, and has nobody to tell'],
  },
];
