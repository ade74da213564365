import type { Unstructured } from 'course/kit';
import fc from 'fast-check';
import type { Registry } from '#exercise/apiserver/registry';
import type { BatchOutcome, BatchStep } from '#suite';

type Name = 'a' | 'b';

/** A random request. `since`: how many writes ago the client read the object; undefined: it names no resourceVersion. */
export type Act =
  | { readonly do: 'create'; readonly name: Name; readonly size: number; readonly held: boolean }
  | {
      readonly do: 'update' | 'updateStatus';
      readonly name: Name;
      readonly size: number;
      readonly held: boolean;
      readonly version?: number;
    }
  | {
      readonly do: 'delete';
      readonly name: Name;
      readonly grace?: number;
      readonly version?: number;
    };

const name = fc.constantFrom<Name>('a', 'a', 'b');
const size = fc.integer({ min: 1, max: 2 });
const version = fc.option(fc.integer({ min: 2, max: 7 }), { nil: undefined, freq: 2 });
const grace = fc.constantFrom(undefined, 0, 10, 20);

/** Histories of requests; versions are guessed, so that some are right and some stale. */
export const acts = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('create' as const), name, size, held: fc.boolean() }),
    fc.record({ do: fc.constant('update' as const), name, size, held: fc.boolean(), version }),
    fc.record({
      ...{ do: fc.constant('updateStatus' as const), name, size, held: fc.boolean(), version },
    }),
    fc.record({ do: fc.constant('delete' as const), name, grace, version }),
  ),
  { minLength: 4, maxLength: 12 },
);

/** The request in a line. */
export function toldAct(act: Act): string {
  const { do: verb, name, ...rest } = act;
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined);
  return [verb, name, ...fields.map(([field, value]) => `${field}=${value}`)].join(' ');
}

/** The call that makes the request. */
export function stepOf(act: Act, registry: Registry): BatchStep {
  const resourceVersion = 'version' in act && act.version ? String(act.version) : undefined;
  if (act.do === 'delete') {
    const options = {
      ...(act.grace !== undefined && { gracePeriodSeconds: act.grace }),
      ...(resourceVersion && { preconditions: { resourceVersion } }),
    };
    return { on: registry, method: 'delete', args: ['default', act.name, options] };
  }
  const object: Unstructured = {
    metadata: {
      name: act.name,
      finalizers: act.held ? ['x/y'] : [],
      ...(resourceVersion && { resourceVersion }),
    },
    spec: { size: act.size },
    status: { size: act.size },
  };
  return { on: registry, method: act.do, args: [object] };
}

/** What a request gave, in short: the reason of a refusal, or what distinguishes the object. */
export function outcomeOf(outcome: BatchOutcome | undefined): string {
  if (!outcome) return 'nothing';
  if ('error' in outcome) {
    const { reason, message } = outcome.error as Error & { reason?: string };
    return reason || message;
  }
  const object = outcome.value as Unstructured | undefined;
  if (!object) return 'gone';
  const { name, generation, resourceVersion, finalizers, deletionGracePeriodSeconds } =
    object.metadata ?? {};
  return line({
    name: name ?? '',
    generation: generation ?? 0,
    version: Number(resourceVersion),
    size: (object.spec as { size?: number })?.size ?? 0,
    status: (object.status as { size?: number })?.size,
    held: (finalizers ?? []).length > 0,
    grace: deletionGracePeriodSeconds,
  });
}

interface Entry {
  readonly name: string;
  readonly generation: number;
  readonly version: number;
  readonly size: number;
  readonly status: number | undefined;
  readonly held: boolean;
  readonly grace: number | undefined;
}

function line({ name, generation, version, size, status, held, grace }: Entry): string {
  return [
    `${name} generation ${generation} version ${version} size ${size}`,
    `status ${status ?? 'none'}`,
    held ? 'held' : 'free',
    grace === undefined ? 'wanted' : `ends in ${grace} s`,
  ].join(', ');
}

/** What a registry comes to when nobody else is there: a map and a counter. */
export class Model {
  readonly #entries = new Map<string, Entry>();
  #revision = 1;

  list(): string[] {
    return [...this.#entries.keys()].sort().map((each) => line(this.#entries.get(each) as Entry));
  }

  run(act: Act): string {
    const entry = this.#entries.get(act.name);
    if (act.do === 'create') return entry ? 'AlreadyExists' : this.#create(act);
    if (!entry) return 'NotFound';
    if (act.version !== undefined && act.version !== entry.version) return 'Conflict';
    if (act.do === 'updateStatus') return this.#write(entry, { status: act.size });
    if (act.do === 'delete') return this.#delete(entry, act.grace);
    const { size, held } = act;
    if (entry.grace === 0 && !held) return this.#letGo(entry, { size, held });
    return this.#write(entry, { size, held });
  }

  #create({ name, size, held }: Act & { do: 'create' }): string {
    const version = ++this.#revision;
    const entry = {
      ...{ name, size, held, version, generation: 1, status: undefined, grace: undefined },
    };
    this.#entries.set(name, entry);
    return line(entry);
  }

  #write(entry: Entry, change: Partial<Entry>): string {
    const next = { ...entry, ...change };
    if (line(next) === line(entry)) return line(entry);
    const counts = next.size !== entry.size || (entry.grace === undefined && 'grace' in change);
    const generation = entry.generation + (counts ? 1 : 0);
    const written = { ...next, generation, version: ++this.#revision };
    this.#entries.set(entry.name, written);
    return line(written);
  }

  #delete(entry: Entry, asked: number | undefined): string {
    const grace =
      entry.grace === undefined ? (asked ?? 0) : Math.min(entry.grace, asked ?? entry.grace);
    if (grace > 0 || entry.held) return this.#write(entry, { grace });
    this.#revision += 1;
    this.#entries.delete(entry.name);
    return 'gone';
  }

  /** The answer is what would have been written. */
  #letGo(entry: Entry, change: Partial<Entry>): string {
    this.#revision += 1;
    this.#entries.delete(entry.name);
    const next = { ...entry, ...change };
    const generation = entry.generation + (next.size === entry.size ? 0 : 1);
    return anyVersion(line({ ...next, generation }));
  }
}

const someVersion = /version \S+/;

/** Leaves out of a line which version the object has. */
export function anyVersion(text: string): string {
  return text.replace(someVersion, 'some version');
}
