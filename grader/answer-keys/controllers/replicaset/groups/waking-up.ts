import type { Pod, ReplicaSet } from 'course/kit';
import { describe, it } from 'vitest';
import { readyPod } from '#suite';
import { other, own, owner, pod, secondsAgo, start, web } from '../objects.ts';
import type { World } from '../world.ts';
import { world } from './graded-world.ts';

/** What the handlers do. */
export function testWakingUp(): void {
  describe('Waking up', () => {
    /** A world whose controller has nothing to do at first. */
    function asleep(replicaSets: ReplicaSet[], pods: Pod[] = []): World {
      const w = world({ replicaSets, pods, hears: true });
      keys(w);
      return w;
    }

    /** The keys that wait, sorted; they are taken out. */
    function keys(w: World): string[] {
      w.cluster.deliver();
      const taken: string[] = [];
      while (w.queue.length() > 0) {
        const key = w.queue.get()!;
        w.queue.done(key);
        taken.push(key);
      }
      return taken.sort();
    }

    const second = web(1, { metadata: { name: 'two', uid: 'u-two' } });

    it('a changed ReplicaSet is looked at; what it expects stays (given)', () => {
      const w = asleep([web(1)]);
      w.expectations.expectCreations('default/web', 1);
      w.server.update('replicasets', web(2));
      w.expect(keys(w)).toEqual(['default/web']);
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(false);
    });

    it('one that is made anew under its name expects nothing (given)', () => {
      const w = asleep([web(1)]);
      w.expectations.expectCreations('default/web', 1);
      w.server.delete('replicasets', 'default', 'web');
      w.server.place('replicasets', web(1, { metadata: { uid: 'u-new' } }));
      w.cluster.informer('replicasets').relist();
      w.expect(keys(w)).toEqual(['default/web']);
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(true);
    });

    it('one that is deleted is forgotten, also by a tombstone (given)', () => {
      for (const seen of [true, false]) {
        const w = asleep([web(1)]);
        w.expectations.expectCreations('default/web', 1);
        w.server.delete('replicasets', 'default', 'web');
        if (!seen) w.cluster.informer('replicasets').relist();
        w.expect(keys(w)).toEqual(['default/web']);
        w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(true);
      }
    });

    it('a new Pod of its own: seen, and a look is due (rule 31)', () => {
      const w = asleep([web(1)]);
      w.expectations.expectCreations('default/web', 1);
      w.server.place('pods', own('a'));
      w.expect(keys(w)).toEqual(['default/web']);
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(true);
    });

    it('a new orphan wakes all that would adopt it, and nobody waited for it (rule 31)', () => {
      const far = web(1, { metadata: { namespace: 'far', uid: 'u-far' } });
      const selector = { matchLabels: { app: 'x' } };
      const picky = web(1, { metadata: { name: 'x', uid: 'u-x' }, spec: { selector } });
      const w = asleep([web(1), second, far, picky]);
      w.expectations.expectCreations('default/web', 1);
      w.server.place('pods', pod('a', { labels: { app: 'web' } }));
      w.expect(keys(w)).toEqual(['default/two', 'default/web']);
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(false);
    });

    it('a new Pod of somebody else wakes nobody, though it matches (rule 31)', () => {
      const w = asleep([web(1)]);
      w.server.place('pods', own('a', { owner: other }));
      w.server.place('pods', own('b', { owner: owner('u-former') }));
      w.server.place('pods', own('c', { owner: owner('u-web', 'web', 'Else') }));
      w.expect(keys(w)).toEqual([]);
    });

    it('a Pod that arrives while it is being deleted is no new one (rules 31 and 32)', () => {
      const w = asleep([web(1)]);
      w.expectations.expectCreations('default/web', 1);
      w.server.place('pods', own('a', { deleted: secondsAgo(-30) }));
      w.expect(keys(w)).toEqual(['default/web']);
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(false);
    });

    it('a deleted Pod of its own: seen, and a look is due, also by a tombstone (rule 32)', () => {
      const w = asleep([web(2)], [own('a'), own('b')]);
      w.expectations.expectDeletions('default/web', ['default/a', 'default/b']);
      for (const name of ['a', 'b']) {
        w.server.delete('pods', 'default', name, { gracePeriodSeconds: 0 });
        if (name === 'b') w.cluster.informer('pods').relist();
        w.expect(keys(w), `${name} is gone`).toEqual(['default/web']);
      }
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(true);
    });

    it('the beginning of a deletion counts as the deletion (rule 32)', () => {
      const w = asleep([web(1)], [own('a')]);
      w.expectations.expectDeletions('default/web', ['default/a']);
      w.server.delete('pods', 'default', 'a');
      w.expect(keys(w)).toEqual(['default/web']);
      w.expect(w.expectations.satisfied('default/web'), 'Satisfied').toBe(true);
    });

    it('an orphan or another’s Pod that is deleted wakes nobody (rule 32)', () => {
      const w = asleep(
        [web(1)],
        [pod('a', { labels: { app: 'web' } }), own('b', { owner: other })],
      );
      for (const name of ['a', 'b'])
        w.server.delete('pods', 'default', name, { gracePeriodSeconds: 0 });
      w.expect(keys(w)).toEqual([]);
    });

    it('a change of a Pod wakes its controller (rule 33)', () => {
      const w = asleep([web(1), second], [own('a')]);
      w.server.updateStatus('pods', readyPod(w.pods()[0]!, start));
      w.expect(keys(w)).toEqual(['default/web']);
    });

    it('told again without a change it wakes nobody (rule 33)', () => {
      const w = asleep([web(1)], [own('a')]);
      w.cluster.informer('pods').relist();
      w.expect(keys(w)).toEqual([]);
    });

    it('a Pod that changes its controller wakes both (rule 33)', () => {
      const w = asleep([web(1), second], [own('a')]);
      w.server.update('pods', own('a', { owner: owner('u-two', 'two') }));
      w.expect(keys(w)).toEqual(['default/two', 'default/web']);
    });

    it('a Pod that is let go wakes its last controller, and who would adopt it (rule 33)', () => {
      const w = asleep([web(1), second], [own('a')]);
      const { ownerReferences: _, ...metadata } = own('a').metadata!;
      w.server.update('pods', { ...own('a'), metadata });
      w.expect(keys(w)).toEqual(['default/two', 'default/web']);
    });

    it('an orphan that changes its labels wakes who would adopt it; its status wakes nobody (rule 33)', () => {
      const w = asleep([web(1), second], [pod('a', { labels: { app: 'x' } })]);
      w.server.update('pods', pod('a', { labels: { app: 'web' } }));
      w.expect(keys(w)).toEqual(['default/two', 'default/web']);
      w.server.updateStatus('pods', readyPod(w.pods()[0]!, start));
      w.expect(keys(w), 'Its status changes').toEqual([]);
    });
  });
}
