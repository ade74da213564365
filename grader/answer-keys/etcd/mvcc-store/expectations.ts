import { EtcdError, type EtcdErrorCode, type KeyValue } from 'course/kit';
import { expect } from 'vitest';

interface Found {
  readonly kvs: readonly KeyValue[];
}

/** Compares the keys that a range gave, in its order. */
export function expectKeys(found: Found, keys: string[], what = 'Keys found, in order'): void {
  expect(
    found.kvs.map(({ key }) => key),
    what,
  ).toEqual(keys);
}

/** Compares the values that a range gave, in its order. */
export function expectValues(found: Found, values: string[], what = 'Values found'): void {
  expect(
    found.kvs.map(({ value }) => value),
    what,
  ).toEqual(values);
}

/** Expects a refusal and compares codes, because that is what the learner writes. */
export function expectRefused(request: () => unknown, code: EtcdErrorCode, what: string): void {
  expect(refusal(request), `${what} must throw EtcdError ${code}`).toBe(code);
}

/** The code of the refusal, or `no error`. Other errors are the learner's to see. */
function refusal(request: () => unknown): string {
  try {
    request();
  } catch (error) {
    if (error instanceof EtcdError) return error.code;
    throw error;
  }
  return 'no error';
}
