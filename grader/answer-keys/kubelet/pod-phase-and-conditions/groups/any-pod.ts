import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { podPhase } from '#exercise/kubelet/pod-phase-and-conditions';
import { batch } from '#suite';
import { phaseOf } from '../model.ts';
import { allKnown, podOf, type Scene, told } from '../pods.ts';

const known = fc.constantFrom(...allKnown, 'runs, started' as const);
const containers = (names: readonly string[], minKeys: number) =>
  fc.dictionary(fc.constantFrom(...names), known, { minKeys, maxKeys: 3, noNullPrototype: true });

interface Asked {
  readonly scene: Scene;
  readonly ended: boolean;
}

const asked: fc.Arbitrary<Asked> = fc
  .record({
    policy: fc.constantFrom('Always' as const, 'OnFailure' as const, 'Never' as const),
    init: containers(['init1', 'init2', 'side1', 'side2'], 0),
    main: containers(['app', 'log', 'web'], 1),
    ended: fc.boolean(),
  })
  .map(({ ended, ...scene }) => ({
    ...{ scene, ended },
    [fc.toStringMethod]: () => `${told(scene)}${ended ? '; ended' : ''}`,
  }));

export function anyPod(): void {
  describe('Any Pod', () => {
    it('the phase of random Pods is what the rules say', () => {
      fc.assert(
        fc.property(fc.array(asked, { minLength: 1, maxLength: 60, size: 'max' }), (list) => {
          const found = batch(
            podPhase,
            list.map(({ scene, ended }) => [podOf(scene), ended]),
          );
          for (const [i, { scene, ended }] of list.entries()) {
            const one = found[i]!;
            if ('error' in one) throw one.error;
            expect(one.value, `${told(scene)}${ended ? '; ended' : ''}`).toBe(
              phaseOf(scene, ended),
            );
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}
