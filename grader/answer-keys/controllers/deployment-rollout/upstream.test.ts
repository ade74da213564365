import type { DeploymentStatus, PodTemplateSpec } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { progressing, type SetWish, set, start, type Wish, web } from './objects.ts';
import {
  DeploymentController,
  deploymentStatus,
  fencePosts,
  findNewReplicaSet,
  newReplicaSetSize,
  oldReplicaSetSizes,
  resizedSizes,
  setsToDelete,
} from './reference.ts';
import * as upstream from './upstream-cases.ts';
import { podOf, World } from './world.ts';

function titled([file, test, about]: upstream.Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}

function reasonOf({ conditions = [] }: DeploymentStatus): string | undefined {
  return conditions.find(({ type }) => type === 'Progressing')?.reason;
}

describe('the reference agrees with the tests of Kubernetes', () => {
  for (const { origin, expected, ...wish } of upstream.fenceCases)
    it(titled(origin), () => {
      const { maxSurge, maxUnavailable } = fencePosts(web(wish));
      expect([maxSurge, maxUnavailable]).toEqual(expected);
    });

  it('deployment_util_test.go TestMaxUnavailable: Recreate', () => {
    expect(fencePosts(web({ recreate: true })).maxUnavailable).toBe(0);
  });

  for (const { origin, old, own, expected, ...wish } of upstream.newSizeCases)
    it(titled(origin), () => {
      expect(newReplicaSetSize(web(wish), set('new', own), [set('old', old)])).toBe(expected);
    });

  for (const { origin, replicas, unavailable, old, own, expected } of upstream.oldSizeCases)
    it(titled(origin), () => {
      const deployment = web({ replicas, surge: 0, unavailable });
      const [older, newer] = [set('old', old[0]), set('new', own[0])].map((each, i) => ({
        ...each,
        status: { replicas: 0, availableReplicas: [old, own][i]![1] },
      }));
      const sizes = oldReplicaSetSizes(deployment, newer!, [older!]);
      expect(sizes.old ?? old[0]).toBe(expected);
    });

  for (const { origin, was, is, sets, desired = {} } of upstream.resizeCases)
    it(titled(origin), () => {
      const made = sets.map((each, i) => {
        if (!each) return undefined;
        const replicas = desired[each[0]] ?? was[0];
        const annotated = { desired: replicas, max: replicas + was[1] };
        return set(each[0], each[1], { ...annotated, available: 0, at: 10 - i });
      });
      const [own, ...olds] = made;
      const deployment = web({ replicas: is[0], surge: is[1], unavailable: 0 });
      const sizes = resizedSizes(
        deployment,
        own,
        olds.flatMap((each) => each ?? []),
      );
      for (const each of sets) if (each) expect(sizes[each[0]] ?? each[1], each[0]).toBe(each[2]);
    });

  for (const { origin, templates, same } of upstream.templateCases)
    it(titled(origin), () => {
      const [one, other] = templates.map(
        ([name, labels, annotations]): PodTemplateSpec => ({
          metadata: { name, labels, ...(annotations && { annotations }) },
        }),
      );
      for (const [its, ours] of [
        [one, other],
        [other, one],
      ]) {
        const only = { spec: { selector: {}, template: its! } };
        const found = findNewReplicaSet(web({ template: ours! }), [only]);
        expect(found).toBe(same ? only : undefined);
      }
    });

  for (const { origin, sets, expected } of upstream.findCases)
    it(titled(origin), () => {
      const made = sets.map(([name, image, at]) => set(name, 1, { image, at }));
      const template = set('x', 1, { image: 'nginx' }).spec!.template!;
      expect(findNewReplicaSet(web({ template }), made)?.metadata?.name).toBe(expected);
    });

  for (const { origin, olds, limit, expected } of upstream.historyCases)
    it(titled(origin), () => {
      const made = olds.map(({ size = 0, running = 0, revision, leaving }, at) => {
        const wish: SetWish = { running, available: 0, at, ...(revision && { revision }) };
        const each = set(`foo-${at + 1}`, size, wish);
        const deletionTimestamp = '2025-01-01T00:00:00Z';
        return leaving ? { ...each, metadata: { ...each.metadata, deletionTimestamp } } : each;
      });
      const names = setsToDelete(web({ revisionHistoryLimit: limit }), made).sort();
      expect(typeof expected === 'number' ? names.length : names).toEqual(expected);
    });

  for (const { origin, counts, expected } of upstream.completeCases)
    it(titled(origin), () => {
      const [replicas, current, updated, available] = counts;
      const own = set('new', updated, { available });
      const old = set('old', current - updated, { available: 0 });
      const status = deploymentStatus(web({ replicas }), own, [old], start);
      expect(reasonOf(status) === 'NewReplicaSetAvailable').toBe(expected);
    });

  for (const { origin, before, now, expected } of upstream.progressCases)
    it(titled(origin), () => {
      const [replicas, updatedReplicas, readyReplicas, availableReplicas] = before;
      const conditions = [progressing('True', 'Before')];
      const status = { conditions, replicas, updatedReplicas, readyReplicas, availableReplicas };
      const [current, updated, ready, available] = now;
      const own = set('new', updated, { ready, available });
      const old = set('old', current - updated, { available: 0 });
      const after = deploymentStatus({ ...web({ replicas: 99 }), status }, own, [old], start);
      expect(reasonOf(after)).toBe(expected ? 'ReplicaSetUpdated' : 'Before');
    });

  for (const { origin, reason, passed, expected } of upstream.timeCases)
    it(titled(origin), () => {
      const status = { conditions: [progressing('True', reason)] };
      const deployment = { ...web({ progressDeadlineSeconds: 10 }), status };
      const after = deploymentStatus(deployment, undefined, [], start + passed * 1000);
      expect(reasonOf(after)).toBe(expected ? 'ProgressDeadlineExceeded' : reason);
    });

  for (const { origin, available, condition, passed, expected } of upstream.requeueCases)
    it(titled(origin), () => {
      const wish: Wish = { replicas: 3, surge: 0, unavailable: 0, progressDeadlineSeconds: 60 };
      const counts = { replicas: 3, updatedReplicas: 3 };
      const status = {
        ...{ ...counts, readyReplicas: available, availableReplicas: available },
        conditions: [progressing(condition[0], condition[1], -passed)],
      };
      const sets = [set('new', 3, { available, image: 'v2', revision: 1 })];
      const world = new World(wish, sets, { status, Part: DeploymentController });
      const { requeueAfterMs } = world.sync() ?? {};
      // A second more, as upstream's enqueueAfter.
      expect(requeueAfterMs).toBe(expected === null ? undefined : (expected + 1) * 1000);
    });

  for (const { origin, running, pods, waits } of upstream.recreateCases)
    it(titled(origin), () => {
      const olds = running.map((each, i) => set(`old-${i}`, 0, { running: each, available: 0 }));
      const world = new World({ replicas: 1, recreate: true }, olds, {
        Part: DeploymentController,
      });
      for (const [i, phases] of pods.entries())
        for (const [n, phase] of phases.entries())
          world.cluster.server.place('pods', podOf(`pod-${i}-${n}`, `old-${i}`, phase));
      expect(world.step().length).toBe(waits ? 0 : 1);
    });

  it('recreate_test.go TestScaleDownOldReplicaSets: the old one goes first', () => {
    const world = new World({ replicas: 3, recreate: true }, [set('old', 3)], {
      Part: DeploymentController,
    });
    expect(world.step()).toEqual(['old size 0']);
  });
});
