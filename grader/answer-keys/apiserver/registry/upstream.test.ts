import {
  ApiError,
  manualClock,
  type Random,
  type ResourceStrategy,
  seededRandom,
  type Unstructured,
  type Watch,
  type WatchEvent,
} from 'course/kit';
import { describe, expect, it } from 'vitest';
import { Registry } from './reference.ts';
import { type Case, cases, type Step } from './upstream-cases.ts';
import { Etcd, pods, selects } from './world.ts';

/** A registry of Pods and what a case needs around it. */
class Bench {
  readonly clock = manualClock();
  readonly etcd = new Etcd();
  readonly registry: Registry;
  #continue = '';
  #watch: Watch<Unstructured> | undefined;

  constructor(strategy: ResourceStrategy, random: Random = seededRandom(1)) {
    let uids = 0;
    this.registry = new Registry(strategy, {
      ...{ store: this.etcd, clock: this.clock, random, matches: selects },
      newUid: () => `u${++uids}`,
    });
  }

  run(step: Step): void {
    if (step.compact) this.etcd.compact(step.compact);
    else if (step.seconds) this.clock.advance(step.seconds * 1000);
    else if (step.watch !== undefined) this.#watch = this.registry.watch(step.watch, step.options);
    else if (step.told) expect(this.#watch?.drain().map(line)).toEqual(step.told);
    else if (step.list !== undefined) this.#list(step.list, step);
    else this.#write(step);
  }

  #write(step: Step): void {
    const answer = outcome(() => this.#request(step));
    const what = JSON.stringify(step);
    if (step.refused) expect(answer, what).toBe(step.refused);
    else if (step.gives === 'gone') expect(answer, what).toBeUndefined();
    else expect(answer, what).toMatchObject(step.gives ?? {});
  }

  #request(step: Step): unknown {
    const [namespace = '', name = ''] = (step.get ?? step.delete ?? '').split('/');
    if (step.create) return this.registry.create(step.create);
    if (step.update) return this.registry.update(step.update);
    if (step.get) return this.registry.get(namespace, name);
    return this.registry.delete(namespace, name, step.options);
  }

  #list(namespace: string, { options, refused, items, more, at }: Step): void {
    const goesOn = options?.continue === 'last' ? { continue: this.#continue } : {};
    const answer = outcome(() => this.registry.list(namespace, { ...options, ...goesOn }));
    expect(typeof answer === 'string' ? answer : undefined).toBe(refused);
    if (refused) return;
    const list = answer as ReturnType<Registry['list']>;
    this.#continue = list.metadata.continue ?? '';
    const keys = list.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(keys).toEqual(items);
    if (more !== undefined) expect(this.#continue !== '').toBe(more);
    if (at !== undefined) expect(list.metadata.resourceVersion).toBe(at);
  }
}

/** What a request gives, or the reason of its refusal as a text. */
function outcome(request: () => unknown): unknown {
  try {
    return request();
  } catch (error) {
    if (error instanceof ApiError) return error.reason;
    throw error;
  }
}

function line({ type, object }: WatchEvent<Unstructured>): string {
  if (type === 'ERROR') return `ERROR ${object.code}`;
  const { name, resourceVersion } = object.metadata as { name?: string; resourceVersion: string };
  return [type, name, resourceVersion].join(' ');
}

describe('the reference agrees with the tests of Kubernetes', () => {
  it.each(cases)('$origin', ({ graceful, steps }: Case) => {
    const bench = new Bench(graceful ? pods : { resource: pods.resource });
    for (const step of steps) bench.run(step);
  });

  // Upstream counts its names up; so does this chance.
  it('registry/generic/registry/store_test.go: TestStoreCreateWithRetryNameGenerate', () => {
    let drawn = 0;
    const counting: Random = { next: () => 0, intn: () => drawn++ };
    const { registry } = new Bench(pods, counting);
    const generate = { metadata: { generateName: 'prefix-', namespace: 'test' } };
    const made = Array.from({ length: 7 }, () => registry.create(generate).metadata.name);
    drawn = 0;
    expect(made).not.toContain(registry.create(generate).metadata.name);
    drawn = 0;
    expect(outcome(() => registry.create(generate))).toBe('AlreadyExists');
  });
});
