import type { PolicyRule } from 'course/kit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uncoveredRules } from '#exercise/apiserver/rbac-authorizer';
import { batch } from '#suite';
import { authorizer } from './authorizer.ts';
import * as model from './model.ts';
import * as random from './random-clusters.ts';
import { told, toldRequest, toldRules } from './sentences.ts';

/** Random clusters against the model. */
export function anyCluster(): void {
  it('random clusters allow what their grants, all written down, allow', () => {
    const property = fc.property(random.worlds, random.questions, (world, questions) => {
      const graded = authorizer(world);
      const outcomes = batch(
        graded,
        questions.map((asked) => ['authorize', asked]),
      );
      for (const [i, asked] of questions.entries()) {
        const { allowed } = answerOf(outcomes[i]) as { allowed: boolean };
        const why = `${told(world)}\n${toldRequest(asked)}\nallowed`;
        expect(allowed, why).toBe(model.allowed(world, asked));
      }
    });
    fc.assert(property, { numRuns: 25 });
  });

  it('random clusters list the rules of their grants', () => {
    const property = fc.property(random.worlds, random.places, (world, [who, namespace]) => {
      const status = authorizer(world).rulesFor(who, namespace);
      const why = `${told(world)}\nrulesFor ${who.name} (${who.groups.join(', ')}), '${namespace}'`;
      const got = model.texts([...status.resourceRules, ...status.nonResourceRules]);
      expect(got, why).toEqual(model.listed(world, who, namespace));
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('random rules leave uncovered what is in none of them', () => {
    const pairs = fc.array(fc.tuple(random.rules, random.rules), { minLength: 1, maxLength: 4 });
    const property = fc.property(pairs, (all) => {
      const outcomes = batch(uncoveredRules, all);
      for (const [i, [owned, wanted]] of all.entries()) {
        const got = model.pieceTexts(answerOf(outcomes[i]) as PolicyRule[]);
        const why = `owned ${toldRules(owned)}\nwanted ${toldRules(wanted)}\nuncovered`;
        expect(got, why).toEqual(model.uncovered(owned, wanted));
      }
    });
    fc.assert(property, { numRuns: 40 });
  });
}

function answerOf(outcome: ReturnType<typeof batch>[number] | undefined): unknown {
  if (!outcome || 'error' in outcome) throw outcome?.error;
  return outcome.value;
}
