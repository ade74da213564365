import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with heartbeats, taints and rates. */
export const mutants: Mutant[] = [
  {
    name: 'believes-the-stamp-on-the-node',
    find: 'const first = ready ? now : parseTime(node.metadata!.creationTimestamp!);',
    replace:
      'const first = parseTime(ready?.lastHeartbeatTime ?? node.metadata!.creationTimestamp!);',
    fails: [
      'Heartbeats > the first look at a node that has told of itself is a heartbeat, whatever its stamps say',
    ],
  },
  {
    name: 'only-a-later-stamp-is-a-heartbeat',
    find: '      seen.ready?.lastHeartbeatTime !== ready?.lastHeartbeatTime);',
    replace: "      (seen.ready?.lastHeartbeatTime ?? '') < (ready?.lastHeartbeatTime ?? ''));",
    fails: ['Heartbeats > a stamp that went back is a heartbeat too'],
  },
  {
    name: 'ready-that-comes-is-no-heartbeat',
    find: '(Boolean(seen.ready) !== Boolean(ready) ||\n      seen.ready?.lastHeartbeatTime !== ready?.lastHeartbeatTime);',
    replace:
      'ready !== undefined && seen.ready !== undefined &&\n    seen.ready.lastHeartbeatTime !== ready.lastHeartbeatTime;',
    fails: ['Heartbeats > Ready that comes or goes is a heartbeat'],
  },
  {
    name: 'a-change-of-status-is-a-heartbeat',
    find: '(Boolean(seen.ready) !== Boolean(ready) ||',
    replace: '(seen.ready?.status !== ready?.status ||',
    fails: [
      'Heartbeats > another status with the same stamp is not from the kubelet: no heartbeat',
    ],
  },
  {
    name: 'every-lease-is-a-heartbeat',
    find: 'const renewed = renewTime !== seen?.renewTime;',
    replace: 'const renewed = lease?.spec?.renewTime !== undefined;',
    fails: ['Heartbeats > a Lease that is renewed is a heartbeat, the same Lease again is none'],
  },
  {
    name: 'an-older-lease-counts',
    find: 'return parseTime(after) > parseTime(before) ? after : before;',
    replace: 'return after;',
    fails: ['Heartbeats > only a Lease that is later than all before it counts'],
  },
  {
    name: 'forgets-the-lease-when-there-is-none',
    find: 'const renewTime = later(seen?.renewTime, lease?.spec?.renewTime);',
    replace: 'const renewTime = lease && later(seen?.renewTime, lease.spec?.renewTime);',
    fails: ['Heartbeats > no Lease for a while: nothing is forgotten'],
  },
  {
    name: 'leases-do-not-count',
    find: 'at: told || renewed ? now',
    replace: 'at: told ? now',
    fails: ['Heartbeats > a Lease that is renewed is a heartbeat, the same Lease again is none'],
  },
  {
    name: 'a-new-node-was-heard-of-now',
    find: 'const first = ready ? now : parseTime(node.metadata!.creationTimestamp!);',
    replace: 'const first = now;',
    fails: ['Heartbeats > a node without condition Ready was last heard of when it was created'],
  },
  {
    name: 'grace-of-older-releases',
    find: 'const gracePeriodMs = 50_000;',
    replace: 'const gracePeriodMs = 40_000;',
    fails: ['Silence > a node is silent after more than 50 seconds'],
  },
  {
    name: 'silent-at-the-grace-period',
    find: 'return now - at > (',
    replace: 'return now - at >= (',
    fails: ['Silence > a node is silent after more than 50 seconds'],
  },
  {
    name: 'compares-the-stamp-with-the-clock',
    find: '{ at }: Sighting, now: number): boolean {\n  return now - at > (',
    replace:
      '{ at, renewTime }: Sighting, now: number): boolean {\n  return now - (renewTime ? parseTime(renewTime) : at) > (',
    fails: ['Silence > what the clock of the node says is no matter'],
  },
  {
    name: 'silence-means-not-ready',
    find: "const stopped = {\n  status: 'Unknown',",
    replace: "const stopped = {\n  status: 'False',",
    fails: ['Monitor > what only the kubelet knows becomes Unknown and keeps its last stamp'],
  },
  {
    name: 'all-conditions-become-unknown',
    find: "kubeletConditions.includes(condition.type) && condition.status !== 'Unknown'",
    replace: "condition.status !== 'Unknown'",
    fails: ['Monitor > what is missing is added; what is Unknown or of others stays'],
  },
  {
    name: 'only-ready-becomes-unknown',
    find: "const kubeletConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];",
    replace: "const kubeletConditions = ['Ready'];",
    fails: ['Monitor > what only the kubelet knows becomes Unknown and keeps its last stamp'],
  },
  {
    name: 'moves-the-transition-time-of-unknown',
    find: "kubeletConditions.includes(condition.type) && condition.status !== 'Unknown'",
    replace: 'kubeletConditions.includes(condition.type)',
    fails: ['Monitor > what is missing is added; what is Unknown or of others stays'],
  },
  {
    name: 'forgets-cordoned-nodes',
    find: 'if (node.spec?.unschedulable) wanted.push(unschedulableKey);',
    replace: '',
    fails: ['Conditions and taints > a node that is cordoned has the taint for it'],
  },
  {
    name: 'removes-foreign-taints',
    find: "effect !== 'NoSchedule' || !ownKeys.includes(key) || wanted.includes(key),",
    replace: "effect !== 'NoSchedule' || wanted.includes(key),",
    fails: ['Conditions and taints > taints of others stay, and those with another effect'],
  },
  {
    name: 'removes-other-effects-too',
    find: "effect !== 'NoSchedule' || !ownKeys.includes(key) || wanted.includes(key),",
    replace: "(effect as string) === '' || !ownKeys.includes(key) || wanted.includes(key),",
    fails: ['Conditions and taints > taints of others stay, and those with another effect'],
  },
  {
    name: 'never-removes-a-taint',
    find: "effect !== 'NoSchedule' || !ownKeys.includes(key) || wanted.includes(key),",
    replace: 'key.length + effect.length > 0,',
    fails: ['Conditions and taints > what is not asked for any more goes'],
  },
  {
    name: 'two-bad-nodes-disrupt-a-zone',
    find: 'notReady > 2 &&',
    replace: 'notReady > 1 &&',
    fails: ['Zones > up to two that are not ready disrupt nothing while one is'],
  },
  {
    name: 'more-than-55-percent',
    find: '>= 0.55',
    replace: '> 0.55',
    fails: ['Zones > exactly 55 % is a partial disruption'],
  },
  {
    name: 'small-zones-slow-down-too',
    find: 'size > 50 ? 0.01 : 0',
    replace: 'size > 0 ? 0.01 : 0',
    fails: ['Zones > a partial disruption slows a large zone down and stops a small one'],
  },
  {
    name: 'a-zone-that-is-down-stops',
    find: "if (state !== 'PartialDisruption') return normalRate;",
    replace:
      "if (state === 'FullDisruption') return 0;\n  if (state === 'Normal') return normalRate;",
    fails: [
      'Zones > a zone that is wholly down goes on at the normal rate, as long as another is not',
    ],
  },
  {
    name: 'goes-on-when-all-zones-are-down',
    find: '[zone, cutOff ? 0 : rateOf(',
    replace: "[zone, cutOff && zone === '-' ? 0 : rateOf(",
    fails: ['Zones > all zones are wholly down: it all stops'],
  },
  {
    name: 'excluded-nodes-count',
    find: "return metadata?.labels?.['node.kubernetes.io/exclude-disruption'] === undefined;",
    replace: "return metadata?.labels?.['node.kubernetes.io/exclude-disruption'] !== 'true';",
    fails: ['Zones > a node that is excluded counts neither as ready nor as a node'],
  },
  {
    name: 'added-again-goes-to-the-end',
    find: '    this.#names.add(name);',
    replace: '    this.#names.delete(name);\n    this.#names.add(name);',
    fails: ['Rate > they go in the order in which they came, each once'],
  },
  {
    name: 'an-empty-queue-uses-its-turn',
    find: 'if (name === undefined || now < this.#turnAt) return undefined;\n    this.#names.delete(name);\n    this.#turnAt = now + 1000 / this.#rate;\n    return name;',
    replace:
      "if (now < this.#turnAt) return undefined;\n    this.#turnAt = now + 1000 / this.#rate;\n    this.#names.delete(name ?? '');\n    return name;",
    fails: ['Rate > while nobody waits no turn is used up'],
  },
  {
    name: 'turns-add-up',
    find: '    this.#turnAt = now + 1000 / this.#rate;\n    return name;',
    replace: '    this.#turnAt = Math.max(this.#turnAt, 0) + 1000 / this.#rate;\n    return name;',
    fails: ['Rate > the first goes at once, the second 10 seconds later'],
  },
  {
    name: 'the-same-rate-begins-anew',
    find: 'if (perSecond === this.#rate) return;\n',
    replace: '',
    fails: ['Rate > the same rate again changes nothing'],
  },
  {
    name: 'a-new-rate-is-a-new-turn',
    find: 'if (perSecond === 0 || now < this.#turnAt) this.#turnAt = now + 1000 / perSecond;',
    replace: 'this.#turnAt = perSecond === 0 ? Number.POSITIVE_INFINITY : now;',
    fails: ['Rate > another rate while waiting: a full wait begins, by the new rate'],
  },
  {
    name: 'a-new-rate-keeps-the-old-wait',
    find: 'if (perSecond === 0 || now < this.#turnAt) this.#turnAt',
    replace: 'if (perSecond === 0 || this.#turnAt === Number.POSITIVE_INFINITY) this.#turnAt',
    fails: ['Rate > another rate while waiting: a full wait begins, by the new rate'],
  },
  {
    name: 'a-new-rate-always-waits',
    find: 'if (perSecond === 0 || now < this.#turnAt) this.#turnAt',
    replace: 'this.#turnAt',
    fails: ['Rate > another rate while a turn is there: it is still there'],
  },
  {
    name: 'adds-what-is-there',
    find: '!key || key === wanted',
    replace: 'key === wanted',
    fails: [
      'Tolerations > no key or an empty one is every key, no effect or an empty one every effect',
    ],
  },
  {
    name: 'any-effect-keeps-the-default-out',
    find: "(!effect || effect === 'NoExecute')",
    replace: "effect !== ''",
    fails: [
      'Tolerations > no key or an empty one is every key, no effect or an empty one every effect',
    ],
  },
  {
    name: 'noschedule-evicts',
    find: "    .filter(({ effect }) => effect === 'NoExecute')\n",
    replace: '',
    fails: ['Tolerations > without a NoExecute taint a Pod may stay for ever'],
  },
  {
    name: 'one-tolerated-taint-is-enough',
    find: 'if (used.includes(undefined)) return 0;',
    replace: 'if (used.length > 0 && used.every((each) => !each)) return 0;',
    fails: ['Tolerations > a NoExecute taint that is not tolerated: not at all'],
  },
  {
    name: 'the-longest-toleration-counts',
    find: 'Math.min(...seconds)',
    replace: 'Math.max(...seconds)',
    fails: [
      'Tolerations > of several taints the least seconds decide; those without seconds say nothing',
    ],
  },
  {
    name: 'one-without-seconds-is-for-ever',
    find: 'return seconds.length === 0 ? undefined',
    replace: 'return seconds.length < used.length || seconds.length === 0 ? undefined',
    fails: [
      'Tolerations > of several taints the least seconds decide; those without seconds say nothing',
    ],
  },
  {
    name: 'counts-milliseconds',
    find: 'Math.min(...seconds)) * 1000',
    replace: 'Math.min(...seconds))',
    fails: ['Tolerations > tolerated with seconds: so long; without: for ever'],
  },
  {
    name: 'looks-in-the-wrong-namespace',
    find: "get('kube-node-lease', name)",
    replace: "get('', name)",
    fails: ['Monitor > the Lease alone is a heartbeat, and the status alone'],
  },
  {
    name: 'decides-by-what-the-cache-says',
    find: 'return unlessRefused(() => this.#setConditions(node, silentConditions(node, now))) ?? [];',
    replace:
      'unlessRefused(() => this.#setConditions(node, silentConditions(node, now)));\n      return node;',
    fails: ['Monitor > a silent node becomes Unknown and gets the taint, the others do not'],
  },
  {
    name: 'one-refusal-ends-the-pass',
    find: 'if (error instanceof ApiError) return undefined;\n    throw error;',
    replace: 'throw error;',
    fails: ['Monitor > a refused write stops nothing else, and is made good'],
  },
  {
    name: 'pods-of-every-unready-node',
    find: "readyStatus(node) === 'Unknown').map(keyOf)",
    replace: "readyStatus(node) !== 'True').map(keyOf)",
    fails: ['Monitor > a node that says that it is not ready keeps the word on its Pods'],
  },
  {
    name: 'one-queue-for-all-zones',
    find: 'this.#queueOf(zoneOf(node)).add(keyOf(node))',
    replace: "this.#queueOf('').add(keyOf(node))",
    fails: ['Monitor > each zone has its own turns'],
  },
  {
    name: 'excluded-nodes-get-no-taint',
    find: 'status !== undefined && !tainted) this',
    replace: 'status !== undefined && !tainted && counts(node)) this',
    fails: ['Monitor > a node that is excluded gets its taint like any other'],
  },
  {
    name: 'a-node-without-ready-waits-on',
    find: '    else this.#stopWaiting(keyOf(node));\n',
    replace: '    else if (status !== undefined) this.#stopWaiting(keyOf(node));\n',
    fails: ['Monitor > a node that loses its condition Ready waits no more'],
  },
  {
    name: 'an-excluded-node-proves-the-connection',
    find: 'const cutOff = isCutOff(nodes);\n    for',
    replace: "const cutOff = zoneState(nodes.map(readyStatus)) === 'FullDisruption';\n    for",
    fails: ['Monitor > a ready node that is excluded does not prove that we are connected'],
  },
  {
    name: 'waits-to-exchange-the-taint',
    find: '    else if (tainted && status !== undefined)\n      unlessRefused(() => this.#setTaints(node, withReadyTaint(node, now)));',
    replace: '',
    fails: ['Monitor > unreachable and not-ready are exchanged at once, without a turn'],
  },
  {
    name: 'keeps-both-taints',
    find: '  return [...withoutReadyTaints(node), taint];',
    replace: '  return [...(node.spec?.taints ?? []).filter((each) => each !== there), taint];',
    fails: ['Monitor > unreachable and not-ready are exchanged at once, without a turn'],
  },
  {
    name: 'recovery-keeps-the-taint',
    find: 'if (healthy) unlessRefused(() => this.#setTaints(node, withoutReadyTaints(node)));\n    else if',
    replace: 'if',
    fails: ['Monitor > a node that is back loses the taint at once, and only that'],
  },
  {
    name: 'recovery-removes-all-taints',
    find: 'if (healthy) unlessRefused(() => this.#setTaints(node, withoutReadyTaints(node)));',
    replace: 'if (healthy) unlessRefused(() => this.#setTaints(node, []));',
    fails: ['Monitor > a node that is back loses the taint at once, and only that'],
  },
  {
    name: 'recovery-leaves-it-waiting',
    find: '    else this.#stopWaiting(keyOf(node));\n',
    replace: '',
    fails: ['Monitor > a node that is back before its turn gets no taint'],
  },
  {
    name: 'keeps-taints-when-cut-off',
    find: "const healthy = cutOff || status === 'True';",
    replace: "const healthy = status === 'True';",
    fails: ['Monitor > nobody is ready: no taints, and those that are there go'],
  },
  {
    name: 'a-node-that-is-gone-uses-a-turn',
    find: '    for (const [uid, { name }] of before) if (!this.#known.has(uid)) this.#stopWaiting(name);\n',
    replace: '',
    fails: ['Monitor > a node that is gone uses no turn'],
  },
  {
    name: 'knows-nodes-by-name',
    find: 'const { uid, name } = node.metadata;',
    replace: 'const { name } = node.metadata;\n      const uid = name;',
    fails: ['Monitor > a new node of an old name is a new node'],
  },
  {
    name: 'takes-a-tombstone-for-a-pod',
    find: "queue.add('lastKnown' in pod ? pod.key : keyOf(pod))",
    replace: 'queue.add(keyOf(pod as Stored<Pod>))',
    fails: ['Eviction > a Pod whose deletion was missed is put into the queue'],
  },
  {
    name: 'a-node-brings-no-pods',
    find: 'nodes.addEventHandler({ onAdd: addPodsOf, onUpdate: (_before, node) => addPodsOf(node) });',
    replace: '',
    fails: ['Eviction > a node that is new or has changed brings all Pods that are on it'],
  },
  {
    name: 'every-sync-begins-anew',
    find: 'const at = delay > 0 && plan?.uid === uid ? plan.at : now + delay;',
    replace: 'const at = plan?.uid === "" ? plan.at : now + delay;',
    fails: ['Eviction > a Pod goes when its time is up, not earlier'],
  },
  {
    name: 'keeps-the-plan-after-recovery',
    find: '      this.#plans.delete(key);\n      return undefined;',
    replace: '      return undefined;',
    fails: ['Eviction > the taint goes: the plan is dropped, and a later taint begins anew'],
  },
  {
    name: 'plans-by-name',
    find: 'delay > 0 && plan?.uid === uid',
    replace: 'delay > 0 && plan',
    fails: ['Eviction > a new Pod of an old name has no plan, even if nobody looked in between'],
  },
  {
    name: 'the-shortest-plan-wins',
    find: 'plan?.uid === uid ? plan.at',
    replace: 'plan?.uid === uid ? Math.min(plan.at, now + delay)',
    fails: ['Eviction > a plan keeps its time, whatever other taint comes'],
  },
  {
    name: 'an-old-plan-delays-what-must-go-now',
    find: 'delay > 0 && plan?.uid === uid',
    replace: 'plan?.uid === uid',
    fails: ['Eviction > a plan keeps its time, whatever other taint comes'],
  },
  {
    name: 'deletes-without-the-uid',
    find: 'name, { preconditions: { uid } }',
    replace: 'name, { preconditions: { uid: undefined as unknown as typeof uid } }',
    fails: ['Eviction > it is deleted by its uid; that it is gone already is no error'],
  },
  {
    name: 'gone-is-an-error',
    find: 'if (!(error instanceof ApiError && error.code === 404)) throw error;',
    replace: 'throw error;',
    fails: ['Eviction > it is deleted by its uid; that it is gone already is no error'],
  },
  {
    name: 'deletes-again-and-again',
    find: 'if (metadata.deletionTimestamp || !spec?.nodeName) return undefined;',
    replace: 'if (!spec?.nodeName) return undefined;',
    fails: ['Eviction > a Pod that is being deleted, has no node or is gone needs nothing'],
  },
  {
    name: 'forgets-to-come-back',
    find: 'if (now < at) return { requeueAfterMs: at - now };',
    replace: 'if (now < at) return undefined;',
    fails: ['Eviction > a Pod goes when its time is up, not earlier'],
  },
];
