// What etcd raft's own test data settles (go.etcd.io/raft, main of August 2026), retyped as data of this course.
// Left out: the empty quorum, which exists for changes of membership; compacted logs; the panic on a conflict below commit.

/** What each voter has reached (null: nothing is known), and what is committed by that. From quorum/testdata/majority_commit.txt. */
export const majorities: { readonly reached: (number | null)[]; readonly expected: number }[] = [
  { reached: [null], expected: 0 },
  { reached: [12], expected: 12 },
  { reached: [null, null], expected: 0 },
  { reached: [12, null], expected: 0 },
  { reached: [12, 5], expected: 5 },
  { reached: [null, null, null], expected: 0 },
  { reached: [12, null, null], expected: 0 },
  { reached: [12, 5, null], expected: 5 },
  { reached: [12, 5, 6], expected: 6 },
  { reached: [12, 5, 4], expected: 5 },
  { reached: [5, 5, null], expected: 5 },
  { reached: [5, 5, 12], expected: 5 },
  { reached: [100, 101, 103], expected: 101 },
  { reached: [101, 104, 103, 103, null], expected: 103 },
  { reached: [101, 102, 103, 103, null], expected: 102 },
];

/**
 * A follower whose log has terms 1, 2, 3, the first entry committed, gets entries of these terms behind `index`: how far they
 * match (null: refused) and what is committed then. From log_test.go, TestLogMaybeAppend.
 */
export const appends: {
  readonly index: number;
  readonly logTerm: number;
  readonly terms: number[];
  readonly commit: number;
  readonly matched: number | null;
  readonly committed: number;
}[] = [
  { index: 3, logTerm: 2, terms: [4], commit: 3, matched: null, committed: 1 },
  { index: 4, logTerm: 3, terms: [4], commit: 3, matched: null, committed: 1 },
  { index: 3, logTerm: 3, terms: [], commit: 3, matched: 3, committed: 3 },
  { index: 3, logTerm: 3, terms: [], commit: 4, matched: 3, committed: 3 },
  { index: 3, logTerm: 3, terms: [], commit: 2, matched: 3, committed: 2 },
  { index: 3, logTerm: 3, terms: [], commit: 0, matched: 3, committed: 1 },
  { index: 0, logTerm: 0, terms: [], commit: 3, matched: 0, committed: 1 },
  { index: 3, logTerm: 3, terms: [4], commit: 3, matched: 4, committed: 3 },
  { index: 3, logTerm: 3, terms: [4], commit: 4, matched: 4, committed: 4 },
  { index: 3, logTerm: 3, terms: [4], commit: 5, matched: 4, committed: 4 },
  { index: 3, logTerm: 3, terms: [4, 4], commit: 5, matched: 5, committed: 5 },
  { index: 2, logTerm: 2, terms: [4], commit: 3, matched: 3, committed: 3 },
  { index: 1, logTerm: 1, terms: [4], commit: 3, matched: 2, committed: 2 },
  { index: 1, logTerm: 1, terms: [4, 4], commit: 3, matched: 3, committed: 3 },
];

/**
 * Logs by their terms: what the follower hints after the leader's first append, and where the leader goes on.
 * Each pair is index and term. From raft_test.go, TestFastLogRejection.
 */
export const rejections: {
  readonly leader: number[];
  readonly follower: number[];
  readonly hint: [number, number];
  readonly next: [number, number];
}[] = [
  {
    leader: [1, 2, 2, 4, 4, 4, 4],
    follower: [1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3],
    hint: [7, 3],
    next: [3, 2],
  },
  {
    leader: [1, 2, 2, 3, 4, 4, 4, 5],
    follower: [1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3],
    hint: [8, 3],
    next: [4, 3],
  },
  { leader: [1, 1, 1, 1], follower: [1, 2, 2, 4], hint: [1, 1], next: [1, 1] },
  { leader: [1, 1, 1, 1, 1, 1], follower: [1, 2, 2, 4], hint: [1, 1], next: [1, 1] },
  { leader: [1, 1, 1, 1], follower: [1, 2, 2, 4, 4, 4], hint: [1, 1], next: [1, 1] },
  { leader: [1, 1, 1, 4, 5], follower: [1, 1, 1, 4], hint: [4, 4], next: [4, 4] },
  {
    leader: [2, 5, 5, 5, 5, 5, 5, 5, 5],
    follower: [2, 4, 4, 4, 4, 4],
    hint: [6, 4],
    next: [1, 2],
  },
  { leader: [2, 2, 2, 2, 2], follower: [2, 4, 4, 4, 4, 4, 4, 4], hint: [1, 2], next: [1, 2] },
];

/**
 * Of two voters the leader of term 3 has a log of terms 1, 2 and then its own; the other acknowledges up to `index`.
 * From raft_paper_test.go, TestLeaderOnlyCommitsLogFromCurrentTerm.
 */
export const earlierTerms = [
  { index: 1, committed: 0 },
  { index: 2, committed: 0 },
  { index: 3, committed: 3 },
];

/**
 * How many others of a cluster acknowledge a proposal, and whether it is committed then.
 * From raft_paper_test.go, TestLeaderAcknowledgeCommit.
 */
export const acknowledgements = [
  { size: 1, others: 0, committed: true },
  { size: 3, others: 0, committed: false },
  { size: 3, others: 1, committed: true },
  { size: 3, others: 2, committed: true },
  { size: 5, others: 0, committed: false },
  { size: 5, others: 1, committed: false },
  { size: 5, others: 2, committed: true },
  { size: 5, others: 3, committed: true },
  { size: 5, others: 4, committed: true },
];
