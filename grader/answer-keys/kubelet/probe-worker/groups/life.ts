import { describe, expect, it } from 'vitest';
import { ProbeWorker } from '#exercise/kubelet/probe-worker';
import { containerWith, later, podWith, start, terminated, waiting } from '../pods.ts';
import { F, open, probe, resultsAfter, S, types } from './set-up.ts';

/** The groups of this part. */
export function lifeGroups(): void {
  describe('The life of a container', lifeTests);
  describe('On hold', onHoldTests);
}

function lifeTests(): void {
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
}

function onHoldTests(): void {
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
}
