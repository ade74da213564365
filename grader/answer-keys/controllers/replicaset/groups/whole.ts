import type { Pod, ReplicationController } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { podsToDelete, replicaSetOf } from '#exercise/controllers/replicaset';
import { batch } from '#suite';
import { alike, inOrder, type RandomPod, randomPod } from '../model.ts';
import { failed, nameOf, own, pod, start, values, web } from '../objects.ts';
import { world } from './graded-world.ts';

/** The older form, any Pods, stories. */
export function testWhole(): void {
  describe('The older form', () => {
    it('only the selector is another: a plain map (rule 34)', () => {
      const template = { metadata: { labels: { app: 'web', tier: 'x' } } };
      const old: ReplicationController = {
        metadata: { name: 'web', namespace: 'shop' },
        spec: { replicas: 2, minReadySeconds: 5, selector: { app: 'web' }, template },
        status: { replicas: 1 },
      };
      expect(replicaSetOf(old)).toEqual({
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: old.metadata,
        spec: {
          replicas: 2,
          minReadySeconds: 5,
          selector: { matchLabels: { app: 'web' } },
          template,
        },
        status: { replicas: 1 },
      });
      const { spec } = replicaSetOf({ ...old, spec: { template } });
      expect(spec?.selector, 'Without a selector').toEqual({
        matchLabels: { app: 'web', tier: 'x' },
      });
      for (const bare of [{ template: {} }, {}])
        expect(replicaSetOf({ spec: bare }).spec?.selector, 'Without labels').toEqual({
          matchLabels: {},
        });
    });
  });

  describe('Any Pods', () => {
    it('random Pods go in the order of rules 2 to 9', () => {
      const pods = fc.array(randomPod, { minLength: 2, maxLength: 6 });
      const property = fc.property(fc.array(pods, { minLength: 40, maxLength: 40 }), (cases) => {
        const made = cases.map((each) => each.map((facts, i) => pod(`p${i}`, facts)));
        const asked = made.map((each) => [each, each, each.length - 1, start]);
        for (const [i, gone] of (values(batch(podsToDelete, asked)) as Pod[][]).entries()) {
          const facts = cases[i]!;
          const got = gone.map((each) => Number(nameOf(each).slice(1)));
          const expected = inOrder(facts).slice(0, -1);
          // Of Pods that nothing tells apart any may go first.
          if (alike(facts, got, expected)) continue;
          expect(namesOf(got), told(facts)).toBe(namesOf(expected));
        }
      });
      fc.assert(property, { numRuns: 2 });
    });

    const namesOf = (places: readonly number[]) => places.map((at) => `p${at}`).join(' ');
    const told = (pods: readonly RandomPod[]) =>
      pods.map((facts, i) => `p${i}: ${JSON.stringify(facts)}`).join('\n');
  });

  describe('Stories', () => {
    it('a ReplicaSet is born, grows, loses a Pod, shrinks, whatever the cache has seen', () => {
      const w = world({ replicaSets: [web(3)], hears: true });
      w.cluster.settle(w.worker);
      w.expect(w.pods()).toHaveLength(3);
      w.cluster.runPods();
      w.cluster.settle(w.worker);
      w.expect(w.status()).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3 });
      w.server.delete('pods', 'default', nameOf(w.pods()[0]!));
      w.cluster.settle(w.worker);
      w.expect(w.pods(), 'One terminates, its successor is there').toHaveLength(4);
      w.cluster.runPods();
      w.server.update('replicasets', web(1));
      w.cluster.settle(w.worker);
      w.cluster.runPods();
      w.cluster.settle(w.worker);
      w.expect(w.pods()).toHaveLength(1);
      w.expect(w.status()).toMatchObject({ replicas: 1, readyReplicas: 1 });
    });

    it('a Pod is taken out for a look inside: relabelled it is replaced, labelled back it is one too many', () => {
      const w = world({ replicaSets: [web(2)], pods: [own('a'), own('b')], hears: true });
      const label = (app: string) => {
        const patch = { metadata: { labels: { app } } };
        w.server.patch('pods', 'default', 'a', { type: 'merge', patch });
        w.cluster.settle(w.worker);
      };
      label('broken');
      w.expect(w.controllers()).toMatchObject({ a: undefined, b: 'u-web' });
      w.expect(w.pods()).toHaveLength(3);
      label('web');
      w.expect(w.pods().filter((each) => !each.metadata.deletionTimestamp)).toHaveLength(2);
    });

    it('a quota lets four Pods through; when it is raised, the rest follows', () => {
      const w = world({ replicaSets: [web(6)], hears: true });
      for (const nth of [5, 6, 7, 8, 9, 10, 11, 12])
        w.fail({ verb: 'create', resource: 'pods', nth, error: failed });
      w.cluster.settle(w.worker);
      w.expect(w.pods()).toHaveLength(4);
      w.expect(w.status()?.conditions).toMatchObject([{ type: 'ReplicaFailure' }]);
      w.cluster.heal();
      w.cluster.run(5000, w.worker);
      w.expect(w.pods()).toHaveLength(6);
      w.expect(w.status()?.conditions ?? []).toEqual([]);
    });
  });
}
