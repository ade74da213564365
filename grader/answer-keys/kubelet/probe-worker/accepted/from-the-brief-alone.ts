// By somebody who knew only lesson, brief, stub and kit. The row of answers ends with its container, hold or not, which rule 15 leaves open.
import {
  type Container,
  type ContainerStatus,
  type Pod,
  type Probe,
  type ProbeResult,
  type ProbeResults,
  type ProbeType,
  parseTime,
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
  return {
    ...probe,
    initialDelaySeconds: probe.initialDelaySeconds || 0,
    periodSeconds: probe.periodSeconds || 10,
    timeoutSeconds: probe.timeoutSeconds || 1,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  };
}

/** Was this try a success? Settled by: kubernetes pkg/probe/{http,exec,tcp,grpc}. */
export function resultOf(outcome: Outcome): Answer {
  return isSuccess(outcome) ? 'success' : 'failure';
}

function isSuccess(outcome: Outcome): boolean {
  if ('httpStatus' in outcome) return outcome.httpStatus >= 200 && outcome.httpStatus < 400;
  if ('exitCode' in outcome) return outcome.exitCode === 0;
  if ('connected' in outcome) return outcome.connected;
  if ('health' in outcome) return outcome.health === 'SERVING';
  return false;
}

const firstBelief: Record<ProbeType, ProbeResult> = {
  startup: 'unknown',
  liveness: 'success',
  readiness: 'failure',
};

function probeOf(container: Container, type: ProbeType): Probe | undefined {
  switch (type) {
    case 'startup':
      return container.startupProbe;
    case 'liveness':
      return container.livenessProbe;
    case 'readiness':
      return container.readinessProbe;
  }
}

/**
 * Asks one question about one container, over all of its lives.
 *
 * Settled by: kubernetes pkg/kubelet/prober/worker.go, worker and doProbe.
 */
export class ProbeWorker {
  readonly #type: ProbeType;
  readonly #container: Container;
  readonly #probe: Probe;
  #containerID = '';
  #result: ProbeResult | undefined;
  #onHold = false;
  #lastAnswer: Answer | undefined;
  #inARow = 0;

  /** `container` is that of the Pod's spec; it has a probe of this type. */
  constructor(type: ProbeType, container: Container) {
    this.#type = type;
    this.#container = container;
    this.#probe = withDefaults(probeOf(container, type) ?? {});
  }

  /** The container that the worker knows, for example `containerd://4f1a`; '' before the first. */
  get containerID(): string {
    return this.#containerID;
  }

  /** What the worker believes about that container; undefined before the first. */
  get result(): ProbeResult | undefined {
    return this.#result;
  }

  /**
   * One round. `pod` is the Pod as it is now, with its status; `now` is in milliseconds since 1970;
   * `ask` makes one try, and throws when it could not be made. False: the work is over, do not call again.
   */
  tick(pod: Pod, now: number, ask: () => Answer): boolean {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return false;

    const status = this.#findStatus(pod);
    if (!status?.containerID) return true;
    if (status.containerID !== this.#containerID) this.#meet(status.containerID);
    if (this.#onHold) return true;

    const running = status.state?.running;
    if (!running) {
      this.#result = 'failure';
      return !status.state?.terminated || this.#willBeRestarted(pod);
    }
    if (pod.metadata?.deletionTimestamp && this.#type !== 'readiness') {
      this.#result = 'success';
      return false;
    }
    if (running.startedAt) {
      const delay = (this.#probe.initialDelaySeconds ?? 0) * 1000;
      if (now < parseTime(running.startedAt) + delay) return true;
    }
    const started = status.started === true;
    if (started === (this.#type === 'startup')) return true;

    let answer: Answer;
    try {
      answer = ask();
    } catch {
      return true;
    }
    this.#count(answer);
    return true;
  }

  #findStatus(pod: Pod): ContainerStatus | undefined {
    const named = (statuses: readonly ContainerStatus[] | undefined) =>
      statuses?.find((s) => s.name === this.#container.name && s.containerID);
    return named(pod.status?.containerStatuses) ?? named(pod.status?.initContainerStatuses);
  }

  #meet(containerID: string): void {
    this.#containerID = containerID;
    this.#result = firstBelief[this.#type];
    this.#onHold = false;
    this.#lastAnswer = undefined;
    this.#inARow = 0;
  }

  #willBeRestarted(pod: Pod): boolean {
    return pod.spec?.restartPolicy !== 'Never' || this.#container.restartPolicy === 'Always';
  }

  #count(answer: Answer): void {
    this.#inARow = answer === this.#lastAnswer ? this.#inARow + 1 : 1;
    this.#lastAnswer = answer;
    const { successThreshold = 1, failureThreshold = 3 } = this.#probe;
    if (this.#inARow < (answer === 'success' ? successThreshold : failureThreshold)) return;
    this.#result = answer;
    this.#onHold = this.#type === 'startup' || (this.#type === 'liveness' && answer === 'failure');
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
  const succeeds = (type: ProbeType) => results(type, status.containerID ?? '') === 'success';
  const started =
    status.state?.running !== undefined && (!container.startupProbe || succeeds('startup'));
  const ready = started && (!container.readinessProbe || succeeds('readiness'));
  return { ...status, started, ready };
}
