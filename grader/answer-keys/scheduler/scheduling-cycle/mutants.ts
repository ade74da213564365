import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with queues, cycles and bindings. */
export const mutants: Mutant[] = [
  {
    name: 'low-priority-first',
    find: '(b.pod.spec?.priority ?? 0) - (a.pod.spec?.priority ?? 0)',
    replace: '(a.pod.spec?.priority ?? 0) - (b.pod.spec?.priority ?? 0)',
    fails: ['Who is next > a higher priority goes first, however late it came; none is 0'],
  },
  {
    name: 'the-newest-goes-first',
    find: 'a.since - b.since',
    replace: 'b.since - a.since',
    fails: ['Who is next > Pods of equal priority come in the order of their time'],
  },
  {
    name: 'priority-is-ignored',
    find: '(b.pod.spec?.priority ?? 0) - (a.pod.spec?.priority ?? 0) ||',
    replace: '',
    fails: ['Who is next > a higher priority goes first, however late it came; none is 0'],
  },
  {
    name: 'an-update-goes-to-the-end',
    find: 'if (known) known.pod = pod;',
    replace: 'if (known) Object.assign(known, { pod, since: now });',
    fails: ['Who is next > a newer version takes the place of the older one, and its time'],
  },
  {
    name: 'an-update-is-ignored',
    find: 'if (known) known.pod = pod;',
    replace: 'if (known) return;',
    fails: ['Who is next > a newer version takes the place of the older one, and its time'],
  },
  {
    name: 'an-update-during-the-attempt-queues-it-twice',
    find: 'if (known) known.pod = pod;',
    replace: 'if (known) Object.assign(known, { pod, seen: undefined });',
    fails: [
      'Who is next > a newer version during an attempt does not bring the Pod back; the next attempt uses it',
    ],
  },
  {
    name: 'requeue-brings-back-deleted-pods-that-wait',
    find: 'if (!entry?.seen) return;',
    replace: 'if (!entry) return;\n    entry.seen ??= [];',
    fails: ['Who is next > requeue of a Pod that is not in flight does nothing'],
  },
  {
    name: 'back-off-starts-doubled',
    find: '2 ** (attempts - 1)',
    replace: '2 ** attempts',
    fails: ['Back-off > 1 s after the first attempt, then doubled, 10 s at most'],
  },
  {
    name: 'back-off-has-no-end',
    find: 'Math.min(1000 * 2 ** (attempts - 1), 10_000)',
    replace: '1000 * 2 ** (attempts - 1)',
    fails: ['Back-off > 1 s after the first attempt, then doubled, 10 s at most'],
  },
  {
    name: 'back-off-a-millisecond-too-long',
    find: 'waited < backoffMs(attempts)',
    replace: 'waited <= backoffMs(attempts)',
    fails: ['Back-off > a Pod whose attempt failed waits, and is active to the millisecond'],
  },
  {
    name: 'back-off-counts-from-the-first-time',
    find: '    entry.since = now;\n',
    replace: '',
    fails: ['Back-off > a Pod whose attempt failed waits, and is active to the millisecond'],
  },
  {
    name: 'every-event-wakes-everybody',
    find: '(events?.includes(event) ?? true),',
    replace: '(events?.includes(event) ?? true) || refusedBy.length > 0,',
    fails: [
      'Set aside > an event that the refusing plugin names wakes it, any other does not',
      'Set aside > an event wakes only those whom it may help',
    ],
  },
  {
    name: 'asks-all-plugins-not-those-that-refused',
    find: 'refusedBy.includes(name) && (events',
    replace: 'refusedBy.length > 0 && (events',
    fails: ['Set aside > an event that the refusing plugin names wakes it, any other does not'],
  },
  {
    name: 'no-events-means-never',
    find: '(events?.includes(event) ?? true)',
    replace: '(events?.includes(event) ?? false)',
    fails: ['Set aside > a plugin that names no events is concerned by every one'],
  },
  {
    name: 'all-refusing-plugins-must-be-concerned',
    find: 'return this.#plugins.some(\n      ({ name, events }) => refusedBy.includes(name) && (events?.includes(event) ?? true),\n    );',
    replace:
      'return refusedBy.length > 0 && this.#plugins.every(\n      ({ name, events }) => !refusedBy.includes(name) || (events?.includes(event) ?? true),\n    );',
    fails: ['Set aside > of several plugins that refused, one that is concerned is enough'],
  },
  {
    name: 'an-event-ends-the-back-off',
    find: 'else if (this.#helps(event, entry.refusedBy)) entry.refusedBy = [];',
    replace:
      'else if (this.#helps(event, entry.refusedBy)) Object.assign(entry, { refusedBy: [], since: -10_000 });',
    fails: ['Set aside > awake, it still waits for the rest of its back-off'],
  },
  {
    name: 'events-during-the-attempt-are-lost',
    find: 'entry.refusedBy = woken ? [] : refusedBy;',
    replace: 'entry.refusedBy = refusedBy;',
    fails: ['Set aside > an event during the attempt is not lost'],
  },
  {
    name: 'stays-aside-for-ever',
    find: ' && waited <= maxAsideMs)',
    replace: ')',
    fails: ['Set aside > after more than 5 minutes aside it is awake without an event'],
  },
  {
    name: 'aside-is-only-back-off',
    find: "if (refusedBy.length > 0 && waited <= maxAsideMs) return 'unschedulable';\n",
    replace: '',
    fails: ['Set aside > a refused Pod stays aside when its back-off is over'],
  },
  {
    name: 'asks-on-after-a-no',
    find: 'refusalOf(plugins, pod, nodeInfo, nodeInfos);\n    if',
    replace:
      'plugins.map((each) => refusalOf([each], pod, nodeInfo, nodeInfos)).find((each) => each);\n    if',
    fails: ['Filter > the first no of a node is enough: later plugins are not asked about it'],
  },
  {
    name: 'a-failed-plugin-refuses-the-node',
    find: "if (status.code === 'Error')",
    replace: "if (status.code === 'Wait')",
    fails: ['Filter > a plugin that fails ends it'],
  },
  {
    name: 'counts-nodes-not-reasons',
    find: 'statuses.flatMap(({ reasons }) => reasons)',
    replace: 'statuses.map(({ reasons }) => reasons[0]!)',
    fails: ['Why no node > a node with several reasons counts for each of them, and is one node'],
  },
  {
    name: 'sorts-by-count',
    find: '.sort();',
    replace: '.sort((a, b) => Number.parseInt(a) - Number.parseInt(b));',
    fails: ['Why no node > they are sorted as texts, so that 10 comes before 2'],
  },
  {
    name: 'reasons-are-not-sorted',
    find: '.sort();',
    replace: ';',
    fails: ['Why no node > equal counts are in the order of the reasons'],
  },
  {
    name: 'a-dot-without-reasons',
    find: 'told.length === 0 ? start : ',
    replace: '',
    fails: ['Why no node > without reasons there is nothing after the colon'],
  },
  {
    name: 'weight-of-nothing-is-one',
    find: '(plugin.weight ?? 1)',
    replace: '(plugin.weight || 1)',
    fails: ['Score and pick > a weight that is absent is 1, and one of 0 counts nothing'],
  },
  {
    name: 'weighs-not-at-all',
    find: 'score * (plugin.weight ?? 1)',
    replace: 'score',
    fails: ['Score and pick > the scores of all plugins are added, by their weight'],
  },
  {
    name: 'checks-before-normalizing',
    find: 'const wrong = scores.find(',
    replace: 'const wrong = raw.find(',
    fails: [
      'Score and pick > normalizeScore sees all scores of its plugin before they are weighed',
    ],
  },
  {
    name: 'checks-after-weighing',
    find: 'score > maxNodeScore)',
    replace: 'score * (plugin.weight ?? 1) > maxNodeScore)',
    fails: ['Score and pick > 0 and 100 are in the range, what lies outside is an error'],
  },
  {
    name: 'weight-of-nothing-is-not-checked',
    find: 'if (!plugin.score) return',
    replace: 'if (!plugin.score || plugin.weight === 0) return',
    fails: [
      'Score and pick > a score is checked after normalizing and before the weight, also one of 0',
    ],
  },
  {
    name: 'the-first-of-the-best-wins',
    find: 'best[random.intn(best.length)]!',
    replace: 'best[0]!',
    fails: ['Score and pick > of several with the highest score each may win, and no other'],
  },
  {
    name: 'chance-ignores-the-scores',
    find: 'scores.filter(({ score }) => score === highest)',
    replace: 'scores.filter(({ score }) => score >= highest - 1)',
    fails: ['Score and pick > of several with the highest score each may win, and no other'],
  },
  {
    name: 'does-not-assume',
    find: '    this.#pods.set(key, { ...pod, spec: { ...pod.spec!, nodeName } });\n',
    replace: '',
    fails: ['One attempt > an assumed Pod counts for the next one, though nothing is bound yet'],
  },
  {
    name: 'assumes-without-the-node-name',
    find: '...pod.spec!, nodeName }',
    replace: '...pod.spec! }',
    fails: ['One attempt > the best of the feasible nodes is assumed for the Pod, at once'],
  },
  {
    name: 'scores-the-only-node',
    find: 'feasible.length === 1\n',
    replace: 'feasible.length === 0\n',
    fails: ['One attempt > a node that is the only feasible one is not scored'],
  },
  {
    name: 'no-nodes-waits-for-an-event',
    find: "return this.#failed(key, 'Unschedulable', 'no nodes available to schedule pods', [], now);",
    replace:
      "return this.#failed(key, 'Unschedulable', 'no nodes available to schedule pods', plugins.map(({ name }) => name), now);",
    fails: ['One attempt > without any node there is no plugin to wait for, only the back-off'],
  },
  {
    name: 'takes-pods-of-other-schedulers',
    find: "if ((pod.spec?.schedulerName || 'default-scheduler') !== schedulerName) return;\n",
    replace: '',
    fails: [
      'One attempt > only Pods without a node, of this scheduler, that are not being deleted are tried',
    ],
  },
  {
    name: 'queues-pods-that-are-being-deleted',
    find: 'if (pod.metadata?.deletionTimestamp) this.#queue.delete(key);\n    else this',
    replace: 'this',
    fails: [
      'One attempt > only Pods without a node, of this scheduler, that are not being deleted are tried',
    ],
  },
  {
    name: 'ended-pods-keep-their-place',
    find: "pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'",
    replace: "pod.status?.phase === 'Failed'",
    fails: ['One attempt > a Pod that has ended, or is deleted, makes room, and that is an event'],
  },
  {
    name: 'assumed-pods-told-are-no-news',
    find: 'this.#assumed.delete(key) || !this.#pods.has(key)',
    replace: '!this.#pods.has(key)',
    fails: ['One attempt > a Pod is an event when it is first told with a node, not each time'],
  },
  {
    name: 'older-news-queue-a-bound-pod-again',
    find: '    if (this.#pods.has(key)) return;\n',
    replace: '',
    fails: [
      'Binding > a bound Pod stays on its node and is not tried again, whatever older news say',
    ],
  },
  {
    name: 'a-conflict-leaves-the-pod-assumed',
    find: '      this.#forget(key);\n',
    replace: '      this.#assumed.delete(key);\n',
    fails: ['Binding > a refused Pod is forgotten and tried again after its back-off'],
  },
  {
    name: 'a-conflict-drops-the-pod',
    find: '      this.#forget(key);\n',
    replace: '      this.#forget(key);\n      this.#queue.delete(key);\n',
    fails: ['Binding > a refused Pod is forgotten and tried again after its back-off'],
  },
  {
    name: 'forgetting-wakes-nobody',
    find: "    this.#pods.delete(key);\n    this.#queue.move('AssignedPodDelete');",
    replace: '    this.#pods.delete(key);',
    fails: ['Binding > the place that a refused Pod gives back wakes others'],
  },
  {
    name: 'binds-the-last-assumed-first',
    find: '[...this.#assumed].find(',
    replace: '[...this.#assumed].findLast(',
    fails: ['Binding > Pods are bound in the order in which they were assumed, each once'],
  },
  {
    name: 'swallows-every-error',
    find: '      if (!(error instanceof ApiError)) throw error;\n',
    replace: '      if (!(error instanceof Error)) throw error;\n',
    fails: ['Binding > what is no refusal of the apiserver is not swallowed'],
  },
  {
    name: 'forgets-that-the-pod-is-no-longer-assumed',
    find: '    this.#assumed.delete(key);\n    this.#pods.delete(key);',
    replace: '    this.#pods.delete(key);',
    fails: ['Binding > a Pod that comes back has a new turn, behind those assumed meanwhile'],
  },
  {
    name: 'every-error-is-the-plugins',
    find: 'if (!(error instanceof PluginError)) throw error;',
    replace: 'if (!(error instanceof Error)) throw error;',
    fails: ['One attempt > a bug is not taken for an answer of the plugin'],
  },
];
