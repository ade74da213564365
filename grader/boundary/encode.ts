import { shapeOf } from './shape.ts';
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
const { is, keys } = Object;

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
        return [Tag.bigint, value.toString()];
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
    if (isArray(value))
      return [Tag.array, ...Array.from(value as unknown[], (item) => this.value(item, depth))];
    if (this.outgoing.staysHere(value)) return this.reference(value, 'instance');
    if (value instanceof Map)
      return [
        Tag.map,
        ...Array.from(value, ([k, v]) => [this.value(k, depth), this.value(v, depth)]),
      ];
    if (value instanceof Set)
      return [Tag.set, ...Array.from(value, (item) => this.value(item, depth))];
    if (value instanceof Date) return [Tag.date, number(value.getTime())];
    if (value instanceof Uint8Array) return [Tag.bytes, Buffer.from(value).toString('base64')];
    if (value instanceof Error) return this.error(value, depth);
    if (value instanceof Promise) return [Tag.opaque, 'a Promise'];
    const shape = shapeOf(value);
    const data = this.data(value, depth);
    if (shape.methods.length + shape.getters.length === 0) return data;
    return [Tag.object, this.outgoing.keep(value), data, [...shape.methods], [...shape.getters]];
  }

  private data(value: object, depth: number): Wire {
    const data: Record<string, Wire> = Object.create(null);
    for (const key of keys(value))
      data[key] = this.value((value as Record<string, unknown>)[key], depth);
    return data;
  }

  private error(error: Error, depth: number): Wire {
    const data = this.data(error, depth) as Record<string, Wire>;
    delete data.name;
    return [Tag.error, text(error.name), text(error.message), text(error.stack), data];
  }

  private reference(target: object, kind: Reference['kind']): Wire {
    const home = this.outgoing.theirs(target);
    if (home !== undefined) return [Tag.yours, home];
    const { methods, getters } =
      kind === 'instance' ? shapeOf(target) : { methods: [], getters: [] };
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

function number(value: number): Wire {
  return Number.isFinite(value) && !is(value, -0)
    ? value
    : [Tag.number, is(value, -0) ? '-0' : String(value)];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, caps.textBytes) : '';
}
