import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with rollouts. */
export const mutants: Mutant[] = [
  {
    name: 'surge-rounds-down',
    find: 'Math.ceil(inPods(rollingUpdate?.maxSurge, replicas))',
    replace: 'Math.floor(inPods(rollingUpdate?.maxSurge, replicas))',
    fails: ['Fence posts > of percentages the surge is rounded up, what may be unavailable down'],
  },
  {
    name: 'unavailable-rounds-up',
    find: 'Math.floor(inPods(rollingUpdate?.maxUnavailable, replicas))',
    replace: 'Math.ceil(inPods(rollingUpdate?.maxUnavailable, replicas))',
    fails: ['Fence posts > of percentages the surge is rounded up, what may be unavailable down'],
  },
  {
    name: 'percentages-in-floating-point',
    find: '(Number.parseInt(value, 10) * replicas) / 100',
    replace: '(Number.parseInt(value, 10) / 100) * replicas',
    fails: ['Fence posts > a whole percentage stays whole: no rounding error becomes a Pod'],
  },
  {
    name: 'both-zero-stay-zero',
    find: 'maxSurge === 0 ? 1 : 0',
    replace: '0',
    fails: ['Fence posts > both 0 would never end: then one Pod may be unavailable'],
  },
  {
    name: 'unavailable-beyond-replicas',
    find: 'Math.min(Math.max(maxUnavailable, least), replicas)',
    replace: 'Math.max(maxUnavailable, least)',
    fails: ['Fence posts > no more can be unavailable than there are'],
  },
  {
    name: 'recreate-has-fence-posts',
    find: "if (type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };\n",
    replace: '',
    fails: ['Fence posts > Recreate has none'],
  },
  {
    name: 'grows-beyond-what-is-wanted',
    find: 'return Math.min(replicas, size + Math.max(0, room));',
    replace: 'return size > replicas ? replicas : size + Math.max(0, room);',
    fails: ['The new one grows > it is never larger than what is wanted'],
  },
  {
    name: 'shrinks-the-new-one-without-room',
    find: 'size + Math.max(0, room)',
    replace: 'size + room',
    fails: ['The new one grows > without room it keeps its size'],
  },
  {
    name: 'counts-running-pods-not-sizes',
    find: '- size - sum(oldSets, wanted);',
    replace: '- size - sum(oldSets, (set) => set.status?.replicas ?? 0);',
    fails: ['The new one grows > sizes count, not the Pods that run'],
  },
  {
    name: 'forgets-the-pods-that-do-not-come-up',
    find: 'sum(all, wanted) - minAvailable - pending',
    replace: 'sum(all, wanted) - minAvailable',
    fails: ['The old ones shrink > not while the new one’s Pods do not come up'],
  },
  {
    name: 'broken-pods-stay',
    find: 'const cleaned = takeAway(byTurn, budget, wanted, useless);',
    replace: 'const cleaned = takeAway(byTurn, 0, wanted, useless);',
    fails: [
      'The old ones shrink > Pods that serve nobody go first, though they free no room for others',
    ],
  },
  {
    name: 'all-broken-pods-go-at-once',
    find: 'const cleaned = takeAway(byTurn, budget, wanted, useless);',
    replace: 'const cleaned = takeAway(byTurn, 9999, wanted, useless);',
    fails: [
      'The old ones shrink > Pods that serve nobody go first, though they free no room for others',
    ],
  },
  {
    name: 'the-newest-old-one-shrinks-first',
    find: 'const byTurn = oldSets.toSorted(byAge);',
    replace: 'const byTurn = oldSets.toSorted(byAge).reverse();',
    fails: [
      'The old ones shrink > the oldest is emptied before the next one is touched; of one second, by name',
    ],
  },
  {
    name: 'old-ones-shrink-in-the-order-given',
    find: 'const byTurn = oldSets.toSorted(byAge);',
    replace: 'const byTurn = oldSets;',
    fails: [
      'The old ones shrink > the oldest is emptied before the next one is touched; of one second, by name',
    ],
  },
  {
    name: 'the-new-one-is-not-counted-as-available',
    find: 'sum(all, available) - minAvailable, size, size',
    replace: 'sum(oldSets, available) - minAvailable, size, size',
    fails: ['The old ones shrink > by as many as the new one has available'],
  },
  {
    name: 'both-kinds-of-shrinking-start-from-the-same-size',
    find: 'cleaned[nameOf(set)] ?? 0',
    replace: 'wanted(set)',
    fails: [
      'The old ones shrink > Pods that serve nobody go first, though they free no room for others',
    ],
  },
  {
    name: 'only-the-new-one-takes-it-all',
    find: 'const only = active[0] ?? newSet ??',
    replace: 'const only = newSet ?? active[0] ??',
    fails: ['Resizing > the only ReplicaSet with Pods takes it all, up and down, new or old'],
  },
  {
    name: 'saturated-without-a-look-at-the-pods',
    find: '[wanted(set), available(set), numberIn(set, desiredAnnotation)]',
    replace: '[wanted(set), numberIn(set, desiredAnnotation)]',
    fails: [
      'Resizing > it is not over while Pods of the new one are missing, or were meant for another size',
    ],
  },
  {
    name: 'the-surge-is-not-shared',
    find: 'replicas === 0 ? 0 : replicas + fencePosts(deployment).maxSurge',
    replace: 'replicas',
    fails: ['Resizing > the surge is shared as well, that of then and that of now'],
  },
  {
    name: 'what-is-left-over-is-dropped',
    find: 'sizes[largest] = Math.max(0, sizes[largest]! + left);\n',
    replace: '',
    fails: ['Resizing > of equal size the newer one grows first, and the older one shrinks first'],
  },
  {
    name: 'older-first-in-both-directions',
    find: '(change > 0 ? byAge(b, a) : byAge(a, b))',
    replace: 'byAge(a, b)',
    fails: ['Resizing > of equal size the newer one grows first, and the older one shrinks first'],
  },
  {
    name: 'shares-by-the-sizes-of-now',
    find: 'const before = numberIn(set, maxAnnotation) || (deployment.status?.replicas ?? 0);',
    replace: 'const before = deployment.status?.replicas ?? 0;',
    fails: ['Resizing > each share is measured by its own annotation'],
  },
  {
    name: 'shares-are-cut-off',
    find: 'Math.round((wanted(set) * allowed) / before)',
    replace: 'Math.floor((wanted(set) * allowed) / before)',
    fails: ['Resizing > the largest goes first and takes what is left over'],
  },
  {
    name: 'compares-the-hash-too',
    find: 'const { [hashLabel]: _hash, ...labels } = metadata?.labels ?? {};',
    replace: 'const labels = metadata?.labels ?? {};',
    fails: [
      'Which is the new one > the one with the Deployment’s template, whatever the hash in its labels',
    ],
  },
  {
    name: 'the-first-that-fits-not-the-oldest',
    find: 'sets.toSorted(byAge).find(',
    replace: 'sets.find(',
    fails: ['Which is the new one > of several the oldest'],
  },
  {
    name: 'revisions-are-compared-as-texts',
    find: 'const highest = Math.max(0, ...oldSets.map(revisionOf));',
    replace:
      'const highest = Number(oldSets.map((set) => String(revisionOf(set))).sort().at(-1) ?? 0);',
    fails: ['Which is the new one > revisions are numbers: 10 is more than 9'],
  },
  {
    name: 'an-undo-keeps-its-revision',
    find: 'Math.max(highest + 1, newSet ? revisionOf(newSet) : 0)',
    replace: 'newSet ? revisionOf(newSet) || 1 : highest + 1',
    fails: ['Which is the new one > its revision is one more than those of all others'],
  },
  {
    name: 'history-goes-by-age',
    find: 'revisionOf(a) - revisionOf(b) || byAge(a, b)',
    replace: 'byAge(a, b)',
    fails: ['History > the lowest revisions beyond the limit, not the oldest ReplicaSets'],
  },
  {
    name: 'others-are-deleted-instead',
    find: `    .slice(0, Math.max(0, there.length - revisionHistoryLimit))
    .filter(isEmpty)
`,
    replace: `    .filter(isEmpty)
    .slice(0, Math.max(0, there.length - revisionHistoryLimit))
`,
    fails: ['History > who has Pods, or is to have some, stays, and nobody goes instead'],
  },
  {
    name: 'deletes-while-pods-still-run',
    find: 'seen && replicas === 0 && wanted(set) === 0',
    replace: 'seen && wanted(set) === 0',
    fails: ['History > who has Pods, or is to have some, stays, and nobody goes instead'],
  },
  {
    name: 'progress-does-not-start-the-clock-again',
    find: "return { ...turn('True', 'ReplicaSetUpdated'), lastUpdateTime: formatTime(now) };",
    replace: "return turn('True', 'ReplicaSetUpdated');",
    fails: ['Status > each kind of progress starts the clock again'],
  },
  {
    name: 'available-means-all',
    find: 'wanted(deployment) - maxUnavailable;\n  const before',
    replace: 'wanted(deployment);\n  const before',
    fails: ['Status > is available while no more are missing than may be'],
  },
  {
    name: 'the-deadline-ends-it-for-good',
    find: '  if (isComplete(deployment, counts)) return turn',
    replace:
      "  if (current?.reason === 'ProgressDeadlineExceeded') return current;\n  if (isComplete(deployment, counts)) return turn",
    fails: ['Status > exceeded, it stays so until there is progress again'],
  },
  {
    name: 'complete-with-old-pods-around',
    find: 'const all = [replicas, updatedReplicas, availableReplicas];',
    replace: 'const all = [updatedReplicas, availableReplicas];',
    fails: ['Status > it is complete when all are new and available'],
  },
  {
    name: 'time-passes-while-paused',
    find: 'deployment.spec?.paused ? begin : progressAfter(begin, deployment, counts, now)',
    replace: 'progressAfter(begin, deployment, counts, now)',
    fails: ['Status > paused, nobody counts'],
  },
  {
    name: 'resuming-keeps-the-old-clock',
    find: "reason === 'DeploymentPaused' ? turn('Unknown', 'DeploymentResumed') : current",
    replace: 'current',
    fails: ['Status > resumed, the clock starts again'],
  },
  {
    name: 'a-late-deadline-of-the-rollout-before',
    find: 'const late = current && !finished && deadlineOf',
    replace: 'const late = current && deadlineOf',
    fails: ['Status > after a complete rollout the next one has no deadline until it is begun'],
  },
  {
    name: 'down-before-up',
    find: `    const size = newReplicaSetSize(deployment, newSet, oldSets);
    if (this.#scale(deployment, [newSet], { [nameOf(newSet)]: size })) return;
    if (this.#scale(deployment, oldSets, oldReplicaSetSizes(deployment, newSet, oldSets))) return;
`,
    replace: `    if (this.#scale(deployment, oldSets, oldReplicaSetSizes(deployment, newSet, oldSets))) return;
    const size = newReplicaSetSize(deployment, newSet, oldSets);
    if (this.#scale(deployment, [newSet], { [nameOf(newSet)]: size })) return;
`,
    fails: ['Rolling > up before down, one step a sync'],
  },
  {
    name: 'annotates-anew-what-keeps-its-size',
    find: '    if (this.#scale(deployment, [newSet], { [nameOf(newSet)]: size })) return;\n',
    replace:
      '    this.#write(deployment, newSet, size);\n    if (size !== wanted(newSet)) return;\n',
    fails: [
      'Rolling > another surge alone writes nothing: the sizes were written for the one before',
    ],
  },
  {
    name: 'takes-replica-sets-by-label',
    find: '.filter((set) => controllerOf(set)?.uid === deployment.metadata.uid)',
    replace: ".filter((set) => set.metadata.name !== '')",
    fails: ['Rolling > only ReplicaSets of this Deployment count'],
  },
  {
    name: 'writes-the-status-each-time',
    find: 'if (!deepEqual(status, deployment.status))\n',
    replace: 'if (status)\n',
    fails: ['Rolling > the status is written, and only when it differs'],
  },
  {
    name: 'deletes-before-it-is-complete',
    find: 'if (isComplete(deployment, countPods(newSet, oldSets)))\n',
    replace: 'if (newSet)\n',
    fails: ['Rolling > nothing is deleted before it is complete'],
  },
  {
    name: 'does-not-look-again',
    find: 'return { requeueAfterMs: deadlineOf(deployment, progress) - now + 1000 };',
    replace: 'return undefined;',
    fails: ['Rolling > it looks again when the deadline has passed'],
  },
  {
    name: 'looks-again-a-moment-too-early',
    find: '- now + 1000 }',
    replace: '- now }',
    fails: ['Rolling > it looks again when the deadline has passed'],
  },
  {
    name: 'recreate-does-not-wait-for-pods-that-shut-down',
    find: `    return this.#options.pods
      .list(deployment.metadata.namespace)
      .some((pod) => !hasEnded(pod) && oldSets.some((set) => isOf(pod, set)));
`,
    replace: '    return false;\n',
    fails: [
      'Recreate > it waits for Pods that are only being shut down, and not for those that have ended',
    ],
  },
  {
    name: 'recreate-waits-for-pods-that-have-ended',
    find: '!hasEnded(pod) && ',
    replace: '',
    fails: [
      'Recreate > it waits for Pods that are only being shut down, and not for those that have ended',
    ],
  },
  {
    name: 'recreate-does-not-wait-for-the-count',
    find: '    if (countPods(undefined, oldSets).replicas > 0) return true;\n',
    replace: '',
    fails: ['Recreate > it waits for those that an old ReplicaSet still counts'],
  },
  {
    name: 'rolls-while-paused',
    find: 'if (spec?.paused || sets.some(',
    replace: 'if (sets.some(',
    fails: ['Out of turn > paused, nothing is rolled or created, but sizes follow'],
  },
  {
    name: 'a-resize-is-a-rollout-like-any-other',
    find: '|| sets.some((set) => wasResized(deployment, set)))',
    replace: ')',
    fails: [
      'Out of turn > another number of replicas is dealt with first, in the middle of a rollout',
    ],
  },
  {
    name: 'a-resize-leaves-the-annotations-of-those-that-keep-their-size',
    find: 'this.#write(deployment, set, sizes[nameOf(set)] ?? wanted(set));',
    replace: 'this.#scale(deployment, [set], sizes);',
    fails: [
      'Out of turn > where resizing changes no size, it still writes for which number they are',
    ],
  },
  {
    name: 'goes-on-while-the-deployment-is-deleted',
    find: '    if (metadata.deletionTimestamp) return undefined;\n',
    replace: '',
    fails: ['Out of turn > a Deployment that is being deleted gets its status and nothing else'],
  },
  {
    name: 'newer-first-without-a-change',
    find: '(change > 0 ? byAge(b, a)',
    replace: '(change >= 0 ? byAge(b, a)',
    fails: [],
    equivalent:
      'With a change of 0 nothing is left from the beginning: all shares are 0, in whatever order.',
  },
  {
    name: 'bounded-from-above-without-a-change',
    find: 'change > 0 ? Math.min(share, left)',
    replace: 'change >= 0 ? Math.min(share, left)',
    fails: [],
    equivalent: 'With a change of 0 share and left are both 0, so their minimum is their maximum.',
  },
  {
    name: 'the-same-size-is-up',
    find: 'from < to ?',
    replace: 'from <= to ?',
    fails: [],
    equivalent: 'Equal sizes have returned one line before.',
  },
];
