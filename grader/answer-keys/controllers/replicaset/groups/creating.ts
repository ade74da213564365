import { describe, expect, it } from 'vitest';
import { bug, failed, mine, nameOf, own, pod, secondsAgo, web } from '../objects.ts';
import { world } from './graded-world.ts';

/** Creating. */
export function testCreating(): void {
  describe('Creating', () => {
    it('creates what is missing, and tells people (rules 21 and 23)', () => {
      const w = world({ replicaSets: [web(3)], pods: [own('a')] });
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(w.writes()).toEqual(['create web-', 'create web-']);
      const names = w.pods().slice(1).map(nameOf);
      w.expect(w.cluster.told).toEqual(
        names.map((name) => ({
          about: 'ReplicaSet default/web',
          type: 'Normal',
          reason: 'SuccessfulCreate',
          message: `Created pod: ${name}`,
        })),
      );
    });

    it('without replicas it wants 1, with 0 none (rule 21)', () => {
      const w = world({ replicaSets: [web(undefined)] });
      w.sync();
      w.expect(w.writes()).toEqual(['create web-']);
      const none = world({ replicaSets: [web(0)] });
      none.sync();
      none.expect(none.writes()).toEqual([]);
    });

    it('a ReplicaSet may be nothing but a name: it wants 1 Pod of nothing (rules 21 and 23)', () => {
      const w = world({ replicaSets: [{ metadata: { name: 'web' } }] });
      w.sync();
      w.expect(w.writes()).toEqual(['create web-']);
    });

    it('a new Pod is the template’s, in the namespace, and its own (rule 23)', () => {
      const metadata = {
        labels: { app: 'web', tier: 'front' },
        annotations: { note: 'yes' },
        finalizers: ['example.org/f'],
      };
      const spec = { containers: [{ name: 'c', image: 'i' }] };
      const w = world({
        replicaSets: [
          web(1, { metadata: { namespace: 'shop' }, spec: { template: { metadata, spec } } }),
        ],
      });
      w.sync('shop/web');
      const [made] = w.pods();
      expect(made).toMatchObject({ metadata: { ...metadata, namespace: 'shop' }, spec });
      expect(made?.metadata.generateName).toBe('web-');
      expect(made?.metadata.ownerReferences).toEqual([mine]);
    });

    it('at most burstReplicas in one sync (rule 21)', () => {
      const w = world({ replicaSets: [web(9)], burstReplicas: 3 });
      w.sync();
      w.expect(w.writes()).toEqual(['create web-', 'create web-', 'create web-']);
    });

    it('does not create again what the cache has not yet seen (rules 21 and 22)', () => {
      const w = world({ replicaSets: [web(2)] });
      w.sync();
      w.expect(w.writes()).toEqual(['create web-', 'create web-']);
      w.sync();
      w.expect(w.writes(), 'A second sync; the cache has seen neither').toEqual([]);
      w.expectations.creationObserved('default/web');
      w.sync();
      w.expect(w.writes(), 'A third sync; one creation was observed').toEqual([]);
      w.expectations.creationObserved('default/web');
      w.server.delete('pods', 'default', nameOf(w.pods()[0]!));
      w.cluster.deliver();
      w.sync();
      w.expect(w.writes(), 'A fourth sync; both were observed, then one was deleted').toEqual([
        'create web-',
      ]);
    });

    it('expects before it creates: the watch may be faster than the answer (rule 22)', () => {
      const w = world({ replicaSets: [web(2)] });
      w.afterWrite = () => w.expectations.creationObserved('default/web');
      w.sync();
      const satisfied = w.expectations.satisfied('default/web');
      w.expect(satisfied, 'Each Pod is observed before its create is answered. Satisfied').toBe(
        true,
      );
    });

    it('asks before it lists: what arrives while it claims is not in its list (rule 21)', () => {
      const w = world({ replicaSets: [web(2)], pods: [pod('a', { labels: { app: 'web' } })] });
      w.expectations.expectCreations('default/web', 1);
      w.server.place('pods', own('b'));
      w.afterWrite = () => {
        w.cluster.deliver();
        w.expectations.creationObserved('default/web');
      };
      w.sync();
      w.expect(w.writes(), 'b is expected; it is observed while a is adopted').toEqual([
        'patch default/a',
      ]);
    });

    it('while it waits it still claims and tells (rules 21 and 27)', () => {
      const w = world({ replicaSets: [web(2)], pods: [pod('a', { labels: { app: 'web' } })] });
      w.expectations.expectCreations('default/web', 1);
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(w.writes()).toEqual(['patch default/a']);
      w.expect(w.status()?.replicas).toBe(1);
    });

    it('a ReplicaSet that is being deleted creates nothing (rule 21)', () => {
      const metadata = { deletionTimestamp: secondsAgo(1), finalizers: ['x'] };
      const w = world({ replicaSets: [web(2, { metadata })] });
      w.sync();
      w.expect(w.writes()).toEqual([]);
    });

    it('a refusal stops the slow start, is told and thrown (rule 24)', () => {
      const w = world({ replicaSets: [web(9)] });
      w.fail({ verb: 'create', resource: 'pods', nth: 2, error: failed });
      w.expect(w.sync()).toEqual({ refused: failed });
      w.expect(w.writes()).toEqual(['create web-', 'create web- (500)', 'create web-']);
      w.expect(w.cluster.told[1]).toEqual({
        about: 'ReplicaSet default/web',
        type: 'Warning',
        reason: 'FailedCreate',
        message: 'Error creating: etcd is away',
      });
      w.expect(w.status()?.conditions).toMatchObject([
        { type: 'ReplicaFailure', reason: 'FailedCreate', message: 'etcd is away' },
      ]);
    });

    it('what was refused or never tried is not waited for (rule 24)', () => {
      const w = world({ replicaSets: [web(5)] });
      w.fail({ verb: 'create', resource: 'pods', nth: 2, error: failed });
      w.sync();
      w.expect(w.writes()).toHaveLength(3);
      const satisfied = () => w.expectations.satisfied('default/web');
      w.expect(satisfied(), 'Two were created and not observed. Satisfied').toBe(false);
      for (let i = 0; i < 2; i++) w.expectations.creationObserved('default/web');
      w.expect(satisfied(), 'Both were observed. Satisfied').toBe(true);
      w.cluster.deliver();
      w.sync();
      w.expect(w.writes(), 'The next sync').toEqual(['create web-', 'create web-', 'create web-']);
    });

    it('an error that is no refusal is let through', () => {
      const w = world({ replicaSets: [web(1)] });
      w.fail({ verb: 'create', resource: 'pods', error: bug });
      expect(() => w.sync()).toThrow('a bug');
    });
  });
}
