import type { Controller, Deployment, ReplicaSet } from 'course/kit';
import type {
  DeploymentControllerOptions,
  FencePosts,
} from '#exercise/controllers/deployment-rollout';

/** What the simulation needs of this exercise's file. */
export interface RolloutPart {
  fencePosts(deployment: Deployment): FencePosts;
  readonly DeploymentController: new (options: DeploymentControllerOptions) => Controller;
}

/** `v2`: what stands behind the colon of the image. */
export function versionOf({ spec }: Deployment | ReplicaSet): string {
  return spec?.template?.spec?.containers[0]?.image?.split(':')[1] ?? '';
}

/** How many Pods are asked for. */
export function sizeOf({ spec }: Deployment | ReplicaSet): number {
  return spec?.replicas ?? 1;
}

/** The revision of a ReplicaSet, 0 when it has none. */
export function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata?.annotations?.['deployment.kubernetes.io/revision']) || 0;
}

/** `1 Pod`, `3 Pods`. */
export function pods(count: number): string {
  return count === 1 ? '1 Pod' : `${count} Pods`;
}
