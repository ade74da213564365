import type { ProbeType } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProbeWorker } from '#exercise/kubelet/probe-worker';
import { batchAll } from '#suite';
import { life } from '../lives.ts';
import { type Believed, believed, type Round } from '../model.ts';
import { containerWith, later, podWith, start } from '../pods.ts';
import { F, probe, resultsAfter, S, valuesOf } from './set-up.ts';

/** The groups of this part. */
export function anyWorkerGroups(): void {
  describe('Any worker', anyWorkerTests);
}

function anyWorkerTests(): void {
  it('random lives of a container are believed as the rules say', () => {
    fc.assert(
      fc.property(life, (one) => {
        const container = containerWith(one.type, {
          successThreshold: one.success,
          failureThreshold: one.failure,
          initialDelaySeconds: one.delay,
        });
        // Rule 15 leaves two readings open. A worker has to keep to one of them in its whole life.
        const readings = [true, false].map((forgets) => believed(one, one.rounds, forgets));
        const rounds = one.rounds.slice(0, readings[0]!.length);
        const seen = played(one.type, container, rounds);
        const differ = readings.map((reading) => firstDifference(seen, reading));
        if (differ.includes(-1)) return;
        const i = Math.max(...differ);
        const { rule, ...expected } = readings[differ.indexOf(i)]![i]!;
        expect(seen[i], `Round ${i + 1} (${one.events[i]}), ${rule}`).toEqual(expected);
      }),
      { numRuns: 150 },
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
}
