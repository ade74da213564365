import { badRequest, type KubernetesObject, type ListOptions, type StringMap } from 'course/kit';

type Holds = (read: (key: string) => string | undefined) => boolean;

/** Whether an object is in a list or watch with these options. Throws ApiError 400 for a selector that it cannot read. */
export function selection({ labelSelector = '', fieldSelector = '' }: ListOptions) {
  const labels = requirements(labelSelector);
  const fields = requirements(fieldSelector);
  return (object: KubernetesObject): boolean =>
    labels.every((holds) => holds((key) => own(object.metadata?.labels ?? {}, key))) &&
    fields.every((holds) => holds((path) => fieldAt(object, path)));
}

/** Splits at commas outside of parentheses. */
function requirements(text: string): Holds[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^(]*\))/).map((each) => requirement(each.trim()));
}

const equality = /^([^\s=!,()]+)\s*(==|=|!=)\s*([^\s=!,()]*)$/;
const set = /^([^\s=!,()]+)\s+(in|notin)\s+\(([^()]*)\)$/;
const presence = /^(!?)\s*([^\s=!,()]+)$/;

function requirement(text: string): Holds {
  const [, key = '', operator, value] = equality.exec(text) ?? [];
  if (operator) return (read) => (read(key) === value) === (operator !== '!=');
  const [, name = '', word, list = ''] = set.exec(text) ?? [];
  const values = list.split(',').map((each) => each.trim());
  if (word) return (read) => values.includes(read(name) ?? '\0') === (word === 'in');
  const [, not, label] = presence.exec(text) ?? [];
  if (label) return (read) => (read(label) !== undefined) === (not === '');
  throw badRequest(`unable to parse requirement: found '${text}'`);
}

/** A field that is not there selects like an empty one, as upstream's field sets do. */
function fieldAt(object: KubernetesObject, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], object);
  return value === undefined ? '' : String(value);
}

function own(labels: StringMap, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
