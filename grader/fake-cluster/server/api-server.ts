import {
  alreadyExists,
  apiResources,
  type Client,
  type Clock,
  conflict,
  type DeleteOptions,
  deepEqual,
  invalid,
  type KubernetesList,
  type KubernetesObject,
  keyOf,
  type ListOptions,
  notFound,
  type Patch,
  type ResourceName,
  type ResourceTypes,
  type ResourceWatchOptions,
  type StoredResource,
  type Watch,
} from 'course/kit';
import { bound } from './binding.ts';
import { afterDelete } from './deletion.ts';
import { newObject, validate } from './new-object.ts';
import { type AnyObject, ObjectLog } from './object-log.ts';
import { patched } from './patching.ts';
import { isLetGo, rewritten } from './rewrite.ts';
import { selection } from './selection.ts';
import { ServerWatch } from './server-watch.ts';

/** An apiserver in memory, as the kit's Client describes it. Its clock stamps what it stores. */
export class ApiServer implements Client {
  readonly #log = new ObjectLog();
  readonly #clock: Clock;
  #created = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get<R extends ResourceName>(resource: R, namespace: string, name: string): StoredResource<R> {
    return this.#get(resource, namespace, name) as StoredResource<R>;
  }

  list<R extends ResourceName>(
    resource: R,
    namespace = '',
    options: ListOptions = {},
  ): KubernetesList<StoredResource<R>> {
    const selected = selection(options);
    const items = this.#log
      .list(resource)
      .filter(
        (each) => (namespace === '' || each.metadata.namespace === namespace) && selected(each),
      );
    const metadata = { resourceVersion: this.#log.revision };
    return { metadata, items: items as unknown as StoredResource<R>[] };
  }

  watch<R extends ResourceName>(
    resource: R,
    namespace: string,
    options: ResourceWatchOptions,
  ): Watch<ResourceTypes[R]> {
    return new ServerWatch(this.#log, resource, namespace, options) as unknown as Watch<
      ResourceTypes[R]
    >;
  }

  create<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    this.#created += 1;
    const made = newObject(resource, object as KubernetesObject, this.#created, this.#clock.now());
    validate(resource, made);
    if (this.#log.get(resource, keyOf(made)))
      throw alreadyExists(apiResources[resource], made.metadata.name);
    return this.#log.put(resource, made) as StoredResource<R>;
  }

  /** For tests: puts an object there as it is, status and metadata too; what its metadata lacks is made as for a create. */
  place<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    this.#created += 1;
    const made = newObject(resource, object as KubernetesObject, this.#created, this.#clock.now());
    const { status = made.status, metadata } = object as AnyObject;
    const placed = { ...made, ...(status !== undefined && { status }) };
    return this.#log.put(resource, {
      ...placed,
      metadata: { ...made.metadata, ...metadata },
    } as KubernetesObject) as StoredResource<R>;
  }

  update<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    const { before, after } = this.#beginWrite(resource, object);
    return this.#store(resource, before, { ...after, status: before.status });
  }

  updateStatus<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    const { before, after } = this.#beginWrite(resource, object);
    return this.#store(resource, before, { ...before, status: after.status });
  }

  patch<R extends ResourceName>(
    resource: R,
    namespace: string,
    name: string,
    patch: Patch,
    subresource?: 'status',
  ): StoredResource<R> {
    const before = this.#get(resource, namespace, name);
    const after = patched(before, patch);
    if (after.metadata.uid !== before.metadata.uid)
      throw invalid(apiResources[resource], name, [
        {
          type: 'FieldValueInvalid',
          field: 'metadata.uid',
          badValue: after.metadata.uid,
          detail: 'field is immutable',
        },
      ]);
    const object = after as ResourceTypes[R];
    return subresource ? this.updateStatus(resource, object) : this.update(resource, object);
  }

  delete(
    resource: ResourceName,
    namespace: string,
    name: string,
    options: DeleteOptions = {},
  ): void {
    const object = this.#get(resource, namespace, name);
    this.#check(resource, object, options.preconditions ?? {});
    const left = afterDelete(resource, object, options, this.#clock.now());
    if (!left) this.#log.remove(resource, keyOf(object));
    else if (!deepEqual(left, object)) this.#log.put(resource, left);
  }

  bind(namespace: string, name: string, node: string): void {
    this.#log.put('pods', bound(this.#get('pods', namespace, name), node, this.#clock.now()));
  }

  #get(resource: ResourceName, namespace: string, name: string): AnyObject {
    const key = keyOf({ metadata: { namespace, name } });
    const object = this.#log.get(resource, key);
    if (!object) throw notFound(apiResources[resource], name);
    return object;
  }

  #beginWrite(resource: ResourceName, object: KubernetesObject) {
    const { namespace = 'default', name = '' } = object.metadata ?? {};
    const { namespaced } = apiResources[resource];
    const before = this.#get(resource, namespaced ? namespace : '', name);
    this.#check(resource, before, object.metadata ?? {});
    return { before, after: structuredClone(object) as AnyObject };
  }

  /** Throws 409 unless the object is still the one that is meant. */
  #check(
    resource: ResourceName,
    { metadata }: AnyObject,
    meant: { uid?: string; resourceVersion?: string },
  ): void {
    const type = apiResources[resource];
    if (meant.uid && meant.uid !== metadata.uid)
      throw conflict(
        type,
        metadata.name,
        `Precondition failed: UID in precondition: ${meant.uid}, UID in object meta: ${metadata.uid}`,
      );
    if (meant.resourceVersion && meant.resourceVersion !== metadata.resourceVersion)
      throw conflict(type, metadata.name);
  }

  /** Writes a difference, and only that. What the server alone sets stays as it was. */
  #store<R extends ResourceName>(
    resource: R,
    before: AnyObject,
    after: AnyObject,
  ): StoredResource<R> {
    const object = rewritten(resource, before, after);
    validate(resource, object);
    if (deepEqual(object, before)) return before as StoredResource<R>;
    const stored = this.#log.put(resource, object);
    if (isLetGo(before, stored)) this.#log.remove(resource, keyOf(stored));
    return stored as StoredResource<R>;
  }
}
