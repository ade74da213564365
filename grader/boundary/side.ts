import * as kit from 'course/kit';
import { decode, type Incoming } from './decode.ts';
import { encode, type Outgoing } from './encode.ts';
import { caps, type Reference, type Wire, WireError } from './wire.ts';

/** How one side reaches what stayed on the other. */
export interface Reach {
  call(ref: number, method: string | null, args: unknown[]): unknown;
  read(ref: number, key: string): unknown;
  /** A stand-in for an instance that stayed there; only the trusted side meets them. */
  instance(reference: Reference): object;
  /** True for an object that stays on this side and is called from the other. */
  staysHere(target: object): boolean;
  /** Told of each error that came from the other side, with its stack. */
  sawError?(error: Error, stack: string): void;
}

/** One side of the boundary: what it keeps for the other, what it holds in the other's place. */
export class Side implements Outgoing, Incoming {
  private readonly keptById = new Map<number, object>();
  private readonly idOfKept = new WeakMap<object, number>();
  private readonly standIns = new Map<number, object>();
  private readonly idOfStandIn = new WeakMap<object, number>();

  constructor(private readonly reach: Reach) {}

  encode(value: unknown): Wire {
    return encode(value, this);
  }

  decode(wire: Wire): unknown {
    return decode(wire, this);
  }

  /** Remembers that `target` stands here for the other side's `id`. */
  hold(target: object, id: number): void {
    this.standIns.set(id, target);
    this.idOfStandIn.set(target, id);
  }

  theirs(target: object): number | undefined {
    return this.idOfStandIn.get(target);
  }

  staysHere(target: object): boolean {
    return this.reach.staysHere(target);
  }

  keep(target: object): number {
    let id = this.idOfKept.get(target);
    if (id === undefined) {
      id = this.keptById.size + 1;
      if (id > caps.nodes) throw new WireError('too many objects cross the boundary');
      this.idOfKept.set(target, id);
      this.keptById.set(id, target);
    }
    return id;
  }

  kept(id: number): object {
    const target = this.keptById.get(id);
    if (!target) throw new WireError(`nothing is kept under ${id}`);
    return target;
  }

  standIn(reference: Reference): object {
    const known = this.standIns.get(reference.id);
    if (known) return known;
    const made =
      reference.kind === 'function' ? this.functionFor(reference) : this.reach.instance(reference);
    this.hold(made, reference.id);
    return made;
  }

  withMethods(data: object, { id, methods, getters }: Reference): object {
    for (const method of methods)
      define(data, method, {
        value: (...args: unknown[]) => this.reach.call(id, method, args),
        writable: true,
      });
    for (const key of getters) define(data, key, { get: () => this.reach.read(id, key) });
    this.idOfStandIn.set(data, id);
    return data;
  }

  error(name: string, message: string, stack: string, data: Record<string, unknown>): Error {
    const known = kitErrors.get(name);
    const error: Error = known ? Object.create(known) : new Error(message);
    define(error, 'message', { value: message, writable: true });
    if (error.name !== name) define(error, 'name', { value: name, writable: true });
    for (const [key, value] of Object.entries(data))
      define(error, key, { value, enumerable: true, writable: true });
    define(error, 'stack', { value: `${name}: ${message}`, writable: true });
    this.reach.sawError?.(error, stack);
    return error;
  }

  private functionFor({ id, name }: Reference): object {
    const call = (...args: unknown[]) => this.reach.call(id, null, args);
    define(call, 'name', { value: name });
    return call;
  }
}

/** Prototypes of the error classes that `course/kit` exports, by name: typed errors survive the crossing. */
const kitErrors = new Map(
  Object.values(kit as Record<string, unknown>)
    .filter(
      (item): item is new () => Error =>
        typeof item === 'function' && item.prototype instanceof Error,
    )
    .map((item) => [item.name, item.prototype as Error]),
);

function define(target: object, key: string, property: PropertyDescriptor): void {
  Object.defineProperty(target, key, { configurable: true, ...property });
}
