import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with caches, queues and the notes between them. */
export const mutants: Mutant[] = [
  {
    name: 'lists-the-latest-state-first',
    find: "#revision = '0';",
    replace: "#revision = '';",
    fails: [
      'First list > the first poll lists with resourceVersion 0: any state that the server has at hand',
    ],
  },
  {
    name: 'every-add-is-initial',
    find: 'this.#store(item, !this.#synced);',
    replace: 'this.#store(item, true);',
    fails: [
      'A new list > known is an update, changed or not; new is an add, not of the initial list',
    ],
  },
  {
    name: 'no-add-is-initial',
    find: 'this.#store(item, !this.#synced);',
    replace: 'this.#store(item, false);',
    fails: ['First list > the handler hears an add of the initial list for each'],
  },
  {
    name: 'synced-before-the-list',
    find: '#synced = false;',
    replace: '#synced = true;',
    fails: ['First list > before the first poll nothing was asked and nothing is known'],
  },
  {
    name: 'late-handlers-hear-only-changes',
    find: '    for (const object of this.#cache.values()) handler.onAdd?.(object, true);\n',
    replace: '',
    fails: ['First list > a handler that comes later hears at once of everything in the cache'],
  },
  {
    name: 'a-late-handler-hears-no-initial-list',
    find: 'handler.onAdd?.(object, true)',
    replace: 'handler.onAdd?.(object, false)',
    fails: ['First list > a handler that comes later hears at once of everything in the cache'],
  },
  {
    name: 'only-the-last-handler-hears',
    find: 'this.#handlers.push(handler);',
    replace: 'this.#handlers.splice(0, 1, handler);',
    fails: ['First list > several handlers hear the list, and one without onAdd does no harm'],
  },
  {
    name: 'needs-every-method',
    find: 'handler.onUpdate?.(before, object)',
    replace: 'handler.onUpdate!(before, object)',
    fails: ['Watch > a handler hears only of what it has a method for'],
  },
  {
    name: 'an-empty-namespace-is-a-namespace',
    find: "return namespace === '' ? all : all.filter",
    replace: 'return namespace === undefined ? all : all.filter',
    fails: ['First list > objects are listed by namespace; without one, all of them'],
  },
  {
    name: 'watches-without-bookmarks',
    find: '      allowWatchBookmarks: true,\n',
    replace: '',
    fails: ['Watch > opens right after the list, at its revision, with bookmarks'],
  },
  {
    name: 'forgets-the-revision-of-the-list',
    find: '    this.#revision = metadata.resourceVersion;\n',
    replace: '',
    fails: ['Watch > opens right after the list, at its revision, with bookmarks'],
  },
  {
    name: 'opens-a-watch-each-poll',
    find: 'this.#watch ??= this',
    replace: 'this.#watch = this',
    fails: ['Watch > runs on: the next polls only read it'],
  },
  {
    name: 'watches-again-from-the-list',
    find: '    this.#revision = event.object.metadata.resourceVersion;\n',
    replace: '',
    fails: [
      'Watch > a watch that ended is opened again by the next poll, where it ended; nothing is lost or told twice',
    ],
  },
  {
    name: 'resumes-only-at-what-exists',
    find: "    if (event.type === 'DELETED') this.#remove(keyOf(event.object), event.object);\n    else",
    replace:
      "    if (event.type === 'DELETED') return this.#remove(keyOf(event.object), event.object);\n",
    fails: ['Watch > the revision of a deletion counts as seen'],
  },
  {
    name: 'ignores-bookmarks',
    find: "    else if (event.type !== 'BOOKMARK') this",
    replace: "    else if (event.type === 'BOOKMARK') return;\n    else this",
    fails: ['Watch > a bookmark is told to nobody, but the watch resumes there'],
  },
  {
    name: 'stores-bookmarks',
    find: "    else if (event.type !== 'BOOKMARK') this.#store(event.object, false);",
    replace: '    else this.#store(event.object as Stored<T>, false);',
    fails: ['Watch > a bookmark is told to nobody, but the watch resumes there'],
  },
  {
    name: 'believes-the-event-that-it-is-new',
    find: "    else if (event.type !== 'BOOKMARK') this",
    replace:
      "    else if (event.type === 'ADDED') {\n      this.#cache.delete(keyOf(event.object));\n      this.#store(event.object, false);\n    } else if (event.type !== 'BOOKMARK') this",
    fails: ['Watch > ADDED of an object that is in the cache is an update'],
  },
  {
    name: 'drops-changes-of-the-unknown',
    find: "    else if (event.type !== 'BOOKMARK') this",
    replace:
      "    else if (event.type === 'MODIFIED' && !this.#cache.has(keyOf(event.object))) return;\n    else if (event.type !== 'BOOKMARK') this",
    fails: ['Watch > MODIFIED of an object that is not in the cache is an add'],
  },
  {
    name: 'tells-deletions-of-the-unknown',
    find: 'if (!this.#cache.delete(key)) return;',
    replace: 'this.#cache.delete(key);',
    fails: ['Watch > DELETED of an object that is not in the cache is not told'],
  },
  {
    name: 'tells-before-the-cache-has-it',
    find: '    this.#cache.set(key, object);\n    for (const handler of this.#handlers)\n      if (before) handler.onUpdate?.(before, object);\n      else handler.onAdd?.(object, isInInitialList);',
    replace:
      '    for (const handler of this.#handlers)\n      if (before) handler.onUpdate?.(before, object);\n      else handler.onAdd?.(object, isInInitialList);\n    this.#cache.set(key, object);',
    fails: ['Watch > whoever is called finds the cache as told, event by event'],
  },
  {
    name: 'tells-only-the-last-of-several-events',
    find: 'for (const event of this.#watch.drain()) this.#apply(event);',
    replace:
      'for (const event of new Map(\n      this.#watch.drain().map((each) => [keyOf(each.object as KubernetesObject), each]),\n    ).values())\n      this.#apply(event);',
    fails: ['Watch > whoever is called finds the cache as told, event by event'],
  },
  {
    name: 'swaps-before-and-after',
    find: 'handler.onUpdate?.(before, object)',
    replace: 'handler.onUpdate?.(object, before)',
    fails: ['Watch > the cache follows it, and the handler hears'],
  },
  {
    name: 'waits-at-a-watch-that-has-ended',
    find: '    if (this.#watch.ended()) this.#watch = undefined;\n',
    replace: '',
    fails: [
      'Watch > a watch that ended is opened again by the next poll, where it ended; nothing is lost or told twice',
    ],
  },
  {
    name: 'lists-again-when-a-watch-ends',
    find: 'if (this.#watch.ended()) this.#watch = undefined;',
    replace:
      'if (this.#watch.ended()) {\n      this.#watch = undefined;\n      this.#mustList = true;\n    }',
    fails: [
      'Watch > a watch that ended is opened again by the next poll, where it ended; nothing is lost or told twice',
    ],
  },
  {
    name: 'lists-again-after-any-error',
    find: 'event.object.code === 410',
    replace: 'true',
    fails: [
      'Watch > an error that is not 410 ends the watch: the next poll opens another, without a list',
    ],
  },
  {
    name: 'never-lists-again',
    find: 'this.#mustList = event.object.code === 410;',
    replace: 'this.#mustList = false;',
    fails: [
      'A new list > after 410 the next poll lists, from the newest revision seen, and watches from there',
    ],
  },
  {
    name: 'starts-over-after-410',
    find: 'this.#mustList = event.object.code === 410;',
    replace:
      'if (event.object.code !== 410) return;\n      this.#mustList = true;\n      this.#cache.clear();',
    fails: ['A new list > until the new list is there, cache and hasSynced stay'],
  },
  {
    name: 'is-no-longer-synced-after-410',
    find: 'this.#mustList = event.object.code === 410;',
    replace:
      'if (event.object.code !== 410) return;\n      this.#mustList = true;\n      this.#synced = false;',
    fails: ['A new list > until the new list is there, cache and hasSynced stay'],
  },
  {
    name: 'lists-any-state-after-410',
    find: "this.#revisionExpired ? '' : this.#revision;",
    replace: "this.#revisionExpired ? '' : '0';",
    fails: [
      'A new list > after 410 the next poll lists, from the newest revision seen, and watches from there',
    ],
  },
  {
    name: 'lists-the-latest-after-any-410',
    find: 'this.#mustList = event.object.code === 410;',
    replace: 'this.#mustList = this.#revisionExpired = event.object.code === 410;',
    fails: [
      'A new list > after 410 the next poll lists, from the newest revision seen, and watches from there',
    ],
  },
  {
    name: 'misses-deletions',
    find: '    for (const [key, lastKnown] of gone) this.#remove(key, { key, lastKnown });\n',
    replace: '',
    fails: [
      'A new list > what is in the list no more is told as a Tombstone with the last state that was known',
    ],
  },
  {
    name: 'tells-missed-deletions-as-seen',
    find: 'this.#remove(key, { key, lastKnown })',
    replace: 'this.#remove(key, lastKnown)',
    fails: [
      'A new list > what is in the list no more is told as a Tombstone with the last state that was known',
    ],
  },
  {
    name: 'deletes-everything-before-a-new-list',
    find: '      gone.delete(keyOf(item));\n',
    replace: '',
    fails: [
      'A new list > known is an update, changed or not; new is an add, not of the initial list',
    ],
  },
  {
    name: 'tells-only-what-changed',
    find: '    for (const handler of this.#handlers)\n      if (before)',
    replace:
      '    if (before?.metadata.resourceVersion === object.metadata.resourceVersion) return;\n    for (const handler of this.#handlers)\n      if (before)',
    fails: [
      'A new list > known is an update, changed or not; new is an add, not of the initial list',
      'Resync > when its time has come, to the millisecond, every object is told as an update',
    ],
  },
  {
    name: 'a-new-uid-is-a-new-object',
    find: '    for (const handler of this.#handlers)\n      if (before)',
    replace:
      '    for (const handler of this.#handlers)\n      if (before?.metadata.uid === object.metadata.uid && before)',
    fails: ['A new list > another object of the same name, not seen to go and come, is an update'],
  },
  {
    name: 'a-failed-list-is-forgotten',
    find: '    const { items, metadata } = this.#listed();',
    replace: '    this.#mustList = false;\n    const { items, metadata } = this.#listed();',
    fails: [
      'A new list > if the list fails nothing changes, and the next poll lists again, not watches',
    ],
  },
  {
    name: 'swallows-errors-of-the-list',
    find: '      throw error;',
    replace: '      return { items: [], metadata: { resourceVersion: this.#revision } };',
    fails: [
      'A new list > if the list fails nothing changes, and the next poll lists again, not watches',
    ],
  },
  {
    name: 'insists-on-a-revision-that-is-gone',
    find: 'if (error instanceof ApiError && error.code === 410) this.#revisionExpired = true;',
    replace: '',
    fails: [
      'A new list > if even the list is refused with 410, the next one asks for the latest state',
    ],
  },
  {
    name: 'any-failed-list-asks-for-the-latest',
    find: 'if (error instanceof ApiError && error.code === 410) this',
    replace: 'this',
    fails: [
      'A new list > if the list fails nothing changes, and the next poll lists again, not watches',
    ],
  },
  {
    name: 'asks-for-the-latest-ever-after',
    find: '    this.#revisionExpired = false;\n',
    replace: '',
    fails: [
      'A new list > one that fails otherwise meanwhile does not change that; one that succeeds does',
    ],
  },
  {
    name: 'resyncs-late-by-one',
    find: 'this.#resyncedAt < resyncMs',
    replace: 'this.#resyncedAt <= resyncMs',
    fails: [
      'Resync > when its time has come, to the millisecond, every object is told as an update',
    ],
  },
  {
    name: 'resyncs-without-being-asked',
    find: 'if (resyncMs === 0 || clock',
    replace: 'if (clock',
    fails: ['Resync > without resyncMs, or with 0, there is none'],
  },
  {
    name: 'resyncs-from-the-server',
    find: 'for (const object of this.list()) this.#store(object, false);',
    replace: 'this.#replace();',
    fails: ['Resync > it comes from the cache: the server is asked nothing'],
  },
  {
    name: 'resyncs-at-every-poll-from-then-on',
    find: '    this.#resyncedAt = clock.now();\n',
    replace: '',
    fails: ['Resync > however late it is, it happens once, and the next one counts from there'],
  },
  {
    name: 'resyncs-make-up-for-lost-time',
    find: '    this.#resyncedAt = clock.now();\n',
    replace: '    this.#resyncedAt += resyncMs;\n',
    fails: ['Resync > however late it is, it happens once, and the next one counts from there'],
  },
  {
    name: 'a-new-list-does-not-put-off-the-resync',
    find: '    this.#synced = true;\n    this.#resyncedAt = this.#options.clock.now();\n',
    replace:
      '    if (!this.#synced) this.#resyncedAt = this.#options.clock.now();\n    this.#synced = true;\n',
    fails: ['Resync > a new list counts as well'],
  },
  {
    name: 'resyncs-before-the-events',
    find: '    if (this.#mustList) this.#replace();',
    replace: '    if (this.#mustList) this.#replace();\n    this.#resyncIfDue();',
    fails: ['Resync > it comes after the events of the same poll'],
  },
  {
    name: 'keeps-a-key-as-often-as-it-was-added',
    find: '    if (this.#dirty.has(key)) return;\n',
    replace: '',
    fails: ['One at a time > a key that waits is not added again and keeps its place'],
  },
  {
    name: 'gives-a-key-to-two-workers',
    find: 'if (!this.#processing.has(key)) this.#waiting.push(key);',
    replace: 'this.#waiting.push(key);',
    fails: [
      'One at a time > a key that is worked on and added again is not given to a second worker',
    ],
  },
  {
    name: 'forgets-what-is-added-meanwhile',
    find: '    if (this.#dirty.has(key)) return;\n',
    replace: '    if (this.#dirty.has(key) || this.#processing.has(key)) return;\n',
    fails: ['One at a time > at done it comes back, once'],
  },
  {
    name: 'a-key-stays-wanted',
    find: '    this.#dirty.delete(key);\n',
    replace: '',
    fails: ['One at a time > a key that nobody added meanwhile does not come back'],
  },
  {
    name: 'done-doubles-a-key-that-waits',
    find: 'this.#processing.delete(key) && this',
    replace: '(this.#processing.delete(key) || true) && this',
    fails: ['One at a time > done of a key that waits, or is not there, does nothing'],
  },
  {
    name: 'counts-what-is-worked-on',
    find: 'return this.#waiting.length;',
    replace: 'return this.#waiting.length + this.#processing.size;',
    fails: ['One at a time > several keys can be worked on at once'],
  },
  {
    name: 'comes-a-millisecond-late',
    find: 'readyAt <= now',
    replace: 'readyAt < now',
    fails: ['Later > a key comes after its time, to the millisecond'],
  },
  {
    name: 'ripe-keys-in-the-order-of-asking',
    find: 'ready.sort(([, a], [, b]) => a - b)',
    replace: 'ready',
    fails: ['Later > keys come in the order of their times'],
  },
  {
    name: 'looks-at-the-clock-only-in-get',
    find: '  add(key: string): void {\n    this.#addReady();',
    replace: '  add(key: string): void {',
    fails: ['Later > its place is that of its time, though nobody looked then'],
  },
  {
    name: 'done-does-not-look-at-the-clock',
    find: '  done(key: string): void {\n    this.#addReady();',
    replace: '  done(key: string): void {',
    fails: ['Later > the same holds for a key that comes back at done'],
  },
  {
    name: 'length-does-not-look-at-the-clock',
    find: '  length(): number {\n    this.#addReady();',
    replace: '  length(): number {',
    fails: ['Later > a key comes after its time, to the millisecond'],
  },
  {
    name: 'the-last-time-counts',
    find: 'Math.min(readyAt, this.#readyAt.get(key) ?? readyAt)',
    replace: 'readyAt',
    fails: ['Later > of several times of a key the earliest counts, in either order'],
  },
  {
    name: 'a-time-is-never-used-up',
    find: '      this.#readyAt.delete(key);\n',
    replace: '',
    fails: ['Later > a time that has come is used up'],
  },
  {
    name: 'a-new-time-is-lost-in-the-old-one',
    find: '  addAfter(key: string, ms: number): void {\n    this.#addReady();',
    replace: '  addAfter(key: string, ms: number): void {',
    fails: ['Later > a new time counts though the one before has come and nobody looked'],
  },
  {
    name: 'add-cancels-the-time',
    find: '    this.#addReady();\n    this.#mark(key);',
    replace: '    this.#addReady();\n    this.#readyAt.delete(key);\n    this.#mark(key);',
    fails: ['Later > add does not cancel a time, nor does done'],
  },
  {
    name: 'back-off-starts-doubled',
    find: '2 ** requeues',
    replace: '2 ** (requeues + 1)',
    fails: ['Back-off > 5 ms, doubled each time, at most 1000 s'],
  },
  {
    name: 'back-off-has-no-end',
    find: 'Math.min(5 * 2 ** requeues, 1_000_000)',
    replace: '5 * 2 ** requeues',
    fails: ['Back-off > 5 ms, doubled each time, at most 1000 s'],
  },
  {
    name: 'one-count-for-all-keys',
    find: 'this.#requeues.set(key, requeues + 1);',
    replace:
      'this.#requeues.set(key, requeues + 1);\n    for (const each of this.#requeues.keys()) this.#requeues.set(each, requeues + 1);',
    fails: ['Back-off > keys are counted one by one'],
  },
  {
    name: 'forget-takes-the-key-out',
    find: '    this.#requeues.delete(key);',
    replace: '    this.#requeues.delete(key);\n    this.#readyAt.delete(key);',
    fails: ['Back-off > forget takes nothing out of the queue'],
  },
  {
    name: 'forgets-nothing',
    find: '    this.#requeues.delete(key);\n',
    replace: '',
    fails: ['Back-off > after forget the next requeue is the first'],
  },
  {
    name: 'nobody-may-act-unless-something-was-expected',
    find: 'if (!expected) return true;',
    replace: 'if (!expected) return false;',
    fails: ['Expectations > where nothing was expected, all is well'],
  },
  {
    name: 'more-seen-than-expected-is-not-enough',
    find: 'creations <= 0',
    replace: 'creations === 0',
    fails: ['Expectations > more creations seen than expected are not saved up'],
  },
  {
    name: 'one-kind-is-enough',
    find: 'creations <= 0 && deletions',
    replace: 'creations <= 0 || deletions',
    fails: ['Expectations > creations are counted'],
  },
  {
    name: 'counts-deletions',
    find: 'this.#expected.get(key)?.deletions.delete(child);',
    replace:
      'const deletions = this.#expected.get(key)?.deletions;\n    const [first] = deletions ?? [];\n    if (first !== undefined) deletions?.delete(first);',
    fails: ['Expectations > deletions are known by the child: seeing one twice is seeing one'],
  },
  {
    name: 'an-expectation-adds-to-the-last',
    find: '      creations,\n      deletions: new Set(deletions),',
    replace:
      '      creations: creations + Math.max(this.#expected.get(key)?.creations ?? 0, 0),\n      deletions: new Set([...deletions, ...(this.#expected.get(key)?.deletions ?? [])]),',
    fails: ['Expectations > a new expectation replaces the old one, also one of the other kind'],
  },
  {
    name: 'saves-up-what-was-seen-too-often',
    find: '      creations,\n      deletions',
    replace:
      '      creations: creations + Math.min(this.#expected.get(key)?.creations ?? 0, 0),\n      deletions',
    fails: ['Expectations > more creations seen than expected are not saved up'],
  },
  {
    name: 'waits-for-ever',
    find: 'return this.#clock.now() - since > expectationsTimeoutMs;',
    replace: 'return false;',
    fails: ['Expectations > after more than five minutes nobody waits any longer'],
  },
  {
    name: 'gives-up-a-millisecond-early',
    find: 'since > expectationsTimeoutMs',
    replace: 'since >= expectationsTimeoutMs',
    fails: ['Expectations > after more than five minutes nobody waits any longer'],
  },
  {
    name: 'five-minutes-from-the-first-expectation',
    find: '      since: this.#clock.now(),',
    replace: '      since: this.#expected.get(key)?.since ?? this.#clock.now(),',
    fails: ['Expectations > a new expectation starts the time anew, what is seen does not'],
  },
  {
    name: 'a-sighting-starts-the-time-anew',
    find: '    this.#expected.get(key)?.deletions.delete(child);',
    replace:
      '    const expected = this.#expected.get(key);\n    expected?.deletions.delete(child);\n    if (expected) this.#expected.set(key, { ...expected, since: this.#clock.now() });',
    fails: ['Expectations > a new expectation starts the time anew, what is seen does not'],
  },
  {
    name: 'a-tombstone-has-no-name',
    find: "'lastKnown' in object ? object.key : keyOf(object)",
    replace: 'keyOf(object as KubernetesObject)',
    fails: ['One item of work > also that of an object whose deletion nobody saw'],
  },
  {
    name: 'works-with-empty-caches',
    find: '  if (!informers.every((informer) => informer.hasSynced())) return undefined;\n',
    replace: '',
    fails: ['One item of work > nothing is taken while a cache is still empty'],
  },
  {
    name: 'one-full-cache-is-enough',
    find: 'informers.every(',
    replace: 'informers.some(',
    fails: ['One item of work > nothing is taken while a cache is still empty'],
  },
  {
    name: 'does-not-forget',
    find: '    queue.forget(key);\n',
    replace: '',
    fails: ['One item of work > failures in a row make the back-off grow; a success ends that'],
  },
  {
    name: 'drops-what-fails',
    find: '    queue.addRateLimited(key);\n',
    replace: '',
    fails: [
      'One item of work > a failed sync is repeated after the back-off, and the error is told',
    ],
  },
  {
    name: 'repeats-what-fails-at-once',
    find: 'queue.addRateLimited(key);',
    replace: 'queue.add(key);',
    fails: [
      'One item of work > a failed sync is repeated after the back-off, and the error is told',
    ],
  },
  {
    name: 'throws-the-error-on',
    find: 'return { key, error };',
    replace: 'throw error;',
    fails: [
      'One item of work > a failed sync is repeated after the back-off, and the error is told',
    ],
  },
  {
    name: 'does-not-come-back-though-asked',
    find: '    if (result) queue.addAfter(key, result.requeueAfterMs);\n',
    replace: '',
    fails: ['One item of work > sync may ask to be called again later'],
  },
  {
    name: 'takes-0-for-never',
    find: 'if (result) queue',
    replace: 'if (result?.requeueAfterMs) queue',
    fails: ['One item of work > again at once is possible as well'],
  },
  {
    name: 'counts-coming-back-as-a-failure',
    find: 'queue.addAfter(key, result.requeueAfterMs)',
    replace: 'queue.addRateLimited(key)',
    fails: ['One item of work > sync may ask to be called again later'],
  },
  {
    name: 'never-done',
    find: '    queue.done(key);\n',
    replace: '',
    fails: ['One item of work > one key is taken, given to sync, and dealt with'],
  },
  {
    name: 'done-before-the-work',
    find: 'const key = queue.get();',
    replace: 'const key = queue.get();\n  if (key !== undefined) queue.done(key);',
    fails: ['One item of work > what is added during sync comes back after it: done comes last'],
  },
  {
    name: 'done-only-when-it-went-well',
    find: '    return { key };\n  } catch (error) {\n    queue.addRateLimited(key);\n    return { key, error };\n  } finally {\n    queue.done(key);\n  }',
    replace:
      '    queue.done(key);\n    return { key };\n  } catch (error) {\n    queue.addRateLimited(key);\n    return { key, error };\n  }',
    fails: [
      'One item of work > a failed sync is repeated after the back-off, and the error is told',
    ],
  },
];
