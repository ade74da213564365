import { ApiError, type Client, keyOf, type ResourceName } from 'course/kit';

type WriteVerb = 'create' | 'update' | 'updateStatus' | 'patch' | 'delete' | 'bind';

/** One write that a controller asked for. */
export interface Write {
  readonly verb: WriteVerb;
  readonly resource: ResourceName;
  /** `default/web-x7k2p`; for a create with generateName and no answer, the namespace and that. */
  readonly key: string;
  /** What was handed in: the object, the patch, the delete options, the node. */
  readonly body: unknown;
  /** The code of the refusal; absent when it was done. */
  readonly refused?: number;
}

/** A refusal that is planned: the `nth` such write from now on, counted from 1, or every one. */
export interface PlannedFailure {
  readonly verb: WriteVerb;
  readonly resource: ResourceName;
  readonly error: ApiError;
  readonly nth?: number;
  /** True: the write is done all the same, and only its answer is lost. */
  readonly done?: boolean;
}

/** Writes down what is written through it, and refuses what a test has planned. Reads pass. */
export class RecordingClient {
  readonly writes: Write[] = [];
  readonly #server: Client;
  #plans: { plan: PlannedFailure; left: number }[] = [];

  constructor(server: Client) {
    this.#server = server;
  }

  plan(plan: PlannedFailure): void {
    this.#plans.push({ plan, left: plan.nth ?? 0 });
  }

  forgetPlans(): void {
    this.#plans = [];
  }

  /** The Client to hand to a controller. */
  client(): Client {
    const server = this.#server;
    const at = (namespace: string, name: string) => keyOf({ metadata: { namespace, name } });
    return {
      get: (...args) => server.get(...args),
      list: (...args) => server.list(...args),
      watch: (...args) => server.watch(...args),
      create: (resource, object) => {
        const { namespace = 'default', name, generateName = '' } = object.metadata ?? {};
        const key = at(namespace, name ?? generateName);
        return this.#write('create', resource, key, object, () => server.create(resource, object));
      },
      update: (resource, object) =>
        this.#write('update', resource, keyOf(object), object, () =>
          server.update(resource, object),
        ),
      updateStatus: (resource, object) =>
        this.#write('updateStatus', resource, keyOf(object), object, () =>
          server.updateStatus(resource, object),
        ),
      patch: (resource, namespace, name, patch, subresource) =>
        this.#write('patch', resource, at(namespace, name), patch, () =>
          server.patch(resource, namespace, name, patch, subresource),
        ),
      delete: (resource, namespace, name, options) =>
        this.#write('delete', resource, at(namespace, name), options, () =>
          server.delete(resource, namespace, name, options),
        ),
      bind: (namespace, pod, node) =>
        this.#write('bind', 'pods', at(namespace, pod), node, () =>
          server.bind(namespace, pod, node),
        ),
    };
  }

  #write<T>(
    verb: WriteVerb,
    resource: ResourceName,
    asked: string,
    body: unknown,
    work: () => T,
  ): T {
    let key = asked;
    try {
      const planned = this.#planned(verb, resource);
      if (planned && !planned.done) throw planned.error;
      const answer = work();
      if (verb === 'create') key = keyOf(answer as object);
      if (planned) throw planned.error;
      this.writes.push({ verb, resource, key, body });
      return answer;
    } catch (error) {
      if (error instanceof ApiError)
        this.writes.push({ verb, resource, key, body, refused: error.code });
      throw error;
    }
  }

  /** The plan that is due with this write, and counts it for all. */
  #planned(verb: WriteVerb, resource: ResourceName): PlannedFailure | undefined {
    const fitting = this.#plans.filter(
      ({ plan }) => plan.verb === verb && plan.resource === resource,
    );
    for (const each of fitting) each.left -= 1;
    return fitting.find(({ plan, left }) => plan.nth === undefined || left === 0)?.plan;
  }
}
