import { caps, type Reference, Tag, type Wire, WireError } from './wire.ts';

/** What the decoder asks of its side of the boundary. */
export interface Incoming {
  /** A stand-in for something that stayed on the other side. */
  standIn(reference: Reference): unknown;
  /** The data object that came with methods, made callable. */
  withMethods(data: object, reference: Reference): object;
  /** What was kept here under `id`. Throws WireError for an unknown id. */
  kept(id: number): unknown;
  /** An error with the given name, message and data. */
  error(name: string, message: string, stack: string, data: Record<string, unknown>): unknown;
  /** False for a property that must never hold a function on this side. */
  mayBeCallable(key: string): boolean;
}

/** Stands for a value that cannot cross, such as a promise; `what` says what it was. */
export class Opaque {
  constructor(readonly what: string) {}
}

/** Makes a value from its wire form. Throws WireError for anything that is not of that form. */
export function decode(wire: Wire, incoming: Incoming): unknown {
  return new Decoder(incoming).value(wire, 0);
}

class Decoder {
  private nodes = 0;
  constructor(private readonly incoming: Incoming) {}

  value(wire: Wire | undefined, depth: number): unknown {
    if (++this.nodes > caps.nodes || depth > caps.depth)
      throw new WireError('the value is too large');
    if (typeof wire !== 'object' || wire === null) return scalar(wire);
    return Array.isArray(wire) ? this.tagged(wire, depth + 1) : this.data(wire, depth + 1);
  }

  private data(wire: { [key: string]: Wire }, depth: number): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const key of Object.keys(wire)) {
      const value = this.value(wire[key], depth);
      if (typeof value === 'function' && !this.incoming.mayBeCallable(key))
        setOwn(data, key, new Opaque('a function'));
      else setOwn(data, key, value);
    }
    return data;
  }

  private tagged(wire: Wire[], depth: number): unknown {
    const [tag, first] = wire;
    switch (tag) {
      case Tag.array:
        return this.list(wire, depth);
      case Tag.undefined:
        return undefined;
      case Tag.number:
        return number(first);
      case Tag.bigint:
        return bigint(string(first));
      case Tag.map:
        return new Map(wire.slice(1).map((pair) => this.pair(pair, depth)));
      case Tag.set:
        return new Set(this.list(wire, depth));
      case Tag.date:
        return new Date(this.time(first, depth));
      case Tag.bytes:
        return new Uint8Array(Buffer.from(string(first), 'base64'));
      case Tag.error:
        return this.error(wire, depth);
      case Tag.mine:
        return this.incoming.standIn(reference(wire));
      case Tag.yours:
        return this.incoming.kept(id(first));
      case Tag.object:
        return this.object(wire, depth);
      case Tag.opaque:
        return new Opaque(string(first).slice(0, 100));
      default:
        throw new WireError(`unknown tag ${JSON.stringify(tag)?.slice(0, 40)}`);
    }
  }

  private list(wire: Wire[], depth: number): unknown[] {
    const list = new Array(wire.length - 1);
    for (let i = 1; i < wire.length; i++) list[i - 1] = this.value(wire[i], depth);
    return list;
  }

  private pair(wire: Wire, depth: number): [unknown, unknown] {
    if (!Array.isArray(wire) || wire.length !== 2) throw new WireError('a map entry is not a pair');
    return [this.value(wire[0], depth), this.value(wire[1], depth)];
  }

  private time(wire: Wire | undefined, depth: number): number {
    const time = this.value(wire, depth);
    if (typeof time !== 'number') throw new WireError('a date is not a number');
    return time;
  }

  private error([, name, message, stack, data]: Wire[], depth: number): unknown {
    const fields = this.data(object(data), depth);
    return this.incoming.error(string(name), string(message), string(stack), fields);
  }

  private object([, ref, data, methods, getters]: Wire[], depth: number): object {
    const target = this.data(object(data), depth);
    return this.incoming.withMethods(target, {
      id: id(ref),
      kind: 'instance',
      name: 'object',
      methods: strings(methods),
      getters: strings(getters),
    });
  }
}

/** Own data under any name: `__proto__` must not become the prototype. */
function setOwn(data: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') data[key] = value;
  else
    Object.defineProperty(data, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

function scalar(wire: Wire | undefined): unknown {
  if (wire === undefined) throw new WireError('a value is missing');
  return wire;
}

function reference([, ref, kind, name, methods, getters]: Wire[]): Reference {
  if (kind !== 'function' && kind !== 'instance') throw new WireError('unknown kind of reference');
  return {
    id: id(ref),
    kind,
    name: string(name),
    methods: strings(methods),
    getters: strings(getters),
  };
}

function string(wire: Wire | undefined): string {
  if (typeof wire !== 'string') throw new WireError('a text is missing');
  return wire;
}

function id(wire: Wire | undefined): number {
  if (typeof wire !== 'number' || !Number.isSafeInteger(wire) || wire < 1)
    throw new WireError('an id is not a whole number');
  return wire;
}

function strings(wire: Wire | undefined): string[] {
  if (!Array.isArray(wire) || wire.length > caps.names)
    throw new WireError('a list of names is missing');
  return wire.map(string);
}

function object(wire: Wire | undefined): { [key: string]: Wire } {
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire))
    throw new WireError('an object is missing');
  return wire;
}

const specialNumbers = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

function number(wire: Wire | undefined): number {
  const special = specialNumbers.get(string(wire));
  if (special === undefined) throw new WireError('not a special number');
  return special;
}

function bigint(digits: string): bigint {
  if (digits.length > caps.bigintDigits || !/^-?\d+$/.test(digits))
    throw new WireError('not a big integer');
  return BigInt(digits);
}
