import { mayBeCallable } from './ours-to-call.ts';
import { announcedShape, type Shape, shapeOf } from './shape.ts';
import { caps, type Reference, Tag, type Wire, WireError } from './wire.ts';

/** What the encoder asks of its side of the boundary. */
export interface Outgoing {
  /** The receiver's own thing behind `target`, if it is one that came from there. */
  theirs(target: object): number | undefined;
  /** True for an object that stays here and is called from there. */
  staysHere(target: object): boolean;
  /** Keeps `target` callable and gives its id. */
  keep(target: object): number;
}

const { isArray } = Array;
const { is, keys, getPrototypeOf } = Object;
const objectPrototype = Object.prototype;

/** Turns a value into its wire form. Throws WireError when it is too deep, too large or cyclic. */
export function encode(value: unknown, outgoing: Outgoing): Wire {
  return new Encoder(outgoing).value(value, 0);
}

class Encoder {
  private nodes = 0;
  constructor(private readonly outgoing: Outgoing) {}

  value(value: unknown, depth: number): Wire {
    if (++this.nodes > caps.nodes)
      throw new WireError(`the value has more than ${caps.nodes} parts`);
    if (depth > caps.depth)
      throw new WireError(
        `the value is nested deeper than ${caps.depth} levels, or contains itself`,
      );
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return number(value);
      case 'undefined':
        return [Tag.undefined];
      case 'bigint':
        return bigint(value);
      case 'symbol':
        return [Tag.opaque, 'a symbol'];
      case 'function':
        return this.reference(value, 'function');
      default:
        return value === null ? null : this.object(value as object, depth + 1);
    }
  }

  private object(value: object, depth: number): Wire {
    const home = this.outgoing.theirs(value);
    if (home !== undefined) return [Tag.yours, home];
    const prototype = getPrototypeOf(value);
    if (prototype === objectPrototype) return this.withMethods(value, depth, announcedShape(value));
    if (prototype === Array.prototype) return this.list(Tag.array, value as unknown[], depth);
    if (value instanceof Error) return this.error(value, depth);
    if (this.outgoing.staysHere(value)) return this.reference(value, 'instance');
    return this.builtIn(value, depth) ?? this.withMethods(value, depth);
  }

  /** Values of JavaScript's own classes that cross as data. */
  private builtIn(value: object, depth: number): Wire | undefined {
    if (isArray(value)) return this.list(Tag.array, value, depth);
    if (value instanceof Map) {
      const pairs = Array.from(
        value,
        ([k, v]): Wire => [this.value(k, depth), this.value(v, depth)],
      );
      return [Tag.map, ...pairs];
    }
    if (value instanceof Set) return this.list(Tag.set, value, depth);
    if (value instanceof Date) return [Tag.date, number(value.getTime())];
    if (value instanceof Uint8Array) return [Tag.bytes, Buffer.from(value).toString('base64')];
    if (value instanceof Promise) return [Tag.opaque, 'a Promise'];
    return undefined;
  }

  /** An object's own functions are methods as well: called from there, they find the object that they belong to. */
  private withMethods(value: object, depth: number, { methods, getters } = shapeOf(value)): Wire {
    const own: string[] = [];
    const data = this.data(value, depth, own);
    if (methods.length + own.length + getters.length === 0) return data;
    return [Tag.object, this.outgoing.keep(value), data, [...methods, ...own], [...getters]];
  }

  private list(tag: number, items: Iterable<unknown>, depth: number): Wire {
    const wire: Wire[] = [tag];
    for (const item of items) wire.push(this.value(item, depth));
    return wire;
  }

  /** The own values of an object; names of functions among them go to `methods`, if that is given. */
  private data(value: object, depth: number, methods?: string[]): Wire {
    const data: Record<string, Wire> = Object.create(null);
    for (const key of keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      if (methods && methods.length < caps.names && isMethod(key, item)) methods.push(key);
      else data[key] = this.value(item, depth);
    }
    return data;
  }

  private error(error: Error, depth: number): Wire {
    return [
      Tag.error,
      text(error.name),
      text(error.message),
      text(error.stack),
      this.data(error, depth),
    ];
  }

  private reference(target: object, kind: Reference['kind']): Wire {
    const home = this.outgoing.theirs(target);
    if (home !== undefined) return [Tag.yours, home];
    const { methods, getters } = kind === 'instance' ? shapeOf(target) : nothing;
    const named = (kind === 'instance' ? target.constructor : target) as
      | { name?: unknown }
      | undefined;
    return [
      Tag.mine,
      this.outgoing.keep(target),
      kind,
      text(named?.name),
      [...methods],
      [...getters],
    ];
  }
}

const nothing: Shape = { methods: [], getters: [] };
/** A function under a name that the other side may not call crosses as a value of its own. */
function isMethod(key: string, item: unknown): boolean {
  return typeof item === 'function' && mayBeCallable(key);
}

function number(value: number): Wire {
  return Number.isFinite(value) && !is(value, -0)
    ? value
    : [Tag.number, is(value, -0) ? '-0' : String(value)];
}

function bigint(value: bigint): Wire {
  const digits = value.toString();
  if (digits.length > caps.bigintDigits)
    throw new WireError(`a big integer has more than ${caps.bigintDigits} digits`);
  return [Tag.bigint, digits];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, caps.textBytes) : '';
}
