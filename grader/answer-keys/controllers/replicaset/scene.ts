import { controllerOf, type KubernetesObject, keyOf, type Pod, type ReplicaSet } from 'course/kit';
import type { Beginning } from './world.ts';

/** How a test begins, in a sentence or two. */
export function sceneOf({ replicaSets = [], pods = [], burstReplicas }: Beginning): string {
  const burst = burstReplicas === undefined ? '' : `, at most ${burstReplicas} at once`;
  const sets = replicaSets.map(replicaSetInWords).join(', ') || 'There is no ReplicaSet';
  return `${sets}${burst}. Pods: ${pods.map(podInWords).join(', ') || 'none'}`;
}

function replicaSetInWords({ metadata = {}, spec }: ReplicaSet): string {
  const { name, namespace, deletionTimestamp } = metadata;
  const place = namespace ? ` in ${namespace}` : '';
  const dying = deletionTimestamp ? ' and is being deleted' : '';
  return `${name}${place} wants ${spec?.replicas ?? 'an unsaid number'}${dying}`;
}

/** `b (of u-web, app=x, Failed)`. */
function podInWords(pod: Pod): string {
  const { name, namespace, labels = {}, deletionTimestamp } = pod.metadata ?? {};
  const facts = [
    `of ${controllerOf(pod)?.uid ?? 'nobody'}`,
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ...(namespace ? [`in ${namespace}`] : []),
    ...(pod.status?.phase ? [pod.status.phase] : []),
    ...(deletionTimestamp ? ['being deleted'] : []),
  ];
  return `${name} (${facts.join(', ')})`;
}

const writes: Readonly<Record<string, string>> = {
  place: 'creates',
  create: 'creates',
  update: 'updates',
  updateStatus: 'updates the status of',
  patch: 'patches',
  delete: 'deletes',
};

/** What somebody else does at the apiserver; undefined when they only read. */
export function told(verb: string, [resource, ...args]: readonly unknown[]): string | undefined {
  const does = writes[verb];
  if (!does) return undefined;
  if (typeof args[0] === 'string') return `Somebody ${does} ${resource} ${args[0]}/${args[1]}`;
  const object = args[0] as KubernetesObject;
  const what = resource === 'pods' ? podInWords(object as Pod) : keyOf(object);
  return `Somebody ${does} ${resource} ${what}`;
}
