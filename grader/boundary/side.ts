import { decode, type Incoming } from './decode.ts';
import { encode, type Outgoing } from './encode.ts';
import { errorFrom } from './errors.ts';
import { announce, hasMethod, shapeOf } from './shape.ts';
import { caps, type Reference, type Wire, WireError } from './wire.ts';

/** How one side reaches what stayed on the other. */
export interface Reach {
  call(ref: number, method: string | null, args: unknown[]): unknown;
  read(ref: number, key: string): unknown;
  /** A stand-in for an instance that stayed there; only the trusted side meets them. */
  instance(reference: Reference): object;
  /** True for an object that stays on this side and is called from the other. */
  staysHere(target: object): boolean;
  /** False for a property that must never hold a function on this side. */
  mayBeCallable(key: string): boolean;
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

  theirs(target: object): number | undefined {
    return this.idOfStandIn.get(target);
  }

  staysHere(target: object): boolean {
    return this.reach.staysHere(target);
  }

  mayBeCallable(key: string): boolean {
    return this.reach.mayBeCallable(key);
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

  /**
   * What the other side may call under `id`. Only what was announced can be called:
   * `constructor` of a kept function would be the key to everything here. Throws WireError.
   */
  callable(id: number, method: string | null): (args: unknown[]) => unknown {
    const target = this.kept(id) as Record<string, unknown>;
    const announced = typeof target !== 'function' && method !== null && hasMethod(target, method);
    if (typeof target === 'function' && method === null)
      return (args) => Reflect.apply(target, undefined, args);
    if (announced) return (args) => Reflect.apply(target[method] as () => unknown, target, args);
    throw new WireError(`nothing callable was announced as ${id}.${method}`);
  }

  /** An announced getter of what is kept under `id`. Throws WireError for any other property. */
  readable(id: number, key: string): () => unknown {
    const target = this.kept(id) as Record<string, unknown>;
    if (typeof target === 'function' || !shapeOf(target).getters.includes(key))
      throw new WireError(`no getter was announced as ${id}.${key}`);
    return () => target[key];
  }

  standIn(reference: Reference): object {
    const known = this.standIns.get(reference.id);
    if (known) return known;
    if (this.standIns.size > caps.nodes) throw new WireError('too many objects cross the boundary');
    const made =
      reference.kind === 'function' ? this.functionFor(reference) : this.reach.instance(reference);
    this.standIns.set(reference.id, made);
    this.idOfStandIn.set(made, reference.id);
    return made;
  }

  withMethods(data: object, { id, methods, getters }: Reference): object {
    const ours = (names: readonly string[]) => names.filter((name) => this.mayBeCallable(name));
    const shape = { methods: ours(methods), getters: ours(getters) };
    for (const method of shape.methods)
      define(data, method, {
        value: (...args: unknown[]) => this.reach.call(id, method, args),
        writable: true,
      });
    for (const key of shape.getters) define(data, key, { get: () => this.reach.read(id, key) });
    announce(data, shape);
    this.idOfStandIn.set(data, id);
    return data;
  }

  error(name: string, message: string, stack: string, data: Record<string, unknown>): Error {
    const error = errorFrom(name, message, data);
    this.reach.sawError?.(error, stack);
    return error;
  }

  private functionFor({ id, name }: Reference): object {
    const call = (...args: unknown[]) => this.reach.call(id, null, args);
    define(call, 'name', { value: name });
    return call;
  }
}

function define(target: object, key: string, property: PropertyDescriptor): void {
  Object.defineProperty(target, key, { configurable: true, ...property });
}
