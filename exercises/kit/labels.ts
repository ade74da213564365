import { type FieldError, fieldErrorText } from './field-error.ts';

/** How a requirement compares. The names are upstream's (apimachinery pkg/selection/operator.go). */
export type SelectorOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

/**
 * One condition on labels, as the text form and the object form of a selector both become: `zone in (a,b)` is
 * `{ key: 'zone', operator: 'in', values: ['a', 'b'] }`. A selector is a list of them, all of which must hold.
 */
export interface SelectorRequirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  /** One or more for `in` and `notin`, none for `exists` and `!`, one for the others. */
  readonly values: readonly string[];
}

/** A selector's text that cannot be read: `problem` says what stands there and what should. */
export class SelectorSyntaxError extends Error {
  override readonly name = 'SelectorSyntaxError';
  constructor(
    readonly text: string,
    readonly problem: string,
  ) {
    super(`cannot read selector ${JSON.stringify(text)}: ${problem}`);
  }
}

/** A selector that makes no sense, so that nobody can say what it matches. Carries everything wrong with it. */
export class InvalidSelectorError extends Error {
  override readonly name = 'InvalidSelectorError';
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(fieldErrorText).join(', '));
  }
}

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What is wrong with a label's key (`zone`, `topology.kubernetes.io/zone`); undefined when it is legal. */
export function labelKeyProblem(key: string): string | undefined {
  const parts = key.split('/');
  if (parts.length > 2) return 'must have at most one /';
  if (!isName(parts.at(-1)!))
    return 'its name must be 1 to 63 characters of a-z, A-Z, 0-9, -, _ or ., the first and the last a letter or digit';
  const prefix = parts.length === 2 ? parts[0]! : undefined;
  if (prefix !== undefined && (prefix.length > 253 || !subdomain.test(prefix)))
    return 'its prefix must be a DNS subdomain of at most 253 characters';
  return undefined;
}

/** What is wrong with a label's value (`eu-1a`, or empty); undefined when it is legal. */
export function labelValueProblem(value: string): string | undefined {
  if (value === '' || isName(value)) return undefined;
  return 'must be empty, or at most 63 characters of a-z, A-Z, 0-9, -, _ or ., the first and the last a letter or digit';
}

function isName(text: string): boolean {
  return text.length <= 63 && name.test(text);
}
