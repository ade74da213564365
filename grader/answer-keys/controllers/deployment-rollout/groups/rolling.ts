import { ApiError, apiResources, notFound } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { progressing, set, type Wish } from '../objects.ts';
import { imageOf, owned, podOf, World } from '../world.ts';

const ten: Wish = { replicas: 10, surge: 3, unavailable: 2 };
const meant = { desired: 10, max: 13 };
const old = (size: number, more = {}) => set('old', size, { ...meant, revision: 1, ...more });
const young = (size: number, more = {}) =>
  set('young', size, { ...meant, image: 'v2', revision: 2, at: 9, ...more });
const refusal = new ApiError({ code: 500, reason: 'InternalError', message: 'not today' });

/** What came out of a call, in words. */
function outcome(work: () => unknown): string {
  try {
    work();
    return 'nothing was thrown';
  } catch (error) {
    return error instanceof ApiError ? `${error.code} ${error.reason}` : String(error);
  }
}

/** Rolling. */
export function testRolling(): void {
  describe('Rolling', () => {
    it('a Deployment that is not in the cache is nothing to do', () => {
      const world = new World(ten);
      expect(world.syncAtOnce(), 'rule 23').toBeUndefined();
      expect(world.cluster.writes, 'rule 23').toEqual([]);
    });

    it('the new ReplicaSet is created with the size and the revision it should have', () => {
      const counts = {
        replicas: 10,
        updatedReplicas: 10,
        readyReplicas: 10,
        availableReplicas: 10,
      };
      const done = progressing('True', 'NewReplicaSetAvailable', -60);
      const world = new World({ ...ten, minReadySeconds: 7 }, [old(10, { revision: 3 })], {
        status: { ...counts, conditions: [done] },
      });
      world.sync();
      expect(world.cluster.writes[0]?.body, 'what `#create` of the stub sends').toMatchObject({
        ...{ apiVersion: 'apps/v1', kind: 'ReplicaSet' },
      });
      expect(world.takeSteps(), 'rule 24').toEqual(['web-# created, size 3 revision 4']);
      const created = world.sets().find((each) => imageOf(each) === 'v2');
      const hash = created?.metadata.labels?.['pod-template-hash'];
      const labels = { app: 'web', 'pod-template-hash': hash };
      expect(created, 'what `#create` of the stub makes').toMatchObject({
        metadata: {
          ...{ name: `web-${hash}`, labels },
          annotations: {
            'deployment.kubernetes.io/desired-replicas': '10',
            'deployment.kubernetes.io/max-replicas': '13',
          },
          ownerReferences: [
            {
              ...{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web' },
              ...{ controller: true, blockOwnerDeletion: true },
            },
          ],
        },
        spec: {
          minReadySeconds: 7,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'v2' }] } },
        },
      });
      expect(world.condition('Progressing'), 'rules 20, 25').toBe('True NewReplicaSetCreated');
      expect(world.cluster.told, 'what people read').toEqual([
        {
          ...{ about: 'Deployment default/web', type: 'Normal', reason: 'ScalingReplicaSet' },
          message: `Scaled up replica set web-${hash} from 0 to 3`,
        },
      ]);
    });

    it('without room the new one is created empty', () => {
      const world = new World({ replicas: 10, surge: 0 }, [old(10, { max: 10 })]);
      expect(world.step(), 'rule 24').toEqual(['web-# created, size 0 revision 2']);
      expect(world.cluster.told, 'nothing was scaled').toEqual([]);
    });

    it('up before down, one step a sync', () => {
      const world = new World(ten, [old(8), young(3)]);
      expect(world.step(), 'rule 24: first the new one').toEqual(['young size 5 revision 2']);
      expect(world.step(), 'rule 24: then the old one, 8 + 3 available - 8').toEqual([
        'old size 5 revision 1',
      ]);
      expect(
        world.cluster.told.map(({ message }) => message),
        'what people read',
      ).toEqual([
        'Scaled up replica set young from 3 to 5',
        'Scaled down replica set old from 8 to 5',
      ]);
    });

    it('another surge alone writes nothing: the sizes were written for the one before', () => {
      const sets = [old(8), young(5, { available: 0 })];
      const world = new World({ ...ten, surge: 2 }, sets);
      expect(world.step(), 'rule 24: the sizes are right').toEqual([]);
    });

    it('several old ones may shrink in one step', () => {
      const world = new World(ten, [old(3), set('older', 2, { ...meant, at: 1 }), young(8)]);
      expect(world.step().sort(), 'rule 24').toEqual(['old size 0 revision 1', 'older size 0']);
    });

    it('after an undo an old ReplicaSet is the new one again, with the next revision', () => {
      const back = set('first', 0, { image: 'v2', revision: 1, desired: 10, max: 13 });
      const world = new World(ten, [back, set('second', 10, { ...meant, revision: 2, at: 5 })]);
      expect(world.step(), 'rule 24: its revision').toEqual(['first size 0 revision 3']);
      expect(world.step(), 'rule 24: its size').toEqual(['first size 3 revision 3']);
    });

    it('only ReplicaSets of this Deployment count', () => {
      const world = new World({ replicas: 2 });
      const { server } = world.cluster;
      server.place('replicasets', owned(old(9), 'uid-of-another-web'));
      server.place('replicasets', young(4, { image: 'v2' }));
      const elsewhere = owned(set('elsewhere', 5, { revision: 8 }));
      Object.assign(elsewhere.metadata!, { namespace: 'other' });
      server.place('replicasets', elsewhere);
      expect(world.step(), 'rule 23: another uid, no owner, another namespace').toEqual([
        'web-# created, size 2 revision 1',
      ]);
    });

    it('the status is written, and only when it differs', () => {
      const world = new World(ten, [old(8), young(5, { available: 4 })]);
      world.rest();
      expect(world.status(), 'rule 25').toMatchObject({ replicas: 13, updatedReplicas: 5 });
      world.cluster.takeWrites();
      world.sync();
      expect(world.cluster.writes, 'rule 25: a sync that finds nothing new').toEqual([]);
    });

    it('a complete rollout deletes what the history need not keep', () => {
      const wish = { ...ten, revisionHistoryLimit: 1 };
      const olds = [1, 2, 3].map((revision) => set(`r${revision}`, 0, { revision }));
      const world = new World(wish, [...olds, young(10, { revision: 4 })]);
      world.rest();
      expect(world.takeSteps().sort(), 'rule 24: the last line').toEqual([
        ...['r1 deleted', 'r2 deleted'],
      ]);
      expect(world.condition('Progressing'), 'rule 21').toBe('True NewReplicaSetAvailable');
    });

    it('nothing is deleted before it is complete', () => {
      const wish = { ...ten, revisionHistoryLimit: 0 };
      const sets = [set('r1', 0, { revision: 1 }), young(10, { available: 9 })];
      const world = new World(wish, sets);
      world.rest();
      expect(world.takeSteps(), 'rule 24').toEqual([]);
    });

    it('a ReplicaSet that is gone already is as good as deleted', () => {
      const world = new World({ ...ten, revisionHistoryLimit: 0 }, [
        ...[set('r1', 0, { revision: 1 }), set('r2', 0, { revision: 2 })],
        young(10, { revision: 3 }),
      ]);
      const { cluster } = world;
      cluster.fail({
        ...{ verb: 'delete', resource: 'replicasets', nth: 1 },
        error: notFound(apiResources.replicasets, 'r1'),
      });
      expect(
        outcome(() => world.sync()),
        'rule 26',
      ).toBe('nothing was thrown');
      const [first, ...others] = world.takeSteps();
      expect(first, 'rule 26: the first is gone already').toMatch(/^r[12] deleted, refused 404$/);
      expect(others, 'rule 26: the other is deleted').toEqual([
        first?.startsWith('r1') ? 'r2 deleted' : 'r1 deleted',
      ]);
      cluster.fail({ verb: 'delete', resource: 'replicasets', error: refusal });
      cluster.server.place('replicasets', owned(set('r0', 0, { revision: 0 })));
      expect(
        outcome(() => world.sync()),
        'rule 26: any other error comes out',
      ).toBe('500 InternalError');
    });

    it('what the client refuses comes out, and nothing more is done', () => {
      const world = new World(ten, [old(8), young(3)]);
      world.cluster.fail({ verb: 'update', resource: 'replicasets', error: refusal });
      expect(
        outcome(() => world.sync()),
        'rule 26',
      ).toBe('500 InternalError');
      expect(world.takeSteps()).toEqual(['young size 5 revision 2, refused 500']);
      expect(world.cluster.told, 'nobody is told of what was not done').toEqual([]);
    });

    it('a cache that lags doubles nothing: the second create has the same name', () => {
      const world = new World({ replicas: 4 });
      world.sync();
      world.takeSteps();
      expect(
        outcome(() => world.syncAtOnce()),
        'rule 26: 409 of the second create',
      ).toBe('409 AlreadyExists');
      world.rest();
      expect(world.sizes(), 'one ReplicaSet').toEqual({ v2: 4 });
    });

    it('a cache that lags overwrites nothing: the second update is of an old version', () => {
      const world = new World(ten, [old(8), young(3)]);
      world.sync();
      world.cluster.deliver('deployments');
      expect(
        outcome(() => world.syncAtOnce()),
        'rule 26: 409 of the second update',
      ).toBe('409 Conflict');
      expect(world.sizes()).toEqual({ v1: 8, v2: 5 });
    });

    it('it looks again when the deadline has passed', () => {
      const wish = { ...ten, progressDeadlineSeconds: 30 };
      const broken = young(5, { available: 0 });
      const world = new World(wish, [old(8), broken], {
        status: { conditions: [progressing('True', 'ReplicaSetUpdated', -10)] },
      });
      world.sync();
      const result = world.sync();
      const rest = (result?.requeueAfterMs ?? 0) - 30_000;
      expect(rest, 'rule 27: 30 s, and up to 1 s more').toBeGreaterThan(0);
      expect(rest, 'rule 27: 30 s, and up to 1 s more').toBeLessThanOrEqual(1000);
      world.cluster.clock.advance(result?.requeueAfterMs ?? 0);
      expect(world.sync(), 'rule 27: exceeded').toBeUndefined();
      expect(world.condition('Progressing'), 'rule 21').toBe('False ProgressDeadlineExceeded');
    });

    it('it need not look again when all is done', () => {
      const world = new World(ten, [young(10)]);
      expect(world.sync(), 'rule 27: NewReplicaSetAvailable').toBeUndefined();
    });

    it('whatever may matter puts the Deployment into the queue', () => {
      const world = new World(
        { replicas: 3, recreate: true },
        [old(0), young(1, { available: 0 })],
        {
          handled: true,
        },
      );
      const { server } = world.cluster;
      const gone = { gracePeriodSeconds: 0 };
      const pods = ['p1', 'p2', 'p3'].map((name) => podOf(name, 'old', 'Running'));
      pods[1]!.metadata!.ownerReferences![0]!.uid = 'uid-of-an-earlier-one';
      const others = [podOf('lost', 'unknown', 'Running'), { metadata: { name: 'free' } }];
      for (const each of [...pods, ...others]) server.place('pods', each);
      const web = ['default/web'];
      expect(world.woken(), 'the first lists').toEqual(web);
      world.edit((spec) => {
        spec.replicas = 4;
      });
      expect(world.woken(), 'the Deployment has changed').toEqual(web);
      world.report();
      expect(world.woken(), 'its ReplicaSets have').toEqual(web);
      for (const name of ['p2', 'lost', 'free']) server.delete('pods', 'default', name, gone);
      expect(world.woken(), 'Pods of others are gone').toEqual([]);
      server.delete('pods', 'default', 'p1', gone);
      expect(world.woken(), 'a Pod of an old ReplicaSet is gone').toEqual(web);
      server.delete('pods', 'default', 'p3', gone);
      world.cluster.informer('pods').relist();
      expect(world.woken(), 'another is, but nobody saw it go').toEqual(web);
      server.delete('replicasets', 'default', 'old');
      expect(world.woken(), 'a ReplicaSet is gone').toEqual(web);
      server.delete('replicasets', 'default', 'young');
      world.cluster.informer('replicasets').relist();
      expect(world.woken(), 'another is, but nobody saw it go').toEqual(web);
      server.place('replicasets', set('free', 1));
      expect(world.woken(), 'one without an owner has come').toEqual([]);
    });

    it('a Deployment may be nothing but a name', () => {
      const world = new World(ten);
      world.cluster.server.place('deployments', { metadata: { name: 'bare' } });
      expect(world.stepOf('bare'), 'rule 24').toHaveLength(1);
      world.report();
      expect(world.stepOf('bare'), 'rule 24').toEqual([]);
      expect(
        world.cluster.server.get('deployments', 'default', 'bare').status,
        'rule 21',
      ).toMatchObject({ availableReplicas: 1 });
    });
  });
}
