import { describe, expect, it } from 'vitest';
import { progressing, set, type Wish } from '../objects.ts';
import { podOf, World } from '../world.ts';

const three: Wish = { replicas: 3, recreate: true };
const meant = { desired: 3, max: 3 };
const old = (size: number, more = {}) => set('old', size, { ...meant, revision: 1, ...more });
const young = (size: number, more = {}) =>
  set('young', size, { ...meant, image: 'v2', revision: 2, at: 9, ...more });

/** Recreate, Out of turn. */
export function testOtherSteps(): void {
  describe('Recreate', () => {
    it('first all old ones go, and the new one is not even created', () => {
      const world = new World(three, [old(2), set('older', 1, meant)]);
      expect(world.step().sort(), 'rule 28: the first step').toEqual([
        ...['old size 0 revision 1', 'older size 0'],
      ]);
    });

    it('it waits for those that an old ReplicaSet still counts', () => {
      const world = new World(three, [old(0, { running: 1 })]);
      expect(world.step(), 'rule 28').toEqual([]);
      expect(world.status().replicas, 'rule 28: the status is written').toBe(1);
      world.report();
      expect(world.step(), 'rule 28: nobody is left').toEqual(['web-# created, size 3 revision 2']);
    });

    it('it waits for Pods that are only being shut down, and not for those that have ended', () => {
      const world = new World(three, [old(0), set('older', 0, meant)]);
      const { server } = world.cluster;
      for (const phase of ['Running', 'Failed', 'Succeeded'])
        server.place('pods', podOf(phase.toLowerCase(), 'old', phase));
      expect(world.step(), 'rule 28: one still runs').toEqual([]);
      server.delete('pods', 'default', 'running', { gracePeriodSeconds: 0 });
      expect(world.step(), 'rule 28: the others have ended').toEqual([
        'web-# created, size 3 revision 2',
      ]);
    });

    it('any other phase still runs, also none at all', () => {
      for (const phase of ['Pending', 'Unknown', undefined]) {
        const world = new World(three, [old(0)]);
        world.cluster.server.place('pods', podOf('a', 'old', phase));
        expect(world.step(), `rule 28: ${phase ?? 'no phase'}`).toEqual([]);
      }
    });

    it('Pods of the new one, of others and of nobody are not waited for', () => {
      const world = new World(three, [old(0), young(1)]);
      const { server } = world.cluster;
      for (const owner of ['young', 'other'])
        server.place('pods', podOf(`of-${owner}`, owner, 'Running'));
      server.create('pods', { metadata: { name: 'free' } });
      const sameName = podOf('of-an-earlier-old', 'old', 'Running');
      sameName.metadata!.ownerReferences![0]!.uid = 'uid-of-an-earlier-one';
      server.place('pods', sameName);
      expect(world.step(), 'rule 28, then 24').toEqual(['young size 3 revision 2']);
    });

    it('complete, it deletes what the history need not keep', () => {
      const world = new World({ ...three, revisionHistoryLimit: 0 }, [old(0), young(3)]);
      world.rest();
      expect(world.takeSteps(), 'rules 24, 28').toEqual(['old deleted']);
    });
  });

  describe('Out of turn', () => {
    const leaving = '2025-01-01T00:00:00Z';

    it('a Deployment that is being deleted gets its status and nothing else', () => {
      const metadata = { name: 'web', namespace: 'default', deletionTimestamp: leaving };
      const world = new World({ replicas: 5 }, [old(3)], { metadata });
      expect(world.step(), 'rule 29').toEqual([]);
      expect(world.status().replicas, 'rule 29').toBe(3);
    });

    it('paused, nothing is rolled or created, but sizes follow', () => {
      const paused = { replicas: 3, surge: 0, paused: true };
      expect(new World(paused, [old(3)]).step(), 'rule 30: no new ReplicaSet').toEqual([]);
      const both = [old(2), young(1)];
      expect(new World(paused, both).step(), 'rule 30: no step on').toEqual([]);
      const larger = new World({ ...paused, replicas: 6 }, [...both, set('empty', 0, meant)]);
      expect(larger.step().sort(), 'rule 30: both doubled').toEqual([
        ...['old size 4 revision 1', 'young size 2 revision 2'],
      ]);
      expect(larger.sync(), 'rule 27').toBeUndefined();
      expect(larger.condition('Progressing'), 'rule 20').toBe('Unknown DeploymentPaused');
    });

    it('paused and then resumed, it goes on, and its deadline starts again', () => {
      const wish = { replicas: 3, surge: 1, unavailable: 0 };
      const stuck = progressing('Unknown', 'DeploymentPaused', -9999);
      const sets = [old(3, { max: 4 }), young(1, { max: 4, available: 0 })];
      const world = new World(wish, sets, { status: { conditions: [stuck] } });
      const result = world.sync();
      expect(world.condition('Progressing'), 'rules 20, 21').toBe('True ReplicaSetUpdated');
      expect(result?.requeueAfterMs, 'rule 27').toBeGreaterThan(600_000);
    });

    it('another number of replicas is dealt with first, in the middle of a rollout', () => {
      const wish = { replicas: 6, surge: 0, unavailable: 1 };
      const world = new World(wish, [old(2), young(1)]);
      expect(world.step().sort(), 'rule 30').toEqual([
        ...['old size 4 revision 1', 'young size 2 revision 2'],
      ]);
      const annotations = world.sets().map(({ metadata }) => metadata.annotations);
      for (const each of annotations)
        expect(each, 'rule 30: the annotations are those of now').toMatchObject({
          'deployment.kubernetes.io/desired-replicas': '6',
          'deployment.kubernetes.io/max-replicas': '6',
        });
      world.report();
      expect(world.step(), 'rule 24: then the rollout goes on').toEqual(['old size 3 revision 1']);
    });

    it('shares are measured by the surge for which the sizes were written', () => {
      const before = { desired: 10, max: 13 };
      const sets = [old(8, before), young(5, { ...before, available: 0 })];
      const world = new World({ replicas: 10, surge: 2, unavailable: 2 }, sets);
      expect(world.step(), 'rule 24: the sizes are right').toEqual([]);
      world.edit((spec) => {
        spec.replicas = 20;
      });
      expect(world.step().sort(), 'rules 12, 30: 8 · 22 / 13 and 5 · 22 / 13').toEqual([
        ...['old size 14 revision 1', 'young size 8 revision 2'],
      ]);
    });

    it('one ReplicaSet alone that was meant for another number is enough', () => {
      const wish = { replicas: 4, surge: 0, unavailable: 1 };
      const done = { desired: 4, max: 4 };
      const world = new World(wish, [old(2, done), young(2, { desired: 3, max: 4 })]);
      world.sync();
      expect(world.takeSteps(), 'rule 30: its annotations are written').toEqual([
        'young size 2 revision 2',
      ]);
      expect(world.step(), 'rule 24').toEqual(['old size 1 revision 1']);
    });

    it('where resizing changes no size, it still writes for which number they are', () => {
      const world = new World({ ...three, replicas: 4 }, [old(2), young(1)]);
      expect(world.step().sort(), 'rules 11, 30').toEqual([
        ...['old size 2 revision 1', 'young size 1 revision 2'],
      ]);
      expect(world.step(), 'rule 28: then Recreate goes on').toEqual(['old size 0 revision 1']);
    });

    it('it may be the new ReplicaSet that was meant for another number', () => {
      const sets = [old(2, { desired: 8, max: 4 }), young(2, { desired: 4, max: 4 })];
      expect(new World({ replicas: 8, surge: 0 }, sets).step().sort(), 'rules 12, 30').toEqual([
        ...['old size 4 revision 1', 'young size 4 revision 2'],
      ]);
    });

    it('the right size with another annotation is no endless resize', () => {
      const world = new World({ replicas: 3, surge: 1 }, [young(3, { desired: 5, max: 6 })]);
      expect(world.step(), 'rule 30: its annotations').toEqual(['young size 3 revision 2']);
      expect(world.step(), 'rule 30: once').toEqual([]);
    });

    it('empty ReplicaSets and those without the annotation are no reason to resize', () => {
      const wish = { replicas: 3, surge: 1, unavailable: 0 };
      const bare = set('old', 3);
      const world = new World(wish, [bare, young(0, { desired: 9, max: 9 })]);
      expect(world.step(), 'rules 24, 30').toEqual(['young size 1 revision 2']);
      for (const desired of ['some', 'x9', '9x'])
        expect(new World(wish, [set('old', 3, { desired })]).step(), 'rule 30: no number').toEqual([
          'web-# created, size 1 revision 1',
        ]);
    });
  });
}
