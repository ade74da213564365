import type { ContainerStatus, ProbeType } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { withProbeResults } from '#exercise/kubelet/probe-worker';
import { copyBack } from '#suite';
import { running, terminated, waiting } from '../pods.ts';
import { F, S } from './set-up.ts';

/** The groups of this part. */
export function statusGroups(): void {
  describe('Started and ready', startedAndReadyTests);
}

function startedAndReadyTests(): void {
  const status = (state = running): ContainerStatus => ({
    ...{ name: 'app', containerID: 'a', image: '', imageID: '', restartCount: 2, state },
    ready: false,
  });
  const believing =
    (results: Partial<Record<ProbeType, 'success' | 'failure' | 'unknown'>>) =>
    (type: ProbeType, id: string) =>
      id === 'a' ? results[type] : undefined;
  const flags = (types: ProbeType[], results: Parameters<typeof believing>[0], state = running) => {
    const probes = Object.fromEntries(types.map((type) => [`${type}Probe`, {}]));
    const found = withProbeResults({ name: 'app', ...probes }, status(state), believing(results));
    return [found.started, found.ready];
  };

  it('a running container without probes is started and ready (rules 17, 18)', () => {
    expect(flags([], {})).toEqual([true, true]);
  });

  it('what does not run is neither (rules 17, 18)', () => {
    const all = { startup: S, readiness: S } as const;
    expect(flags([], {}, waiting), 'Without probes').toEqual([false, false]);
    expect(flags(['startup', 'readiness'], all, terminated)).toEqual([false, false]);
    const { state: _, ...stateless } = status();
    const found = withProbeResults({ name: 'app' }, stateless, believing({}));
    expect([found.started, found.ready], 'No state').toEqual([false, false]);
  });

  it('with a startup probe it is started by a success, not before (rule 17)', () => {
    expect(flags(['startup'], { startup: S }), 'success').toEqual([true, true]);
    expect(flags(['startup'], { startup: 'unknown' }), 'unknown').toEqual([false, false]);
    expect(flags(['startup'], { startup: F }), 'failure').toEqual([false, false]);
    expect(flags(['startup'], {}), 'nothing known').toEqual([false, false]);
  });

  it('with a readiness probe it is ready by a success, not before (rule 18)', () => {
    expect(flags(['readiness'], { readiness: S }), 'success').toEqual([true, true]);
    expect(flags(['readiness'], { readiness: F }), 'failure').toEqual([true, false]);
    expect(flags(['readiness'], {}), 'nothing known').toEqual([true, false]);
  });

  it('what is not started is not ready, and liveness has no part in it (rule 18)', () => {
    const unstarted = { startup: 'unknown', readiness: S } as const;
    expect(flags(['startup', 'readiness'], unstarted)).toEqual([false, false]);
    expect(flags(['liveness'], { liveness: F }), 'A failed liveness probe').toEqual([true, true]);
  });

  it('the rest of the status stays, and the status that was given is not changed (rule 17)', () => {
    const given = status();
    const found = withProbeResults({ name: 'app' }, given, believing({}));
    expect(found).toEqual({ ...given, started: true, ready: true });
    const { args } = copyBack(withProbeResults, { name: 'app' }, given, believing({}));
    expect(args[1], 'The argument afterwards').toEqual(status());
  });
}
