import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with heartbeats, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'forgets-the-system',
    find: '...[kubeReserved, systemReserved, hugePages(capacity)]',
    replace: '...[kubeReserved, hugePages(capacity)]',
    fails: ['Allocatable > the reservations of both kinds are taken off (rule 1)'],
  },
  {
    name: 'leaves-no-room-for-eviction',
    find: "memory: evictionHard?.['memory.available'] ?? noAmount",
    replace: 'memory: noAmount',
    fails: ['Allocatable > two eviction thresholds count, the others do not (rule 2)'],
  },
  {
    name: 'takes-the-image-disk-for-the-node-disk',
    find: "evictionHard?.['nodefs.available']",
    replace: "evictionHard?.['imagefs.available']",
    fails: ['Allocatable > two eviction thresholds count, the others do not (rule 2)'],
  },
  {
    name: 'counts-huge-pages-twice',
    find: '...[kubeReserved, systemReserved, hugePages(capacity)]',
    replace: '...[kubeReserved, systemReserved]',
    fails: ['Allocatable > huge pages are taken off memory, in full (rule 3)'],
  },
  {
    name: 'goes-below-zero',
    find: 'compareQuantities(left, noAmount) < 0 ? noAmount : formatQuantity(left)',
    replace: 'formatQuantity(left)',
    fails: ['Allocatable > never less than nothing (rule 4)'],
  },
  {
    name: 'drops-foreign-labels',
    find: 'const labels = { ...existing.metadata?.labels };',
    replace: 'const labels: Record<string, string> = {};',
    fails: ['An existing Node > own labels are set right, others stay (rule 5)'],
  },
  {
    name: 'brings-in-all-labels',
    find: 'for (const name of ownLabels) put(',
    replace: 'for (const name of Object.keys(own.metadata?.labels ?? {})) put(',
    fails: ['An existing Node > labels that are not its own are not brought in (rule 5)'],
  },
  {
    name: 'removes-what-it-does-not-know',
    find: 'put(labels, name, own.metadata?.labels?.[name])',
    replace: "put(labels, name, own.metadata?.labels?.[name] ?? '')",
    fails: ['An existing Node > own labels are set right, others stay (rule 5)'],
  },
  {
    name: 'writes-empty-labels',
    find: `if (value === '') delete texts[name];
  else if`,
    replace: 'if',
    fails: ['An existing Node > the empty text removes an own label (rule 6)'],
  },
  {
    name: 'leaves-the-annotation-forever',
    find: "own.metadata?.annotations?.[attachAnnotation] ?? ''",
    replace: 'own.metadata?.annotations?.[attachAnnotation]',
    fails: [
      'An existing Node > the annotation about attaching volumes is set or removed, others stay (rule 7)',
    ],
  },
  {
    name: 'takes-over-the-taints',
    find: 'return { ...existing, metadata: { ...existing.metadata, labels, annotations } };',
    replace:
      'return { ...existing, spec: { ...existing.spec, ...own.spec }, metadata: { ...existing.metadata, labels, annotations } };',
    fails: ['An existing Node > taints and all else stay (rule 8)'],
  },
  {
    name: 'every-heartbeat-is-a-transition',
    find: 'if (old.status === fresh.status && old.lastTransitionTime !== undefined)',
    replace: 'if (old.lastTransitionTime === undefined)',
    fails: ['Conditions > the same status: only the heartbeat moves (rule 10)'],
  },
  {
    name: 'a-transition-keeps-its-old-time',
    find: 'old.status === fresh.status && old.lastTransitionTime',
    replace: 'old.lastTransitionTime',
    fails: ['Conditions > another status is a transition (rule 10)'],
  },
  {
    name: 'the-condition-moves-to-the-end',
    find: 'return conditions.map((each) => (each === old ? told : each));',
    replace: 'return [...conditions.filter((each) => each !== old), told];',
    fails: ['Conditions > it keeps its place, and others stay (rule 9)'],
  },
  {
    name: 'just-enough-is-too-little',
    find: 'compareQuantities(left, threshold) < 0',
    replace: 'compareQuantities(left, threshold) <= 0',
    fails: ['Pressure > less than the threshold is too little, as much is enough (rule 11)'],
  },
  {
    name: 'inodes-do-not-matter',
    find: "  'nodefs.inodesFree': 'DiskPressure',",
    replace: "  'nodefs.inodesFree': 'MemoryPressure',",
    fails: ['Pressure > which signal means which pressure (rule 11)'],
  },
  {
    name: 'tells-a-pressure-twice',
    find: '[...new Set(bad.map((signal) => pressureOf[signal]))]',
    replace: 'bad.map((signal) => pressureOf[signal])',
    fails: ['Pressure > each pressure once (rule 11)'],
  },
  {
    name: 'pressure-ends-at-once',
    find: 'recent = Object.entries(lastSeen).filter(([, at]) => now - at < pressureTransitionMs)',
    replace: 'recent = Object.entries(lastSeen).filter(([, at]) => at === now)',
    fails: ['Pressure > begins at once, ends five minutes after it was last seen (rule 12)'],
  },
  {
    name: 'pressure-ends-a-moment-late',
    find: 'now - at < pressureTransitionMs',
    replace: 'now - at <= pressureTransitionMs',
    fails: ['Pressure > begins at once, ends five minutes after it was last seen (rule 12)'],
  },
  {
    name: 'counts-from-the-first-sight',
    find: '{ ...memory, ...Object.fromEntries(seen.map((type) => [type, now])) }',
    replace: '{ ...Object.fromEntries(seen.map((type) => [type, now])), ...memory }',
    fails: ['Pressure > begins at once, ends five minutes after it was last seen (rule 12)'],
  },
  {
    name: 'every-heartbeat-is-news',
    find: 'conditions.map(({ lastHeartbeatTime: _, ...each }) => [each.type, each])',
    replace: 'conditions.map((each) => [each.type, each])',
    fails: ['Has it changed > heartbeats and order are no news (rule 13)'],
  },
  {
    name: 'looks-at-conditions-only',
    find: 'return { ...rest, conditions: Object.fromEntries(byType) };',
    replace: 'return { conditions: Object.fromEntries(byType) };',
    fails: [
      'Has it changed > so is anything outside of the conditions; empty and absent are the same (rule 13)',
    ],
  },
  {
    name: 'does-not-ask-whether-it-may-register',
    find: 'this.#registered = !parts.registerNode;',
    replace: 'this.#registered = false;',
    fails: ['Registering > with --register-node=false nobody is called (rule 15)'],
  },
  {
    name: 'registers-every-time',
    find: `this.#registered ||= refusalOf(() => this.#createOrReconcile()) === undefined;
    return this.#registered;`,
    replace: 'return this.#registered || refusalOf(() => this.#createOrReconcile()) === undefined;',
    fails: ['Registering > creates the Node as it describes itself, once (rules 14 and 15)'],
  },
  {
    name: 'takes-any-refusal-for-an-existing-node',
    find: "if (refusal.reason !== 'AlreadyExists') throw refusal;",
    replace: '',
    fails: ['Registering > a refusal is told, and the next call begins anew (rule 14)'],
  },
  {
    name: 'writes-a-node-that-is-right',
    find: "if (right) client.update('nodes', right);",
    replace: "client.update('nodes', right ?? node);",
    fails: ['Registering > a Node that is right is not written (rule 14)'],
  },
  {
    name: 'writes-the-status-every-time',
    find: 'if (!isDue && !statusHasChanged(node.status, status)) return;',
    replace: '',
    fails: ['Reporting > nothing new: nothing is written for five minutes (rule 18)'],
  },
  {
    name: 'never-repeats-itself',
    find: 'if (!isDue && !statusHasChanged(node.status, status)) return;',
    replace: 'if (!statusHasChanged(node.status, status)) return;',
    fails: ['Reporting > nothing new: nothing is written for five minutes (rule 18)'],
  },
  {
    name: 'counts-a-refused-write',
    find: `client.updateStatus('nodes', { ...node, status });
    this.#reportedAt = now;`,
    replace: `this.#reportedAt = now;
    client.updateStatus('nodes', { ...node, status });`,
    fails: ['Reporting > a refused write does not count as the last one (rule 18)'],
  },
  {
    name: 'writes-over-others',
    find: "client.updateStatus('nodes', { ...node, status });",
    replace: "client.updateStatus('nodes', { metadata: { name: this.#name }, status });",
    fails: [
      'Reporting > somebody else was faster: it reads again, and keeps what they wrote (rules 18 and 19)',
    ],
  },
  {
    name: 'forgets-the-pressure',
    find: 'this.#memory = memory;',
    replace: '',
    fails: ['Reporting > pressure is remembered from call to call (rules 12 and 16)'],
  },
  {
    name: 'forgets-foreign-resources',
    find: 'const capacity = { ...status.capacity, ...machine.capacity };',
    replace: 'const capacity = machine.capacity;',
    fails: ['Reporting > what it does not know of stays (rule 17)'],
  },
  {
    name: 'forgets-the-rest-of-the-status',
    find: `    ...status,
    capacity,`,
    replace: '    capacity,',
    fails: ['Reporting > what it does not know of stays (rule 17)'],
  },
  {
    name: 'tries-once',
    find: 'tried < mostTries',
    replace: 'tried < 1',
    fails: ['Reporting > gives up after five tries, whatever is refused (rule 19)'],
  },
  {
    name: 'reads-the-lease-every-time',
    find: "if (!this.#lease && this.#readOrCreateLease() === 'created') return;",
    replace: "if (this.#readOrCreateLease() === 'created') return;",
    fails: ['The Lease > is renewed without being read (rule 21)'],
  },
  {
    name: 'a-lease-without-an-owner',
    find: 'metadata: { namespace: leaseNamespace, name, ownerReferences },',
    replace: 'metadata: { namespace: leaseNamespace, name },',
    fails: ['The Lease > is created when there is none (rule 20)'],
  },
  {
    name: 'renews-a-lease-it-has-just-made',
    find: "=== 'created') return;",
    replace: "=== 'created') this.#renew(tries);",
    fails: ['The Lease > is created when there is none (rule 20)'],
  },
  {
    name: 'a-lease-without-a-fraction',
    find: 'renewTime: formatMicroTime(clock.now()),',
    replace: 'renewTime: formatTime(clock.now()),',
    fails: ['The Lease > is created when there is none (rule 20)'],
  },
  {
    name: 'keeps-a-stale-lease',
    find: "['Conflict', 'NotFound'].includes(refusal.reason)",
    replace: "['NotFound'].includes(refusal.reason)",
    fails: ['The Lease > somebody changed it: read again, and theirs stays (rules 21 and 22)'],
  },
  {
    name: 'does-not-notice-a-deleted-lease',
    find: "['Conflict', 'NotFound'].includes(refusal.reason)",
    replace: "['Conflict'].includes(refusal.reason)",
    fails: ['The Lease > somebody deleted it: it is created again (rule 22)'],
  },
  {
    name: 'gives-up-a-lease-at-once',
    find: 'if (tries === 1) throw refusal;',
    replace: 'throw refusal;',
    fails: ['The Lease > other refusals: the same again, five times (rule 22)'],
  },
];
