import { NotImplemented, type Pod, type PodCondition, type PodStatus } from 'course/kit';

/** Where a Pod stands in its life. (`Unknown` exists in the API but is not used any more.) */
export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** How much a Pod is promised. When a node runs out of memory, the kernel's killer prefers those that are promised less. */
export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

/**
 * A copy of the Pod in which limits stand in for requests that are missing.
 *
 * Settled by: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Pod.
 */
export function withDefaultRequests(pod: Pod): Pod {
  // TODO step 1, Quality of service (rule 1).
  throw new NotImplemented('step 1: withDefaultRequests');
}

/** Settled by: kubernetes pkg/apis/core/v1/helper/qos/qos.go, ComputePodQOS. */
export function qosClass(pod: Pod): QosClass {
  // TODO step 1, Quality of service (rules 2 and 3).
  throw new NotImplemented('step 1: qosClass');
}

/**
 * The phase, from the Pod's spec and the statuses of its containers; not from the phase it had.
 *
 * Settled by: kubernetes pkg/kubelet/kubelet_pods.go, getPhase.
 */
export function podPhase(pod: Pod, ended: boolean): PodPhase {
  // TODO step 2, Phase (rules 4 to 8): containers only.
  // TODO step 3, Before it starts (rules 9 to 12): init containers and sidecars.
  // TODO step 4, When it ends (rule 13).
  throw new NotImplemented('step 2: podPhase');
}

/** Settled by: kubernetes pkg/kubelet/status/generate.go, GenerateContainersReadyCondition. */
export function containersReady(pod: Pod, phase: PodPhase): PodCondition {
  // TODO step 5, Ready (rules 14 to 18).
  throw new NotImplemented('step 5: containersReady');
}

/** Settled by: kubernetes pkg/kubelet/status/generate.go, GeneratePodInitializedCondition. */
export function initialized(pod: Pod, phase: PodPhase): PodCondition {
  // TODO step 5, Ready (rules 19 to 21).
  throw new NotImplemented('step 5: initialized');
}

/** Settled by: kubernetes pkg/kubelet/status/generate.go, GeneratePodReadyCondition. */
export function podReady(pod: Pod, phase: PodPhase): PodCondition {
  // TODO step 5, Ready (rule 22).
  throw new NotImplemented('step 5: podReady');
}

/**
 * The status that the kubelet sends to the apiserver. `now` in milliseconds since 1970.
 *
 * Settled by: kubernetes pkg/kubelet/kubelet_pods.go, generateAPIPodStatus,
 * and pkg/kubelet/status/status_manager.go, updateLastTransitionTime.
 */
export function nextStatus(pod: Pod, now: number, ended: boolean): PodStatus {
  // TODO step 6, The next status (rules 23 to 25).
  throw new NotImplemented('step 6: nextStatus');
}
