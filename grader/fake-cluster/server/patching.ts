import { badRequest, type JsonPatchOperation, type Patch } from 'course/kit';

type Fields = Record<string, unknown>;

/** By which field the entries of a list are told apart in a strategic merge patch; '' for lists of texts. Others are atomic. */
const mergeKeys: Readonly<Record<string, string>> = {
  ownerReferences: 'uid',
  finalizers: '',
  conditions: 'type',
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  ports: 'containerPort',
  volumes: 'name',
  addresses: 'type',
};

/** The object with the patch applied; the object itself stays. Throws ApiError 400 for a JSON patch that does not fit. */
export function patched<T extends object>(object: T, patch: Patch): T {
  const copy = structuredClone(object) as T & Fields;
  if (patch.type === 'json') return patch.patch.reduce<unknown>(operate, copy) as T;
  if (patch.type !== 'merge' && patch.type !== 'strategic')
    throw badRequest(`there is no patch of the type ${JSON.stringify((patch as Patch).type)}`);
  const mergeList =
    patch.type === 'strategic' ? strategicList : (_: string, __: unknown, b: unknown[]) => b;
  return merged(copy, patch.patch as Fields, mergeList) as T;
}

type MergeList = (name: string, list: unknown, patch: unknown[], again: MergeList) => unknown;

function merged(object: Fields, patch: Fields, mergeList: MergeList): Fields {
  const result: Fields = { ...object };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (Array.isArray(value)) result[name] = mergeList(name, result[name], value, mergeList);
    else if (isFields(value)) result[name] = merged(fieldsOf(result[name]), value, mergeList);
    else result[name] = value;
  }
  return result;
}

function strategicList(name: string, list: unknown, patch: unknown[], again: MergeList): unknown {
  const key = mergeKeys[name];
  const before = Array.isArray(list) ? list : [];
  if (key === undefined) return patch;
  if (key === '') return [...new Set([...before, ...patch])];
  return (patch as Fields[]).reduce(
    (all, entry) => mergeEntry(all, entry, key, again),
    before as Fields[],
  );
}

function mergeEntry(all: Fields[], { $patch, ...entry }: Fields, key: string, again: MergeList) {
  const at = all.findIndex((each) => each[key] === entry[key]);
  if ($patch === 'delete') return all.filter((_, i) => i !== at);
  if (at < 0) return [...all, entry];
  return all.map((each, i) => (i === at ? merged(each, entry, again) : each));
}

function operate(document: unknown, operation: JsonPatchOperation): unknown {
  const { op } = operation;
  if (op === 'move' || op === 'copy')
    throw badRequest(`the fake cluster has no JSON patch "${op}"`);
  const names = operation.path.split('/').slice(1).map(unescaped);
  const last = names.pop();
  if (last === undefined) throw badRequest(`a JSON patch of the whole object is not allowed`);
  const parent = names.reduce<unknown>((at, name) => (at as Fields | undefined)?.[name], document);
  if (typeof parent !== 'object' || parent === null) throw missing(operation.path);
  change(parent as Fields, last, operation);
  return document;
}

function change(parent: Fields | unknown[], name: string, operation: JsonPatchOperation): void {
  const { op, path } = operation;
  const there = name in parent;
  if (op !== 'add' && !there) throw missing(path);
  if (op === 'test') {
    if (JSON.stringify((parent as Fields)[name]) !== JSON.stringify(operation.value))
      throw badRequest(`the JSON patch test of "${path}" failed`);
  } else if (op === 'remove') {
    if (Array.isArray(parent)) parent.splice(Number(name), 1);
    else delete parent[name];
  } else if (Array.isArray(parent) && op === 'add') {
    parent.splice(
      name === '-' ? parent.length : Number(name),
      0,
      (operation as { value: unknown }).value,
    );
  } else (parent as Fields)[name] = (operation as { value: unknown }).value;
}

function missing(path: string) {
  return badRequest(`the JSON patch names "${path}", which is not there`);
}

function unescaped(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
