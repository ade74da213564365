import { BoxLost } from '../boundary/lost.ts';
import { printValue } from './print-value.ts';

/** What is said about a failed test. */
export interface Remark {
  readonly expected: string | null;
  readonly received: string | null;
  readonly message: string;
  readonly timedOut: boolean;
}

/** A property that does not hold: the smallest input found that breaks it, and the failure that it caused. */
export class PropertyFailure extends Error {
  override readonly name = 'PropertyFailure';
  constructor(
    readonly counterexample: unknown,
    override readonly cause: unknown,
    readonly runs: number,
  ) {
    super('a property does not hold');
  }

  /** The input in its own words, if it has some: by the method with which fast-check lets a value say how it reads. */
  get story(): string | null {
    const { counterexample: input } = this;
    if (typeof input !== 'object' || input === null || !(toStringMethod in input)) return null;
    return (input as { [toStringMethod]: () => string })[toStringMethod]();
  }
}

/** fast-check's own symbol; it is loaded only for suites that use it. */
const toStringMethod: unique symbol = Symbol.for('fast-check/toStringMethod');

interface Assertion extends Error {
  readonly expected?: unknown;
  readonly actual?: unknown;
}

const none = { expected: null, received: null, timedOut: false };
const shown = { width: 72, limit: 3000 };

/** What is known of a failure besides its error. */
export interface Circumstances {
  /** The error came out of the learner's code. */
  readonly fromLearner: boolean;
  /** The learner's code gave a promise in this test. */
  readonly sawPromise: boolean;
}

/** Turns what made a test fail into a remark. */
export function remarkOn(error: unknown, { fromLearner, sawPromise }: Circumstances): Remark {
  const remark = remarkOnAnything(error, fromLearner);
  if (!sawPromise || fromLearner) return remark;
  return {
    ...remark,
    message: remark.message ? `${asynchronous}\n${remark.message}` : asynchronous,
  };
}

const asynchronous =
  'Your code gave a Promise. Nothing in this exercise is asynchronous: no async, no await.';

/** A value that cannot even be shown fails its test like any other, not the whole grading. */
function remarkOnAnything(error: unknown, fromLearner: boolean): Remark {
  try {
    return remarkOnError(error, fromLearner);
  } catch {
    return { ...none, message: 'What your code gave is wrong, and cannot be shown.' };
  }
}

function remarkOnError(error: unknown, fromLearner: boolean): Remark {
  if (error instanceof PropertyFailure) return onProperty(error, fromLearner);
  if (error instanceof BoxLost)
    return { ...none, message: error.message, timedOut: error.reason === 'timed-out' };
  if (!(error instanceof Error))
    return { ...none, message: `the test threw ${printValue(error, shown)}` };
  if (fromLearner)
    return {
      ...none,
      received: `${error.name}: ${error.message}`,
      message: `Your code threw ${error.name}: ${error.message}.`,
    };
  if (isAssertion(error)) return onAssertion(error);
  return {
    ...none,
    received: `${error.name}: ${error.message}`,
    message:
      'The test could not go on with what your code returned: is its shape the one in the brief?',
  };
}

/** chai's own errors, and those of matchers that vitest adds to them. */
function isAssertion(error: Error): error is Assertion {
  return error.name === 'AssertionError' || '__vitest_error_context__' in error;
}

function withoutColors(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: vitest's own matchers color their words
  return text.replace(/\u001b\[\d+m/g, '');
}

function onProperty(failure: PropertyFailure, fromLearner: boolean): Remark {
  const remark = remarkOnError(failure.cause, fromLearner);
  const input = failure.story ?? printValue(failure.counterexample, shown);
  const found = `Found with random input; the smallest that shows it:\n${input}`;
  return { ...remark, message: remark.message ? `${remark.message}\n${found}` : found };
}

function onAssertion(error: Assertion): Remark {
  const { message, operator } = splitMessage(withoutColors(error.message));
  if (/\bto (not )?throw\b|^expected error /.test(operator))
    return onThrow(error, operator, message);
  const told = { ...none, message: message || sentence(operator) };
  if (!('expected' in error && 'actual' in error)) return told;
  const received = printValue(error.actual, shown);
  if (error.expected === undefined && !/ undefined\b/.test(operator)) return { ...told, received };
  const negated = / (not to|to not) /.test(operator);
  const expected = (negated ? 'anything but ' : '') + printValue(error.expected, shown);
  return { ...told, expected, received, message: message || comparisonText(operator) };
}

/** Two values that should be equal speak for themselves; of other comparisons the matcher's own sentence is given. */
function comparisonText(operator: string): string {
  return otherComparison.test(operator) ? sentence(operator) : '';
}

const otherComparison =
  /\bto (not )?(be (greater|less|close|defined|truthy|falsy|nullish|NaN|type of|an instance)|include|contain|match \/|have a length|deep equally contain|deeply contain)/;

function onThrow(error: Assertion, operator: string, message: string): Remark {
  const negated = /\bto not throw\b|\bnot to throw\b/.test(operator);
  const threw =
    error.actual instanceof Error ? `${error.actual.name}: ${error.actual.message}` : error.actual;
  const nothing = threw === undefined || threw === null || typeof threw === 'function';
  return {
    expected: negated ? 'no error' : thrownText(error.expected),
    received: nothing ? 'no error was thrown' : thrownText(threw),
    message,
    timedOut: false,
  };
}

function thrownText(value: unknown): string {
  if (value instanceof RegExp) return `an error whose message matches ${value}`;
  if (value === undefined || value === null) return 'an error';
  if (typeof value === 'function') return `an error of class ${value.name}`;
  return typeof value === 'string' ? `an error: ${value}` : printValue(value, shown);
}

/** The suite's own words stand before chai's: `no new revision: expected 3 to be 2`. */
function splitMessage(text: string): { message: string; operator: string } {
  const at = text.search(/(^|: )expected /);
  if (at < 0) return { message: text, operator: '' };
  return {
    message: at === 0 ? '' : sentence(text.slice(0, at)),
    operator: text.slice(at).replace(/^: /, ''),
  };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed && !/[.!?:]$/.test(trimmed) ? `${trimmed}.` : trimmed;
}
