import {
  apiResources,
  type FieldError,
  formatTime,
  invalid,
  type KubernetesObject,
  type ResourceName,
} from 'course/kit';
import type { AnyObject } from './object-log.ts';

/** Kinds whose generation counts the changes of their spec. In 1.32 Pods and Nodes have none. */
const counted: ReadonlySet<ResourceName> = new Set<ResourceName>([
  'daemonsets',
  'deployments',
  'endpointslices',
  'ingresses',
  'jobs',
  'networkpolicies',
  'poddisruptionbudgets',
  'replicasets',
  'replicationcontrollers',
  'statefulsets',
]);

/** True for resources whose objects have a `metadata.generation`. */
export function hasGeneration(resource: ResourceName): boolean {
  return counted.has(resource);
}

/** What a create stores: `number` makes the uid, and the end of a generated name, different from all before. */
export function newObject(
  resource: ResourceName,
  { status: _, ...object }: KubernetesObject & { status?: unknown },
  number: number,
  now: number,
): AnyObject {
  const { apiVersion, kind, namespaced } = apiResources[resource];
  const { generateName = '', namespace = 'default', ...given } = object.metadata ?? {};
  const metadata = {
    ...given,
    ...(generateName && { generateName }),
    ...(namespaced && { namespace }),
    name: given.name || (generateName && generateName + suffix(number)),
    uid: `uid-${number}`,
    creationTimestamp: formatTime(now),
    resourceVersion: '',
    ...(hasGeneration(resource) && { generation: 1 }),
  };
  const status = resource === 'pods' ? { status: { phase: 'Pending' } } : {};
  return { apiVersion, kind, ...object, metadata, ...status };
}

/** Throws ApiError 422 for an object that no server would take. It knows the few rules that controllers can break. */
export function validate(resource: ResourceName, object: AnyObject): void {
  const errors: FieldError[] = [];
  const { replicas } = (object.spec ?? {}) as { replicas?: number };
  if (!object.metadata.name)
    errors.push({
      type: 'FieldValueRequired',
      field: 'metadata.name',
      detail: 'name or generateName is required',
    });
  if (replicas !== undefined && replicas < 0)
    errors.push({
      type: 'FieldValueInvalid',
      field: 'spec.replicas',
      badValue: replicas,
      detail: 'must be greater than or equal to 0',
    });
  if (errors.length > 0) throw invalid(apiResources[resource], object.metadata.name, errors);
}

/** Upstream's alphabet: no vowels, so that no words come out (apimachinery pkg/util/rand/rand.go). */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function suffix(number: number): string {
  let text = '';
  for (let rest = number, i = 0; i < 5; i++, rest = Math.floor(rest / alphabet.length))
    text = alphabet[rest % alphabet.length] + text;
  return text;
}
