/**
 * Fields of the API that are maps of names to values. In a map, no entries and no map mean the same;
 * elsewhere an empty object says something: `namespaceSelector: {}` selects every namespace, none selects none.
 */
const mapFields = new Set([
  'labels',
  'annotations',
  'matchLabels',
  'nodeSelector',
  'data',
  'binaryData',
  'stringData',
  'limits',
  'requests',
  'capacity',
  'allocatable',
  'overhead',
  'hard',
  'used',
  'parameters',
]);

/**
 * Says whether two API objects, or parts of them, mean the same. Absent, undefined and null are the same; so are an
 * empty list and none, and an empty map of labels, annotations, requests and the like and none. The order of fields does
 * not matter, that of list entries does. Texts are compared as texts: for quantities there is compareQuantities.
 * Takes plain data: objects, arrays, scalars, bigints, bytes.
 * Settled by apimachinery third_party/forked/golang/reflect/deep_equal.go (Semantic.DeepEqual).
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  return sameField('', a, b);
}

function sameField(name: string, a: unknown, b: unknown): boolean {
  if (isNothing(name, a) || isNothing(name, b)) return isNothing(name, a) && isNothing(name, b);
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (isList(a) || isList(b)) return isList(a) && isList(b) && sameList(a, b);
  return sameFields(a as Fields, b as Fields);
}

type Fields = Readonly<Record<string, unknown>>;
type List = readonly unknown[] | Uint8Array;

function isNothing(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return false;
  if (isList(value)) return value.length === 0;
  return mapFields.has(name) && Object.keys(value).length === 0;
}

function isList(value: unknown): value is List {
  return Array.isArray(value) || value instanceof Uint8Array;
}

function sameList(a: List, b: List): boolean {
  return a.length === b.length && a.every((item: unknown, i: number) => sameField('', item, b[i]));
}

function sameFields(a: Fields, b: Fields): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => sameField(name, field(a, name), field(b, name)));
}

/** Own fields only: a label may be called `constructor`. */
function field(object: Fields, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
