/**
 * What a container runtime tells about one Pod on its node, as the kubelet reads it over the Container Runtime Interface.
 * It is the past and present of the containers, not what is wanted: that is in the Pod's spec.
 * Settled by kubernetes pkg/kubelet/container/runtime.go (PodStatus, Status) and cri-api runtime/v1.
 */
export interface RuntimePodStatus {
  /** The Pod's sandboxes, newest first; [] before the first. */
  readonly sandboxes: readonly RuntimeSandbox[];
  /** The Pod's containers of all kinds and attempts that are still known, newest first. Ended ones stay until they are removed. */
  readonly containers: readonly RuntimeContainer[];
}

/** The room in which a Pod's containers run: its network namespace and address. Real ones are held by a `pause` process. */
export interface RuntimeSandbox {
  readonly id: string;
  /** 0 for the Pod's first sandbox, one more for each that replaces it. */
  readonly attempt: number;
  readonly state: 'Ready' | 'NotReady';
  /** '' until the network plugin has given one. A sandbox of a Pod with `hostNetwork` has none. */
  readonly ip: string;
}

/** One run of a container: a container that is started again is a new one, with a new id. */
export interface RuntimeContainer {
  readonly id: string;
  /** Its name in the Pod's spec. */
  readonly name: string;
  /** `Created`: made, not started. `Unknown`: the runtime has lost track of it. */
  readonly state: 'Created' | 'Running' | 'Exited' | 'Unknown';
  /** Milliseconds since 1970, as Clock tells them. */
  readonly createdAt: number;
  /** Absent while it is `Created`. */
  readonly startedAt?: number;
  /** Only of an `Exited` one. */
  readonly finishedAt?: number;
  /** Only of an `Exited` one: 0 is success. */
  readonly exitCode?: number;
  /** For machines: `Completed`, `Error`, `OOMKilled`; '' if none. */
  readonly reason: string;
  /** Hash of the part of the container's spec from which it was made; another hash means that it has to be made again. */
  readonly specHash: string;
  /** How often the container was started before this one. */
  readonly restartCount: number;
}
