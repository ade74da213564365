import { apiResources, conflict } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { bug, failed, own, secondsAgo, web } from '../objects.ts';
import type { World } from '../world.ts';
import { world } from './graded-world.ts';

/** Telling. */
export function testTelling(): void {
  describe('Telling', () => {
    const statusWrites = (w: World) =>
      w.cluster.takeWrites().filter(({ verb }) => verb === 'updateStatus').length;

    it('writes the status, and only when it says something new (rule 27)', () => {
      const w = world({ replicaSets: [web(1, { metadata: { generation: 1 } })], pods: [own('a')] });
      w.sync();
      w.expect(w.status()).toMatchObject({ replicas: 1, observedGeneration: 1 });
      w.expect(statusWrites(w)).toBe(1);
      w.cluster.deliver();
      w.sync();
      w.expect(statusWrites(w), 'A second sync').toBe(0);
    });

    it('a new generation is new, though all counts are as before (rule 27)', () => {
      const w = world({ replicaSets: [web(1, { metadata: { generation: 1 } })], pods: [own('a')] });
      w.sync();
      w.server.update('replicasets', web(1, { spec: { minReadySeconds: 5 } }));
      w.cluster.deliver();
      w.sync();
      w.expect(w.status()?.observedGeneration).toBe(2);
    });

    it('a failure is new, though all counts are as before, and so is its end (rule 27)', () => {
      const counts = { fullyLabeledReplicas: 0, readyReplicas: 0, availableReplicas: 0 };
      const status = { replicas: 0, ...counts, observedGeneration: 1 };
      const w = world({ replicaSets: [web(1, { metadata: { generation: 1 }, status })] });
      const conditions = () => w.status()?.conditions?.map(({ type }) => type) ?? [];
      w.fail({ verb: 'create', resource: 'pods', error: failed });
      w.sync();
      w.expect(conditions(), 'The conditions after a refusal').toEqual(['ReplicaFailure']);
      w.cluster.heal();
      w.cluster.deliver();
      w.sync();
      w.expect(conditions(), 'The conditions when creating works again').toEqual([]);
    });

    it('a stale copy is refused: reads again, and writes the same (rule 28)', () => {
      const w = world({ replicaSets: [web(1)], pods: [own('a')] });
      w.server.update('replicasets', web(7, { metadata: { labels: { new: 'yes' } } }));
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(statusWrites(w)).toBe(2);
      w.expect(w.status()?.replicas).toBe(1);
      const { metadata, spec } = w.server.get('replicasets', 'default', 'web');
      expect([metadata.labels, spec?.replicas]).toEqual([{ new: 'yes' }, 7]);
    });

    it('refused for another reason it tries once more, too (rule 28)', () => {
      const w = world({ replicaSets: [web(1)], pods: [own('a')] });
      w.fail({ verb: 'updateStatus', resource: 'replicasets', nth: 1, error: failed });
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(statusWrites(w)).toBe(2);
      w.expect(w.status()?.replicas).toBe(1);
    });

    it('refused a second time it gives up until the next sync (rule 28)', () => {
      const w = world({ replicaSets: [web(1)], pods: [own('a')] });
      const error = conflict(apiResources.replicasets, 'web');
      w.fail({ verb: 'updateStatus', resource: 'replicasets', error });
      w.expect(w.sync()).toEqual({ refused: error });
      w.expect(statusWrites(w)).toBe(2);
    });

    it('a ReplicaSet that the cache does not have is forgotten (rule 29)', () => {
      const w = world({ pods: [own('a')] });
      w.expectations.expectCreations('default/web', 1);
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(true);
      w.expect(w.cluster.writes).toEqual([]);
    });

    it('looks again when a ready Pod will be available (rule 30)', () => {
      const slow = web(1, { spec: { minReadySeconds: 10 } });
      const w = world({ replicaSets: [slow], pods: [own('a', { ready: secondsAgo(0) })] });
      const ending = w.sync();
      const ms = 'result' in ending ? (ending.result?.requeueAfterMs ?? 0) : 0;
      expect(ms, 'requeueAfterMs').toBeGreaterThan(0);
      expect(ms, 'requeueAfterMs').toBeLessThanOrEqual(11_000);
      w.cluster.deliver();
      w.cluster.clock.advance(ms);
      w.expect(w.sync(), `${ms} ms later`).toEqual({ result: undefined });
      w.expect(w.status()?.availableReplicas).toBe(1);
    });

    it('has nothing to look for when nobody is ready, or all are available (rule 30)', () => {
      const spec = { minReadySeconds: 10 };
      const unready = world({ replicaSets: [web(1, { spec })], pods: [own('a')] });
      unready.expect(unready.sync()).toEqual({ result: undefined });
      const pods = [own('a', { ready: secondsAgo(60) })];
      const available = world({ replicaSets: [web(1, { spec })], pods });
      available.expect(available.sync()).toEqual({
        result: undefined,
      });
    });

    it('an error that is no refusal is let through', () => {
      const w = world({ replicaSets: [web(0, { metadata: { generation: 1 } })] });
      w.fail({ verb: 'updateStatus', resource: 'replicasets', nth: 1, error: bug });
      expect(() => w.sync()).toThrow('a bug');
    });
  });
}
