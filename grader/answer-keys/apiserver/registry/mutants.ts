import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make when they keep objects for others. */
export const mutants: Mutant[] = [
  {
    name: 'looks-first-then-creates',
    find: 'const stored = this.#put(fresh, 0);',
    replace:
      "const key = this.#keyOf(fresh);\n      const taken = this.#options.store.range(key).kvs.length > 0;\n      const { revision } = taken ? { revision: 0 } : this.#options.store.put(key, encode(fresh));\n      const stored = taken ? undefined : this.get(fresh.metadata?.namespace ?? '', fresh.metadata?.name ?? '') && decode({ value: encode(fresh), modRevision: revision });",
    fails: ['Create and get > who is faster has the name (rule 7)'],
  },
  {
    name: 'gives-up-after-one-generated-name',
    find: 'if (!picksName || attempt === maxNameAttempts)',
    replace: 'if (attempt === 1)',
    fails: ['Create and get > a generated name that is taken is made anew (rule 8)'],
  },
  {
    name: 'generates-a-name-though-there-is-one',
    find: 'name: name || (generateName && generatedName(generateName, random)),',
    replace: 'name: generateName ? generatedName(generateName, random) : name,',
    fails: ['Create and get > a name wins over a generateName (rule 6)'],
  },
  {
    name: 'keeps-the-kind-that-was-sent',
    find: '      ...object,\n      apiVersion,\n      kind,\n      metadata: {\n        ...metadata,',
    replace:
      '      apiVersion,\n      kind,\n      ...object,\n      metadata: {\n        ...metadata,',
    fails: ['Create and get > apiVersion and kind are those of the resource (rule 4)'],
  },
  {
    name: 'puts-nodes-into-a-namespace',
    find: "namespace: namespaced ? namespace || 'default' : undefined,",
    replace: "namespace: namespace || 'default',",
    fails: ['Create and get > a resource that lives in no namespace has none (rules 1 and 4)'],
  },
  {
    name: 'keeps-an-empty-namespace',
    find: "namespace: namespaced ? namespace || 'default' : undefined,",
    replace: "namespace: namespaced ? (namespace ?? 'default') : undefined,",
    fails: [
      'Create and get > a namespace that is sent is kept; the same name in two namespaces is two objects (rule 4)',
    ],
  },
  {
    name: 'takes-the-uid-of-the-client',
    find: 'uid: newUid(),',
    replace: 'uid: metadata.uid ?? newUid(),',
    fails: ['Create and get > what only the server may say is not taken from the client (rule 5)'],
  },
  {
    name: 'creates-what-is-already-being-deleted',
    find: '        deletionTimestamp: undefined,\n        deletionGracePeriodSeconds: undefined,\n',
    replace: '',
    fails: ['Create and get > what only the server may say is not taken from the client (rule 5)'],
  },
  {
    name: 'takes-a-status-with-a-create',
    find: '      status: undefined,\n',
    replace: '',
    fails: ['Create and get > what only the server may say is not taken from the client (rule 5)'],
  },
  {
    name: 'admits-before-it-defaults',
    find: 'const defaulted = strategy.default?.(object) ?? object;\n    const admitted = strategy.admit?.(defaulted, old) ?? defaulted;',
    replace:
      'const defaulted = strategy.admit?.(object, old) ?? object;\n    const admitted = strategy.default?.(defaulted) ?? defaulted;',
    fails: [
      'Default, admit, validate > default, then admit, then validate; what admit gives is stored (rule 9)',
    ],
  },
  {
    name: 'hides-what-is-stored-from-validate',
    find: 'strategy.validate?.(admitted, old)',
    replace: 'strategy.validate?.(admitted)',
    fails: ['Update > old is absent for a create, and what is stored for an update (rule 9)'],
  },
  {
    name: 'tells-only-the-first-error',
    find: 'throw invalid(strategy.resource, nameOf(admitted), errors);',
    replace: 'throw invalid(strategy.resource, nameOf(admitted), errors.slice(0, 1));',
    fails: [
      'Default, admit, validate > everything that is wrong is told at once, and nothing is stored (rule 11)',
    ],
  },
  {
    name: 'does-not-miss-a-name',
    find: 'const errors = [...nameErrors(admitted), ',
    replace: 'const errors = [...(admitted.metadata ? [] : nameErrors(admitted)), ',
    fails: ['Default, admit, validate > a missing name is told with all the rest (rule 11)'],
  },
  {
    name: 'merges-labels-instead-of-replacing',
    find: 'metadata: { ...object.metadata, ...ownedByServer(stored.metadata) },\n      status',
    replace:
      'metadata: {\n        ...object.metadata,\n        ...ownedByServer(stored.metadata),\n        labels: { ...stored.metadata.labels, ...object.metadata?.labels },\n      },\n      status',
    fails: ['Update > replaces what the client owns: what was left out is gone (rule 14)'],
  },
  {
    name: 'lets-an-update-change-the-status',
    find: '      status: stored.status,\n',
    replace: '      status: object.status ?? stored.status,\n',
    fails: ['Update > keeps what only the server may say (rule 14)'],
  },
  {
    name: 'lets-clients-set-the-generation',
    find: 'uid, resourceVersion, creationTimestamp, generation },\n',
    replace: 'uid, resourceVersion, creationTimestamp },\n',
    fails: ['Update > replaces what the client owns: what was left out is gone (rule 14)'],
  },
  {
    name: 'lets-an-update-take-back-a-deletion',
    find: '    ...{ deletionTimestamp, deletionGracePeriodSeconds },\n',
    replace: '',
    fails: ['Update > keeps what only the server may say (rule 14)'],
  },
  {
    name: 'last-write-wins',
    find: '    if (resourceVersion && resourceVersion !== metadata.resourceVersion)\n',
    replace:
      '    if (resourceVersion && Number(resourceVersion) > Number(metadata.resourceVersion))\n',
    fails: ['Update > a stale resourceVersion is 409 Conflict, and nothing is written (rule 13)'],
  },
  {
    name: 'insists-on-a-resource-version',
    find: 'if (resourceVersion && resourceVersion !== metadata.resourceVersion)',
    replace: 'if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)',
    fails: ['Update > without a resourceVersion there is no such condition (rule 13)'],
  },
  {
    name: 'does-not-look-at-the-uid',
    find: 'if (uid && uid !== metadata.uid)',
    replace: "if (uid && uid === '')",
    fails: ['Update > another uid is 409: it is not the object that you read (rule 13)'],
  },
  {
    name: 'validates-before-it-compares-versions',
    find: '      this.#require({ uid, resourceVersion }, stored);\n      const wanted = counted(this.#checked(next(stored), stored), stored);\n',
    replace:
      '      const wanted = counted(this.#checked(next(stored), stored), stored);\n      this.#require({ uid, resourceVersion }, stored);\n',
    fails: ['Update > a stale object is 409 even if it changes nothing, or is invalid (rule 13)'],
  },
  {
    name: 'counts-label-changes-as-generations',
    find: 'const desired = ({ metadata: _, status: __, ...rest }: Unstructured) => rest;',
    replace:
      'const desired = ({ metadata, status: __, ...rest }: Unstructured) => ({\n    ...rest,\n    labels: metadata?.labels,\n  });',
    fails: ['Update > replaces what the client owns: what was left out is gone (rule 14)'],
  },
  {
    name: 'counts-status-changes-as-generations',
    find: 'const desired = ({ metadata: _, status: __, ...rest }: Unstructured) => rest;',
    replace: 'const desired = ({ metadata: _, ...rest }: Unstructured) => rest;',
    fails: ['Status > takes the status and nothing else; generation stays (rule 18)'],
  },
  {
    name: 'counts-only-changes-of-the-spec',
    find: 'const desired = ({ metadata: _, status: __, ...rest }: Unstructured) => rest;',
    replace: 'const desired = ({ spec }: Unstructured) => ({ spec });',
    fails: ['Update > generation counts what is wanted, not labels and not status (rule 15)'],
  },
  {
    name: 'writes-though-nothing-differs',
    find: '      if (deepEqual(wanted, stored)) return stored;\n',
    replace: '',
    fails: ['Update > no difference: nothing is written (rule 16)'],
  },
  {
    name: 'gives-up-when-somebody-was-faster',
    find: '      if (written) return written;\n    }\n  }\n\n  #require',
    replace:
      '      if (written) return written;\n      throw conflict(this.#strategy.resource, nameOf(object));\n    }\n  }\n\n  #require',
    fails: [
      'Update > somebody is faster: all others have their way, on top of what is stored now (rule 17)',
    ],
  },
  {
    name: 'writes-without-a-condition',
    find: "compare: [{ key: operation.key, target: 'mod', result: '=', than: modRevision }],",
    replace:
      "compare: modRevision === 0 ? [{ key: operation.key, target: 'mod', result: '=', than: 0 }] : [],",
    fails: ['Update > somebody is faster: whoever named a resourceVersion gets 409 (rule 17)'],
  },
  {
    name: 'stores-all-that-comes-with-a-status',
    find: '({ ...stored, status: object.status })',
    replace: '({ ...stored, ...object, metadata: stored.metadata })',
    fails: ['Status > takes the status and nothing else; generation stays (rule 18)'],
  },
  {
    name: 'ignores-preconditions',
    find: '      this.#require(options.preconditions, stored);\n',
    replace: '',
    fails: ['Delete > preconditions that do not hold are 409, and nothing is deleted (rule 19)'],
  },
  {
    name: 'ignores-finalizers',
    find: 'if (grace === 0 && !metadata.finalizers?.length) return undefined;',
    replace: 'if (grace === 0) return undefined;',
    fails: ['Delete > a finalizer that comes in time holds it (rules 19 and 22)'],
  },
  {
    name: 'takes-an-empty-list-for-a-finalizer',
    find: 'if (grace === 0 && !metadata.finalizers?.length) return undefined;',
    replace: 'if (grace === 0 && !metadata.finalizers) return undefined;',
    fails: ['Delete > what nothing holds is gone, with one write (rule 21)'],
  },
  {
    name: 'gives-every-kind-the-period-asked-for',
    find: '(this.#strategy.gracePeriodSeconds?.(stored, asked) ?? 0)',
    replace: '(this.#strategy.gracePeriodSeconds?.(stored, asked) ?? asked ?? 0)',
    fails: ['Delete > without the hook there is no period, whatever the client asks (rule 20)'],
  },
  {
    name: 'lengthens-the-period',
    find: 'Math.min(deletionGracePeriodSeconds, asked ?? deletionGracePeriodSeconds)',
    replace: '(asked ?? deletionGracePeriodSeconds)',
    fails: ['Delete > and not lengthen it; then nothing is written (rule 23)'],
  },
  {
    name: 'shortens-from-now-on',
    find: '      ? parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000\n      : this.#options.clock.now();',
    replace: '      ? this.#options.clock.now()\n      : this.#options.clock.now();',
    fails: [
      'Delete > finalizers hold what is deleted; asking again changes nothing (rules 22 and 23)',
    ],
  },
  {
    name: 'counts-each-delete-as-a-generation',
    find: 'generation: deletionTimestamp ? generation : generation + 1,',
    replace: 'generation: generation + 1,',
    fails: [
      'Delete > finalizers hold what is deleted; asking again changes nothing (rules 22 and 23)',
    ],
  },
  {
    name: 'writes-the-same-deletion-again',
    find: '      if (ending && deepEqual(ending, stored)) return stored;\n',
    replace: '',
    fails: [
      'Delete > finalizers hold what is deleted; asking again changes nothing (rules 22 and 23)',
    ],
  },
  {
    name: 'keeps-what-nobody-holds-any-more',
    find: '      const written = isLetGo(stored, wanted)\n        ? this.#remove(stored) && (wanted as StoredObject)\n        : this.#put(wanted, revisionOf(stored));',
    replace: '      const written = this.#put(wanted, revisionOf(stored));',
    fails: ['Delete > an update that removes the last finalizer deletes (rule 24)'],
  },
  {
    name: 'lets-go-before-the-period-ends',
    find: 'finalizers.length > 0 || deletionGracePeriodSeconds > 0',
    replace: 'finalizers.length > 0',
    fails: ['Delete > while the period runs, the Pod stays without finalizers too (rule 24)'],
  },
  {
    name: 'a-list-is-as-old-as-its-newest-object',
    find: 'const revision = token?.revision || exact || range.revision;',
    replace:
      'const newest = Math.max(1, ...range.kvs.map((kv) => kv.modRevision));\n    const revision = token?.revision || exact || newest;',
    fails: ['List > an empty list has a revision too (rule 25)'],
  },
  {
    name: 'lists-the-latest-for-exact',
    find: "const exact = options.resourceVersionMatch === 'Exact' ? Number(options.resourceVersion) : 0;",
    replace: 'const exact = 0;',
    fails: [
      'List > Exact is the state at that very revision; else the latest is new enough (rule 27)',
    ],
  },
  {
    name: 'each-page-shows-another-state',
    find: '{ revision: token?.revision ?? exact }',
    replace: '{ revision: exact }',
    fails: ['List > a limit makes pages, all of the state of the first (rule 28)'],
  },
  {
    name: 'a-page-begins-with-the-last-object-of-the-one-before',
    find: '}\\0`',
    replace: '}`',
    fails: ['List > a limit makes pages, all of the state of the first (rule 28)'],
  },
  {
    name: 'leaves-out-names-that-begin-the-same',
    find: 'after === undefined ? prefix : ',
    replace: 'after !== undefined ? prefixEnd(after) : prefix || ',
    fails: ['List > a name that begins like the last one of a page is not left out (rule 28)'],
  },
  {
    name: 'limits-before-it-selects',
    find: 'const meant = range.kvs.filter((kv) => this.#meant(decode(kv), options));\n    const page = meant.slice(0, options.limit || meant.length);',
    replace:
      'const meant = range.kvs;\n    const page = meant\n      .slice(0, options.limit || meant.length)\n      .filter((kv) => this.#meant(decode(kv), options));',
    fails: ['List > a limit counts what matches, and pages stay in their namespace (rule 28)'],
  },
  {
    name: 'always-promises-more',
    find: 'page.length < meant.length',
    replace: 'page.length === options.limit',
    fails: ['List > a page that ends where the list ends says so (rule 28)'],
  },
  {
    name: 'reads-whatever-stands-in-a-continue',
    find: "if (Number.isSafeInteger(revision) && revision > 0 && typeof after === 'string')",
    replace: 'if (text)',
    fails: ['List > a continue that nobody can read is 400 (rule 28)'],
  },
  {
    name: 'a-continue-leads-out-of-its-namespace',
    find: "JSON.stringify({ revision, after: after.slice(prefix.length) });\n}\n\n/** Reads it back, for a list with this prefix. Throws ApiError 400. */\nfunction decodeContinue(text: string, prefix: string): ContinueToken {\n  try {\n    const { revision, after } = JSON.parse(text);\n    if (Number.isSafeInteger(revision) && revision > 0 && typeof after === 'string')\n      return { revision, after: prefix + after };",
    replace:
      "JSON.stringify({ revision, after: prefix && after });\n}\n\n/** Reads it back, for a list with this prefix. Throws ApiError 400. */\nfunction decodeContinue(text: string, prefix: string): ContinueToken {\n  try {\n    const { revision, after } = JSON.parse(text);\n    if (Number.isSafeInteger(revision) && revision > 0 && typeof after === 'string')\n      return { revision, after };",
    fails: ['List > a continue of another namespace shows nothing outside of this one (rule 28)'],
  },
  {
    name: 'lets-etcd-s-error-through',
    find: "throw expired('The resourceVersion for the provided list is too old.');",
    replace: 'throw error;',
    fails: ['List > a state that is compacted is 410 Expired (rule 28)'],
  },
  {
    name: 'repeats-the-last-change-at-the-start',
    find: 'startRevision: since + 1,',
    replace: 'startRevision: since,',
    fails: ['Watch > from a revision in the past all that came after it (rule 29)'],
  },
  {
    name: 'a-watch-from-0-tells-only-what-is-new',
    find: "before: (list?.items ?? []).map((object) => ({ type: 'ADDED', object })),",
    replace: 'before: [],',
    fails: ['Watch > without a revision first what there is, then what happens (rule 29)'],
  },
  {
    name: 'tells-what-there-is-twice',
    find: '    this.#before = [];\n    return events',
    replace: '    return events',
    fails: [
      'Watch > what never matched is never told; what is there is selected too (rules 29 and 30)',
    ],
  },
  {
    name: 'does-not-ask-what-was-before',
    find: '      prevKv: true,\n',
    replace: '',
    fails: [
      'Watch > create, update and delete are told, with the revision of each (rules 29 to 31)',
    ],
  },
  {
    name: 'begins-to-match-is-modified',
    find: "type: wasMeant ? 'MODIFIED' : 'ADDED', object: now",
    replace: "type: prevKv ? 'MODIFIED' : 'ADDED', object: now",
    fails: ['Watch > with a selector, to begin to match is ADDED, to cease is DELETED (rule 30)'],
  },
  {
    name: 'ceases-to-match-is-silent',
    find: "return wasMeant ? { type: 'DELETED', object: before } : undefined;",
    replace: "return wasMeant && !now ? { type: 'DELETED', object: before } : undefined;",
    fails: ['Watch > with a selector, to begin to match is ADDED, to cease is DELETED (rule 30)'],
  },
  {
    name: 'tells-the-new-state-of-what-ceased-to-match',
    find: "{ type: 'DELETED', object: before }",
    replace: "{ type: 'DELETED', object: now ?? before }",
    fails: ['Watch > what ceased to match is told as it was when it matched (rule 31)'],
  },
  {
    name: 'deleted-has-its-old-version',
    find: 'decode({ value: prevKv.value, modRevision })',
    replace: 'decode(prevKv)',
    fails: [
      'Watch > create, update and delete are told, with the revision of each (rules 29 to 31)',
    ],
  },
  {
    name: 'tells-deletions-of-what-was-never-meant',
    find: "return wasMeant ? { type: 'DELETED', object: before } : undefined;",
    replace:
      "return before && (wasMeant || !now) ? { type: 'DELETED', object: before } : undefined;",
    fails: [
      'Watch > what never matched is never told; what is there is selected too (rules 29 and 30)',
    ],
  },
  {
    name: 'a-cancelled-watch-goes-on-silently',
    find: 'if (canceled) events.push(this.#expired());',
    replace: 'if (canceled) this.#expired();',
    fails: ['Watch > a revision that is compacted ends the watch with ERROR 410 (rule 33)'],
  },
  {
    name: 'a-cancelled-watch-never-ends',
    find: '  #expired(): Event {\n    this.#ended = true;\n',
    replace: '  #expired(): Event {\n',
    fails: ['Watch > a revision that is compacted ends the watch with ERROR 410 (rule 33)'],
  },
  {
    name: 'bookmarks-without-being-asked',
    find: 'bookmark: allowWatchBookmarks\n        ?',
    replace: 'bookmark: true\n        ?',
    fails: ['Watch > without the option there are no bookmarks (rule 34)'],
  },
  {
    name: 'bookmarks-the-same-again-and-again',
    find: 'if (!bookmark || reached <= this.#seen) return [];',
    replace: 'if (!bookmark) return [];',
    fails: ['Watch > a bookmark tells how far a quiet watch has come (rule 34)'],
  },
  {
    name: 'a-bookmark-passes-what-is-not-told',
    find: '    const reached = this.#reached();\n    const events = [...this.#before, ...this.#news()];\n',
    replace:
      '    const events = [...this.#before, ...this.#news()];\n    const reached = this.#reached();\n',
    fails: ['Watch > a bookmark does not pass a change that is still to be told (rule 34)'],
  },
  {
    name: 'stop-forgets-etcd',
    find: '    if (!this.#ended) this.#source.store.cancel(this.#watchId);\n',
    replace: '',
    fails: ['Watch > stop ends it here and in etcd (rule 35)'],
  },
  {
    name: 'stop-lets-the-rest-be-read',
    find: 'cancel(this.#watchId);\n    this.#ended = true;\n',
    replace: 'cancel(this.#watchId);\n',
    fails: ['Watch > stop ends it here and in etcd (rule 35)'],
  },
  {
    name: 'asks-whether-it-matches-without-a-selector',
    find: 'if (!labelSelector && !fieldSelector) return true;',
    replace: 'if (false) return true;',
    fails: [],
    equivalent:
      'By its contract an ObjectMatcher says true when there is no selector. Not asking it saves a call, which changes no answer.',
  },
];
