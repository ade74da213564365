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

const defaults = {
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
  initialDelaySeconds: 0,
};

/** A 0 cannot be told from "not said" on the wire, so both get the default. */
export function withDefaults(probe: Probe): Probe {
  const said = Object.entries(probe).filter(([field, value]) => !(field in defaults) || value > 0);
  return { ...defaults, ...Object.fromEntries(said) };
}

export function resultOf(outcome: Outcome): Answer {
  return succeeded(outcome) ? 'success' : 'failure';
}

/** A redirect is a success: something answered. Where it leads is another server's health. */
function succeeded(outcome: Outcome): boolean {
  if ('httpStatus' in outcome) return outcome.httpStatus >= 200 && outcome.httpStatus < 400;
  if ('exitCode' in outcome) return outcome.exitCode === 0;
  if ('connected' in outcome) return outcome.connected;
  return 'health' in outcome && outcome.health === 'SERVING';
}

/** A container is alive until shown dead, and not ready until shown ready: both err on the side that does less harm. */
const firstBelief = { liveness: 'success', readiness: 'failure', startup: 'unknown' } as const;

const probeField = {
  liveness: 'livenessProbe',
  readiness: 'readinessProbe',
  startup: 'startupProbe',
} as const;

export class ProbeWorker {
  readonly #type: ProbeType;
  readonly #container: Container;
  readonly #probe: Probe;
  #containerID = '';
  #result: ProbeResult | undefined;
  #last: Answer | undefined;
  #inRow = 0;
  #onHold = false;

  constructor(type: ProbeType, container: Container) {
    this.#type = type;
    this.#container = container;
    this.#probe = withDefaults(container[probeField[type]] ?? {});
  }

  get containerID(): string {
    return this.#containerID;
  }

  get result(): ProbeResult | undefined {
    return this.#result;
  }

  tick(pod: Pod, now: number, ask: () => Answer): boolean {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return false;
    const status = statusOf(pod, this.#container.name);
    if (!status?.containerID) return true;
    if (status.containerID !== this.#containerID) this.#meet(status.containerID);
    if (this.#onHold) return true;
    const { running, terminated } = status.state ?? {};
    if (!running) {
      this.#result = 'failure';
      return !terminated || this.#startsAgain(pod);
    }
    if (pod.metadata?.deletionTimestamp !== undefined && this.#type !== 'readiness') {
      this.#result = 'success';
      return false;
    }
    if (this.#delayed(running.startedAt, now)) return true;
    // Until it is started only the startup probe asks, from then on only the others.
    if ((status.started === true) === (this.#type === 'startup')) return true;
    this.#count(answerOf(ask));
    return true;
  }

  /** A container that was not known: what was believed of the one before says nothing about it. */
  #meet(containerID: string): void {
    this.#containerID = containerID;
    this.#result = firstBelief[this.#type];
    this.#onHold = false;
  }

  /** A sidecar is started again whatever the Pod's policy; v1.32's worker does not know that yet (kubernetes pull request 133072). */
  #startsAgain(pod: Pod): boolean {
    return pod.spec?.restartPolicy !== 'Never' || this.#container.restartPolicy === 'Always';
  }

  #delayed(startedAt: string | undefined, now: number): boolean {
    if (startedAt === undefined) return false;
    return now - parseTime(startedAt) < this.#probe.initialDelaySeconds! * 1000;
  }

  #count(answer: Answer | undefined): void {
    if (answer === undefined) return;
    this.#inRow = answer === this.#last ? this.#inRow + 1 : 1;
    this.#last = answer;
    const { successThreshold, failureThreshold } = this.#probe;
    if (this.#inRow < (answer === 'success' ? successThreshold! : failureThreshold!)) return;
    this.#result = answer;
    if (this.#type === 'startup' || (this.#type === 'liveness' && answer === 'failure'))
      this.#hold();
  }

  /** The container is about to be killed, or has started: do not disturb it, and begin anew with the next. */
  #hold(): void {
    this.#onHold = true;
    this.#inRow = 0;
  }
}

function statusOf({ status }: Pod, name: string): ContainerStatus | undefined {
  const named = (entry: ContainerStatus) => entry.name === name;
  const main = status?.containerStatuses?.find(named);
  return main?.containerID ? main : status?.initContainerStatuses?.find(named);
}

/** Undefined when the try could not be made: that is the prober's trouble, not the container's. */
function answerOf(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

export function withProbeResults(
  container: Container,
  status: ContainerStatus,
  results: ProbeResults,
): ContainerStatus {
  const passed = (type: ProbeType) =>
    container[probeField[type]] === undefined ||
    results(type, status.containerID ?? '') === 'success';
  const started = status.state?.running !== undefined && passed('startup');
  return { ...status, started, ready: started && passed('readiness') };
}
