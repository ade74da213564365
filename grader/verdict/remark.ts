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
}

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
  const remark = remarkOnError(error, fromLearner);
  if (!sawPromise || fromLearner) return remark;
  return {
    ...remark,
    message: remark.message ? `${asynchronous}\n${remark.message}` : asynchronous,
  };
}

const asynchronous =
  'Your code gave a Promise. Nothing in this exercise is asynchronous: no async, no await.';

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
  if (error.name === 'AssertionError') return onAssertion(error as Assertion);
  return {
    ...none,
    received: `${error.name}: ${error.message}`,
    message:
      'The test could not go on with what your code returned: is its shape the one in the brief?',
  };
}

function onProperty(failure: PropertyFailure, fromLearner: boolean): Remark {
  const remark = remarkOnError(failure.cause, fromLearner);
  const input = printValue(failure.counterexample, shown);
  const found = `Found with random input; the smallest that shows it:\n${input}`;
  return { ...remark, message: remark.message ? `${remark.message}\n${found}` : found };
}

function onAssertion(error: Assertion): Remark {
  const { message, operator } = splitMessage(error.message);
  if (/\bto throw\b/.test(error.message)) return onThrow(error, message);
  const compares = 'expected' in error && 'actual' in error && error.expected !== undefined;
  const bothUndefined = /undefined/.test(operator);
  if (!compares && !bothUndefined)
    return { ...none, received: received(error), message: message || sentence(operator) };
  const equality =
    /\b(to be|to equal|to deeply equal|to strictly equal|to have property|to match)\b/.test(
      operator,
    );
  return {
    expected: printValue(error.expected, shown),
    received: printValue(error.actual, shown),
    message: message || (equality ? '' : sentence(operator)),
    timedOut: false,
  };
}

function onThrow(error: Assertion, message: string): Remark {
  const negated = /\bnot to throw\b/.test(error.message);
  const threw =
    error.actual instanceof Error ? `${error.actual.name}: ${error.actual.message}` : error.actual;
  return {
    expected: negated ? 'no error' : thrownText(error.expected),
    received:
      threw === undefined || threw === null || typeof threw === 'function'
        ? 'no error was thrown'
        : thrownText(threw),
    message,
    timedOut: false,
  };
}

function thrownText(value: unknown): string {
  if (value instanceof RegExp) return `an error whose message matches ${value}`;
  if (value === undefined || value === null) return 'an error';
  return typeof value === 'string' ? `an error: ${value}` : printValue(value, shown);
}

function received(error: Assertion): string | null {
  return error.actual === undefined ? null : printValue(error.actual, shown);
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
