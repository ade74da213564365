import { EtcdError, type EtcdErrorCode, type KeyValueEvent } from 'course/kit';
import { expect } from 'vitest';

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

/** Compares what a watcher of everything sees: `DELETE a at 4`. */
export function expectEvents(
  events: readonly KeyValueEvent[],
  expected: string[],
  what: string,
): void {
  expect(
    events.map(({ type, kv }) => `${type} ${kv.key} at ${kv.modRevision}`),
    what,
  ).toEqual(expected);
}
