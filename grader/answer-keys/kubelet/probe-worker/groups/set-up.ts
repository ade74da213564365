import type { Pod, ProbeType } from 'course/kit';
import type { Answer, ProbeWorker } from '#exercise/kubelet/probe-worker';
import { batchAll } from '#suite';
import { later } from '../pods.ts';

/** The three questions. */
export const types = ['startup', 'liveness', 'readiness'] as const;
/** Seen like this, a worker of the type may ask. */
export const open = (type: ProbeType) => ({ started: type !== 'startup' });

/** A probe with these answers, the last of which it repeats; counts how often it was asked. */
export function probe(...answers: (Answer | Error)[]) {
  const asked = { times: 0 };
  const ask = () => {
    const answer = answers[Math.min(asked.times++, answers.length - 1)]!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, asked };
}

/** The results of one tick after another, each with the next answer, in one crossing. */
export function resultsAfter(worker: ProbeWorker, pod: Pod, answers: readonly Answer[]): unknown[] {
  const steps = answers.flatMap((answer) => [
    { on: worker, method: 'tick', args: [pod, later, () => answer] },
    { on: worker, get: 'result' },
  ]);
  return valuesOf(batchAll(steps)).filter((_, i) => i % 2 === 1);
}

/** What each call gave; throws what the first that threw has thrown. */
export function valuesOf(outcomes: ReturnType<typeof batchAll>): unknown[] {
  return outcomes.map((outcome) => {
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  });
}

/** What most lines of these tests are made of. */
export const S = 'success';
export const F = 'failure';
