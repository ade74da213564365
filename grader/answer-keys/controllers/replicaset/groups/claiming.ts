import { describe, expect, it } from 'vitest';
import { bug, failed, mine, other, own, owner, pod, secondsAgo, web } from '../objects.ts';
import { world } from './graded-world.ts';

/** Claiming. */
export function testClaiming(): void {
  describe('Claiming', () => {
    it('its own Pods that its selector matches count, without a write (rule 17)', () => {
      const stranger = pod('c', { labels: { app: 'x' } });
      const w = world({ replicaSets: [web(2)], pods: [own('a'), own('b'), stranger] });
      w.sync();
      w.expect(w.writes()).toEqual([]);
      w.expect(w.status()?.replicas).toBe(2);
    });

    it('an orphan that matches is adopted and counts at once (rule 17)', () => {
      const w = world({
        replicaSets: [web(2)],
        pods: [own('a'), pod('b', { labels: { app: 'web', x: 'y' } })],
      });
      w.sync();
      w.expect(w.writes()).toEqual(['patch default/b']);
      const [, b] = w.pods();
      expect(b?.metadata.ownerReferences).toEqual([mine]);
      w.expect(w.status()?.replicas).toBe(2);
    });

    it('adopting leaves other owners that do not control (rule 17)', () => {
      const { controller: _, ...plain } = owner('u-plain', 'plain', 'Else');
      const adopted = pod('a', { labels: { app: 'web' } });
      adopted.metadata = { ...adopted.metadata, ownerReferences: [plain] };
      const w = world({ replicaSets: [web(1)], pods: [adopted] });
      w.sync();
      w.expect(w.pods()[0]?.metadata.ownerReferences?.map(({ uid }) => uid)).toEqual([
        ...['u-plain', 'u-web'],
      ]);
    });

    it('a Pod of its own that no longer matches is let go and does not count (rule 17)', () => {
      const w = world({
        replicaSets: [web(1)],
        pods: [own('a'), own('b', { labels: { app: 'x' } })],
      });
      w.sync();
      w.expect(w.writes()).toEqual(['patch default/b']);
      w.expect(w.controllers()).toEqual({ a: 'u-web', b: undefined });
      w.expect(w.status()?.replicas).toBe(1);
    });

    it('letting go leaves other owners (rule 17)', () => {
      const { controller: _, ...plain } = owner('u-plain', 'plain', 'Else');
      const released = own('a', { labels: { app: 'x' } });
      released.metadata = { ...released.metadata, ownerReferences: [plain, mine] };
      const w = world({ replicaSets: [web(0)], pods: [released] });
      w.sync();
      w.expect(w.pods()[0]?.metadata.ownerReferences).toEqual([plain]);
    });

    it('a Pod that somebody else controls is left alone, matching or not (rule 17)', () => {
      const theirs = [own('b', { owner: other }), own('c', { owner: other, labels: { app: 'x' } })];
      const w = world({ replicaSets: [web(1)], pods: [own('a'), ...theirs] });
      w.sync();
      w.expect(w.writes()).toEqual([]);
      w.expect(w.status()?.replicas).toBe(1);
    });

    it('who is meant is said by the uid, not by the name (rule 17)', () => {
      const former = own('b', { owner: owner('u-former') });
      const w = world({ replicaSets: [web(1)], pods: [own('a'), former] });
      w.sync();
      w.expect(w.writes()).toEqual([]);
      w.expect(w.status()?.replicas).toBe(1);
    });

    it('what has ended, is being deleted, or lives in another namespace is passed over (rule 17)', () => {
      const labels = { app: 'web' };
      const pods = [
        ...[
          own('a'),
          own('ended', { phase: 'Failed' }),
          pod('done', { phase: 'Succeeded', labels }),
        ],
        ...[
          own('gone', { deleted: secondsAgo(-9) }),
          pod('going', { labels, deleted: secondsAgo(-9) }),
        ],
        ...[own('left', { phase: 'Failed', labels: {} }), pod('far', { labels, namespace: 'far' })],
      ];
      const w = world({ replicaSets: [web(1)], pods });
      w.sync();
      w.expect(w.writes()).toEqual([]);
      w.expect(w.status()?.replicas).toBe(1);
    });

    it('a ReplicaSet that is being deleted adopts nobody and lets nobody go (rule 18)', () => {
      const deleted = web(2, { metadata: { deletionTimestamp: secondsAgo(1), finalizers: ['x'] } });
      const pods = [own('a'), own('b', { labels: {} }), pod('c', { labels: { app: 'web' } })];
      const w = world({ replicaSets: [deleted], pods });
      w.sync();
      w.expect(w.writes()).toEqual([]);
      w.expect(w.status()?.replicas).toBe(1);
    });

    it('nobody is adopted when the apiserver knows that it is being deleted (rule 19)', () => {
      const finalizers = ['foregroundDeletion'];
      const w = world({
        replicaSets: [web(2, { metadata: { finalizers } })],
        pods: [own('b'), pod('a', { labels: { app: 'web' } })],
      });
      w.server.delete('replicasets', 'default', 'web');
      w.expect(w.refused(), 'sync throws an ApiError').toBe(true);
      w.expect(w.writes()).toEqual([]);
    });

    it('asks once if there is anybody to adopt, otherwise not at all (rule 19)', () => {
      const orphans = ['b', 'c'].map((name) => pod(name, { labels: { app: 'web' } }));
      for (const [pods, questions] of [
        [[own('a')], 0],
        [[own('a'), ...orphans], 1],
      ] as const) {
        const w = world({ replicaSets: [web(pods.length)], pods });
        w.sync();
        w.expect(w.reads, 'Calls of get').toBe(questions);
      }
    });

    it('nor when it is gone, or another one has its name (rule 19)', () => {
      const orphan = pod('a', { labels: { app: 'web' } });
      const gone = world({ replicaSets: [web(1)], pods: [orphan] });
      gone.server.delete('replicasets', 'default', 'web');
      gone.expect(gone.refused(), 'sync throws an ApiError').toBe(true);
      const renewed = world({ replicaSets: [web(1)], pods: [orphan] });
      renewed.server.delete('replicasets', 'default', 'web');
      renewed.server.place('replicasets', web(1, { metadata: { uid: 'u-new' } }));
      renewed.expect(renewed.refused(), 'sync throws an ApiError').toBe(true);
      expect([...gone.writes(), ...renewed.writes()], gone.scene).toEqual([]);
    });

    it('an orphan that is gone meanwhile does not count, and is no error (rule 20)', () => {
      const orphans = ['a', 'b'].map((name) => pod(name, { labels: { app: 'web' } }));
      const w = world({ replicaSets: [web(1)], pods: orphans });
      w.server.delete('pods', 'default', 'a');
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(w.writes().toSorted()).toEqual(['patch default/a (404)', 'patch default/b']);
      w.expect(w.status()?.replicas).toBe(1);
    });

    it('a Pod to let go that is gone, or gone and made anew, is no error (rule 20)', () => {
      const pods = ['a', 'b'].map((name) => own(name, { labels: {}, uid: `u-${name}` }));
      const w = world({ replicaSets: [web(0)], pods });
      for (const name of ['a', 'b'])
        w.server.delete('pods', 'default', name, { gracePeriodSeconds: 0 });
      w.server.place('pods', own('b', { uid: 'u-new' }));
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(w.writes().toSorted()).toEqual(['patch default/a (404)', 'patch default/b (422)']);
      w.expect(w.controllers()).toEqual({ b: 'u-web' });
    });

    it('any other refusal ends the sync, after the other Pods had their turn (rule 20)', () => {
      const orphans = ['a', 'b'].map((name) => pod(name, { labels: { app: 'web' } }));
      const w = world({ replicaSets: [web(5)], pods: orphans });
      w.fail({ verb: 'patch', resource: 'pods', nth: 1, error: failed });
      w.expect(w.sync()).toEqual({ refused: failed });
      const writes = w.writes().map((each) => each.replace(/default.[ab]/, 'a Pod'));
      expect(writes, 'Nothing is created').toEqual(['patch a Pod (500)', 'patch a Pod']);
      w.expect(w.status(), 'The status is not written').toBeUndefined();
    });

    it('an adoption that is refused as invalid is an error (rule 20)', () => {
      const orphan = pod('a', { labels: { app: 'web' }, uid: 'u-a' });
      const w = world({ replicaSets: [web(1)], pods: [orphan] });
      w.server.delete('pods', 'default', 'a');
      w.server.place('pods', pod('a', { uid: 'u-new' }));
      w.expect(w.refused(), 'sync throws an ApiError').toBe(true);
      w.expect(w.controllers()).toEqual({ a: undefined });
    });

    it('an error that is no refusal is let through', () => {
      const w = world({ replicaSets: [web(1)], pods: [pod('a', { labels: { app: 'web' } })] });
      w.fail({ verb: 'patch', resource: 'pods', error: bug });
      expect(() => w.sync()).toThrow('a bug');
    });
  });
}
