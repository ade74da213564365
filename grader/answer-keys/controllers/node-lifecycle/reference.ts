import {
  ApiError,
  type Client,
  type Clock,
  type Controller,
  deepEqual,
  formatTime,
  type Informer,
  keyOf,
  type Lease,
  type Node,
  type NodeCondition,
  type Pod,
  parseTime,
  type Stored,
  type SyncResult,
  splitKey,
  type Taint,
  type Toleration,
  type WorkQueue,
} from 'course/kit';

const gracePeriodMs = 50_000;
const startupGracePeriodMs = 60_000;

const conditionTaints: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
};
const unschedulableKey = 'node.kubernetes.io/unschedulable';

export interface Sighting {
  readonly at: number;
  readonly ready?: NodeCondition | undefined;
  readonly renewTime?: string | undefined;
}

export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

export type TolerationMatcher = (toleration: Toleration, taint: Taint) => boolean;

function conditionOf(node: Node, type: string): NodeCondition | undefined {
  return node.status?.conditions?.find((condition) => condition.type === type);
}

function readyStatus(node: Node): string | undefined {
  return conditionOf(node, 'Ready')?.status;
}

function zoneOf({ metadata }: Node): string {
  const region = metadata?.labels?.['topology.kubernetes.io/region'] ?? '';
  const zone = metadata?.labels?.['topology.kubernetes.io/zone'] ?? '';
  return region || zone ? `${region}/${zone}` : '';
}

/** Only that something changed matters, and when we noticed: the stamps are of clocks that we do not know. */
export function observe(
  seen: Sighting | undefined,
  node: Node,
  lease: Lease | undefined,
  now: number,
): Sighting {
  const ready = conditionOf(node, 'Ready');
  const renewTime = later(seen?.renewTime, lease?.spec?.renewTime);
  const first = ready ? now : parseTime(node.metadata!.creationTimestamp!);
  const told =
    seen !== undefined &&
    (Boolean(seen.ready) !== Boolean(ready) ||
      seen.ready?.lastHeartbeatTime !== ready?.lastHeartbeatTime);
  const renewed = renewTime !== seen?.renewTime;
  return { at: told || renewed ? now : (seen?.at ?? first), ready, renewTime };
}

function later(before: string | undefined, after: string | undefined): string | undefined {
  if (!before || !after) return before || after;
  return parseTime(after) > parseTime(before) ? after : before;
}

export function isSilent(node: Node, { at }: Sighting, now: number): boolean {
  return now - at > (conditionOf(node, 'Ready') ? gracePeriodMs : startupGracePeriodMs);
}

/** What only the kubelet knows is unknown now. NetworkUnavailable is written by others, so it stays. */
const kubeletConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

const stopped = {
  status: 'Unknown',
  reason: 'NodeStatusUnknown',
  message: 'Kubelet stopped posting node status.',
};
const never = {
  status: 'Unknown',
  reason: 'NodeStatusNeverUpdated',
  message: 'Kubelet never posted node status.',
};

function silentConditions(node: Node, now: number): NodeCondition[] {
  const lastTransitionTime = formatTime(now);
  const there = (node.status?.conditions ?? []).map((condition) =>
    kubeletConditions.includes(condition.type) && condition.status !== 'Unknown'
      ? { ...condition, ...stopped, lastTransitionTime }
      : condition,
  );
  const lastHeartbeatTime = node.metadata!.creationTimestamp!;
  const missing = kubeletConditions.filter((type) => !conditionOf(node, type));
  return [
    ...there,
    ...missing.map((type) => ({ type, ...never, lastHeartbeatTime, lastTransitionTime })),
  ];
}

const ownKeys = [unschedulableKey, ...Object.values(conditionTaints).flatMap(Object.values)];

export function withConditionTaints(node: Node): Taint[] {
  const wanted = (node.status?.conditions ?? []).flatMap(
    ({ type, status }) => conditionTaints[type]?.[status] ?? [],
  );
  if (node.spec?.unschedulable) wanted.push(unschedulableKey);
  const kept = (node.spec?.taints ?? []).filter(
    ({ key, effect }) => effect !== 'NoSchedule' || !ownKeys.includes(key) || wanted.includes(key),
  );
  const added = wanted.filter((key) => !hasTaint(kept, key, 'NoSchedule'));
  return [...kept, ...added.map((key) => ({ key, effect: 'NoSchedule' }))];
}

function hasTaint(taints: readonly Taint[], key: string, effect: string): boolean {
  return taints.some((taint) => taint.key === key && taint.effect === effect);
}

export function zoneState(statuses: readonly (string | undefined)[]): ZoneState {
  const notReady = statuses.filter((status) => status !== 'True').length;
  if (notReady > 0 && notReady === statuses.length) return 'FullDisruption';
  return notReady > 2 && notReady / statuses.length >= 0.55 ? 'PartialDisruption' : 'Normal';
}

const normalRate = 0.1;

export function evictionRates(nodes: readonly Node[]): Record<string, number> {
  const cutOff = isCutOff(nodes);
  const zones = new Set(nodes.filter(counts).map(zoneOf));
  const rates = [...zones].map((zone): [string, number] => {
    const statuses = countedStatuses(nodes.filter((node) => zoneOf(node) === zone));
    return [zone, cutOff ? 0 : rateOf(zoneState(statuses), statuses.length)];
  });
  return Object.fromEntries(rates);
}

function rateOf(state: ZoneState, size: number): number {
  if (state !== 'PartialDisruption') return normalRate;
  return size > 50 ? 0.01 : 0;
}

function counts({ metadata }: Node): boolean {
  return metadata?.labels?.['node.kubernetes.io/exclude-disruption'] === undefined;
}

function countedStatuses(nodes: readonly Node[]): (string | undefined)[] {
  return nodes.filter(counts).map(readyStatus);
}

/** Nobody answers, in no zone: then it is more likely us than all of them. */
function isCutOff(nodes: readonly Node[]): boolean {
  return zoneState(countedStatuses(nodes)) === 'FullDisruption';
}

/** A token bucket that holds one token: all that is to be known of it is when the token is there. */
export class TaintQueue {
  readonly #names = new Set<string>();
  #rate = normalRate;
  #turnAt = Number.NEGATIVE_INFINITY;

  add(name: string): void {
    this.#names.add(name);
  }

  remove(name: string): void {
    this.#names.delete(name);
  }

  setRate(perSecond: number, now: number): void {
    if (perSecond === this.#rate) return;
    this.#rate = perSecond;
    // A turn that was there stays, unless there are none any more. The rest of a wait does not: it would be of another rate.
    if (perSecond === 0 || now < this.#turnAt) this.#turnAt = now + 1000 / perSecond;
  }

  next(now: number): string | undefined {
    const [name] = this.#names;
    if (name === undefined || now < this.#turnAt) return undefined;
    this.#names.delete(name);
    this.#turnAt = now + 1000 / this.#rate;
    return name;
  }
}

const readyTaintKeys = Object.values(conditionTaints.Ready!);

export function defaultTolerations(tolerations: readonly Toleration[] | undefined): Toleration[] {
  const own = tolerations ?? [];
  const missing = readyTaintKeys.filter(
    (wanted) =>
      !own.some(
        ({ key, effect }) => (!key || key === wanted) && (!effect || effect === 'NoExecute'),
      ),
  );
  const added = missing.map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  }));
  return [...own, ...added];
}

export function evictionDelayMs(
  tolerations: readonly Toleration[] | undefined,
  taints: readonly Taint[] | undefined,
  tolerates: TolerationMatcher,
): number | undefined {
  const used = (taints ?? [])
    .filter(({ effect }) => effect === 'NoExecute')
    .map((taint) => tolerations?.find((toleration) => tolerates(toleration, taint)));
  if (used.includes(undefined)) return 0;
  const seconds = used.flatMap((toleration) => toleration?.tolerationSeconds ?? []);
  return seconds.length === 0 ? undefined : Math.max(0, Math.min(...seconds)) * 1000;
}

export interface NodeLifecycleParts {
  readonly client: Client;
  readonly nodes: Informer<Node>;
  readonly leases: Informer<Lease>;
  readonly pods: Informer<Pod>;
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

export class NodeLifecycleController implements Controller {
  readonly #parts: NodeLifecycleParts;
  /** By uid: a new node of the same name was never seen. */
  #known = new Map<string, { readonly name: string; readonly sighting: Sighting }>();
  readonly #queues = new Map<string, TaintQueue>();

  constructor(parts: NodeLifecycleParts) {
    this.#parts = parts;
    const { nodes, queue } = parts;
    nodes.addEventHandler({
      onAdd: (node) => queue.add(keyOf(node)),
      onUpdate: (_before, node) => queue.add(keyOf(node)),
    });
  }

  sync(name: string): SyncResult {
    const node = this.#parts.nodes.get('', name);
    if (node) this.#setTaints(node, withConditionTaints(node));
    return undefined;
  }

  monitor(): void {
    const now = this.#parts.clock.now();
    const nodes = this.#look(now);
    this.#markPodsNotReady(nodes, now);
    for (const [zone, rate] of Object.entries(evictionRates(nodes)))
      this.#queueOf(zone).setRate(rate, now);
    const cutOff = isCutOff(nodes);
    for (const node of nodes) this.#judge(node, cutOff, now);
    this.#taintNext(nodes, now);
  }

  /** The nodes, with the conditions that this look at them gave. One that could not be written is left out this time. */
  #look(now: number): Stored<Node>[] {
    const before = this.#known;
    this.#known = new Map();
    const looked = this.#parts.nodes.list().flatMap((node) => {
      const { uid, name } = node.metadata;
      const lease = this.#parts.leases.get('kube-node-lease', name);
      const sighting = observe(before.get(uid)?.sighting, node, lease, now);
      this.#known.set(uid, { name, sighting });
      if (!isSilent(node, sighting, now)) return node;
      return unlessRefused(() => this.#setConditions(node, silentConditions(node, now))) ?? [];
    });
    for (const [uid, { name }] of before) if (!this.#known.has(uid)) this.#stopWaiting(name);
    return looked;
  }

  #stopWaiting(name: string): void {
    for (const queue of this.#queues.values()) queue.remove(name);
  }

  #setConditions(node: Stored<Node>, conditions: NodeCondition[]): Stored<Node> {
    if (deepEqual(conditions, node.status?.conditions)) return node;
    const status = { ...node.status, conditions };
    return this.#parts.client.updateStatus('nodes', { ...node, status });
  }

  /** Services stop sending to them at once, long before anybody evicts them. */
  #markPodsNotReady(nodes: readonly Stored<Node>[], now: number): void {
    const { client, pods } = this.#parts;
    const silent = nodes.filter((node) => readyStatus(node) === 'Unknown').map(keyOf);
    for (const pod of pods.list()) {
      const marked = silent.includes(pod.spec?.nodeName ?? '') && markedNotReady(pod, now);
      if (marked) unlessRefused(() => client.updateStatus('pods', marked));
    }
  }

  /** Should the node have a NoExecute taint? Then it has one already, or waits for it. */
  #judge(node: Stored<Node>, cutOff: boolean, now: number): void {
    const status = readyStatus(node);
    const tainted = withoutReadyTaints(node).length < (node.spec?.taints?.length ?? 0);
    const healthy = cutOff || status === 'True';
    if (!healthy && status !== undefined && !tainted) this.#queueOf(zoneOf(node)).add(keyOf(node));
    else this.#stopWaiting(keyOf(node));
    if (healthy) unlessRefused(() => this.#setTaints(node, withoutReadyTaints(node)));
    else if (tainted && status !== undefined)
      unlessRefused(() => this.#setTaints(node, withReadyTaint(node, now)));
  }

  #taintNext(nodes: readonly Stored<Node>[], now: number): void {
    for (const queue of this.#queues.values()) {
      const name = queue.next(now);
      const node = nodes.find((each) => keyOf(each) === name);
      if (node) unlessRefused(() => this.#setTaints(node, withReadyTaint(node, now)));
    }
  }

  #setTaints(node: Stored<Node>, taints: Taint[]): void {
    if (deepEqual(taints, node.spec?.taints)) return;
    this.#parts.client.update('nodes', { ...node, spec: { ...node.spec, taints } });
  }

  #queueOf(zone: string): TaintQueue {
    const queue = this.#queues.get(zone) ?? new TaintQueue();
    this.#queues.set(zone, queue);
    return queue;
  }
}

/** The Pod as it is when it is no longer ready from now on; undefined when it was not ready. */
function markedNotReady(pod: Stored<Pod>, now: number): Stored<Pod> | undefined {
  const before = pod.status?.conditions ?? [];
  const conditions = before.map((each) =>
    each.type === 'Ready' && each.status === 'True'
      ? { ...each, status: 'False', lastTransitionTime: formatTime(now) }
      : each,
  );
  if (deepEqual(conditions, before)) return undefined;
  return { ...pod, status: { ...pod.status, conditions } };
}

function withoutReadyTaints({ spec }: Node): Taint[] {
  return (spec?.taints ?? []).filter(
    ({ key, effect }) => effect !== 'NoExecute' || !readyTaintKeys.includes(key),
  );
}

/** The taint for what Ready says, and not the other one. */
function withReadyTaint(node: Node, now: number): Taint[] {
  const key = conditionTaints.Ready![readyStatus(node)!]!;
  const there = node.spec?.taints?.find(
    (taint) => taint.key === key && taint.effect === 'NoExecute',
  );
  const taint = there ?? { key, effect: 'NoExecute', timeAdded: formatTime(now) };
  return [...withoutReadyTaints(node), taint];
}

/** Undefined when the apiserver refuses: the next call sees to it. */
function unlessRefused<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

export interface TaintEvictionParts {
  readonly client: Client;
  readonly nodes: Informer<Node>;
  readonly pods: Informer<Pod>;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly tolerates: TolerationMatcher;
}

export class TaintEvictionController implements Controller {
  readonly #parts: TaintEvictionParts;
  /** By key: when the Pod with this uid has to go. A new one of the same name is another Pod. */
  readonly #plans = new Map<string, { readonly uid: string; readonly at: number }>();

  constructor(parts: TaintEvictionParts) {
    this.#parts = parts;
    const { nodes, pods, queue } = parts;
    const addPodsOf = (node: Stored<Node>) => {
      for (const pod of pods.list())
        if (pod.spec?.nodeName === node.metadata.name) queue.add(keyOf(pod));
    };
    nodes.addEventHandler({ onAdd: addPodsOf, onUpdate: (_before, node) => addPodsOf(node) });
    pods.addEventHandler({
      onAdd: (pod) => queue.add(keyOf(pod)),
      onUpdate: (_before, pod) => queue.add(keyOf(pod)),
      onDelete: (pod) => queue.add('lastKnown' in pod ? pod.key : keyOf(pod)),
    });
  }

  sync(key: string): SyncResult {
    const now = this.#parts.clock.now();
    const { namespace, name } = splitKey(key);
    const pod = this.#parts.pods.get(namespace, name);
    const delay = pod && this.#delayOf(pod);
    if (!pod || delay === undefined) {
      this.#plans.delete(key);
      return undefined;
    }
    const { uid } = pod.metadata;
    const plan = this.#plans.get(key);
    const at = delay > 0 && plan?.uid === uid ? plan.at : now + delay;
    this.#plans.set(key, { uid, at });
    if (now < at) return { requeueAfterMs: at - now };
    this.#evict(pod);
    return undefined;
  }

  #delayOf({ metadata, spec }: Stored<Pod>): number | undefined {
    if (metadata.deletionTimestamp || !spec?.nodeName) return undefined;
    const node = this.#parts.nodes.get('', spec.nodeName);
    return evictionDelayMs(spec.tolerations, node?.spec?.taints, this.#parts.tolerates);
  }

  #evict({ metadata }: Stored<Pod>): void {
    const { namespace = '', name, uid } = metadata;
    try {
      this.#parts.client.delete('pods', namespace, name, { preconditions: { uid } });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error;
    }
  }
}
