import {
  compareBytes,
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

/** All requirements must hold; none ask for nothing. */
export function matches(
  requirements: readonly SelectorRequirement[],
  labels: StringMap | undefined,
): boolean {
  return requirements.every((requirement) => holds(requirement, labelOf(labels, requirement.key)));
}

function holds({ operator, values }: SelectorRequirement, label: string | undefined): boolean {
  switch (operator) {
    case 'exists':
      return label !== undefined;
    case '!':
      return label === undefined;
    case '!=':
    case 'notin':
      return values.every((value) => value !== label);
    case 'gt':
      return integer(label) > integer(values[0]);
    case 'lt':
      return integer(label) < integer(values[0]);
    default:
      return values.some((value) => value === label);
  }
}

/** Only an object's own labels: `constructor` is an ordinary label key. */
function labelOf(labels: StringMap | undefined, key: string): string | undefined {
  return labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

const maxInt64 = 2n ** 63n - 1n;

/** The 64-bit integer in a text of digits. NaN for everything else: it is neither greater nor less than any number. */
function integer(text = ''): bigint | number {
  if (!/^\d+$/.test(text)) return Number.NaN;
  const value = BigInt(text);
  return value <= maxInt64 ? value : Number.NaN;
}

/** Requirements with commas between them: after a comma there must be another one. */
export function parseSelector(text: string): SelectorRequirement[] {
  const tokens = new Tokens(text);
  const requirements: SelectorRequirement[] = [];
  if (!tokens.atEnd())
    do requirements.push(readRequirement(tokens));
    while (tokens.accept(','));
  if (!tokens.atEnd()) tokens.refuse('a comma or the end');
  return sortedByKey(requirements);
}

function readRequirement(tokens: Tokens): SelectorRequirement {
  const absent = tokens.accept('!');
  const key = tokens.word();
  const requirement: SelectorRequirement = absent
    ? { key, operator: '!', values: [] }
    : { key, ...readRestriction(tokens) };
  const problem = fault(requirement)?.detail;
  if (problem) throw new SelectorSyntaxError(tokens.text, `${key}: ${problem}`);
  return requirement;
}

type Restriction = Pick<SelectorRequirement, 'operator' | 'values'>;

const signs = new Map<string, SelectorOperator>([
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);

/** What follows a key. Here, and only here, the words in and notin are operators. */
function readRestriction(tokens: Tokens): Restriction {
  if (tokens.atEnd() || tokens.next() === ',') return { operator: 'exists', values: [] };
  for (const operator of ['in', 'notin'] as const)
    if (tokens.accept(operator)) return { operator, values: readSet(tokens) };
  for (const [sign, operator] of signs)
    if (tokens.accept(sign)) return { operator, values: [readValue(tokens)] };
  return tokens.refuse('an operator');
}

function readSet(tokens: Tokens): string[] {
  tokens.expect('(');
  const values = new Set<string>();
  do values.add(tokens.isWord() ? tokens.word() : '');
  while (tokens.accept(','));
  tokens.expect(')');
  return [...values].sort();
}

function readValue(tokens: Tokens): string {
  return tokens.atEnd() || tokens.next() === ',' ? '' : tokens.word();
}

/** The words and signs of a text, one after the other. */
class Tokens {
  private readonly tokens: string[];
  private place = 0;

  constructor(readonly text: string) {
    this.tokens = text.match(/==|!=|[=!<>(),]|[^=!<>(), \t\r\n]+/g) ?? [];
  }

  next(): string | undefined {
    return this.tokens[this.place];
  }

  atEnd(): boolean {
    return this.next() === undefined;
  }

  isWord(): boolean {
    return !this.atEnd() && !/[=!<>(),]/.test(this.next()!);
  }

  accept(token: string): boolean {
    if (this.next() !== token) return false;
    this.place++;
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token)) this.refuse(token);
  }

  word(): string {
    return this.isWord() ? this.tokens[this.place++]! : this.refuse('a word');
  }

  refuse(expected: string): never {
    const found = this.next() ?? 'the end';
    throw new SelectorSyntaxError(this.text, `found ${found}, expected ${expected}`);
  }
}

const operatorOf = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** No selector is not an empty one: it matches nothing. */
export function fromLabelSelector(
  selector: LabelSelector | undefined,
): SelectorRequirement[] | undefined {
  if (selector === undefined) return undefined;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const entries = [
    ...Object.entries(matchLabels).map(([key, value]) => fromLabel(key, value)),
    ...matchExpressions.map(fromExpression),
  ];
  const errors = entries.filter((entry) => 'field' in entry);
  if (errors.length > 0) throw new InvalidSelectorError(errors);
  return sortedByKey(entries.filter((entry) => 'key' in entry));
}

/** The form in which other parts are given all this. */
export function matchesSelector(
  selector: LabelSelector | undefined,
  labels: StringMap | undefined,
): boolean {
  const requirements = fromLabelSelector(selector);
  return requirements !== undefined && matches(requirements, labels);
}

function fromLabel(key: string, value: string): SelectorRequirement | FieldError {
  const requirement: SelectorRequirement = { key, operator: '=', values: [value] };
  const found = fault(requirement);
  if (!found) return requirement;
  return { type: 'FieldValueInvalid', field: 'matchLabels', detail: `${key}: ${found.detail}` };
}

function fromExpression(
  { key, operator: name, values = [] }: LabelSelectorRequirement,
  index: number,
): SelectorRequirement | FieldError {
  const path = `matchExpressions[${index}]`;
  const operator = operatorOf.get(name);
  if (!operator) {
    const detail = 'must be In, NotIn, Exists or DoesNotExist';
    return { type: 'FieldValueNotSupported', field: `${path}.operator`, badValue: name, detail };
  }
  const found = fault({ key, operator, values });
  if (!found) return { key, operator, values: [...values] };
  return { type: 'FieldValueInvalid', field: `${path}.${found.part}`, detail: found.detail };
}

/** What is wrong with a requirement, whichever form it came from. */
function fault(r: SelectorRequirement): { part: 'key' | 'values'; detail: string } | undefined {
  const inKey = labelKeyProblem(r.key);
  if (inKey) return { part: 'key', detail: inKey };
  const inValues = countProblem(r) ?? r.values.map(labelValueProblem).find(Boolean);
  return inValues ? { part: 'values', detail: inValues } : undefined;
}

function countProblem({ operator, values }: SelectorRequirement): string | undefined {
  const takesNone = operator === 'exists' || operator === '!';
  if (takesNone && values.length > 0) return 'must be empty for this operator';
  if (!takesNone && values.length === 0) return 'must not be empty for this operator';
  const compares = operator === 'gt' || operator === 'lt';
  return compares && Number.isNaN(integer(values[0])) ? 'must be an integer' : undefined;
}

/** Array.sort is stable: requirements on one key keep their order. */
function sortedByKey(requirements: SelectorRequirement[]): SelectorRequirement[] {
  return requirements.sort((a, b) => compareBytes(a.key, b.key));
}

/** The text that parseSelector reads back. */
export function formatSelector(requirements: readonly SelectorRequirement[]): string {
  return requirements.map(format).join(',');
}

function format({ key, operator, values }: SelectorRequirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.toSorted().join(',')})`;
    case 'gt':
      return `${key}>${values[0]}`;
    case 'lt':
      return `${key}<${values[0]}`;
    default:
      return `${key}${operator}${values[0]}`;
  }
}
