// Put together from the last rung of each ladder of hints.
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

export type Outcome =
  | { readonly httpStatus: number }
  | { readonly exitCode: number }
  | { readonly connected: boolean }
  | { readonly health: 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN' }
  | { readonly timedOut: true };

export type Answer = 'success' | 'failure';

export function withDefaults(probe: Probe): Probe {
  return {
    ...probe,
    periodSeconds: probe.periodSeconds || 10,
    timeoutSeconds: probe.timeoutSeconds || 1,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
    initialDelaySeconds: probe.initialDelaySeconds || 0,
  };
}

export function resultOf(outcome: Outcome): Answer {
  const good =
    ('httpStatus' in outcome && outcome.httpStatus >= 200 && outcome.httpStatus < 400) ||
    ('exitCode' in outcome && outcome.exitCode === 0) ||
    ('connected' in outcome && outcome.connected) ||
    ('health' in outcome && outcome.health === 'SERVING');
  return good ? 'success' : 'failure';
}

export class ProbeWorker {
  #type: ProbeType;
  #container: Container;
  #probe: Probe;
  #id = '';
  #result: ProbeResult | undefined;
  #last: Answer | undefined;
  #row = 0;
  #onHold = false;

  constructor(type: ProbeType, container: Container) {
    this.#type = type;
    this.#container = container;
    this.#probe = withDefaults(container[`${type}Probe`] ?? {});
  }

  get containerID(): string {
    return this.#id;
  }

  get result(): ProbeResult | undefined {
    return this.#result;
  }

  tick(pod: Pod, now: number, ask: () => Answer): boolean {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return false;
    const entry = this.#entryOf(pod);
    if (!entry?.containerID) return true;
    if (entry.containerID !== this.#id) {
      this.#id = entry.containerID;
      const first = { liveness: 'success', readiness: 'failure', startup: 'unknown' } as const;
      this.#result = first[this.#type];
      this.#onHold = false;
    }
    if (this.#onHold) return true;
    if (!entry.state?.running) {
      this.#result = 'failure';
      const never = pod.spec?.restartPolicy === 'Never';
      const sidecar = this.#container.restartPolicy === 'Always';
      return !(entry.state?.terminated && never && !sidecar);
    }
    if (pod.metadata?.deletionTimestamp && this.#type !== 'readiness') {
      this.#result = 'success';
      return false;
    }
    const startedAt = entry.state?.running?.startedAt;
    const delay = this.#probe.initialDelaySeconds! * 1000;
    if (startedAt !== undefined && now - parseTime(startedAt) < delay) return true;
    if ((entry.started === true) === (this.#type === 'startup')) return true;
    let answer: Answer;
    try {
      answer = ask();
    } catch {
      return true;
    }
    this.#row = answer === this.#last ? this.#row + 1 : 1;
    this.#last = answer;
    const { successThreshold, failureThreshold } = this.#probe;
    if (this.#row < (answer === 'success' ? successThreshold! : failureThreshold!)) return true;
    this.#result = answer;
    if (this.#type === 'startup' || (this.#type === 'liveness' && answer === 'failure')) {
      this.#onHold = true;
      this.#row = 0;
    }
    return true;
  }

  #entryOf({ status }: Pod): ContainerStatus | undefined {
    const mine = ({ name }: ContainerStatus) => name === this.#container.name;
    const entry = status?.containerStatuses?.find(mine);
    return entry?.containerID ? entry : status?.initContainerStatuses?.find(mine);
  }
}

export function withProbeResults(
  container: Container,
  status: ContainerStatus,
  results: ProbeResults,
): ContainerStatus {
  const passed = (type: 'startup' | 'readiness') =>
    !container[`${type}Probe`] || results(type, status.containerID ?? '') === 'success';
  const started = status.state?.running !== undefined && passed('startup');
  return { ...status, started, ready: started && passed('readiness') };
}
