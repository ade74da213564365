import type { Mutant } from '../../../author/mutant.ts';

const group = {
  now: 'Watching what comes',
  past: 'Replaying the past',
  whole: 'Whole revisions',
  previous: 'Previous values',
  several: 'Several watchers',
  compaction: 'Compaction',
} as const;

const anyHistory =
  'Any history > in random histories each watcher is told what a model puts into its inbox at each write';

/** Mistakes that people make when they write a hub, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'begins-at-the-first-drain',
    find: `    const next = options.startRevision || this.#history.revision + 1;
    this.#watchers.set(id, { key, options, next });
    return id;
  }

  drain(watchId: number): WatchResponse[] {
    const watcher = this.#watchers.get(watchId);
    if (!watcher) return [];
`,
    replace: `    const next = options.startRevision ?? 0;
    this.#watchers.set(id, { key, options, next });
    return id;
  }

  drain(watchId: number): WatchResponse[] {
    const watcher = this.#watchers.get(watchId);
    if (!watcher) return [];
    watcher.next ||= this.#history.revision + 1;
`,
    fails: [`${group.now} > what is written between the call of watch and the first drain is told`],
  },
  {
    name: 'tells-the-present-to-who-asked-for-what-comes',
    find: '|| this.#history.revision + 1',
    replace: '|| this.#history.revision',
    fails: [`${group.now} > what was there before the call of watch is not told`],
  },
  {
    name: 'takes-start-0-for-the-beginning',
    find: 'options.startRevision || this',
    replace: 'options.startRevision ?? this',
    fails: [`${group.now} > a startRevision of 0 is as good as none`],
  },
  {
    name: 'tells-everything-again-at-each-drain',
    find: '    watcher.next = Math.max(watcher.next, revision + 1);\n',
    replace: '',
    fails: [
      `${group.now} > each event is told once, drain by drain`,
      `${group.past} > the replay goes over into the present without a gap and without a double`,
    ],
  },
  {
    name: 'tells-the-last-revision-twice',
    find: 'Math.max(watcher.next, revision + 1)',
    replace: 'Math.max(watcher.next, revision)',
    fails: [`${group.now} > each event is told once, drain by drain`],
  },
  {
    name: 'skips-the-open-write-when-it-moves-on',
    find: 'Math.max(watcher.next, revision + 1)',
    replace: 'Math.max(watcher.next, revision + 2)',
    fails: [
      `${group.now} > each event is told once, drain by drain`,
      `${group.whole} > of an open write nothing is told before its end, then all of it`,
    ],
  },
  {
    name: 'begins-after-the-open-write',
    find: '|| this.#history.revision + 1',
    replace: '|| this.#history.revision + 2',
    fails: [`${group.whole} > a watcher that begins while a write is open is told that write`],
  },
  {
    name: 'takes-the-start-for-the-last-one-seen',
    find: '.changes(next)',
    replace: '.changes(next + 1)',
    fails: [
      `${group.past} > the startRevision itself is told, and all after it, nothing before it`,
    ],
  },
  {
    name: 'replays-only-what-is-latest-of-each-key',
    find: '      .changes(next)\n',
    replace:
      '      .changes(next)\n      .filter((each, i, all) => !all.slice(i + 1).some(({ kv }) => kv.key === each.kv.key))\n',
    fails: [`${group.past} > startRevision 1 replays everything`],
  },
  {
    name: 'forgets-a-start-that-is-to-come',
    find: 'Math.max(watcher.next, revision + 1)',
    replace: 'revision + 1',
    fails: [
      `${group.past} > a start in the future waits: what comes below it is not told`,
      anyHistory,
    ],
  },
  {
    name: 'takes-a-start-to-come-for-now',
    find: 'const next = options.startRevision || this.#history.revision + 1;',
    replace:
      'const now = this.#history.revision + 1;\n    const next = Math.min(options.startRevision || now, now);',
    fails: [`${group.past} > a start in the future waits: what comes below it is not told`],
  },
  {
    name: 'takes-the-key-for-a-prefix',
    find: 'return key === first;',
    replace: 'return key.startsWith(first);',
    fails: [`${group.now} > without rangeEnd only that very key is told`],
  },
  {
    name: 'takes-in-the-range-end',
    find: 'compareBytes(key, end) < 0',
    replace: 'compareBytes(key, end) <= 0',
    fails: [`${group.now} > a range takes in its key and leaves out its rangeEnd`],
  },
  {
    name: 'takes-from-key-for-an-ordinary-end',
    find: '(end === fromKey || compareBytes(key, end) < 0)',
    replace: 'compareBytes(key, end) < 0',
    fails: [`${group.now} > the rangeEnd "\\0" means every key from the key on`],
  },
  {
    name: 'orders-keys-by-utf16-units',
    find: 'compareBytes(key, end) < 0',
    replace: 'key < end',
    fails: [
      `${group.now} > the ends of a range go by bytes: characters beyond U+FFFF come after all others`,
    ],
  },
  {
    name: 'orders-the-events-by-key',
    find: '.changes(next)\n',
    replace: '.changes(next)\n      .toSorted((a, b) => compareBytes(a.kv.key, b.kv.key))\n',
    fails: [
      `${group.now} > events come in the order in which they were made, across keys`,
      `${group.whole} > a write of several changes comes whole, in the order in which they were made`,
    ],
  },
  {
    name: 'names-the-revision-of-the-last-event',
    find: 'return events.length === 0 ? [] : [{ watchId, revision, events }];',
    replace:
      'return events.length === 0\n      ? []\n      : [{ watchId, revision: events.at(-1)?.kv.modRevision ?? 0, events }];',
    fails: [
      `${group.now} > a response names its watcher and the store's revision, not that of its events`,
    ],
  },
  {
    name: 'makes-a-response-of-each-event',
    find: '[{ watchId, revision, events }]',
    replace: 'events.map((event) => ({ watchId, revision, events: [event] }))',
    fails: [
      `${group.whole} > all deletions of one range delete come in one response`,
      `${group.whole} > of several whole revisions none is spread over two responses`,
    ],
  },
  {
    name: 'answers-with-an-empty-response',
    find: 'events.length === 0 ? [] : [{',
    replace: '[{',
    fails: [
      `${group.now} > what was there before the call of watch is not told`,
      'Filters > both together leave nothing',
    ],
  },
  {
    name: 'takes-the-filters-the-wrong-way-round',
    find: "type === 'PUT' ? 'noput' : 'nodelete'",
    replace: "type === 'PUT' ? 'nodelete' : 'noput'",
    fails: ['Filters > noput leaves out puts', 'Filters > nodelete leaves out deletions'],
  },
  {
    name: 'heeds-only-the-first-filter',
    find: "!options.filters?.includes(type === 'PUT' ? 'noput' : 'nodelete')",
    replace: "options.filters?.[0] !== (type === 'PUT' ? 'noput' : 'nodelete')",
    fails: ['Filters > both together leave nothing'],
  },
  {
    name: 'takes-an-empty-list-of-filters-for-both',
    find: '!options.filters?.includes(',
    replace: 'options.filters?.length !== 0 && !options.filters?.includes(',
    fails: ['Filters > an empty list leaves out nothing'],
  },
  {
    name: 'gives-the-present-value-for-the-previous',
    find: 'range(key, { revision: modRevision - 1 })',
    replace: 'range(key, { revision: Math.min(modRevision, 0) })',
    fails: [`${group.previous} > a put tells what it replaced, whole`],
  },
  {
    name: 'looks-for-the-previous-value-at-the-event-itself',
    find: 'revision: modRevision - 1',
    replace: 'revision: modRevision',
    fails: [
      `${group.previous} > a put tells what it replaced, whole`,
      `${group.previous} > a deletion tells what it deleted`,
    ],
  },
  {
    name: 'gives-previous-values-unasked',
    find: 'options.prevKv ? events.map((event) => this.#withPrevious(event)) : events',
    replace: 'events.map((event) => this.#withPrevious(event))',
    fails: [`${group.previous} > who has not asked for it gets none, also beside one who has`],
  },
  {
    name: 'has-no-previous-value-for-a-deletion',
    find: 'return prevKv ? { ...event, prevKv } : event;',
    replace: "return prevKv && event.type === 'PUT' ? { ...event, prevKv } : event;",
    fails: [`${group.previous} > a deletion tells what it deleted`],
  },
  {
    name: 'moves-the-cursors-of-all-watchers',
    find: '    watcher.next = Math.max(watcher.next, revision + 1);\n',
    replace:
      '    for (const each of this.#watchers.values()) each.next = Math.max(each.next, revision + 1);\n',
    fails: [
      `${group.several} > watchers of the same key are told the same, each at its own drains`,
    ],
  },
  {
    name: 'counts-living-watchers-for-an-id',
    find: 'const id = this.#nextId++;',
    replace: 'const id = this.#watchers.size + 0 * this.#nextId++;',
    fails: [`${group.several} > each watcher has an id of its own, also after others have ended`],
  },
  {
    name: 'cancels-all-watchers-of-the-key',
    find: '    this.#watchers.delete(watchId);\n',
    replace: `    const ended = this.#watchers.get(watchId);
    for (const [id, each] of this.#watchers) if (each.key === ended?.key) this.#watchers.delete(id);
`,
    fails: [`${group.several} > cancelling one watcher leaves the others`],
  },
  {
    name: 'throws-at-a-watcher-that-there-is-not',
    find: '    if (!watcher) return [];',
    replace: "    if (!watcher) throw new Error('no such watcher');",
    fails: [`${group.several} > drain and cancel of a watcher that there is not do nothing`],
  },
  {
    name: 'throws-when-it-is-too-late',
    find: 'if (watcher.next <= compactRevision) {',
    replace: 'if (watcher.next < 0) {',
    fails: [
      `${group.compaction} > a start below the compacted revision is ended by its first drain`,
    ],
  },
  {
    name: 'refuses-a-compacted-start-in-watch',
    find: '    this.#watchers.set(id, { key, options, next });',
    replace: `    if (next <= this.#history.compactRevision) throw new Error('compacted');
    this.#watchers.set(id, { key, options, next });`,
    fails: [
      `${group.compaction} > a start below the compacted revision is ended by its first drain`,
    ],
  },
  {
    name: 'is-too-late-at-every-drain',
    find: '      this.cancel(watchId);\n',
    replace: '',
    fails: [
      `${group.compaction} > a watcher that came too late is told so once, and nothing after that`,
    ],
  },
  {
    name: 'goes-on-after-the-gap-as-if-nothing-was-lost',
    find: `      this.cancel(watchId);
      return [{ watchId, revision, events: [], canceled: true, compactRevision }];
`,
    replace: '      watcher.next = compactRevision + 1;\n',
    fails: [
      `${group.compaction} > a start below the compacted revision is ended by its first drain`,
      `${group.compaction} > a watcher that did not drain before a compaction passed it has come too late`,
      'Stories > a client that was away too long lists anew and watches from there',
    ],
  },
  {
    name: 'tells-what-is-left-with-the-cancellation',
    find: 'revision, events: [], canceled: true',
    replace:
      'revision, events: this.#news({ ...watcher, next: compactRevision + 1 }), canceled: true',
    fails: [
      `${group.compaction} > a start below the compacted revision is ended by its first drain`,
    ],
  },
  {
    name: 'judges-by-the-start-instead-of-the-cursor',
    find: 'if (watcher.next <= compactRevision) {',
    replace: 'if ((watcher.options.startRevision || revision + 1) <= compactRevision) {',
    fails: [
      `${group.compaction} > a watcher that did not drain before a compaction passed it has come too late`,
    ],
  },
  {
    name: 'moves-on-only-with-events',
    find: '    watcher.next = Math.max(watcher.next, revision + 1);\n',
    replace: '    if (events.length > 0) watcher.next = Math.max(watcher.next, revision + 1);\n',
    fails: [
      `${group.compaction} > a watcher whose key has not changed for long is not disturbed if it drains`,
      `${group.compaction} > nor is one whose events are all filtered out`,
      anyHistory,
    ],
  },
  {
    name: 'moves-on-to-the-last-event-only',
    find: 'Math.max(watcher.next, revision + 1)',
    replace: 'Math.max(watcher.next, (events.at(-1)?.kv.modRevision ?? revision) + 1)',
    fails: [
      `${group.compaction} > nor is one whose last event lies far below the drain that told it`,
    ],
  },
  {
    name: 'ends-who-is-just-in-time',
    find: 'watcher.next <= compactRevision',
    replace: 'watcher.next <= compactRevision + 1',
    fails: [
      `${group.compaction} > a start above the compacted revision is replayed`,
      `${group.compaction} > a watcher that drained in time is not disturbed`,
    ],
  },
  {
    name: 'ends-who-is-too-late-one-revision-late',
    find: 'watcher.next <= compactRevision',
    replace: 'watcher.next <= compactRevision - 2',
    fails: [`${group.compaction} > one revision below the compacted one is too late already`],
  },
  {
    name: 'gives-no-previous-value-beside-a-filter',
    find: 'return options.prevKv ?',
    replace: 'return options.prevKv && !options.filters?.length ?',
    fails: [`${group.previous} > a filter takes nothing away from it`],
  },
  {
    name: 'puts-the-previous-value-into-the-event-it-was-handed',
    find: 'return prevKv ? { ...event, prevKv } : event;',
    replace: 'return prevKv ? Object.assign(event, { prevKv }) : event;',
    fails: [],
    equivalent:
      'events cross the boundary as copies, new ones for each call: nobody else meets the changed one',
  },
  {
    name: 'ends-nobody-at-the-compacted-revision-itself',
    find: 'watcher.next <= compactRevision',
    replace: 'watcher.next < compactRevision',
    fails: [],
    equivalent: 'a watcher that needs exactly the compacted revision is left open by the brief',
  },
  {
    name: 'counts-ids-downwards',
    find: 'this.#nextId++',
    replace: 'this.#nextId--',
    fails: [],
    equivalent: 'ids differ all the same, and which numbers they are is left open by the brief',
  },
];
