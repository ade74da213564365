/** What a probe asks about a container: is it up, is it alive, can it take traffic? */
export type ProbeType = 'startup' | 'liveness' | 'readiness';

/**
 * What the kubelet believes about a container; `unknown` only of a startup probe that has not decided yet.
 * Settled by kubernetes pkg/kubelet/prober/results/results_manager.go.
 */
export type ProbeResult = 'success' | 'failure' | 'unknown';

/** What the probe workers believe at present; undefined when none of this type has seen this container. */
export type ProbeResults = (type: ProbeType, containerID: string) => ProbeResult | undefined;
