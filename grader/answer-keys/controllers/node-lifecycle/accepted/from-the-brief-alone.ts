// By somebody who knew only lesson, brief, stub and kit. Nodes wait by uid, so nothing has to be known of their names.
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
const notReadyKey = 'node.kubernetes.io/not-ready';
const unreachableKey = 'node.kubernetes.io/unreachable';

/** The conditions that only the kubelet can know. NetworkUnavailable is written by others. */
const kubeletConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** What of a node was seen last, and when it last gave a sign of life. */
export interface Sighting {
  /** By the observer's clock, in milliseconds. */
  readonly at: number;
  /** Its condition Ready. */
  readonly ready?: NodeCondition | undefined;
  /** The latest `renewTime` of its Lease. */
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

/**
 * What is known of a node after this look at it and its Lease.
 *
 * Settled by: kubernetes v1.32, pkg/controller/nodelifecycle/node_lifecycle_controller.go, tryUpdateNodeHealth.
 */
export function observe(
  seen: Sighting | undefined,
  node: Node,
  lease: Lease | undefined,
  now: number,
): Sighting {
  const ready = conditionOf(node, 'Ready');
  const renewTime = lease?.spec?.renewTime;
  const renewed = renewTime !== undefined && isLater(renewTime, seen?.renewTime);
  const latest = renewed ? renewTime : seen?.renewTime;

  let at: number;
  if (renewed) at = now;
  else if (seen === undefined) at = ready ? now : parseTime(node.metadata?.creationTimestamp ?? '');
  else at = hasPosted(seen.ready, ready) ? now : seen.at;
  return { at, ready, renewTime: latest };
}

function isLater(time: string, than: string | undefined): boolean {
  return than === undefined || parseTime(time) > parseTime(than);
}

/** Does the change of the condition Ready show that somebody has written the status? */
function hasPosted(before: NodeCondition | undefined, after: NodeCondition | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return before.lastHeartbeatTime !== after.lastHeartbeatTime;
}

/** Has the node been silent for too long? */
export function isSilent(node: Node, sighting: Sighting, now: number): boolean {
  const patience = conditionOf(node, 'Ready') ? gracePeriodMs : startupGracePeriodMs;
  return now - sighting.at > patience;
}

/** The conditions that a silent node should have, all of them. */
export function silentConditions(node: Node, now: number): NodeCondition[] {
  const lastTransitionTime = formatTime(now);
  const there = (node.status?.conditions ?? []).map((condition) =>
    !kubeletConditions.includes(condition.type) || condition.status === 'Unknown'
      ? condition
      : {
          ...condition,
          status: 'Unknown' as const,
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastTransitionTime,
        },
  );
  const missing = kubeletConditions
    .filter((type) => conditionOf(node, type) === undefined)
    .map((type) => ({
      type,
      status: 'Unknown' as const,
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastHeartbeatTime: node.metadata?.creationTimestamp,
      lastTransitionTime,
    }));
  return [...there, ...missing];
}

/**
 * The taints that the node should have by its conditions, and all others that it has.
 *
 * Settled by: node_lifecycle_controller.go, doNoScheduleTaintingPass.
 */
export function withConditionTaints(node: Node): Taint[] {
  const wanted = new Set<string>();
  for (const { type, status } of node.status?.conditions ?? []) {
    const key = conditionTaints[type]?.[status];
    if (key !== undefined) wanted.add(key);
  }
  if (node.spec?.unschedulable) wanted.add(unschedulableKey);

  const kept = (node.spec?.taints ?? []).filter(
    ({ key, effect }) => effect !== 'NoSchedule' || !managedKeys.has(key) || wanted.has(key),
  );
  for (const { key, effect } of kept) if (effect === 'NoSchedule') wanted.delete(key);
  return [...kept, ...[...wanted].map((key): Taint => ({ key, effect: 'NoSchedule' }))];
}

/** Keys of NoSchedule taints that nobody else may give. */
const managedKeys: ReadonlySet<string> = new Set([
  ...Object.values(conditionTaints).flatMap((byStatus) => Object.values(byStatus)),
  unschedulableKey,
]);

/**
 * How bad it is in a zone, by the status of Ready of each of its nodes, undefined for a node without that condition.
 *
 * Settled by: node_lifecycle_controller.go, ComputeZoneState.
 */
export function zoneState(statuses: readonly (string | undefined)[]): ZoneState {
  const total = statuses.length;
  const notReady = statuses.filter((status) => status !== 'True').length;
  if (total > 0 && notReady === total) return 'FullDisruption';
  return notReady > 2 && notReady * 100 >= total * 55 ? 'PartialDisruption' : 'Normal';
}

/**
 * How many nodes a second may get a NoExecute taint, by zone.
 *
 * Settled by: node_lifecycle_controller.go, handleDisruption, setLimiterInZone, ReducedQPSFunc.
 */
export function evictionRates(nodes: readonly Node[]): Record<string, number> {
  const zones = new Map<string, (string | undefined)[]>();
  for (const node of nodes.filter(counts)) {
    const zone = zoneOf(node);
    const statuses = zones.get(zone) ?? [];
    zones.set(zone, [...statuses, readyStatus(node)]);
  }
  const states = [...zones].map(([zone, statuses]) => ({
    zone,
    size: statuses.length,
    state: zoneState(statuses),
  }));
  const cutOff = states.every(({ state }) => state === 'FullDisruption');
  return Object.fromEntries(
    states.map(({ zone, size, state }) => [zone, cutOff ? 0 : rateOf(state, size)]),
  );
}

function rateOf(state: ZoneState, size: number): number {
  if (state !== 'PartialDisruption') return 0.1;
  return size > 50 ? 0.01 : 0;
}

/** Does the node say something about the state of its zone? */
function counts({ metadata }: Node): boolean {
  return metadata?.labels?.['node.kubernetes.io/exclude-disruption'] === undefined;
}

function readyStatus(node: Node): string | undefined {
  return conditionOf(node, 'Ready')?.status;
}

/**
 * Names of nodes that wait for their NoExecute taint. It lets one pass every 1/rate seconds.
 *
 * Settled by: pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go, with a token bucket of burst 1.
 */
export class TaintQueue {
  readonly #waiting = new Set<string>();
  #rate = 0.1;
  /** From when on a name may be given. */
  #turn = Number.NEGATIVE_INFINITY;

  add(name: string): void {
    this.#waiting.add(name);
  }

  remove(name: string): void {
    this.#waiting.delete(name);
  }

  /** 0 or more a second. */
  setRate(perSecond: number, now: number): void {
    if (perSecond === this.#rate) return;
    const stillCan = now >= this.#turn && perSecond > 0;
    this.#rate = perSecond;
    if (!stillCan) this.#turn = this.#turnAfter(now);
  }

  /** The next name, undefined when there is none or it is too early. */
  next(now: number): string | undefined {
    if (now < this.#turn) return undefined;
    for (const name of this.#waiting) {
      this.#waiting.delete(name);
      this.#turn = this.#turnAfter(now);
      return name;
    }
    return undefined;
  }

  #turnAfter(now: number): number {
    return this.#rate > 0 ? now + 1000 / this.#rate : Number.POSITIVE_INFINITY;
  }
}

/**
 * A Pod's tolerations with those that the apiserver adds when it is created.
 *
 * Settled by: plugin/pkg/admission/defaulttolerationseconds/admission.go.
 */
export function defaultTolerations(tolerations: readonly Toleration[] | undefined): Toleration[] {
  const own = tolerations ?? [];
  const added = [notReadyKey, unreachableKey]
    .filter(
      (key) =>
        !own.some(
          (toleration) =>
            (!toleration.key || toleration.key === key) &&
            (!toleration.effect || toleration.effect === 'NoExecute'),
        ),
    )
    .map(
      (key): Toleration => ({
        key,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      }),
    );
  return [...own, ...added];
}

/**
 * How many milliseconds a Pod with these tolerations may stay on a node with these taints, undefined for ever.
 *
 * Settled by: pkg/controller/tainteviction/taint_eviction.go, processPodOnNode and getMinTolerationTime.
 */
export function evictionDelayMs(
  tolerations: readonly Toleration[] | undefined,
  taints: readonly Taint[] | undefined,
  tolerates: TolerationMatcher,
): number | undefined {
  let least: number | undefined;
  for (const taint of taints ?? []) {
    if (taint.effect !== 'NoExecute') continue;
    const toleration = tolerations?.find((candidate) => tolerates(candidate, taint));
    if (!toleration) return 0;
    const seconds = toleration.tolerationSeconds ?? undefined;
    if (seconds !== undefined) least = Math.min(least ?? seconds, seconds);
  }
  return least === undefined ? undefined : Math.max(least, 0) * 1000;
}

function isLifecycleTaint({ key, effect }: Taint): boolean {
  return effect === 'NoExecute' && (key === notReadyKey || key === unreachableKey);
}

/** The key of the NoExecute taint that a node's condition Ready asks for. */
function noExecuteKeyOf(node: Node): string | undefined {
  return conditionTaints.Ready?.[readyStatus(node) ?? ''];
}

/** The node's taints with this one of the two NoExecute taints, or with none. */
function withNoExecute(node: Node, key: string | undefined): Taint[] {
  const taints = (node.spec?.taints ?? []).filter(
    (taint) => !isLifecycleTaint(taint) || taint.key === key,
  );
  if (key === undefined || taints.some(isLifecycleTaint)) return taints;
  return [...taints, { key, effect: 'NoExecute' }];
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

/** Watches over nodes: what they last said, what their taints should be. */
export class NodeLifecycleController implements Controller {
  readonly #parts: NodeLifecycleParts;
  /** By uid: a new node may have the name of an old one. */
  readonly #sightings = new Map<string, Sighting>();
  /** By zone. Nodes wait in them by uid as well. */
  readonly #queues = new Map<string, TaintQueue>();

  constructor(parts: NodeLifecycleParts) {
    this.#parts = parts;
    const enqueue = (node: Node) => parts.queue.add(keyOf(node));
    parts.nodes.addEventHandler({ onAdd: enqueue, onUpdate: (_, after) => enqueue(after) });
  }

  /** Brings the NoSchedule taints of a node in line with its conditions. */
  sync(name: string): SyncResult {
    const node = this.#parts.nodes.get('', name);
    if (node) this.#setTaints(node, withConditionTaints(node));
    return undefined;
  }

  /** Looks at all nodes: who is silent, who gets or loses a NoExecute taint. */
  monitor(): void {
    const now = this.#parts.clock.now();
    const cached = this.#parts.nodes.list();
    this.#forgetAllBut(new Set(cached.map((node) => node.metadata.uid)));

    /** Nodes whose status could not be written: nothing more is done with them now. */
    const refused = new Set<string>();
    const nodes = cached.map((node) => {
      const written = this.#checkHealth(node, now);
      if (!written) refused.add(node.metadata.uid);
      return written ?? node;
    });
    this.#markPods(nodes, now);

    for (const [zone, rate] of Object.entries(evictionRates(nodes)))
      this.#queueOf(zone).setRate(rate, now);

    const counting = nodes.filter(counts);
    const cutOff = counting.length > 0 && counting.every((node) => readyStatus(node) !== 'True');
    for (const node of nodes)
      if (!refused.has(node.metadata.uid)) this.#updateNoExecute(node, cutOff);

    const byUid = new Map(nodes.map((node) => [node.metadata.uid, node]));
    for (const queue of this.#queues.values()) {
      const node = byUid.get(queue.next(now) ?? '');
      const key = node && noExecuteKeyOf(node);
      if (node && key && !refused.has(node.metadata.uid))
        unlessRefused(() => this.#setTaints(node, withNoExecute(node, key)));
    }
  }

  #forgetAllBut(uids: ReadonlySet<string>): void {
    for (const uid of this.#sightings.keys()) {
      if (uids.has(uid)) continue;
      this.#sightings.delete(uid);
      for (const queue of this.#queues.values()) queue.remove(uid);
    }
  }

  #queueOf(zone: string): TaintQueue {
    const queue = this.#queues.get(zone) ?? new TaintQueue();
    this.#queues.set(zone, queue);
    return queue;
  }

  /** The node as it is after this look at it; undefined when it could not be written. */
  #checkHealth(node: Stored<Node>, now: number): Stored<Node> | undefined {
    const { uid, name } = node.metadata;
    const lease = this.#parts.leases.get('kube-node-lease', name);
    const sighting = observe(this.#sightings.get(uid), node, lease, now);
    this.#sightings.set(uid, sighting);
    if (!isSilent(node, sighting, now)) return node;
    return unlessRefused(() => this.#setConditions(node, silentConditions(node, now)));
  }

  /** Pods on nodes of which nobody knows anything are not ready. */
  #markPods(nodes: readonly Stored<Node>[], now: number): void {
    const unknown = new Set(
      nodes.filter((node) => readyStatus(node) === 'Unknown').map((node) => node.metadata.name),
    );
    for (const pod of this.#parts.pods.list()) {
      if (!unknown.has(pod.spec?.nodeName ?? '')) continue;
      const before = pod.status?.conditions ?? [];
      if (!before.some(({ type, status }) => type === 'Ready' && status === 'True')) continue;
      const conditions = before.map((condition) =>
        condition.type === 'Ready'
          ? { ...condition, status: 'False' as const, lastTransitionTime: formatTime(now) }
          : condition,
      );
      const status = { ...pod.status, conditions };
      unlessRefused(() => this.#parts.client.updateStatus('pods', { ...pod, status }));
    }
  }

  /** Takes or exchanges the NoExecute taint at once, or lets the node wait for one. */
  #updateNoExecute(node: Stored<Node>, cutOff: boolean): void {
    const { uid } = node.metadata;
    const queue = this.#queueOf(zoneOf(node));
    const ready = readyStatus(node);
    if (cutOff || ready === 'True') {
      queue.remove(uid);
      unlessRefused(() => this.#setTaints(node, withNoExecute(node, undefined)));
      return;
    }
    const key = noExecuteKeyOf(node);
    const has = (node.spec?.taints ?? []).some(isLifecycleTaint);
    if (key && !has) {
      queue.add(uid);
      return;
    }
    queue.remove(uid);
    if (key) unlessRefused(() => this.#setTaints(node, withNoExecute(node, key)));
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

/** Deletes Pods from nodes whose NoExecute taints they do not tolerate, or no longer. */
export class TaintEvictionController implements Controller {
  readonly #parts: TaintEvictionParts;
  /** By key: which Pod has to go when, by the clock. */
  readonly #plans = new Map<string, { readonly uid: string; readonly at: number }>();

  constructor(parts: TaintEvictionParts) {
    this.#parts = parts;
    const { nodes, pods, queue } = parts;
    pods.addEventHandler({
      onAdd: (pod) => queue.add(keyOf(pod)),
      onUpdate: (_, pod) => queue.add(keyOf(pod)),
      onDelete: (pod) => queue.add('lastKnown' in pod ? pod.key : keyOf(pod)),
    });
    const enqueuePodsOn = ({ metadata }: Stored<Node>) => {
      for (const pod of pods.list())
        if (pod.spec?.nodeName === metadata.name) queue.add(keyOf(pod));
    };
    nodes.addEventHandler({ onAdd: enqueuePodsOn, onUpdate: (_, node) => enqueuePodsOn(node) });
  }

  /** Plans, carries out or drops the eviction of a Pod. */
  sync(key: string): SyncResult {
    const { nodes, pods, clock, tolerates } = this.#parts;
    const { namespace, name } = splitKey(key);
    const pod = pods.get(namespace, name);
    const nodeName = pod?.spec?.nodeName;
    const delay =
      pod && nodeName && !pod.metadata.deletionTimestamp
        ? evictionDelayMs(pod.spec?.tolerations, nodes.get('', nodeName)?.spec?.taints, tolerates)
        : undefined;
    if (!pod || delay === undefined) {
      this.#plans.delete(key);
      return undefined;
    }

    const now = clock.now();
    const { uid } = pod.metadata;
    let plan = this.#plans.get(key);
    if (plan?.uid !== uid || delay === 0) {
      plan = { uid, at: now + delay };
      this.#plans.set(key, plan);
    }
    if (plan.at > now) return { requeueAfterMs: plan.at - now };
    this.#evict(pod);
    return undefined;
  }

  #evict({ metadata: { namespace = '', name, uid } }: Stored<Pod>): void {
    try {
      this.#parts.client.delete('pods', namespace, name, { preconditions: { uid } });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error;
    }
  }
}
