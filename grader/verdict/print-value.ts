import { Opaque } from '../boundary/decode.ts';
import { remoteOf } from '../boundary/remote.ts';

const simpleKey = /^[A-Za-z_$][\w$]*$/;
const deepest = 12;
/** Room for the brackets and notes that end a value which was cut. */
const slack = 40;

/** How a value is printed. */
export interface PrintOptions {
  /** Lines longer than this are broken; by default everything stands on one line. */
  readonly width?: number;
  /** About so many characters, then it is cut. */
  readonly limit?: number;
}

/** A value as a person would write it in TypeScript. Never takes longer than its limit needs, however large the value. */
export function printValue(
  value: unknown,
  { width = Number.POSITIVE_INFINITY, limit = 4000 }: PrintOptions = {},
): string {
  const printed = new Printer(width, limit).print(value, 0, 0);
  const most = limit + slack;
  return printed.length <= most ? printed : `${printed.slice(0, most)}... (cut)`;
}

/** A value on one line, short as a rule, for a list of calls. */
export function printBriefly(value: unknown, most = 120): string {
  const printed = new Printer(Number.POSITIVE_INFINITY, most).print(value, 0, 0);
  return printed.length <= most ? printed : `${printed.slice(0, most - 10)} ...`;
}

class Printer {
  constructor(
    private readonly width: number,
    private room: number,
  ) {}

  print(value: unknown, indent: number, depth: number): string {
    if (typeof value === 'object' && value !== null)
      return depth > deepest ? '...' : this.printObject(value, indent, depth + 1);
    const printed = typeof value === 'string' ? this.printText(value) : printScalar(value);
    this.room -= printed.length;
    return printed;
  }

  private printText(text: string): string {
    const shown = Math.max(this.room, 20);
    if (text.length <= shown) return JSON.stringify(text);
    return `${JSON.stringify(text.slice(0, shown))}... (${text.length} characters)`;
  }

  private printObject(value: object, indent: number, depth: number): string {
    const known = printKnown(value);
    if (known !== null) {
      this.room -= known.length;
      return known;
    }
    const inner = (item: unknown) => this.print(item, indent + 2, depth);
    if (Array.isArray(value)) return this.bracket('', '[]', value, inner, indent);
    if (value instanceof Set) return this.bracket('Set ', '{}', value, inner, indent);
    if (value instanceof Map) {
      const entry = ([key, item]: [unknown, unknown]) => `${inner(key)} => ${inner(item)}`;
      return this.bracket('Map ', '{}', value, entry, indent);
    }
    const property = ([key, item]: [string, unknown]) => `${this.key(key)}: ${inner(item)}`;
    return this.bracket('', '{}', Object.entries(value), property, indent);
  }

  private key(key: string): string {
    const printed = simpleKey.test(key) && key.length < 100 ? key : this.printText(key);
    this.room -= printed.length;
    return printed;
  }

  /** Items between two brackets, on one line if they fit; those for which there is no room are left out. */
  private bracket<T>(
    name: string,
    [open, close]: string,
    values: Iterable<T>,
    print: (value: T) => string,
    indent: number,
  ): string {
    const items = this.items(values, print);
    if (items.length === 0) return `${name}${open}${close}`;
    const pad = open === '{' ? ' ' : '';
    const line = `${name}${open}${pad}${items.join(', ')}${pad}${close}`;
    if (indent + line.length <= this.width && !line.includes('\n')) return line;
    const margin = ' '.repeat(indent + 2);
    const lines = items.map((item) => `${margin}${item},`).join('\n');
    return `${name}${open}\n${lines}\n${' '.repeat(indent)}${close}`;
  }

  private items<T>(values: Iterable<T>, print: (value: T) => string): string[] {
    const items: string[] = [];
    for (const value of values) {
      if (this.room <= 0) return [...items, '...'];
      items.push(print(value));
      this.room -= 2;
    }
    return items;
  }
}

function printScalar(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'function':
      return value.name ? `function ${value.name}` : 'a function';
    default:
      return String(value);
  }
}

/** Objects that are not shown by their parts. */
function printKnown(value: object): string | null {
  const standsFor = remoteOf(value)?.label;
  if (standsFor !== undefined) return standsFor;
  if (value instanceof Opaque)
    return value.what === 'a Promise'
      ? 'a Promise (nothing here is asynchronous: no async, no await)'
      : value.what;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date)
    return `Date ${Number.isNaN(value.getTime()) ? 'Invalid' : value.toISOString()}`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof Uint8Array)
    return `bytes ${Buffer.from(value.subarray(0, 1000)).toString('hex')}`;
  return printMatcher(value);
}

/** vitest's asymmetric matchers, such as expect.any(Number); never something of the learner's that only looks like one. */
function printMatcher(value: object): string | null {
  if (!('asymmetricMatch' in value) || typeof value.asymmetricMatch !== 'function') return null;
  const described = (value as { toAsymmetricMatcher?: () => string }).toAsymmetricMatcher?.();
  return described ?? String(value);
}
