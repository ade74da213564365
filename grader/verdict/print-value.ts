import { Opaque } from '../boundary/decode.ts';

const simpleKey = /^[A-Za-z_$][\w$]*$/;

/**
 * A value as a person would write it in TypeScript. One line; with `width`, broken over lines when it is longer.
 * Texts above `limit` characters are cut with a note of how much is left out.
 */
export function printValue(
  value: unknown,
  { width = Number.POSITIVE_INFINITY, limit = 4000 } = {},
): string {
  const printed = print(value, width, 0, 0);
  if (printed.length <= limit) return printed;
  return `${printed.slice(0, limit)}... (${printed.length - limit} more characters)`;
}

/** A value on one short line, for a list of calls. */
export function printBriefly(value: unknown): string {
  const printed = print(value, Number.POSITIVE_INFINITY, 0, 0);
  return printed.length <= 240 ? printed : `${printed.slice(0, 230)} ...`;
}

function print(value: unknown, width: number, indent: number, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'function':
      return value.name ? `function ${value.name}` : 'a function';
    case 'object':
      return value === null
        ? 'null'
        : depth > 12
          ? '...'
          : printObject(value, width, indent, depth + 1);
    default:
      return String(value);
  }
}

function printObject(value: object, width: number, indent: number, depth: number): string {
  const inner = (item: unknown) => print(item, width, indent + 2, depth);
  if (value instanceof Opaque)
    return value.what === 'a Promise'
      ? 'a Promise (nothing here is asynchronous: no async, no await)'
      : value.what;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date)
    return `Date ${Number.isNaN(value.getTime()) ? 'Invalid' : value.toISOString()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  const matcher = printMatcher(value);
  if (matcher) return matcher;
  if (Array.isArray(value)) return bracket('', '[', ']', value.map(inner), width, indent);
  if (value instanceof Map)
    return bracket(
      'Map ',
      '{',
      '}',
      [...value].map(([k, v]) => `${inner(k)} => ${inner(v)}`),
      width,
      indent,
    );
  if (value instanceof Set) return bracket('Set ', '{', '}', [...value].map(inner), width, indent);
  const items = Object.entries(value).map(
    ([key, item]) => `${simpleKey.test(key) ? key : JSON.stringify(key)}: ${inner(item)}`,
  );
  return bracket('', '{', '}', items, width, indent);
}

/** vitest's asymmetric matchers, such as expect.any(Number). */
function printMatcher(value: object): string | null {
  if (!('asymmetricMatch' in value) || !('$$typeof' in value)) return null;
  const described = (value as { toAsymmetricMatcher?: () => string }).toAsymmetricMatcher?.();
  return described ?? String(value);
}

function bracket(
  name: string,
  open: string,
  close: string,
  items: string[],
  width: number,
  indent: number,
): string {
  if (items.length === 0) return `${name}${open}${close}`;
  const pad = open === '{' ? ' ' : '';
  const line = `${name}${open}${pad}${items.join(', ')}${pad}${close}`;
  if (indent + line.length <= width && !line.includes('\n')) return line;
  const margin = ' '.repeat(indent + 2);
  return `${name}${open}\n${items.map((item) => `${margin}${item},`).join('\n')}\n${' '.repeat(indent)}${close}`;
}
