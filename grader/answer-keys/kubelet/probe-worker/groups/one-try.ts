import type { Probe } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { type Outcome, resultOf, withDefaults } from '#exercise/kubelet/probe-worker';
import { batch, copyBack } from '#suite';
import { F, S, valuesOf } from './set-up.ts';

/** The groups of this part. */
export function tryGroups(): void {
  describe('One try', oneTryTests);
}

function oneTryTests(): void {
  it('what a probe does not say gets its default (rule 1)', () => {
    expect(withDefaults({ httpGet: { port: 80 } })).toEqual({
      httpGet: { port: 80 },
      periodSeconds: 10,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 3,
      initialDelaySeconds: 0,
    });
  });

  it('a 0 gets the default, any other value stays (rule 1)', () => {
    const zeros = { periodSeconds: 0, timeoutSeconds: 0, successThreshold: 0, failureThreshold: 0 };
    expect(withDefaults(zeros), 'All are 0').toMatchObject({
      ...{ periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 },
    });
    const said = {
      ...{ periodSeconds: 2, timeoutSeconds: 5, successThreshold: 4, failureThreshold: 1 },
      ...{ initialDelaySeconds: 30, terminationGracePeriodSeconds: 0 },
    };
    expect(withDefaults(said), 'Nothing is missing').toEqual(said);
    const absent = { periodSeconds: undefined } as unknown as Probe;
    expect(withDefaults(absent).periodSeconds, 'periodSeconds: undefined').toBe(10);
  });

  it('the probe that was given is not changed (rule 1)', () => {
    const given = { periodSeconds: 0 };
    expect(copyBack(withDefaults, given).args, 'The argument afterwards').toEqual([given]);
  });

  it('an HTTP status from 200 to 399 is a success (rule 2)', () => {
    const statuses = [199, 200, 204, 301, 399, 400, 404, 500, 101];
    expect(
      resultsOf(
        statuses.map((httpStatus) => ({ httpStatus })),
        statuses,
      ),
    ).toEqual({
      ...{ 199: F, 200: S, 204: S, 301: S, 399: S, 400: F, 404: F, 500: F, 101: F },
    });
  });

  it('the exit code 0 is a success, every other a failure (rule 2)', () => {
    const codes = [0, 1, 2, 137];
    expect(
      resultsOf(
        codes.map((exitCode) => ({ exitCode })),
        codes,
      ),
    ).toEqual({
      ...{ 0: S, 1: F, 2: F, 137: F },
    });
  });

  it('a connection and the health SERVING are successes; silence is a failure (rule 2)', () => {
    const outcomes: Outcome[] = [
      ...[{ connected: true }, { connected: false }, { timedOut: true } as const],
      ...(['SERVING', 'NOT_SERVING', 'UNKNOWN', 'SERVICE_UNKNOWN'] as const).map((health) => ({
        health,
      })),
    ];
    const names = outcomes.map((outcome) => JSON.stringify(outcome));
    expect(resultsOf(outcomes, names)).toEqual({
      ...{ '{"connected":true}': S, '{"connected":false}': F, '{"timedOut":true}': F },
      ...{ '{"health":"SERVING"}': S, '{"health":"NOT_SERVING"}': F, '{"health":"UNKNOWN"}': F },
      '{"health":"SERVICE_UNKNOWN"}': F,
    });
  });

  /** What came of each try, under a name of its own. */
  function resultsOf(outcomes: readonly Outcome[], names: readonly (string | number)[]) {
    const results = valuesOf(
      batch(
        resultOf,
        outcomes.map((outcome) => [outcome]),
      ),
    );
    return Object.fromEntries(results.map((result, i) => [names[i], result]));
  }
}
