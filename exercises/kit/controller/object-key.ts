import type { KubernetesObject, OwnerReference } from '../kubernetes.ts';

/**
 * The text that stands for an object in a cache or a queue: `default/web`, or `node-1` for an object without a namespace.
 * Settled by client-go tools/cache/store.go, MetaNamespaceKeyFunc.
 */
export function keyOf({ metadata = {} }: KubernetesObject): string {
  const { namespace, name = '' } = metadata;
  return namespace ? `${namespace}/${name}` : name;
}

/** Namespace ('' for none) and name of a key. Throws Error for a text with more than one `/`. Undoes keyOf. */
export function splitKey(key: string): { namespace: string; name: string } {
  const parts = key.split('/');
  if (parts.length > 2) throw new Error(`unexpected key format: ${JSON.stringify(key)}`);
  const [first = '', second] = parts;
  return second === undefined ? { namespace: '', name: first } : { namespace: first, name: second };
}

/**
 * The one owner that manages an object, undefined when nobody does: the owner reference with `controller: true`.
 * Compare owners by `uid`: a name can be used again. Settled by apimachinery pkg/apis/meta/v1/controller_ref.go.
 */
export function controllerOf({ metadata }: KubernetesObject): OwnerReference | undefined {
  return metadata?.ownerReferences?.find((owner) => owner.controller === true);
}
