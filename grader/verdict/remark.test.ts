import { EtcdError } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoxLost } from '../boundary/lost.ts';
import { PropertyFailure, remarkOn } from './remark.ts';

const byTest = { fromLearner: false, sawPromise: false };
const byLearner = { fromLearner: true, sawPromise: false };

function fail(): never {
  throw new Error('do not look');
}

/** The remark on an expectation that does not hold. */
function remark(expectation: () => void) {
  try {
    expectation();
  } catch (error) {
    return remarkOn(error, byTest);
  }
  throw new Error('the expectation holds');
}

describe('what is said of a failed expectation', () => {
  it('two values that differ stand for themselves', () => {
    expect(remark(() => expect({ rev: 3 }).toEqual({ rev: 2 }))).toEqual({
      expected: '{ rev: 2 }',
      received: '{ rev: 3 }',
      message: '',
      timedOut: false,
    });
  });

  it('the words of the suite stand alone, without those of the matcher', () => {
    const { message, expected, received } = remark(() =>
      expect(3, 'a delete of a missing key makes no revision').toBe(2),
    );
    expect(message).toBe('a delete of a missing key makes no revision.');
    expect([expected, received]).toEqual(['2', '3']);
  });

  it('an undefined that should be a value is shown', () => {
    expect(remark(() => expect(undefined).toBe(2))).toMatchObject({
      expected: '2',
      received: 'undefined',
    });
    expect(remark(() => expect(1).toBeUndefined())).toMatchObject({ received: '1' });
  });

  it('an error that did not come', () => {
    expect(remark(() => expect(() => 1).toThrow(/compacted/))).toMatchObject({
      expected: 'an error',
      received: 'no error was thrown',
    });
  });

  it('an error of the wrong kind', () => {
    const wrong = remark(() =>
      expect(() => {
        throw new TypeError('x is not a function');
      }).toThrow(EtcdError),
    );
    expect(wrong).toMatchObject({
      expected: 'an error of class EtcdError',
      received: 'an error: TypeError: x is not a function',
    });
    const text = remark(() =>
      expect(() => {
        throw new TypeError('q');
      }).toThrow(/abc/),
    );
    expect(text).toMatchObject({
      expected: 'an error whose message matches /abc/',
      received: 'an error: q',
    });
  });

  it.each<[string, () => void]>([
    ['expected 1 to be greater than 2.', () => expect(1).toBeGreaterThan(2)],
    ['expected [ 1, 2 ] to include 3.', () => expect([1, 2]).toContain(3)],
    ['expected +0 to be truthy.', () => expect(0).toBeTruthy()],
    ['expected undefined to be defined.', () => expect(undefined).toBeDefined()],
    ['expected {} to be an instance of Map.', () => expect({}).toBeInstanceOf(Map)],
    ['expected [ 1 ] to have a length of 3 but got 1.', () => expect([1]).toHaveLength(3)],
  ])('other matchers say what they look for: %s', (message, expectation) => {
    expect(remark(expectation).message).toBe(message);
  });

  it('a value that should be another says so', () => {
    expect(remark(() => expect(2).not.toBe(2))).toMatchObject({
      expected: 'anything but 2',
      received: '2',
    });
  });

  it('a matcher of vitest’s own has no colors', () => {
    const { message } = remark(() => expect(1).toBeOneOf([2, 3]));
    expect(message).toContain('Expected value to be one of:');
    expect(message).not.toContain('\u001b');
  });
});

describe('what is said of an error', () => {
  it("that came out of the learner's code", () => {
    expect(remarkOn(new RangeError('bad index'), byLearner)).toMatchObject({
      received: 'RangeError: bad index',
      message: 'Your code threw RangeError: bad index.',
    });
  });

  it('even when it calls itself a failed assertion', () => {
    const fake = Object.assign(new Error('all good'), { name: 'AssertionError', expected: 1 });
    expect(remarkOn(fake, byLearner)).toMatchObject({
      expected: null,
      message: 'Your code threw AssertionError: all good.',
    });
  });

  it('that the test met with a value of another shape', () => {
    const shape = remarkOn(new TypeError("reading 'kvs'"), byTest);
    expect(shape.message).toContain('is its shape the one in the brief?');
  });

  it('when the code did not come back', () => {
    expect(remarkOn(new BoxLost('timed-out'), byTest)).toMatchObject({ timedOut: true });
    expect(remarkOn(new BoxLost('ended', 'exit code 3'), byTest)).toMatchObject({
      timedOut: false,
      message: 'your code ended its own process (exit code 3)',
    });
  });

  it('about a value that cannot be shown', () => {
    const hostile = new Proxy(
      {},
      { get: () => undefined, has: () => fail(), ownKeys: () => fail() },
    );
    const error = Object.assign(new Error('expected 1 to be 2'), {
      name: 'AssertionError',
      actual: hostile,
      expected: 2,
    });
    expect(remarkOn(error, byTest).message).toBe(
      'What your code gave is wrong, and cannot be shown.',
    );
  });

  it('of a property: the smallest input, and what it caused', () => {
    const failure = new PropertyFailure({ key: 'a' }, new RangeError('no'), 3);
    expect(remarkOn(failure, byLearner).message).toBe(
      'Your code threw RangeError: no.\nFound with random input; the smallest that shows it:\n{ key: "a" }',
    );
  });

  it('of a property whose input has words of its own: those', () => {
    const input = { [fc.toStringMethod]: () => 'put(a); drain(0)' };
    const { message } = remarkOn(new PropertyFailure(input, new RangeError('no'), 3), byLearner);
    expect(message).toMatch(/^Your code threw RangeError: no\.\n.*:\nput\(a\); drain\(0\)$/);
  });

  it('after a promise: that nothing here is asynchronous', () => {
    const asynchronous = { fromLearner: false, sawPromise: true };
    const { message } = remarkOn(new TypeError('x.rev'), asynchronous);
    expect(message).toMatch(/^Your code gave a Promise\. Nothing in this exercise is asynchronous/);
  });
});
