import type { ContainerStatus, Pod, Probe, ProbeType } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type Outcome,
  ProbeWorker,
  resultOf,
  withDefaults,
  withProbeResults,
} from '#exercise/kubelet/probe-worker';
import { batch, batchAll, copyBack } from '#suite';
import { life } from './lives.ts';
import { type Believed, believed, type Round } from './model.ts';
import { containerWith, later, podWith, running, start, terminated, waiting } from './pods.ts';

const types = ['startup', 'liveness', 'readiness'] as const;
/** Seen like this, a worker of the type may ask. */
const open = (type: ProbeType) => ({ started: type !== 'startup' });

/** A probe with these answers, the last of which it repeats; counts how often it was asked. */
function probe(...answers: (Answer | Error)[]) {
  const asked = { times: 0 };
  const ask = () => {
    const answer = answers[Math.min(asked.times++, answers.length - 1)]!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, asked };
}

/** The results of one tick after another, each with the next answer, in one crossing. */
function resultsAfter(worker: ProbeWorker, pod: Pod, answers: readonly Answer[]): unknown[] {
  const steps = answers.flatMap((answer) => [
    { on: worker, method: 'tick', args: [pod, later, () => answer] },
    { on: worker, get: 'result' },
  ]);
  return valuesOf(batchAll(steps)).filter((_, i) => i % 2 === 1);
}

function valuesOf(outcomes: ReturnType<typeof batchAll>): unknown[] {
  return outcomes.map((outcome) => {
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  });
}

const S = 'success';
const F = 'failure';

describe('One try', () => {
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
});

describe('In a row', () => {
  it('before any container there is nothing to believe (rule 4)', () => {
    const worker = new ProbeWorker('liveness', containerWith('liveness'));
    expect([worker.containerID, worker.result]).toEqual(['', undefined]);
  });

  for (const [type, first] of [
    ['liveness', S],
    ['readiness', F],
    ['startup', 'unknown'],
  ] as const)
    it(`the first belief of a ${type} worker is ${first} (rule 4)`, () => {
      const worker = new ProbeWorker(type, containerWith(type));
      worker.tick(podWith({ ...open(type) }), later, probe(new Error('no answer')).ask);
      expect([worker.containerID, worker.result]).toEqual(['a', first]);
    });

  it('a tick asks once and goes on (rule 5)', () => {
    for (const type of types) {
      const { ask, asked } = probe(S);
      const worker = new ProbeWorker(type, containerWith(type));
      expect(worker.tick(podWith(open(type)), later, ask), `tick of a ${type} worker`).toBe(true);
      expect(asked.times, `How often one tick of a ${type} worker asked`).toBe(1);
    }
  });

  it('one success and three failures in a row are enough, unless the probe says otherwise (rules 3, 6)', () => {
    const worker = new ProbeWorker('readiness', containerWith('readiness'));
    expect(resultsAfter(worker, podWith(), [S, F, F, F, F, S])).toEqual([S, S, S, F, F, S]);
  });

  it('failures with a success between them are not in a row (rule 6)', () => {
    const worker = new ProbeWorker('readiness', containerWith('readiness'));
    expect(resultsAfter(worker, podWith(), [S, F, F, S, F, F, S, F])).toEqual(Array(8).fill(S));
  });

  it('successThreshold successes in a row are needed, and counted anew after each failure (rule 6)', () => {
    const container = containerWith('readiness', { successThreshold: 3, failureThreshold: 1 });
    const worker = new ProbeWorker('readiness', container);
    expect(resultsAfter(worker, podWith(), [S, S, F, S, S, S, S, F])).toEqual([
      ...[F, F, F, F, F, S, S, F],
    ]);
  });

  it('each worker reads the thresholds of its own probe (rule 3)', () => {
    const container = containerWith(
      'liveness',
      { failureThreshold: 2 },
      {
        readinessProbe: { failureThreshold: 1 },
      },
    );
    const liveness = new ProbeWorker('liveness', container);
    expect(resultsAfter(liveness, podWith(), [F, F]), 'Of the liveness worker').toEqual([S, F]);
    const readiness = new ProbeWorker('readiness', container);
    expect(resultsAfter(readiness, podWith(), [S, F]), 'Of the readiness worker').toEqual([S, F]);
  });

  it('a probe that throws gave no answer: nothing changes, and the row goes on after it (rule 7)', () => {
    const container = containerWith('readiness', { failureThreshold: 2 });
    const worker = new ProbeWorker('readiness', container);
    const { ask } = probe(S, F, new Error('no route to host'), F);
    const seen = [];
    for (let i = 0; i < 4; i += 1) seen.push([worker.tick(podWith(), later, ask), worker.result]);
    expect(seen, 'Answers: success, failure, none, failure').toEqual([
      ...[
        [true, S],
        [true, S],
        [true, S],
        [true, F],
      ],
    ]);
  });
});

describe('When to ask', () => {
  it('without a status, or without a container in it, a worker waits (rule 8)', () => {
    const { ask, asked } = probe(S);
    const worker = new ProbeWorker('liveness', containerWith('liveness'));
    const other = podWith();
    other.status!.containerStatuses![0]!.name = 'other';
    for (const pod of [{}, { status: {} }, other, podWith({ id: '' })])
      expect(worker.tick(pod, later, ask), JSON.stringify(pod.status)).toBe(true);
    expect([asked.times, worker.containerID, worker.result]).toEqual([0, '', undefined]);
  });

  it('what it believes stays when the container is not to be seen for a while (rule 8)', () => {
    const worker = new ProbeWorker('readiness', containerWith('readiness'));
    expect(resultsAfter(worker, podWith(), [S])).toEqual([S]);
    worker.tick({ status: {} }, later, probe(F).ask);
    expect([worker.containerID, worker.result]).toEqual(['a', S]);
  });

  it('a sidecar is found among the init containers (rule 8)', () => {
    const worker = new ProbeWorker('readiness', containerWith('readiness'));
    const { status } = podWith();
    const pod = { status: { initContainerStatuses: status!.containerStatuses! } };
    expect(resultsAfter(worker, pod, [S]), 'Only an init container has the name').toEqual([S]);
    const [main] = podWith({ id: '' }).status!.containerStatuses!;
    const both = { status: { ...pod.status, containerStatuses: [main!] } };
    expect(resultsAfter(worker, both, [S, F, F, F]).at(-1), 'The other has no id yet').toBe(F);
  });

  it('nobody asks before the initial delay is over; then at once (rule 9)', () => {
    const { ask, asked } = probe(F);
    const container = containerWith('liveness', { initialDelaySeconds: 10, failureThreshold: 1 });
    const worker = new ProbeWorker('liveness', container);
    for (const ms of [0, 9_000, 9_999]) worker.tick(podWith(), start + ms, ask);
    expect([asked.times, worker.result], 'After 0, 9 and 9.999 of 10 seconds').toEqual([0, S]);
    worker.tick(podWith(), start + 10_000, ask);
    expect([asked.times, worker.result], 'After 10 seconds').toEqual([1, F]);
  });

  it('the delay counts from the start of the container, each time anew (rule 9)', () => {
    const { ask, asked } = probe(S);
    const container = containerWith('liveness', { initialDelaySeconds: 10 });
    const worker = new ProbeWorker('liveness', container);
    worker.tick(podWith(), start + 60_000, ask);
    expect(asked.times, 'A minute after the start').toBe(1);
    const again = podWith({ id: 'b', state: { running: { startedAt: '2025-01-01T00:01:00Z' } } });
    worker.tick(again, start + 65_000, ask);
    expect(asked.times, 'Container b runs for 5 of 10 seconds').toBe(1);
  });

  it('without startedAt there is no delay (rule 9)', () => {
    const { ask, asked } = probe(S);
    const container = containerWith('liveness', { initialDelaySeconds: 10 });
    const worker = new ProbeWorker('liveness', container);
    worker.tick(podWith({ state: { running: {} } }), start, ask);
    expect(asked.times).toBe(1);
  });

  it('liveness and readiness wait until the container is started (rule 10)', () => {
    for (const type of ['liveness', 'readiness'] as const) {
      const { ask, asked } = probe(F);
      const worker = new ProbeWorker(type, containerWith(type, { failureThreshold: 1 }));
      const pod = podWith({ started: false });
      expect(worker.tick(pod, later, ask), `${type}: tick`).toBe(true);
      delete pod.status!.containerStatuses![0]!.started;
      worker.tick(pod, later, ask);
      expect(asked.times, `How often ${type} asked while started is false or absent`).toBe(0);
    }
  });

  it('startup asks until the container is started, and no more (rule 10)', () => {
    const { ask, asked } = probe(F);
    const worker = new ProbeWorker('startup', containerWith('startup'));
    worker.tick(podWith({ started: false }), later, ask);
    expect(asked.times, 'Not started').toBe(1);
    expect(worker.tick(podWith(), later, ask), 'tick of a started container').toBe(true);
    expect([asked.times, worker.result], 'Started').toEqual([1, 'unknown']);
  });
});

describe('The life of a container', () => {
  it('a Pod that has succeeded or failed needs no worker (rule 11)', () => {
    for (const phase of ['Succeeded', 'Failed']) {
      const { ask, asked } = probe(S);
      const worker = new ProbeWorker('readiness', containerWith('readiness'));
      expect(worker.tick(podWith({ phase }), later, ask), phase).toBe(false);
      expect([asked.times, worker.containerID, worker.result], phase).toEqual([0, '', undefined]);
    }
    const worker = new ProbeWorker('readiness', containerWith('readiness'));
    for (const phase of ['Pending', 'Running'])
      expect(worker.tick(podWith({ phase }), later, probe(S).ask), phase).toBe(true);
  });

  it('what does not run is not asked, and its result is failure (rule 12)', () => {
    for (const type of types)
      for (const state of [waiting, terminated, {}]) {
        const { ask, asked } = probe(S);
        const worker = new ProbeWorker(type, containerWith(type));
        const told = `${type}, state ${JSON.stringify(state)}`;
        expect(worker.tick(podWith({ ...open(type), state }), later, ask), told).toBe(true);
        expect([asked.times, worker.result], told).toEqual([0, F]);
      }
  });

  it('a container that has terminated and will not be started again ends its worker (rule 12)', () => {
    const goesOn = (restartPolicy: string, state = terminated, more = {}) => {
      const worker = new ProbeWorker('liveness', containerWith('liveness', {}, more));
      return worker.tick(podWith({ restartPolicy, state }), later, probe(S).ask);
    };
    expect(goesOn('Never'), 'Never, terminated').toBe(false);
    expect(goesOn('Never', waiting), 'Never, but only waiting').toBe(true);
    expect(goesOn('OnFailure'), 'OnFailure, terminated').toBe(true);
    expect(goesOn('Always'), 'Always, terminated').toBe(true);
    const sidecar = { restartPolicy: 'Always' };
    expect(goesOn('Never', terminated, sidecar), 'Never, but a sidecar').toBe(true);
  });

  it('another container, another belief (rule 4)', () => {
    const worker = new ProbeWorker('readiness', containerWith('readiness'));
    expect(resultsAfter(worker, podWith(), [S])).toEqual([S]);
    const { ask } = probe(new Error('no answer'));
    worker.tick(podWith({ id: 'b' }), later, ask);
    expect([worker.containerID, worker.result]).toEqual(['b', F]);
  });

  it('a new container that has crashed already is known, and has failed (rules 4, 12)', () => {
    const worker = new ProbeWorker('liveness', containerWith('liveness'));
    worker.tick(podWith({ id: 'b', state: waiting }), later, probe(S).ask);
    expect([worker.containerID, worker.result]).toEqual(['b', F]);
  });

  it('while a Pod is deleted, nobody finds its container dead (rule 13)', () => {
    for (const type of ['liveness', 'startup'] as const) {
      const { ask, asked } = probe(F);
      const worker = new ProbeWorker(type, containerWith(type, { failureThreshold: 2 }));
      const seen = open(type);
      worker.tick(podWith(seen), later, ask);
      expect(worker.tick(podWith({ ...seen, deleted: true }), later, ask), type).toBe(false);
      expect([asked.times, worker.result], type).toEqual([1, S]);
    }
  });

  it('a Pod that is deleted still becomes unready (rule 13)', () => {
    const worker = new ProbeWorker('readiness', containerWith('readiness'));
    const pod = podWith({ deleted: true });
    expect(resultsAfter(worker, pod, [S, F, F, F])).toEqual([S, S, S, F]);
    expect(worker.tick(pod, later, probe(F).ask)).toBe(true);
  });

  it('what has crashed before it was started has failed, too (rules 10, 12)', () => {
    for (const type of types) {
      const worker = new ProbeWorker(type, containerWith(type));
      const pod = podWith({ started: false, state: terminated });
      const never = { ...pod, spec: { restartPolicy: 'Never', containers: [] } };
      expect([worker.tick(pod, later, probe(S).ask), worker.result], type).toEqual([true, F]);
      expect(worker.tick(never, later, probe(S).ask), `${type}, Never`).toBe(false);
    }
  });

  it('a deletion comes before the delay, and before started (rules 9, 10, 13)', () => {
    for (const type of ['liveness', 'startup'] as const) {
      const worker = new ProbeWorker(type, containerWith(type, { initialDelaySeconds: 10 }));
      const delayed = podWith({ ...open(type), deleted: true });
      const shut = podWith({ started: type === 'startup', deleted: true });
      expect(
        [worker.tick(delayed, start, probe(F).ask), worker.result],
        `${type}, 0 of 10 seconds`,
      ).toEqual([false, S]);
      const other = new ProbeWorker(type, containerWith(type));
      expect(
        [other.tick(shut, later, probe(F).ask), other.result],
        `${type}, ${type === 'startup' ? 'started' : 'not started'}`,
      ).toEqual([false, S]);
    }
  });

  it('of a deleted Pod, a container that does not run has failed all the same (rules 12, 13)', () => {
    const worker = new ProbeWorker('liveness', containerWith('liveness'));
    const pod = podWith({ deleted: true, state: terminated });
    expect([worker.tick(pod, later, probe(S).ask), worker.result]).toEqual([true, F]);
  });
});

describe('On hold', () => {
  for (const type of ['liveness', 'startup'] as const)
    it(`a ${type} worker that has found a failure leaves the container alone (rule 14)`, () => {
      const { ask, asked } = probe(F, F, S);
      const worker = new ProbeWorker(type, containerWith(type, { failureThreshold: 2 }));
      const pod = podWith(open(type));
      for (let i = 0; i < 4; i += 1)
        expect(worker.tick(pod, later, ask), `tick ${i + 1} of 4`).toBe(true);
      expect([asked.times, worker.result], 'After four ticks').toEqual([2, F]);
    });

  it('a startup worker that has found a success has nothing left to ask (rule 14)', () => {
    const { ask, asked } = probe(S, F);
    const worker = new ProbeWorker('startup', containerWith('startup', { failureThreshold: 1 }));
    const pod = podWith({ started: false });
    for (let i = 0; i < 3; i += 1)
      expect(worker.tick(pod, later, ask), `tick ${i + 1} of 3`).toBe(true);
    expect([asked.times, worker.result], 'After three ticks').toEqual([1, S]);
    worker.tick(podWith({ id: 'b', started: false }), later, ask);
    expect([asked.times, worker.result], 'The next container').toEqual([2, F]);
  });

  it('on hold it does not matter that the container ends or the Pod is deleted (rule 14)', () => {
    const container = containerWith('liveness', { failureThreshold: 1 });
    const worker = new ProbeWorker('liveness', container);
    worker.tick(podWith(), later, probe(F).ask);
    const never = { restartPolicy: 'Never', state: terminated };
    expect(worker.tick(podWith(never), later, probe(S).ask), 'Never, terminated').toBe(true);
    expect(worker.tick(podWith({ deleted: true }), later, probe(S).ask), 'Deleted').toBe(true);
    expect(worker.result).toBe(F);
    expect(worker.tick(podWith({ phase: 'Failed' }), later, probe(S).ask), 'Failed').toBe(false);
  });

  it('the next container ends the hold, and its failures are counted from one (rules 14, 15)', () => {
    const { ask, asked } = probe(F);
    const worker = new ProbeWorker('liveness', containerWith('liveness', { failureThreshold: 2 }));
    for (let i = 0; i < 3; i += 1) worker.tick(podWith(), later, ask);
    const next = podWith({ id: 'b' });
    worker.tick(next, later, ask);
    expect([asked.times, worker.result], 'After one failure of the next').toEqual([3, S]);
    worker.tick(next, later, ask);
    expect([asked.times, worker.result], 'After two failures of the next').toEqual([4, F]);
  });

  it('a readiness worker goes on asking after a failure (rule 16)', () => {
    const { ask, asked } = probe(F, F, S);
    const container = containerWith('readiness', { failureThreshold: 1 });
    const worker = new ProbeWorker('readiness', container);
    for (let i = 0; i < 3; i += 1) worker.tick(podWith(), later, ask);
    expect([asked.times, worker.result]).toEqual([3, S]);
  });
});

describe('Started and ready', () => {
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
});

describe('Any worker', () => {
  it('random lives of a container are believed as the rules say', () => {
    fc.assert(
      fc.property(life, (one) => {
        const container = containerWith(one.type, {
          successThreshold: one.success,
          failureThreshold: one.failure,
          initialDelaySeconds: one.delay,
        });
        const forgetful = believed(one, one.rounds, true);
        const keeping = believed(one, one.rounds, false);
        const rounds = one.rounds.slice(0, forgetful.length);
        const seen = played(one.type, container, rounds);
        if (firstDifference(seen, keeping) === -1) return;
        const i = firstDifference(seen, forgetful);
        if (i === -1) return;
        const { rule, ...expected } = forgetful[i]!;
        expect(seen[i], `Round ${i + 1} (${one.events[i]}), ${rule}`).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('a slow starter: two minutes to come up, then a hang, a restart, and up again', () => {
    const container = containerWith('startup', { failureThreshold: 30 }, { livenessProbe: {} });
    const startup = new ProbeWorker('startup', container);
    const liveness = new ProbeWorker('liveness', container);
    const { ask, asked } = probe(F);
    for (let i = 0; i < 12; i += 1) {
      startup.tick(podWith({ started: false }), start + i * 10_000, probe(F).ask);
      liveness.tick(podWith({ started: false }), start + i * 10_000, ask);
    }
    expect([startup.result, liveness.result, asked.times], 'Two minutes of silence').toEqual([
      ...['unknown', S, 0],
    ]);
    startup.tick(podWith({ started: false }), start + 120_000, probe(S).ask);
    expect(startup.result, 'It is up').toBe(S);
    expect(resultsAfter(liveness, podWith(), [S, F, F, F]), 'It hangs').toEqual([S, S, S, F]);
    const next = podWith({ id: 'b', started: false });
    startup.tick(next, later, probe(F).ask);
    liveness.tick(next, later, ask);
    expect([startup.result, liveness.result, asked.times], 'The next one comes up').toEqual([
      ...['unknown', S, 0],
    ]);
  });

  /** The first round in which something else was seen than expected; -1 if there is none. */
  function firstDifference(seen: readonly Believed[], expected: readonly Believed[]): number {
    return seen.findIndex(({ goesOn, asked, result }, i) => {
      const other = expected[i];
      return goesOn !== other?.goesOn || asked !== other.asked || result !== other.result;
    });
  }

  /** What a worker does in these rounds, in one crossing. */
  function played(
    type: ProbeType,
    container: ReturnType<typeof containerWith>,
    rounds: readonly Round[],
  ): Believed[] {
    const asked = rounds.map(() => false);
    const steps = rounds.flatMap(({ pod, now, answer }, i) => {
      const ask = () => {
        asked[i] = true;
        if (answer === null) throw new Error('no answer');
        return answer;
      };
      return [
        { on: 0, method: 'tick', args: [pod, now, ask] },
        { on: 0, get: 'result' },
      ];
    });
    const [, ...values] = valuesOf(
      batchAll([{ new: ProbeWorker, args: [type, container] }, ...steps]),
    );
    return rounds.map((_, i) => ({
      goesOn: values[2 * i] as boolean,
      asked: asked[i]!,
      result: values[2 * i + 1] as Believed['result'],
    }));
  }
});
