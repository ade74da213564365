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
  error(name: string, message: string, stack: string, data: Record<string, unknown>): Error;
}

/** Makes a value from its wire form. Throws WireError for anything that is not of that form. */
export function decode(wire: Wire, incoming: Incoming): unknown {
  return new Decoder(incoming).value(wire, 0);
}

class Decoder {
  private nodes = 0;
  constructor(private readonly incoming: Incoming) {}

  value(wire: Wire, depth: number): unknown {
    if (++this.nodes > caps.nodes || depth > caps.depth)
      throw new WireError('the value is too large');
    if (typeof wire !== 'object' || wire === null) return wire;
    return Array.isArray(wire) ? this.tagged(wire, depth + 1) : this.data(wire, depth + 1);
  }

  private data(wire: { [key: string]: Wire }, depth: number): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const key of Object.keys(wire)) {
      const value = this.value(wire[key] as Wire, depth);
      if (key === '__proto__')
        Object.defineProperty(data, key, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      else data[key] = value;
    }
    return data;
  }

  private tagged([tag, ...rest]: Wire[], depth: number): unknown {
    const [first] = rest;
    switch (tag) {
      case Tag.array:
        return rest.map((item) => this.value(item, depth));
      case Tag.undefined:
        return undefined;
      case Tag.number:
        return Number(string(first));
      case Tag.bigint:
        return bigint(string(first));
      case Tag.map:
        return new Map(rest.map((pair) => this.pair(pair, depth)));
      case Tag.set:
        return new Set(rest.map((item) => this.value(item, depth)));
      case Tag.date:
        return new Date(this.value(first ?? null, depth) as number);
      case Tag.bytes:
        return new Uint8Array(Buffer.from(string(first), 'base64'));
      case Tag.error:
        return this.error(rest, depth);
      case Tag.mine:
        return this.incoming.standIn(reference(rest));
      case Tag.yours:
        return this.incoming.kept(integer(first));
      case Tag.object:
        return this.object(rest, depth);
      case Tag.opaque:
        return new Opaque(string(first));
      default:
        throw new WireError(`unknown tag ${JSON.stringify(tag)?.slice(0, 40)}`);
    }
  }

  private pair(wire: Wire, depth: number): [unknown, unknown] {
    if (!Array.isArray(wire) || wire.length !== 2) throw new WireError('a map entry is not a pair');
    return [this.value(wire[0] as Wire, depth), this.value(wire[1] as Wire, depth)];
  }

  private error([name, message, stack, data]: Wire[], depth: number): Error {
    return this.incoming.error(
      string(name),
      string(message),
      string(stack),
      this.data(object(data), depth),
    );
  }

  private object([id, data, methods, getters]: Wire[], depth: number): object {
    const target = this.data(object(data), depth);
    return this.incoming.withMethods(target, {
      id: integer(id),
      kind: 'instance',
      name: 'object',
      methods: strings(methods),
      getters: strings(getters),
    });
  }
}

/** Stands for a value that cannot cross, such as a promise; `what` says what it was. */
export class Opaque {
  constructor(readonly what: string) {}
}

function reference([id, kind, name, methods, getters]: Wire[]): Reference {
  if (kind !== 'function' && kind !== 'instance') throw new WireError('unknown kind of reference');
  return {
    id: integer(id),
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

function integer(wire: Wire | undefined): number {
  if (!Number.isSafeInteger(wire)) throw new WireError('a number is missing');
  return wire as number;
}

function strings(wire: Wire | undefined): string[] {
  if (!Array.isArray(wire) || wire.length > 1000) throw new WireError('a list of names is missing');
  return wire.map(string);
}

function object(wire: Wire | undefined): { [key: string]: Wire } {
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire))
    throw new WireError('an object is missing');
  return wire;
}

function bigint(digits: string): bigint {
  if (digits.length > 4096 || !/^-?\d+$/.test(digits)) throw new WireError('not a big integer');
  return BigInt(digits);
}
