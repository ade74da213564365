import type { Deployment, PodTemplateSpec } from 'course/kit';
import { nextSize, nextStrategies } from './reader-choices.ts';

type Spec = NonNullable<Deployment['spec']>;

/** What a choice changes in a Deployment, and what is told of it. */
export interface SpecChange {
  readonly what: string;
  change(spec: Spec): void;
}

/** The choices that change a number. */
export function numberChange(id: string, deployment: Deployment): SpecChange | undefined {
  const replicas = nextSize(deployment);
  const { maxSurge, maxUnavailable } = nextStrategies(deployment);
  const changes: Record<string, SpecChange> = {
    scale: {
      what: `You scale the Deployment to ${replicas}.`,
      change: (spec) => {
        spec.replicas = replicas;
      },
    },
    surge: {
      what: `You set maxSurge to ${maxSurge}.`,
      change: ({ strategy }) => {
        strategy!.rollingUpdate!.maxSurge = maxSurge;
      },
    },
    unavailable: {
      what: `You set maxUnavailable to ${maxUnavailable}.`,
      change: ({ strategy }) => {
        strategy!.rollingUpdate!.maxUnavailable = maxUnavailable;
      },
    },
  };
  return changes[id];
}

/** The Pod template of a version. */
export function templateOf(version: string): PodTemplateSpec {
  return {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: `web:${version}` }] },
  };
}

/** The Deployment as it is at first. */
export function beginning(): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 6,
      progressDeadlineSeconds: 60,
      revisionHistoryLimit: 2,
      selector: { matchLabels: { app: 'web' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      template: templateOf('v1'),
    },
  };
}
