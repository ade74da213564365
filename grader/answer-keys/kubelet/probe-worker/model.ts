import { type Pod, type ProbeResult, parseTime } from 'course/kit';
import type { Type } from './pods.ts';

/** What was seen of a worker after a round. */
export interface Believed {
  readonly goesOn: boolean;
  readonly asked: boolean;
  readonly result: ProbeResult | undefined;
}

/** What is to be seen, and the rule that decides it. */
export interface Expected extends Believed {
  readonly rule: string;
}

/** One round of a container's life: what is seen, when, and what the probe would say (null: it throws). */
export interface Round {
  readonly pod: Pod;
  readonly now: number;
  readonly answer: 'success' | 'failure' | null;
}

/** The facts of a worker that the model needs, thresholds given in full. */
export interface Facts {
  readonly type: Type;
  readonly success: number;
  readonly failure: number;
  readonly delay: number;
}

/**
 * What a worker believes after each round, from the list of all answers: no counters to get wrong.
 * `forgets`: the row of answers ends with its container, which rule 15 leaves open.
 */
export function believed(facts: Facts, rounds: readonly Round[], forgets: boolean): Expected[] {
  const told: Expected[] = [];
  let [id, result, held] = ['', undefined as ProbeResult | undefined, false];
  let answers: string[] = [];
  for (const { pod, now, answer } of rounds) {
    const status = pod.status!.containerStatuses![0]!;
    if (pod.status!.phase === 'Failed' || pod.status!.phase === 'Succeeded') {
      told.push({ goesOn: false, asked: false, result, rule: 'rule 11' });
      break;
    }
    if (status.containerID !== id) {
      id = status.containerID!;
      result = { liveness: 'success', readiness: 'failure', startup: 'unknown' }[
        facts.type
      ] as ProbeResult;
      held = false;
      if (forgets) answers = [];
    }
    let [goesOn, asked, rule] = [true, false, 'rules 6 and 7'];
    const { running, terminated } = status.state!;
    if (held) rule = 'rule 14, on hold';
    else if (!running) {
      rule = 'rule 12';
      result = 'failure';
      goesOn = !terminated || pod.spec?.restartPolicy !== 'Never';
    } else if (pod.metadata?.deletionTimestamp && facts.type !== 'readiness') {
      rule = 'rule 13';
      result = 'success';
      goesOn = false;
    } else if (now < parseTime(running.startedAt!) + facts.delay * 1000) rule = 'rule 9';
    else if (status.started === (facts.type === 'startup')) rule = 'rule 10';
    else {
      asked = true;
      if (answer) answers.push(answer);
      const last = (count: number) => answers.slice(-count).join();
      const all = (what: string, count: number) => last(count) === Array(count).fill(what).join();
      if (answer === 'success' && all('success', facts.success)) {
        result = 'success';
        held = facts.type === 'startup';
      }
      if (answer === 'failure' && all('failure', facts.failure)) {
        result = 'failure';
        held = facts.type !== 'readiness';
      }
      if (held) answers = [];
    }
    told.push({ goesOn, asked, result, rule });
    if (!goesOn) break;
  }
  return told;
}
