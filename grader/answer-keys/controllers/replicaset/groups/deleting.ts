import type { OwnerReference, ReplicaSet } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { bug, failed, hoursAgo, own, owner, web } from '../objects.ts';
import { world } from './graded-world.ts';

/** Deleting. */
export function testDeleting(): void {
  describe('Deleting', () => {
    it('deletes what is too much, by its order, and tells people (rules 21 and 25)', () => {
      const pods = [own('a', { ready: hoursAgo(1) }), own('b'), own('c', { phase: 'Pending' })];
      const w = world({ replicaSets: [web(1)], pods });
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(w.writes()).toEqual(['delete default/c', 'delete default/b']);
      w.expect(w.cluster.told).toEqual(
        ['c', 'b'].map((name) => ({
          about: 'ReplicaSet default/web',
          type: 'Normal',
          reason: 'SuccessfulDelete',
          message: `Deleted pod: ${name}`,
        })),
      );
    });

    it('at most burstReplicas in one sync (rule 21)', () => {
      const pods = ['a', 'b', 'c', 'd'].map((name) => own(name));
      const w = world({ replicaSets: [web(0)], pods, burstReplicas: 2 });
      w.sync();
      w.expect(w.writes()).toHaveLength(2);
    });

    it('sisters of the same Deployment crowd a node, too (rule 25)', () => {
      const set = (name: string, ownerReferences: OwnerReference[]): ReplicaSet => ({
        metadata: { name, uid: `u-${name}`, ownerReferences },
        spec: { selector: { matchLabels: { app: name } } },
      });
      const podsOf = (app: string, node: string) =>
        [1, 2, 3].map((i) =>
          own(`${app}${i}`, { labels: { app }, owner: owner(`u-${app}`, app), node }),
        );
      const deployment = [owner('u-deploy', 'web', 'Deployment')];
      const replicaSets = [
        ...[set('old', deployment), set('other', [owner('u-else', 'else', 'Deployment')])],
        set('bare', []),
      ];
      const pods = [
        ...[own('a', { created: hoursAgo(1) }), own('b', { created: hoursAgo(99), node: 'n2' })],
        ...[...podsOf('old', 'n2'), ...podsOf('other', 'n1'), ...podsOf('bare', 'n1')],
      ];
      const mineToo = web(1, { metadata: { ownerReferences: deployment } });
      const w = world({ replicaSets: [mineToo, ...replicaSets], pods });
      w.sync();
      w.expect(w.writes(), 'old is the only sister of web').toEqual(['delete default/b']);
      const crowd = podsOf('bare', 'n2');
      const few = [...pods.slice(0, 2), ...crowd];
      const alone = world({ replicaSets: [web(1), set('bare', [])], pods: few });
      alone.sync();
      alone
        .expect(alone.writes(), 'Without a controller web has no sisters')
        .toEqual(['delete default/a']);
    });

    it('does not delete others while the first deletions are on their way (rule 26)', () => {
      const pods = ['a', 'b', 'c'].map((name) => own(name, { created: hoursAgo(1) }));
      const w = world({ replicaSets: [web(2)], pods });
      w.sync();
      const [first = ''] = w.writes();
      w.sync();
      w.expect(w.writes(), 'A second sync; the cache has not seen the deletion').toEqual([]);
      w.expectations.deletionObserved('default/web', first.replace('delete ', ''));
      w.cluster.deliver();
      w.expect(w.expectations.satisfied('default/web'), 'Observed. Satisfied').toBe(true);
      w.sync();
      w.expect(w.writes(), 'A third sync').toEqual([]);
    });

    it('expects before it deletes: the watch may be faster than the answer (rule 26)', () => {
      const w = world({ replicaSets: [web(0)], pods: [own('a'), own('b')] });
      w.afterWrite = (key) => w.expectations.deletionObserved('default/web', key);
      w.sync();
      const satisfied = w.expectations.satisfied('default/web');
      w.expect(satisfied, 'Each is observed before its delete is answered. Satisfied').toBe(true);
    });

    it('a refusal is told and thrown, after the others had their turn (rule 26)', () => {
      const w = world({ replicaSets: [web(0)], pods: [own('a'), own('b')] });
      w.fail({ verb: 'delete', resource: 'pods', nth: 1, error: failed });
      w.expect(w.sync()).toEqual({ refused: failed });
      const [refused, done = ''] = w.writes();
      w.expect([refused?.slice(-5), done.slice(0, 14)]).toEqual(['(500)', 'delete default']);
      w.expect(
        w.cluster.told.map(({ type, reason, message }) => [type, reason, message.slice(0, 15)]),
      ).toEqual([
        ['Warning', 'FailedDelete', 'Error deleting:'],
        ['Normal', 'SuccessfulDelete', expect.any(String)],
      ]);
      w.expect(w.status()?.conditions).toMatchObject([{ reason: 'FailedDelete' }]);
      w.expectations.deletionObserved('default/web', done.replace('delete ', ''));
      const satisfied = w.expectations.satisfied('default/web');
      w.expect(satisfied, 'The other one was observed. Satisfied').toBe(true);
    });

    it('a Pod that is gone already is as good as deleted (rule 26)', () => {
      const w = world({ replicaSets: [web(0)], pods: [own('a')] });
      w.server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(w.writes()).toEqual(['delete default/a (404)']);
      w.expect(w.cluster.told).toEqual([]);
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(true);
    });

    it('an error that is no refusal is let through', () => {
      const w = world({ replicaSets: [web(0)], pods: [own('a')] });
      w.fail({ verb: 'delete', resource: 'pods', error: bug });
      expect(() => w.sync()).toThrow('a bug');
    });
  });
}
