import { describe, expect, it } from 'vitest';
import { ProbeWorker } from '#exercise/kubelet/probe-worker';
import { containerWith, later, podWith, start } from '../pods.ts';
import { F, open, probe, resultsAfter, S, types } from './set-up.ts';

/** The groups of this part. */
export function askingGroups(): void {
  describe('In a row', inARowTests);
  describe('When to ask', whenToAskTests);
}

function inARowTests(): void {
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
}

function whenToAskTests(): void {
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
}
