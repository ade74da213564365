import {
  type Container,
  type ContainerStatus,
  NotImplemented,
  type Pod,
  type Probe,
  type ProbeResult,
  type ProbeResults,
  type ProbeType,
} from 'course/kit';

/** What came of one try: an HTTP status, a command's exit code, a TCP connection, a gRPC health status, or nothing in time. */
export type Outcome =
  | { readonly httpStatus: number }
  | { readonly exitCode: number }
  | { readonly connected: boolean }
  | { readonly health: 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN' }
  | { readonly timedOut: true };

/** What a try says. */
export type Answer = 'success' | 'failure';

/**
 * A copy of the probe with the defaults in place of what is absent or 0.
 *
 * Settled by: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Probe.
 */
export function withDefaults(probe: Probe): Probe {
  // TODO step 1, One try (rule 1).
  throw new NotImplemented('step 1: withDefaults');
}

/** Was this try a success? Settled by: kubernetes pkg/probe/{http,exec,tcp,grpc}. */
export function resultOf(outcome: Outcome): Answer {
  // TODO step 1, One try (rule 2).
  throw new NotImplemented('step 1: resultOf');
}

/**
 * Asks one question about one container, over all of its lives.
 *
 * Settled by: kubernetes pkg/kubelet/prober/worker.go, worker and doProbe.
 */
export class ProbeWorker {
  /** `container` is that of the Pod's spec; it has a probe of this type. */
  constructor(type: ProbeType, container: Container) {
    // TODO step 2, In a row (rules 3 and 4): keep what tick needs.
    throw new NotImplemented('step 2: ProbeWorker');
  }

  /** The container that the worker knows, for example `containerd://4f1a`; '' before the first. */
  get containerID(): string {
    throw new NotImplemented('step 2: containerID');
  }

  /** What the worker believes about that container; undefined before the first. */
  get result(): ProbeResult | undefined {
    throw new NotImplemented('step 2: result');
  }

  /**
   * One round. `pod` is the Pod as it is now, with its status; `now` is in milliseconds since 1970;
   * `ask` makes one try, and throws when it could not be made. The order of the rules stands in the brief. False: the work is over, do not call again.
   */
  tick(pod: Pod, now: number, ask: () => Answer): boolean {
    // TODO step 2, In a row (rules 3 to 7): at first as if nothing forbade to ask.
    // TODO step 3, When to ask (rules 8 to 10).
    // TODO step 4, The life of a container (rules 11 to 13).
    // TODO step 5, On hold (rules 14 to 16).
    throw new NotImplemented('step 2: tick');
  }
}

/**
 * The status with `started` and `ready` as the probes have found.
 *
 * Settled by: kubernetes pkg/kubelet/prober/prober_manager.go, UpdatePodStatus and isContainerStarted.
 */
export function withProbeResults(
  container: Container,
  status: ContainerStatus,
  results: ProbeResults,
): ContainerStatus {
  // TODO step 6, Started and ready (rules 17 and 18).
  throw new NotImplemented('step 6: withProbeResults');
}
