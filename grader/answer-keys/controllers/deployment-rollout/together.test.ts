import { matchesLabelSelector } from 'course/kit';
import { expect, it } from 'vitest';
import { FakeCluster } from '../../../fake-cluster/fake-cluster.ts';
import { ReplicaSetController } from '../replicaset/reference.ts';
import { template } from './objects.ts';
import { DeploymentController } from './reference.ts';

/** A cluster with both controllers, and how many Pods of each image run. */
function clusterOfBoth() {
  const cluster = new FakeCluster();
  const { client, clock, events } = cluster;
  const [replicaSets, pods] = [cluster.informer('replicasets'), cluster.informer('pods')];
  const deployments = cluster.informer('deployments');
  const [queue, setQueue] = [cluster.queue(), cluster.queue()];
  const shared = { client, clock, events, replicaSets, pods };
  const expectations = cluster.expectations();
  const workers = [
    { controller: new DeploymentController({ ...shared, deployments, queue }), queue },
    {
      controller: new ReplicaSetController({
        ...{ ...shared, queue: setQueue, expectations, matches: matchesLabelSelector },
        burstReplicas: 500,
      }),
      queue: setQueue,
    },
  ];
  const images = () => {
    const counts: Record<string, number> = {};
    for (const { spec, metadata } of cluster.server.list('pods').items) {
      const image = spec?.containers[0]?.image ?? '';
      if (!metadata.deletionTimestamp) counts[image] = (counts[image] ?? 0) + 1;
    }
    return counts;
  };
  /** Controllers and kubelets in turn, a second each. */
  const live = (seconds: number, each = () => {}) => {
    for (let second = 0; second < seconds; second++) {
      cluster.run(1000, ...workers);
      each();
      cluster.runPods();
    }
  };
  return { cluster, live, images };
}

it('with the ReplicaSet controller of the exercise before, Pods roll out, between the fence posts', () => {
  const { cluster, live, images } = clusterOfBoth();
  const { server } = cluster;
  server.create('deployments', {
    metadata: { name: 'web' },
    spec: {
      ...{ replicas: 4, selector: { matchLabels: { app: 'web' } }, template: template('v1') },
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
    },
  });
  live(5);
  expect(images()).toEqual({ v1: 4 });
  const deployment = server.get('deployments', 'default', 'web');
  server.update('deployments', {
    ...deployment,
    spec: { ...deployment.spec!, template: template('v2') },
  });
  let most = 0;
  live(20, () => {
    most = Math.max(
      most,
      Object.values(images()).reduce((sum, count) => sum + count, 0),
    );
  });
  expect(images()).toEqual({ v2: 4 });
  expect(most, 'Pods at once').toBe(5);
  const { status } = server.get('deployments', 'default', 'web');
  expect(status).toMatchObject({ replicas: 4, updatedReplicas: 4, availableReplicas: 4 });
  expect(status?.conditions?.map(({ reason }) => reason).sort()).toEqual([
    ...['MinimumReplicasAvailable', 'NewReplicaSetAvailable'],
  ]);
});
