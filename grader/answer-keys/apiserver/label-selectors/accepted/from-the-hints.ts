// Put together from the last rungs of the hints.
import {
  type FieldError,
  InvalidSelectorError,
  type LabelSelector,
  type LabelSelectorRequirement,
  labelKeyProblem,
  labelValueProblem,
  type SelectorOperator,
  type SelectorRequirement,
  SelectorSyntaxError,
  type StringMap,
} from 'course/kit';

export function matches(
  requirements: readonly SelectorRequirement[],
  labels: StringMap | undefined,
): boolean {
  return requirements.every((requirement) => holds(requirement, labels ?? {}));
}

export function parseSelector(text: string): SelectorRequirement[] {
  const reader = new Reader(text);
  const requirements: SelectorRequirement[] = [];
  if (reader.next !== undefined)
    do requirements.push(readOne(reader));
    while (reader.take(','));
  if (reader.next !== undefined) throw reader.error();
  for (const requirement of requirements) {
    const part = badPart(requirement);
    const { key, values } = requirement;
    if (part) throw new SelectorSyntaxError(text, `${part} of ${key} cannot be: ${values}`);
  }
  return byKey(requirements);
}

export function fromLabelSelector(
  selector: LabelSelector | undefined,
): SelectorRequirement[] | undefined {
  if (selector === undefined) return undefined;
  const requirements: SelectorRequirement[] = [];
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    const requirement: SelectorRequirement = { key, operator: '=', values: [value] };
    requirements.push(requirement);
    if (badPart(requirement)) errors.push(fieldError('matchLabels'));
  }
  for (const [i, expression] of (selector.matchExpressions ?? []).entries()) {
    const { key, values = [] } = expression;
    const part = badExpressionPart(expression);
    if (part) errors.push(fieldError(`matchExpressions[${i}].${part}`));
    else
      requirements.push({
        key,
        operator: operators.get(expression.operator)!,
        values: [...values],
      });
  }
  if (errors.length > 0) throw new InvalidSelectorError(errors);
  return byKey(requirements);
}

/** The kit's LabelSelectorMatcher: later parts of your cluster are given this function. Throws as fromLabelSelector does. */
export function matchesSelector(
  selector: LabelSelector | undefined,
  labels: StringMap | undefined,
): boolean {
  const requirements = fromLabelSelector(selector);
  return requirements !== undefined && matches(requirements, labels);
}

export function formatSelector(requirements: readonly SelectorRequirement[]): string {
  return requirements.map(written).join(',');
}

function holds(requirement: SelectorRequirement, labels: StringMap): boolean {
  const { key, operator, values } = requirement;
  const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (operator === 'exists') return label !== undefined;
  if (operator === '!') return label === undefined;
  if (operator === 'gt' || operator === 'lt') {
    const [x, y] = [integer(label), integer(values[0])];
    if (x === undefined || y === undefined) return false;
    return operator === 'gt' ? x > y : x < y;
  }
  const listed = label !== undefined && values.includes(label);
  return operator === '!=' || operator === 'notin' ? !listed : listed;
}

function integer(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < 2n ** 63n ? value : undefined;
}

class Reader {
  private readonly tokens: string[];
  private place = 0;
  constructor(readonly text: string) {
    this.tokens = text.match(/==|!=|[=!<>(),]|[^=!<>(), \t\r\n]+/g) ?? [];
  }
  get next(): string | undefined {
    return this.tokens[this.place];
  }
  /** Whether the requirement is over. */
  get over(): boolean {
    return this.next === undefined || this.next === ',';
  }
  take(token: string): boolean {
    if (this.next !== token) return false;
    this.place++;
    return true;
  }
  word(): string {
    const token = this.next;
    if (token === undefined || /^[=!<>(),]/.test(token)) throw this.error();
    this.place++;
    return token;
  }
  error(): SelectorSyntaxError {
    return new SelectorSyntaxError(this.text, `${this.next ?? 'the end'} cannot stand here`);
  }
}

const signs: [string, SelectorOperator][] = [
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
];

function readOne(reader: Reader): SelectorRequirement {
  if (reader.take('!')) return { key: reader.word(), operator: '!', values: [] };
  const key = reader.word();
  if (reader.over) return { key, operator: 'exists', values: [] };
  for (const operator of ['in', 'notin'] as const)
    if (reader.take(operator)) return { key, operator, values: readSet(reader) };
  for (const [sign, operator] of signs)
    if (reader.take(sign)) return { key, operator, values: [reader.over ? '' : reader.word()] };
  throw reader.error();
}

function byKey(requirements: SelectorRequirement[]): SelectorRequirement[] {
  return requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function readSet(reader: Reader): string[] {
  if (!reader.take('(')) throw reader.error();
  const values = new Set<string>();
  do values.add(reader.next === ',' || reader.next === ')' ? '' : reader.word());
  while (reader.take(','));
  if (!reader.take(')')) throw reader.error();
  return [...values].sort();
}

function badPart({ key, operator, values }: SelectorRequirement): 'key' | 'values' | undefined {
  if (labelKeyProblem(key)) return 'key';
  if (values.some((value) => labelValueProblem(value))) return 'values';
  const compares = operator === 'gt' || operator === 'lt';
  return compares && integer(values[0]) === undefined ? 'values' : undefined;
}

const operators = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

function badExpressionPart(expression: LabelSelectorRequirement): string | undefined {
  const { key, values = [] } = expression;
  const operator = operators.get(expression.operator);
  if (!operator) return 'operator';
  const part = badPart({ key, operator, values });
  const takesNone = operator === 'exists' || operator === '!';
  return part ?? (takesNone === values.length > 0 ? 'values' : undefined);
}

function fieldError(field: string): FieldError {
  const type = field.endsWith('.operator') ? 'FieldValueNotSupported' : 'FieldValueInvalid';
  return { type, field, detail: 'is not what a selector may hold' };
}

function written({ key, operator, values }: SelectorRequirement): string {
  if (operator === 'exists') return key;
  if (operator === '!') return `!${key}`;
  if (operator === 'in' || operator === 'notin')
    return `${key} ${operator} (${values.toSorted().join(',')})`;
  const sign = operator === 'gt' ? '>' : operator === 'lt' ? '<' : operator;
  return key + sign + values[0];
}
