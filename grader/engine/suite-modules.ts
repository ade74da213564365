import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@vitest/runner';
import * as kit from 'course/kit';
import type fastCheck from 'fast-check';
import { PropertyFailure } from '../verdict/remark.ts';
import { suiteExpect } from './suite-expect.ts';
import type { SuiteModules } from './suite-run.ts';
import * as suiteTools from './suite-tools.ts';

const expect = suiteExpect();

/** What `require` gives a suite: vitest's functions from its own packages, the kit, and the graded file as stand-ins. */
export function suiteModules(
  exercise: object,
  fc: typeof fastCheck | undefined,
  sawFailure: (error: unknown) => void,
): SuiteModules {
  const hook = (register: typeof beforeEach) => (work: (...args: never[]) => unknown) =>
    register(async (...args) => {
      try {
        await work(...(args as unknown as never[]));
      } catch (error) {
        sawFailure(error);
        throw error;
      }
    });
  const vitest = {
    ...{ describe, it, test: it, expect, beforeAll, afterAll },
    ...{ beforeEach: hook(beforeEach), afterEach: hook(afterEach as typeof beforeEach) },
  };
  return (name) => {
    if (name === 'vitest') return vitest;
    if (name === 'fast-check' && fc) return { __esModule: true, ...fc, default: fc };
    if (name === 'course/kit') return kit;
    if (name === '#suite') return suiteTools;
    if (name.startsWith('#exercise/')) return exercise;
    throw new Error(
      `a suite may not import ${name}: only vitest, fast-check, course/kit, #suite, #exercise/..., #reference/... and files beside it`,
    );
  };
}

/** Seeds fast-check and makes it report a broken property as a PropertyFailure. */
export function configureFastCheck(fc: typeof fastCheck, seed: number): void {
  fc.configureGlobal({
    seed,
    reporter: (run) => {
      if (!run.failed) return;
      const inputs = run.counterexample as unknown[] | null | undefined;
      if (!inputs)
        throw new Error(fc.defaultReportMessage(run) ?? 'a property could not be checked');
      const input = inputs.length === 1 ? inputs[0] : inputs;
      throw new PropertyFailure(input, run.errorInstance, run.numRuns);
    },
  });
}
