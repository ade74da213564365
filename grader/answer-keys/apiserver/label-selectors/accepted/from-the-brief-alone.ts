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

const maxInteger = 2n ** 63n - 1n;

/** Do `labels` meet all of `requirements`? None ask for nothing. The requirements are well formed. */
export function matches(
  requirements: readonly SelectorRequirement[],
  labels: StringMap | undefined,
): boolean {
  return requirements.every((requirement) => holds(requirement, labels ?? {}));
}

function holds({ key, operator, values }: SelectorRequirement, labels: StringMap): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const isOneOf = value !== undefined && values.includes(value);
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return isOneOf;
    case '!=':
    case 'notin':
      return !isOneOf;
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const left = integer(value);
      const right = integer(values[0]);
      if (left === undefined || right === undefined) return false;
      return operator === 'gt' ? left > right : left < right;
    }
  }
}

function integer(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[0-9]+$/.test(text)) return undefined;
  const number = BigInt(text);
  return number <= maxInteger ? number : undefined;
}

type Token = { readonly kind: 'word' | 'sign' | 'end'; readonly text: string };

/** Reads a selector as `kubectl -l` takes it. Throws SelectorSyntaxError. */
export function parseSelector(text: string): SelectorRequirement[] {
  return new Parser(text).parse().sort(byKey);
}

function byKey(a: SelectorRequirement, b: SelectorRequirement): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function tokenize(text: string): Token[] {
  const found = text.matchAll(/(?<sign>==|!=|[=!<>(),])|(?<word>[^ \t\r\n=!<>(),]+)/g);
  return Array.from(found, ({ groups }) =>
    groups!['sign'] !== undefined
      ? { kind: 'sign', text: groups!['sign'] }
      : { kind: 'word', text: groups!['word']! },
  );
}

const comparisons = new Map<string, SelectorOperator>([
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(readonly text: string) {
    this.#tokens = tokenize(text);
  }

  parse(): SelectorRequirement[] {
    const requirements: SelectorRequirement[] = [];
    if (this.#peek().kind === 'end') return requirements;
    do requirements.push(this.#requirement());
    while (this.#takeSign(','));
    if (this.#peek().kind !== 'end') this.#fail(`expected "," or the end, found ${this.#found()}`);
    return requirements;
  }

  #requirement(): SelectorRequirement {
    if (this.#takeSign('!')) return { key: this.#key(), operator: '!', values: [] };
    const key = this.#key();
    const next = this.#peek();
    if (next.kind === 'word') return this.#setRequirement(key);
    const operator = next.kind === 'sign' ? comparisons.get(next.text) : undefined;
    if (operator === undefined) return { key, operator: 'exists', values: [] };
    this.#at++;
    const value = this.#value();
    if ((operator === 'gt' || operator === 'lt') && integer(value) === undefined)
      this.#fail(`${next.text} needs an integer, not ${JSON.stringify(value)}`);
    return { key, operator, values: [value] };
  }

  #setRequirement(key: string): SelectorRequirement {
    const operator = this.#peek().text;
    if (operator !== 'in' && operator !== 'notin')
      this.#fail(`expected an operator after ${JSON.stringify(key)}, found ${this.#found()}`);
    this.#at++;
    if (!this.#takeSign('(')) this.#fail(`expected "(" after ${operator}, found ${this.#found()}`);
    const values = new Set<string>();
    do values.add(this.#value());
    while (this.#takeSign(','));
    if (!this.#takeSign(')')) this.#fail(`expected "," or ")", found ${this.#found()}`);
    return { key, operator: operator as 'in' | 'notin', values: [...values].sort() };
  }

  #key(): string {
    const token = this.#peek();
    if (token.kind !== 'word') this.#fail(`expected a key, found ${this.#found()}`);
    this.#at++;
    const problem = labelKeyProblem(token.text);
    if (problem !== undefined) this.#fail(`key ${JSON.stringify(token.text)}: ${problem}`);
    return token.text;
  }

  /** A word, or the empty value where none stands. */
  #value(): string {
    const token = this.#peek();
    if (token.kind !== 'word') return '';
    this.#at++;
    const problem = labelValueProblem(token.text);
    if (problem !== undefined) this.#fail(`value ${JSON.stringify(token.text)}: ${problem}`);
    return token.text;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #takeSign(sign: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'sign' || text !== sign) return false;
    this.#at++;
    return true;
  }

  #found(): string {
    const { kind, text } = this.#peek();
    return kind === 'end' ? 'the end' : JSON.stringify(text);
  }

  #fail(problem: string): never {
    throw new SelectorSyntaxError(this.text, problem);
  }
}

const objectOperators = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** The requirements of a selector object, sorted by key; undefined when there is none. Throws InvalidSelectorError. */
export function fromLabelSelector(
  selector: LabelSelector | undefined,
): SelectorRequirement[] | undefined {
  if (!selector) return undefined;
  const labels = Object.entries(selector.matchLabels ?? {});
  const expressions = selector.matchExpressions ?? [];
  const errors = [...labels.map(labelError), ...expressions.map(expressionError)].filter(
    (error) => error !== undefined,
  );
  if (errors.length > 0) throw new InvalidSelectorError(errors);
  return [
    ...labels.map(([key, value]): SelectorRequirement => ({ key, operator: '=', values: [value] })),
    ...expressions.map(
      ({ key, operator, values }): SelectorRequirement => ({
        key,
        operator: objectOperators.get(operator)!,
        values: [...(values ?? [])],
      }),
    ),
  ].sort(byKey);
}

function labelError([key, value]: [string, string]): FieldError | undefined {
  const ofKey = labelKeyProblem(key);
  if (ofKey !== undefined) return invalid('matchLabels', key, ofKey);
  const ofValue = labelValueProblem(value);
  return ofValue === undefined ? undefined : invalid('matchLabels', value, ofValue);
}

function expressionError(
  { key, operator, values = [] }: LabelSelectorRequirement,
  index: number,
): FieldError | undefined {
  const field = `matchExpressions[${index}]`;
  if (!objectOperators.has(operator))
    return {
      type: 'FieldValueNotSupported',
      field: `${field}.operator`,
      badValue: operator,
      detail: `supported are ${[...objectOperators.keys()].join(', ')}`,
    };
  const ofKey = labelKeyProblem(key);
  if (ofKey !== undefined) return invalid(`${field}.key`, key, ofKey);
  const ofValues = valuesProblem(operator, values);
  return ofValues === undefined ? undefined : invalid(`${field}.values`, values, ofValues);
}

function valuesProblem(operator: string, values: readonly string[]): string | undefined {
  const wanted = operator === 'In' || operator === 'NotIn';
  if (wanted && values.length === 0) return `must not be empty for ${operator}`;
  if (!wanted && values.length > 0) return `must be empty for ${operator}`;
  return values.map(labelValueProblem).find((problem) => problem !== undefined);
}

function invalid(field: string, badValue: unknown, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field, badValue, detail };
}

/** The kit's LabelSelectorMatcher. Throws as fromLabelSelector does. */
export function matchesSelector(
  selector: LabelSelector | undefined,
  labels: StringMap | undefined,
): boolean {
  const requirements = fromLabelSelector(selector);
  return requirements !== undefined && matches(requirements, labels);
}

/** Writes requirements so that parseSelector reads them back: `a=1,d in (x,y),!g`. */
export function formatSelector(requirements: readonly SelectorRequirement[]): string {
  return requirements.map(formatRequirement).join(',');
}

function formatRequirement({ key, operator, values }: SelectorRequirement): string {
  switch (operator) {
    case 'in':
    case 'notin':
      return `${key} ${operator} (${[...values].sort().join(',')})`;
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'gt':
      return `${key}>${values[0]}`;
    case 'lt':
      return `${key}<${values[0]}`;
    default:
      return `${key}${operator}${values[0]}`;
  }
}
