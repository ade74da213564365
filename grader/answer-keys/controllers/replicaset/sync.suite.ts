import { apiResources, conflict, type OwnerReference, type ReplicaSet } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { ReplicaSetController } from '#exercise/controllers/replicaset';
import {
  failed,
  hoursAgo,
  mine,
  nameOf,
  other,
  own,
  owner,
  pod,
  secondsAgo,
  web,
} from './objects.ts';
import { type Beginning, World } from './world.ts';

const world = (beginning: Beginning) => new World(ReplicaSetController, beginning);

/** What no apiserver would answer. */
const bug = new RangeError('a bug') as never;

/** Claiming, creating, deleting, telling. */
export function syncs(): void {
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

    it('a stale copy is refused: reads again, and writes the same (rule 28)', () => {
      const w = world({ replicaSets: [web(1)], pods: [own('a')] });
      w.server.update('replicasets', web(7, { metadata: { labels: { new: 'yes' } } }));
      w.expect(w.sync()).toEqual({ result: undefined });
      w.expect(statusWrites(w)).toBe(2);
      w.expect(w.status()?.replicas).toBe(1);
      const { metadata, spec } = w.server.get('replicasets', 'default', 'web');
      expect([metadata.labels, spec?.replicas]).toEqual([{ new: 'yes' }, 7]);
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
      w.fail({ verb: 'updateStatus', resource: 'replicasets', error: bug });
      expect(() => w.sync()).toThrow('a bug');
    });
  });
}
