import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with replicas. */
export const mutants: Mutant[] = [
  {
    name: 'a-terminating-pod-counts',
    find: '!metadata?.deletionTimestamp && ![',
    replace: '![',
    fails: ['Which Pods count > one that is being deleted does not, whatever its phase (rule 1)'],
  },
  {
    name: 'a-failed-pod-counts',
    find: "!['Succeeded', 'Failed'].includes",
    replace: "!['Succeeded'].includes",
    fails: ['Which Pods count > those that have ended do not, all others do (rule 1)'],
  },
  {
    name: 'only-running-pods-count',
    find: "!['Succeeded', 'Failed'].includes(status?.phase ?? '')",
    replace: "status?.phase === 'Running'",
    fails: ['Which Pods count > those that have ended do not, all others do (rule 1)'],
  },
  {
    name: 'the-longest-ready-goes-first',
    find: 'youngerFirst(a, readySince(a), b, readySince(b), now)',
    replace: 'youngerFirst(b, readySince(b), a, readySince(a), now)',
    fails: [
      'Who goes first > the one that became ready later first, if that is much later (rule 7)',
    ],
  },
  {
    name: 'the-ready-time-of-unready-pods-counts',
    find: "type === 'Ready' && status === 'True'",
    replace: "type === 'Ready'",
    fails: ['Who goes first > not ready before ready (rule 4)'],
  },
  {
    name: 'restarts-of-all-containers-are-added',
    find: 'Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))',
    replace: '(status?.containerStatuses ?? []).reduce((sum, each) => sum + each.restartCount, 0)',
    fails: ['Who goes first > the one with the most restarts in any one container first (rule 8)'],
  },
  {
    name: 'the-cost-counts-before-readiness',
    find: `    Number(isReady(a)) - Number(isReady(b)) ||
    deletionCost(a) - deletionCost(b) ||`,
    replace: `    deletionCost(a) - deletionCost(b) ||
    Number(isReady(a)) - Number(isReady(b)) ||`,
    fails: ['Who goes first > readiness counts before the cost (rules 4 and 5)'],
  },
  {
    name: 'the-crowd-counts-before-the-cost',
    find: `    deletionCost(a) - deletionCost(b) ||
    neighbours(b) - neighbours(a) ||`,
    replace: `    neighbours(b) - neighbours(a) ||
    deletionCost(a) - deletionCost(b) ||`,
    fails: ['Who goes first > the one with more related Pods on its node first (rule 6)'],
  },
  {
    name: 'the-loneliest-goes-first',
    find: 'neighbours(b) - neighbours(a)',
    replace: 'neighbours(a) - neighbours(b)',
    fails: ['Who goes first > the one with more related Pods on its node first (rule 6)'],
  },
  {
    name: 'neighbours-that-have-ended-count',
    find: 'related.filter(isActive)',
    replace: 'related',
    fails: ['Who goes first > related Pods count that are active, ready or not (rules 1 and 6)'],
  },
  {
    name: 'neighbours-are-counted-among-the-pods-themselves',
    find: 'const active = related.filter(isActive)',
    replace: 'const active = pods.filter(isActive)',
    fails: ['Who goes first > the one with more related Pods on its node first (rule 6)'],
  },
  {
    name: 'the-list-is-sorted-in-place',
    find: 'pods.toSorted(first)',
    replace: '(pods as T[]).sort(first)',
    fails: ['Who goes first > changes nothing that it is given (rule 10)'],
  },
  {
    name: 'an-empty-node-name-is-a-node',
    find: "Number(nodeOf(a) !== '') - Number(nodeOf(b) !== '')",
    replace: 'Number(a.spec?.nodeName !== undefined) - Number(b.spec?.nodeName !== undefined)',
    fails: [
      'Who goes first > one without a node before one with a node, though it is ready (rule 2)',
    ],
  },
  {
    name: 'available-is-whoever-is-ready',
    find: 'availableReplicas: ready.filter((pod) => isAvailable(pod, minReadySeconds, now)).length',
    replace: 'availableReplicas: ready.length',
    fails: [
      'The status > available is who has been ready for longer than minReadySeconds (rule 12)',
    ],
  },
  {
    name: 'seconds-are-taken-for-milliseconds',
    find: 'parseTime(since) + minReadySeconds * 1000 < now',
    replace: 'parseTime(since) + minReadySeconds < now',
    fails: [
      'The status > available is who has been ready for longer than minReadySeconds (rule 12)',
    ],
  },
  {
    name: 'ready-without-a-time-is-available',
    find: 'since !== undefined && parseTime(since)',
    replace: 'since === undefined || parseTime(since)',
    fails: [
      'The status > available is who has been ready for longer than minReadySeconds (rule 12)',
    ],
  },
  {
    name: 'the-selector-decides-who-is-fully-labelled',
    find: 'matchLabels: spec?.template?.metadata?.labels ?? {}',
    replace: 'matchLabels: spec?.selector?.matchLabels ?? {}',
    fails: [
      'The status > counts the Pods, those with all labels of the template, the ready ones (rule 11)',
    ],
  },
  {
    name: 'the-generation-is-never-observed',
    find: 'observedGeneration: metadata?.generation ?? 0',
    replace: 'observedGeneration: status?.observedGeneration ?? 0',
    fails: ['The status > says which generation it is about (rule 13)'],
  },
  {
    name: 'the-failure-is-told-anew-each-time',
    find: "if (conditions.some(({ type }) => type === 'ReplicaFailure')) return conditions;",
    replace: "conditions = conditions.filter(({ type }) => type !== 'ReplicaFailure');",
    fails: ['The status > a failure that stands there already stays as it is (rule 14)'],
  },
  {
    name: 'the-failure-never-goes-away',
    find: "return conditions.filter(({ type }) => type !== 'ReplicaFailure')",
    replace: 'return conditions',
    fails: ['The status > without a failure the condition goes; others stay (rule 14)'],
  },
  {
    name: 'the-failure-drops-other-conditions',
    find: '    ...conditions,\n',
    replace: '',
    fails: ['The status > without a failure the condition goes; others stay (rule 14)'],
  },
  {
    name: 'absent-replicas-are-none',
    find: 'spec?.replicas ?? 1',
    replace: 'spec?.replicas ?? 0',
    fails: ['Creating > without replicas it wants 1, with 0 none (rule 21)'],
  },
  {
    name: 'zero-replicas-are-one',
    find: 'spec?.replicas ?? 1',
    replace: 'spec?.replicas || 1',
    fails: ['Creating > without replicas it wants 1, with 0 none (rule 21)'],
  },
  {
    name: 'starts-all-at-once',
    find: 'for (let size = 1, left = count;',
    replace: 'for (let size = count || 1, left = count;',
    fails: ['Slow start > after a failure nothing new is begun: 1, 2, 4, 8 (rules 15 and 16)'],
  },
  {
    name: 'starts-one-after-the-other',
    find: 'left -= size, size *= 2',
    replace: 'left -= size',
    fails: ['Slow start > after a failure nothing new is begun: 1, 2, 4, 8 (rules 15 and 16)'],
  },
  {
    name: 'a-failure-stops-its-own-batch',
    find: '        errors.push(error);\n      }\n    }\n    if (errors.length > 0)',
    replace:
      '        errors.push(error);\n        break;\n      }\n    }\n    if (errors.length > 0)',
    fails: ['Slow start > after a failure nothing new is begun: 1, 2, 4, 8 (rules 15 and 16)'],
  },
  {
    name: 'the-last-error-is-told',
    find: 'return { done, error: errors[0] }',
    replace: 'return { done, error: errors.at(-1) }',
    fails: ['Slow start > of several failures the first is told (rule 16)'],
  },
  {
    name: 'steals-pods-of-other-controllers',
    find: 'if (owner && owner.uid !== uid) return false;',
    replace: 'if (owner && owner.uid !== uid) return selected;',
    fails: [
      'Claiming > a Pod that somebody else controls is left alone, matching or not (rule 17)',
    ],
  },
  {
    name: 'knows-owners-by-name',
    find: 'if (owner && owner.uid !== uid) return false;',
    replace: 'if (owner && owner.name !== replicaSet.metadata.name) return false;',
    fails: ['Claiming > who is meant is said by the uid, not by the name (rule 17)'],
  },
  {
    name: 'counts-orphans-without-adopting',
    find: 'if (selected) return this.#patch(pod, adoption(replicaSet, pod), [404]);',
    replace: 'if (selected) return true;',
    fails: ['Claiming > an orphan that matches is adopted and counts at once (rule 17)'],
  },
  {
    name: 'never-lets-go',
    find: 'this.#patch(pod, release(replicaSet, pod), [404, 422]);',
    replace: '',
    fails: [
      'Claiming > a Pod of its own that no longer matches is let go and does not count (rule 17)',
    ],
  },
  {
    name: 'a-pod-let-go-still-counts',
    find: 'this.#patch(pod, release(replicaSet, pod), [404, 422]);\n    return false;',
    replace: 'return this.#patch(pod, release(replicaSet, pod), [404, 422]);',
    fails: [
      'Claiming > a Pod of its own that no longer matches is let go and does not count (rule 17)',
    ],
  },
  {
    name: 'claims-in-all-namespaces',
    find: 'const pods = this.#given.pods.list(namespace).filter(isActive);',
    replace: 'const pods = this.#given.pods.list().filter(isActive);',
    fails: [
      'Claiming > what has ended, is being deleted, or lives in another namespace is passed over (rule 17)',
    ],
  },
  {
    name: 'adopts-on-its-deathbed',
    find: 'if (deletionTimestamp || !(owner || selected)) return false;',
    replace: 'if (!(owner || selected)) return false;',
    fails: [
      'Claiming > a ReplicaSet that is being deleted adopts nobody and lets nobody go (rule 18)',
    ],
  },
  {
    name: 'believes-the-cache-that-it-is-alive',
    find: 'if (adopts && !deletionTimestamp) this.#checkIsAlive(replicaSet);',
    replace: '',
    fails: [
      'Claiming > nobody is adopted when the apiserver knows that it is being deleted (rule 19)',
    ],
  },
  {
    name: 'a-namesake-is-taken-for-itself',
    find: 'metadata.uid !== replicaSet.metadata.uid || metadata.deletionTimestamp',
    replace: 'metadata.deletionTimestamp',
    fails: ['Claiming > nor when it is gone, or another one has its name (rule 19)'],
  },
  {
    name: 'a-pod-that-is-gone-is-an-error',
    find: 'adoption(replicaSet, pod), [404])',
    replace: 'adoption(replicaSet, pod), [])',
    fails: [
      'Claiming > an orphan that is gone meanwhile does not count, and is no error (rule 20)',
    ],
  },
  {
    name: 'the-first-refusal-ends-claiming',
    find: '        errors.push(refusal(error));\n      }\n    }\n    if (errors[0])',
    replace: '        throw refusal(error);\n      }\n    }\n    if (errors[0])',
    fails: [
      'Claiming > any other refusal ends the sync, after the other Pods had their turn (rule 20)',
    ],
  },
  {
    name: 'goes-on-after-a-refused-adoption',
    find: 'if (errors[0]) throw errors[0];\n    return claimed;',
    replace: 'return claimed;',
    fails: [
      'Claiming > any other refusal ends the sync, after the other Pods had their turn (rule 20)',
    ],
  },
  {
    name: 'creates-what-the-cache-has-not-yet-seen',
    find: 'expectations.satisfied(key) && !replicaSet',
    replace: '!replicaSet',
    fails: ['Creating > does not create again what the cache has not yet seen (rules 21 and 22)'],
  },
  {
    name: 'asks-what-was-seen-after-it-has-listed',
    find: `    const mayAct = expectations.satisfied(key) && !replicaSet.metadata.deletionTimestamp;
    const pods = this.#claim(replicaSet);
`,
    replace: `    const pods = this.#claim(replicaSet);
    const mayAct = expectations.satisfied(key) && !replicaSet.metadata.deletionTimestamp;
`,
    fails: [
      'Creating > asks before it lists: what arrives while it claims is not in its list (rule 21)',
    ],
  },
  {
    name: 'does-nothing-at-all-while-it-waits',
    find: 'const pods = this.#claim(replicaSet);',
    replace: 'if (!mayAct) return undefined;\n    const pods = this.#claim(replicaSet);',
    fails: ['Creating > while it waits it still claims and tells (rules 21 and 27)'],
  },
  {
    name: 'creates-while-it-is-being-deleted',
    find: 'expectations.satisfied(key) && !replicaSet.metadata.deletionTimestamp',
    replace: 'expectations.satisfied(key)',
    fails: ['Creating > a ReplicaSet that is being deleted creates nothing (rule 21)'],
  },
  {
    name: 'does-not-expect-creations',
    find: '    expectations.expectCreations(key, count);\n',
    replace: '',
    fails: ['Creating > does not create again what the cache has not yet seen (rules 21 and 22)'],
  },
  {
    name: 'expects-creations-too-late',
    find: `    expectations.expectCreations(key, count);
    const { done, error } = slowStart(count, () => {
      try {
        const { metadata } = client.create('pods', podFor(replicaSet));
        events.event(replicaSet, 'Normal', 'SuccessfulCreate', \`Created pod: \${metadata.name}\`);
      } catch (error) {
        const { message } = refusal(error);
        events.event(replicaSet, 'Warning', 'FailedCreate', \`Error creating: \${message}\`);
        throw error;
      }
    });
`,
    replace: `    const { done, error } = slowStart(count, () => {
      try {
        const { metadata } = client.create('pods', podFor(replicaSet));
        events.event(replicaSet, 'Normal', 'SuccessfulCreate', \`Created pod: \${metadata.name}\`);
      } catch (error) {
        const { message } = refusal(error);
        events.event(replicaSet, 'Warning', 'FailedCreate', \`Error creating: \${message}\`);
        throw error;
      }
    });
    expectations.expectCreations(key, count);
`,
    fails: [
      'Creating > expects before it creates: the watch may be faster than the answer (rule 22)',
    ],
  },
  {
    name: 'waits-for-pods-that-were-refused',
    find: 'for (let i = done; i < count; i++) expectations.creationObserved(key);',
    replace: '',
    fails: ['Creating > what was refused or never tried is not waited for (rule 24)'],
  },
  {
    name: 'takes-back-one-creation-only',
    find: 'for (let i = done; i < count; i++) expectations.creationObserved(key);',
    replace: 'if (done < count) expectations.creationObserved(key);',
    fails: ['Creating > what was refused or never tried is not waited for (rule 24)'],
  },
  {
    name: 'creates-all-at-once-however-many',
    find: 'Math.min(missing, burstReplicas)',
    replace: 'missing',
    fails: ['Creating > at most burstReplicas in one sync (rule 21)'],
  },
  {
    name: 'throws-before-it-tells',
    find: '    this.#tell(replicaSet, status);\n    if (failure) throw failure;',
    replace: '    if (failure) throw failure;\n    this.#tell(replicaSet, status);',
    fails: ['Creating > a refusal stops the slow start, is told and thrown (rule 24)'],
  },
  {
    name: 'swallows-the-failure',
    find: '    if (failure) throw failure;\n',
    replace: '',
    fails: ['Creating > a refusal stops the slow start, is told and thrown (rule 24)'],
  },
  {
    name: 'sisters-do-not-count',
    find: 'podsToDelete(pods, this.#related(replicaSet), count, now)',
    replace: 'podsToDelete(pods, pods, count, now)',
    fails: ['Deleting > sisters of the same Deployment crowd a node, too (rule 25)'],
  },
  {
    name: 'does-not-expect-deletions',
    find: 'expectations.expectDeletions(key, victims.map(keyOf));',
    replace: '',
    fails: [
      'Deleting > does not delete others while the first deletions are on their way (rule 26)',
    ],
  },
  {
    name: 'expects-deletions-by-name-alone',
    find: 'victims.map(keyOf)',
    replace: 'victims.map(({ metadata }) => metadata.name)',
    fails: [
      'Deleting > does not delete others while the first deletions are on their way (rule 26)',
    ],
  },
  {
    name: 'waits-for-deletions-that-were-refused',
    find: '        expectations.deletionObserved(key, keyOf(pod));\n        if (code === 404)',
    replace: '        if (code === 404)',
    fails: [
      'Deleting > a refusal is told and thrown, after the others had their turn (rule 26)',
      'Deleting > a Pod that is gone already is as good as deleted (rule 26)',
    ],
  },
  {
    name: 'a-pod-that-is-gone-could-not-be-deleted',
    find: 'if (code === 404) continue;',
    replace: '',
    fails: ['Deleting > a Pod that is gone already is as good as deleted (rule 26)'],
  },
  {
    name: 'writes-the-status-every-time',
    find: 'if (deepEqual(status, replicaSet.status)) return;',
    replace: '',
    fails: ['Telling > writes the status, and only when it says something new (rule 27)'],
  },
  {
    name: 'a-failure-alone-is-no-news',
    find: 'if (deepEqual(status, replicaSet.status)) return;',
    replace:
      'if (deepEqual({ ...status, conditions: [] }, { ...replicaSet.status, conditions: [] })) return;',
    fails: [
      'Telling > a failure is new, though all counts are as before, and so is its end (rule 27)',
    ],
  },
  {
    name: 'reads-again-only-after-a-conflict',
    find: '      refusal(error);\n      const latest',
    replace: '      if (refusal(error).code !== 409) throw error;\n      const latest',
    fails: ['Telling > refused for another reason it tries once more, too (rule 28)'],
  },
  {
    name: 'does-not-read-again',
    find: "const latest = client.get('replicasets', ...placeOf(replicaSet));",
    replace: 'const latest = replicaSet;',
    fails: ['Telling > a stale copy is refused: reads again, and writes the same (rule 28)'],
  },
  {
    name: 'does-not-forget-who-is-gone',
    find: '      expectations.forget(key);\n      return undefined;',
    replace: '      return undefined;',
    fails: ['Telling > a ReplicaSet that the cache does not have is forgotten (rule 29)'],
  },
  {
    name: 'looks-again-too-early',
    find: '((replicaSet.spec?.minReadySeconds ?? 0) + 1) * 1000',
    replace: '1000',
    fails: ['Telling > looks again when a ready Pod will be available (rule 30)'],
  },
  {
    name: 'never-looks-again',
    find: 'if (status.availableReplicas === status.readyReplicas) return undefined;',
    replace: 'if (status.replicas >= 0) return undefined;',
    fails: ['Telling > looks again when a ready Pod will be available (rule 30)'],
  },
  {
    name: 'a-dying-pod-is-seen-as-new',
    find: 'if (pod.metadata.deletionTimestamp) this.#podDeleted(pod);\n    else if',
    replace: 'if',
    fails: [
      'Waking up > a Pod that arrives while it is being deleted is no new one (rules 31 and 32)',
    ],
  },
  {
    name: 'the-beginning-of-a-deletion-is-a-change-like-others',
    find: 'if (after.metadata.deletionTimestamp) this.#podDeleted(after);\n    else if',
    replace: 'if',
    fails: ['Waking up > the beginning of a deletion counts as the deletion (rule 32)'],
  },
  {
    name: 'does-not-know-tombstones',
    find: "const pod = 'lastKnown' in gone ? gone.lastKnown : gone;",
    replace: "if ('lastKnown' in gone) return;\n    const pod = gone;",
    fails: [
      'Waking up > a deleted Pod of its own: seen, and a look is due, also by a tombstone (rule 32)',
    ],
  },
  {
    name: 'offers-the-pods-of-others',
    find: 'else if (!controllerOf(pod)) this.#wakeAdopters(pod);',
    replace: 'else this.#wakeAdopters(pod);',
    fails: ['Waking up > a new Pod of somebody else wakes nobody, though it matches (rule 31)'],
  },
  {
    name: 'every-resync-is-a-change',
    find: 'if (before.metadata.resourceVersion === after.metadata.resourceVersion) return;',
    replace: '',
    fails: ['Waking up > told again without a change it wakes nobody (rule 33)'],
  },
  {
    name: 'the-former-owner-sleeps-on',
    find: '    this.#wakeOwner(before);\n',
    replace: '',
    fails: ['Waking up > a Pod that changes its controller wakes both (rule 33)'],
  },
  {
    name: 'each-status-of-an-orphan-wakes-adopters',
    find: 'else if (moved || !deepEqual(before.metadata.labels ?? {}, after.metadata.labels ?? {}))\n      this',
    replace: 'else this',
    fails: [
      'Waking up > an orphan that changes its labels wakes who would adopt it; its status wakes nobody (rule 33)',
    ],
  },
  {
    name: 'an-absent-selector-selects-nothing',
    find: 'selector ?? template?.metadata?.labels ?? {}',
    replace: 'selector ?? {}',
    fails: ['The older form > only the selector is another: a plain map (rule 34)'],
  },
];
