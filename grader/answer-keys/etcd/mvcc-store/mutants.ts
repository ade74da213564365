import type { Mutant } from '../../../author/mutant.ts';

const append = 'this.#append(tombstone(previous.key, this.#next))';

/** Mistakes that people make when they write the store, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'begins-at-revision-0',
    find: '  revision = 1;',
    replace: '  revision = 0;',
    fails: ['Revisions and versions > an empty store is at revision 1 and holds nothing'],
  },
  {
    name: 'ignores-a-put-of-the-same-value',
    find: '    this.#append({\n      key,',
    replace:
      '    if (previous?.value === value) return { revision: this.#revision };\n    this.#append({\n      key,',
    fails: [
      'Revisions and versions > a further put raises modRevision and version and leaves createRevision, even with the same value',
    ],
  },
  {
    name: 'creates-a-key-anew-with-each-put',
    find: 'createRevision: previous?.createRevision ?? this.#next',
    replace: 'createRevision: this.#next',
    fails: [
      'Revisions and versions > a further put raises modRevision and version and leaves createRevision, even with the same value',
      'Reading the past > a key reads as it was at each revision',
    ],
  },
  {
    name: 'keeps-the-lease-of-an-earlier-put',
    find: '      lease,\n',
    replace: '      lease: lease || (previous?.lease ?? 0),\n',
    fails: ['Revisions and versions > a key has the lease of its last put, or none'],
  },
  {
    name: 'gives-the-replaced-version-unasked',
    find: '...(prevKv && previous && { prevKv: previous })',
    replace: '...(previous && { prevKv: previous })',
    fails: [
      'Revisions and versions > put gives the version it replaced, when asked to and when there was one',
    ],
  },
  {
    name: 'takes-in-the-range-end',
    find: 'compareBytes(each, rangeEnd) < 0',
    replace: 'compareBytes(each, rangeEnd) <= 0',
    fails: [
      'Ranges > a range takes in its key and leaves out its rangeEnd, and neither has to exist',
      'Deleting > deleteRange deletes what range finds, and all of it shares one revision',
    ],
  },
  {
    name: 'takes-from-key-for-an-ordinary-end',
    find: 'rangeEnd === fromKey || ',
    replace: '',
    fails: ['Ranges > the rangeEnd "\\0" means every key from the key on'],
  },
  {
    name: 'orders-keys-by-utf16-units',
    find: '.sort(compareBytes)',
    replace: '.sort()',
    fails: [
      'Ranges > characters beyond U+FFFF come after all others, in the order and in the ends of a range',
    ],
  },
  {
    name: 'orders-keys-like-a-dictionary',
    find: '.sort(compareBytes)',
    replace: '.sort((a, b) => a.localeCompare(b))',
    fails: ['Ranges > keys come in the order of their bytes, not of a dictionary'],
  },
  {
    name: 'lets-an-empty-key-range-over-everything',
    find: '    requireKey(key);\n    const revision = options',
    replace: '    const revision = options',
    fails: [
      'Ranges > range refuses an empty key, with and without a rangeEnd',
      'Several writes, one revision > a write refuses an empty key too',
    ],
  },
  {
    name: 'counts-only-what-the-limit-left',
    find: 'count: found.length',
    replace: 'count: kvs.length',
    fails: [
      'Answers cut to size > limit cuts, more says so, and count still counts all',
      'Answers cut to size > countOnly gives the count alone, whatever the limit',
    ],
  },
  {
    name: 'promises-more-when-the-limit-is-just-enough',
    find: 'more: kvs.length < wanted.length',
    replace: 'more: kvs.length === options.limit',
    fails: ['Answers cut to size > there is no more when the limit is just enough, or 0'],
  },
  {
    name: 'cuts-before-it-sorts',
    find: 'shaped(found, options)',
    replace: 'shaped(found.slice(0, options.limit || found.length), options)',
    fails: ['Answers cut to size > sorts first and cuts afterwards'],
  },
  {
    name: 'empties-the-values-before-it-sorts-by-them',
    find: '  if (sort) {',
    replace: "  if (keysOnly) kvs = kvs.map((kv) => ({ ...kv, value: '' }));\n  if (sort) {",
    fails: [
      'Answers cut to size > sorts by value in the order of bytes, also when keysOnly hides the values',
    ],
  },
  {
    name: 'empties-the-values-in-the-store-itself',
    find: "kvs.map((kv) => ({ ...kv, value: '' }))",
    replace: "kvs.map((kv) => Object.assign(kv, { value: '' }))",
    fails: [
      'Answers cut to size > keysOnly empties the values and leaves everything else',
      'Any history > random operations give what a full copy of every revision gives',
    ],
  },
  {
    name: 'makes-a-revision-when-nothing-was-deleted',
    find: `    for (const previous of prevKvs) ${append};`,
    replace: `    for (const previous of prevKvs) ${append};\n    this.#revision = this.#next;`,
    fails: [
      'Deleting > deleting what does not exist makes no new revision',
      'Several writes, one revision > a write that changes nothing makes no revision',
    ],
  },
  {
    name: 'makes-a-revision-for-each-key-of-a-range-delete',
    find: `    for (const previous of prevKvs) ${append};`,
    replace: `    for (const [i, previous] of prevKvs.entries()) {
      this.#append(tombstone(previous.key, this.#next + i));
      this.#revision = this.#next + i;
    }`,
    fails: [
      'Deleting > deleteRange deletes what range finds, and all of it shares one revision',
      'Reading the changes > a deletion tells its key and its revision, and nothing else',
    ],
  },
  {
    name: 'goes-on-counting-versions-after-a-deletion',
    find: 'version: (previous?.version ?? 0) + 1',
    replace:
      'version: this.#history.between(1, this.#next).filter((kv) => kv.key === key && kv.version > 0).length + 1',
    fails: [
      'Deleting > a key that is put after its deletion begins a new life',
      'Compaction > a key that has not changed for long stays, with its version and createRevision',
    ],
  },
  {
    name: 'shows-what-was-deleted',
    find: 'return last?.version === 0 ? undefined : last;',
    replace: 'return last;',
    fails: [
      'Deleting > a deletion makes one new revision and the key is gone',
      'Reading the past > a key is gone at the revision of its deletion and there one revision earlier',
    ],
  },
  {
    name: 'tells-the-revision-that-was-read',
    find: 'return { revision: current, kvs,',
    replace: 'return { revision, kvs,',
    fails: [
      'Reading the past > limit, count and sort are about the past, revision in the response about the present',
    ],
  },
  {
    name: 'reads-the-future-as-the-present',
    find: "    if (revision > current) throw new EtcdError('FutureRev');\n    if (revision < this",
    replace: '    if (revision < this',
    fails: ['Reading the past > a revision that the store has not reached is refused'],
  },
  {
    name: 'refuses-the-compacted-revision-itself',
    find: 'if (revision < this.compactRevision)',
    replace: 'if (revision <= this.compactRevision)',
    fails: [
      'Compaction > what lies before the compacted revision can no longer be read, the rest can',
    ],
  },
  {
    name: 'forgets-keys-that-have-not-changed-since',
    find: ' || change === this.at(change.key, revision)',
    replace: '',
    fails: [
      'Compaction > a key that has not changed for long stays, with its version and createRevision',
    ],
  },
  {
    name: 'hides-the-past-but-keeps-it',
    find: 'this.#log = this.#log.filter(',
    replace: 'this.#log.filter(',
    fails: [
      'Compaction > each key keeps one change up to the compacted revision, none if that is a deletion, and all after it',
    ],
  },
  {
    name: 'keeps-deletions-for-ever',
    find: 'change === this.at(change.key, revision)',
    replace: 'change === this.#byKey.get(change.key)?.findLast((kv) => kv.modRevision <= revision)',
    fails: [
      'Compaction > each key keeps one change up to the compacted revision, none if that is a deletion, and all after it',
    ],
  },
  {
    name: 'compacts-the-same-revision-twice',
    find: 'if (revision <= this.compactRevision)',
    replace: 'if (revision < this.compactRevision)',
    fails: ['Compaction > what is compacted already, or has not happened yet, cannot be compacted'],
  },
  {
    name: 'shows-a-write-before-it-ends',
    find: '    this.#history.append(change);',
    replace: '    this.#history.append(change);\n    this.#history.revision = this.#next;',
    fails: [
      'Several writes, one revision > nobody else sees anything of a write before it ends',
      'Reading the changes > a write shows all its changes, in their order, once it has ended',
    ],
  },
  {
    name: 'reads-in-a-write-what-was-before-it',
    find: 'this.#history.range(key, options, this.#revision)',
    replace: 'this.#history.range(key, options, this.#next - 1)',
    fails: ['Several writes, one revision > the ranges of a write see what it has changed so far'],
  },
  {
    name: 'shows-watchers-an-open-write',
    find: 'between(fromRevision, this.revision)',
    replace: 'between(fromRevision, Number.MAX_SAFE_INTEGER)',
    fails: [
      'Reading the changes > a write shows all its changes, in their order, once it has ended',
    ],
  },
  {
    name: 'leaves-out-the-revision-it-was-asked-from',
    find: 'modRevision >= first',
    replace: 'modRevision > first',
    fails: [
      'Reading the changes > the changes come in the order in which they were made, from the given revision on',
      'Stories > a reader who was too slow lists anew and goes on from there',
    ],
  },
  {
    name: 'leaves-the-old-value-in-a-deletion',
    find: append,
    replace: 'this.#append({ ...previous, modRevision: this.#next, version: 0 })',
    fails: ['Reading the changes > a deletion tells its key and its revision, and nothing else'],
  },
];
