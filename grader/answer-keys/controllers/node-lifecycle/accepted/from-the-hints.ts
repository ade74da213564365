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

/** A node that has told of itself is silent after this time, in milliseconds. */
const gracePeriodMs = 50_000;
/** A node that has never told how it is gets more time. */
const startupGracePeriodMs = 60_000;

/** By condition and status: the key of the NoSchedule taint that it asks for. */
const conditionTaints: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
};
const unschedulableKey = 'node.kubernetes.io/unschedulable';

/** The conditions that only the kubelet can know. NetworkUnavailable is written by others. */
const kubeletConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** What a condition says that was told once, and what one says that never was. */
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

/** What of a node was seen last, and when it last gave a sign of life. */
export interface Sighting {
  /** By the observer's clock, in milliseconds. */
  readonly at: number;
  /** Its condition Ready. */
  readonly ready?: NodeCondition | undefined;
  /** The latest `renewTime` that its Leases had, by the node's clock. */
  readonly renewTime?: string | undefined;
}

/** How bad it is in a zone. */
export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** Says whether a toleration tolerates a taint: what you wrote in `scheduler/taints-tolerations`. */
export type TolerationMatcher = (toleration: Toleration, taint: Taint) => boolean;

/** Given: the node's condition of this type. */
function conditionOf(node: Node, type: string): NodeCondition | undefined {
  return node.status?.conditions?.find((condition) => condition.type === type);
}

/** Given: the conditions that a silent node should have, all of them (rules 7 to 9). */
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

/** Given: the Pod with its Ready made False (rule 23), undefined when there is nothing to change. */
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

/** Given: the node's taints without the two NoExecute taints of rule 25. */
function withoutReadyTaints({ spec }: Node): Taint[] {
  const keys = Object.values(conditionTaints.Ready!);
  return (spec?.taints ?? []).filter(
    ({ key, effect }) => effect !== 'NoExecute' || !keys.includes(key),
  );
}

/** Given: the node's taints with the one of the two that its Ready, False or Unknown, asks for, and not the other one. */
function withReadyTaint(node: Node, now: number): Taint[] {
  const key = conditionTaints.Ready![conditionOf(node, 'Ready')!.status]!;
  const there = node.spec?.taints?.find(
    (taint) => taint.key === key && taint.effect === 'NoExecute',
  );
  const taint = there ?? { key, effect: 'NoExecute', timeAdded: formatTime(now) };
  return [...withoutReadyTaints(node), taint];
}

/** Given: writes, and swallows the refusal of the apiserver: undefined then. Any other error is a bug and comes through. */
function unlessRefused<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** Given: the key of a node's zone, '' without labels. */
function zoneOf({ metadata }: Node): string {
  const region = metadata?.labels?.['topology.kubernetes.io/region'] ?? '';
  const zone = metadata?.labels?.['topology.kubernetes.io/zone'] ?? '';
  return region || zone ? `${region}/${zone}` : '';
}

function latest(before: string | undefined, after: string | undefined): string | undefined {
  if (before === undefined) return after;
  if (after === undefined) return before;
  return parseTime(after) > parseTime(before) ? after : before;
}

export function observe(
  seen: Sighting | undefined,
  node: Node,
  lease: Lease | undefined,
  now: number,
): Sighting {
  const ready = conditionOf(node, 'Ready');
  const renewTime = latest(seen?.renewTime, lease?.spec?.renewTime);
  const created = parseTime(node.metadata?.creationTimestamp ?? '');
  let at = seen?.at ?? (ready ? now : created);
  if (renewTime !== seen?.renewTime) at = now;
  if (seen) {
    const before = seen.ready;
    if (!before !== !ready) at = now;
    if (before?.lastHeartbeatTime !== ready?.lastHeartbeatTime) at = now;
  }
  return { at, ready, renewTime };
}

export function isSilent(node: Node, sighting: Sighting, now: number): boolean {
  const period = conditionOf(node, 'Ready') ? gracePeriodMs : startupGracePeriodMs;
  return now - sighting.at > period;
}

export function withConditionTaints(node: Node): Taint[] {
  const wanted = new Set<string>();
  for (const { type, status } of node.status?.conditions ?? []) {
    const key = conditionTaints[type]?.[status];
    if (key) wanted.add(key);
  }
  if (node.spec?.unschedulable) wanted.add(unschedulableKey);
  const own = [
    unschedulableKey,
    ...Object.values(conditionTaints).flatMap((keys) => Object.values(keys)),
  ];
  const kept = (node.spec?.taints ?? []).filter(
    ({ key, effect }) => effect !== 'NoSchedule' || !own.includes(key) || wanted.has(key),
  );
  for (const { key, effect } of kept) if (effect === 'NoSchedule') wanted.delete(key);
  return [
    ...kept,
    ...[...wanted].map((key) => ({
      key,
      effect: 'NoSchedule',
    })),
  ];
}

export function zoneState(statuses: readonly (string | undefined)[]): ZoneState {
  const all = statuses.length;
  const not = statuses.filter((status) => status !== 'True').length;
  if (all > 0 && not === all) return 'FullDisruption';
  if (not > 2 && not / all >= 0.55) return 'PartialDisruption';
  return 'Normal';
}

function statusesByZone(nodes: readonly Node[]) {
  const zones = new Map<string, (string | undefined)[]>();
  for (const node of nodes) {
    const labels = node.metadata?.labels ?? {};
    if ('node.kubernetes.io/exclude-disruption' in labels) continue;
    const zone = zoneOf(node);
    const statuses = zones.get(zone) ?? [];
    statuses.push(conditionOf(node, 'Ready')?.status);
    zones.set(zone, statuses);
  }
  return zones;
}

function allDown(nodes: readonly Node[]): boolean {
  const zones = [...statusesByZone(nodes).values()];
  return zones.length > 0 && zones.every((each) => zoneState(each) === 'FullDisruption');
}

export function evictionRates(nodes: readonly Node[]): Record<string, number> {
  const rates: Record<string, number> = {};
  const stop = allDown(nodes);
  for (const [zone, each] of statusesByZone(nodes)) {
    const partly = zoneState(each) === 'PartialDisruption';
    const slow = each.length > 50 ? 0.01 : 0;
    rates[zone] = stop ? 0 : partly ? slow : 0.1;
  }
  return rates;
}

export class TaintQueue {
  #names = new Set<string>();
  #rate = 0.1;
  #turn = 0;

  add(name: string): void {
    this.#names.add(name);
  }

  remove(name: string): void {
    this.#names.delete(name);
  }

  setRate(perSecond: number, now: number): void {
    if (perSecond === this.#rate) return;
    this.#rate = perSecond;
    const isThere = now >= this.#turn;
    if (isThere && perSecond > 0) return;
    this.#turn = now + 1000 / perSecond;
  }

  next(now: number): string | undefined {
    const [name] = this.#names;
    if (name === undefined) return undefined;
    if (now < this.#turn) return undefined;
    this.#names.delete(name);
    this.#turn = now + 1000 / this.#rate;
    return name;
  }
}

export function defaultTolerations(tolerations: readonly Toleration[] | undefined): Toleration[] {
  const own = tolerations ?? [];
  const result = [...own];
  for (const wanted of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const speaks = own.some(
      ({ key, effect }) => (!key || key === wanted) && (!effect || effect === 'NoExecute'),
    );
    if (speaks) continue;
    result.push({
      key: wanted,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    });
  }
  return result;
}

export function evictionDelayMs(
  tolerations: readonly Toleration[] | undefined,
  taints: readonly Taint[] | undefined,
  tolerates: TolerationMatcher,
): number | undefined {
  let least: number | undefined;
  for (const taint of taints ?? []) {
    if (taint.effect !== 'NoExecute') continue;
    const found = tolerations?.find((each) => tolerates(each, taint));
    if (!found) return 0;
    const seconds = found.tolerationSeconds;
    if (seconds === undefined) continue;
    least = Math.min(least ?? seconds, seconds);
  }
  if (least === undefined) return undefined;
  return Math.max(least, 0) * 1000;
}

export interface NodeLifecycleParts {
  readonly client: Client;
  readonly nodes: Informer<Node>;
  readonly leases: Informer<Lease>;
  readonly pods: Informer<Pod>;
  /** Names of nodes. Whoever runs the controller takes them out. */
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

export class NodeLifecycleController implements Controller {
  readonly #parts: NodeLifecycleParts;
  #known = new Map<string, { name: string; sighting: Sighting }>();
  #queues = new Map<string, TaintQueue>();

  constructor(parts: NodeLifecycleParts) {
    this.#parts = parts;
    const { nodes, queue } = parts;
    nodes.addEventHandler({
      onAdd: (node) => queue.add(keyOf(node)),
      onUpdate: (_, node) => queue.add(keyOf(node)),
    });
  }

  sync(name: string): SyncResult {
    const node = this.#parts.nodes.get('', name);
    if (node) this.#setTaints(node, withConditionTaints(node));
    return undefined;
  }

  #look(now: number): Stored<Node>[] {
    const { nodes, leases } = this.#parts;
    const before = this.#known;
    this.#known = new Map();
    const looked: Stored<Node>[] = [];
    for (const node of nodes.list()) {
      const { uid, name } = node.metadata;
      const sighting = observe(
        before.get(uid)?.sighting,
        node,
        leases.get('kube-node-lease', name),
        now,
      );
      this.#known.set(uid, { name, sighting });
      const seen = isSilent(node, sighting, now)
        ? unlessRefused(() => this.#setConditions(node, silentConditions(node, now)))
        : node;
      if (seen) looked.push(seen);
    }
    for (const [uid, { name }] of before) if (!this.#known.has(uid)) this.#leave(name);
    return looked;
  }

  #leave(name: string): void {
    for (const queue of this.#queues.values()) queue.remove(name);
  }

  #queueOf(node: Node | string): TaintQueue {
    const zone = typeof node === 'string' ? node : zoneOf(node);
    let queue = this.#queues.get(zone);
    if (!queue) {
      queue = new TaintQueue();
      this.#queues.set(zone, queue);
    }
    return queue;
  }

  monitor(): void {
    const now = this.#parts.clock.now();
    const nodes = this.#look(now);
    this.#markPods(nodes, now);
    const rates = evictionRates(nodes);
    for (const [zone, rate] of Object.entries(rates)) this.#queueOf(zone).setRate(rate, now);
    const stop = allDown(nodes);
    for (const node of nodes) this.#judge(node, stop, now);
    for (const queue of this.#queues.values()) {
      const name = queue.next(now);
      const node = nodes.find((each) => keyOf(each) === name);
      if (node) this.#taint(node, now);
    }
  }

  #markPods(nodes: Stored<Node>[], now: number): void {
    const { client, pods } = this.#parts;
    const silent = nodes
      .filter((node) => conditionOf(node, 'Ready')?.status === 'Unknown')
      .map((node) => keyOf(node));
    for (const pod of pods.list()) {
      const on = pod.spec?.nodeName ?? '';
      if (!silent.includes(on)) continue;
      const marked = markedNotReady(pod, now);
      if (marked) unlessRefused(() => client.updateStatus('pods', marked));
    }
  }

  #judge(node: Stored<Node>, stop: boolean, now: number): void {
    const status = conditionOf(node, 'Ready')?.status;
    const before = node.spec?.taints ?? [];
    const others = withoutReadyTaints(node);
    const has = others.length < before.length;
    if (stop || status === 'True') {
      this.#leave(keyOf(node));
      unlessRefused(() => this.#setTaints(node, others));
    } else if (!status) this.#leave(keyOf(node));
    else if (has) {
      this.#leave(keyOf(node));
      this.#taint(node, now);
    } else this.#queueOf(node).add(keyOf(node));
  }

  #taint(node: Stored<Node>, now: number): void {
    unlessRefused(() => this.#setTaints(node, withReadyTaint(node, now)));
  }

  /** Given: writes these taints, if they are not the ones the node has. Throws ApiError. */
  #setTaints(node: Stored<Node>, taints: Taint[]): void {
    if (deepEqual(taints, node.spec?.taints)) return;
    this.#parts.client.update('nodes', { ...node, spec: { ...node.spec, taints } });
  }

  /** Given: writes these conditions, if they are not the ones the node has, and gives the node as it is then. Throws ApiError. */
  #setConditions(node: Stored<Node>, conditions: NodeCondition[]): Stored<Node> {
    if (deepEqual(conditions, node.status?.conditions)) return node;
    const status = { ...node.status, conditions };
    return this.#parts.client.updateStatus('nodes', { ...node, status });
  }
}

export interface TaintEvictionParts {
  readonly client: Client;
  readonly nodes: Informer<Node>;
  readonly pods: Informer<Pod>;
  /** Keys of Pods. Whoever runs the controller takes them out. */
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly tolerates: TolerationMatcher;
}

export class TaintEvictionController implements Controller {
  readonly #parts: TaintEvictionParts;
  #plans = new Map<string, { uid: string; at: number }>();

  constructor(parts: TaintEvictionParts) {
    this.#parts = parts;
    const { nodes, pods, queue } = parts;
    const addPodsOn = (node: Stored<Node>) => {
      for (const pod of pods.list()) if (pod.spec?.nodeName === keyOf(node)) queue.add(keyOf(pod));
    };
    nodes.addEventHandler({
      onAdd: addPodsOn,
      onUpdate: (_, node) => addPodsOn(node),
    });
    pods.addEventHandler({
      onAdd: (pod) => queue.add(keyOf(pod)),
      onUpdate: (_, pod) => queue.add(keyOf(pod)),
      onDelete: (pod) => queue.add('lastKnown' in pod ? pod.key : keyOf(pod)),
    });
  }

  sync(key: string): SyncResult {
    const { nodes, pods, clock } = this.#parts;
    const { namespace, name } = splitKey(key);
    const pod = pods.get(namespace, name);
    const nodeName = pod?.spec?.nodeName;
    const node = nodeName ? nodes.get('', nodeName) : undefined;
    const delay = evictionDelayMs(
      pod?.spec?.tolerations,
      node?.spec?.taints,
      this.#parts.tolerates,
    );
    if (!pod || pod.metadata.deletionTimestamp || delay === undefined) {
      this.#plans.delete(key);
      return undefined;
    }
    const now = clock.now();
    const { uid } = pod.metadata;
    let plan = this.#plans.get(key);
    if (plan?.uid !== uid || delay === 0) plan = { uid, at: now + delay };
    this.#plans.set(key, plan);
    if (plan.at > now) return { requeueAfterMs: plan.at - now };
    try {
      this.#parts.client.delete('pods', namespace, name, { preconditions: { uid } });
    } catch (error) {
      const isGone = error instanceof ApiError && error.code === 404;
      if (!isGone) throw error;
    }
    return undefined;
  }
}
