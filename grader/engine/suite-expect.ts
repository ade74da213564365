import {
  ASYMMETRIC_MATCHERS_OBJECT,
  ChaiStyleAssertions,
  chai,
  customMatchers,
  type ExpectStatic,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';

type Globals = Record<symbol, unknown>;

/** Makes vitest's `expect` outside vitest: chai with the matchers of @vitest/expect. */
export function suiteExpect(): ExpectStatic {
  for (const plugin of [JestExtend, JestChaiExpect, ChaiStyleAssertions, JestAsymmetricMatchers])
    chai.use(plugin);
  const expect = ((value: unknown, message?: string) =>
    chai.expect(value, message)) as unknown as ExpectStatic;
  const globals = globalThis as unknown as Globals;
  Object.assign(expect, chai.expect, globals[ASYMMETRIC_MATCHERS_OBJECT]);
  Object.assign(expect, {
    extend: (matchers: object) =>
      (chai.expect as unknown as { extend(e: unknown, m: object): void }).extend(expect, matchers),
    getState: () => getState(expect),
    setState: (state: object) => setState(state, expect),
    assert: chai.assert,
    unreachable: (message?: string) => chai.assert.fail(message ?? 'this must not be reached'),
  });
  Object.defineProperty(globals, GLOBAL_EXPECT, {
    value: expect,
    writable: true,
    configurable: true,
  });
  expect.extend(customMatchers);
  setState(
    { assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null },
    expect,
  );
  return expect;
}
