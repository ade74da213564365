import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@vitest/runner';
import * as kit from 'course/kit';
import type fastCheck from 'fast-check';
import { PropertyFailure } from '../verdict/remark.ts';
import type { SuiteCode } from './suite-code.ts';
import { suiteExpect } from './suite-expect.ts';
import * as suiteTools from './suite-tools.ts';

/** Told of what a hook throws; the runner keeps only its text. */
export type FailureListener = (hook: 'each' | 'all', error: unknown) => void;

/** What `require` gives a suite. */
export interface SuiteModules {
  require(name: string): unknown;
  onHookFailure: FailureListener;
}

const expect = suiteExpect();

/** vitest's functions from its own packages, the kit, fast-check with the grading's seed, and the graded file as `exercise`. */
export async function suiteModules(
  exercise: object,
  suite: Pick<SuiteCode, 'externals'>,
  seed: number,
): Promise<SuiteModules> {
  const fc = suite.externals.includes('fast-check')
    ? (await import('fast-check')).default
    : undefined;
  if (fc) configureFastCheck(fc, seed);
  suiteTools.setSeed(seed);
  const modules: SuiteModules = { require: (name) => known(name), onHookFailure: () => {} };
  const vitest = vitestOf((hook, error) => modules.onHookFailure(hook, error));
  const known = (name: string): unknown => {
    if (name === 'vitest') return vitest;
    if (name === 'fast-check' && fc) return { __esModule: true, ...fc, default: fc };
    if (name === 'course/kit') return kit;
    if (name === '#suite') return suiteTools;
    if (name.startsWith('#exercise/')) return exercise;
    throw new Error(
      `a suite may not import ${name}: only vitest, fast-check, course/kit, #suite, #exercise/..., #reference/... and files beside it`,
    );
  };
  return modules;
}

/** The part of vitest that suites may use. */
function vitestOf(onHookFailure: FailureListener): object {
  const watched = (kind: 'each' | 'all', register: (hook: Hook) => void) => (hook: Hook) =>
    // No parameters: vitest reads a hook's own to see which fixtures it wants.
    register(async () => {
      try {
        return await hook();
      } catch (error) {
        onHookFailure(kind, error);
        throw new Error('a hook failed');
      }
    });
  return {
    ...{ describe, it, test: it, expect },
    beforeEach: watched('each', (hook) => beforeEach(hook)),
    afterEach: watched('each', (hook) => afterEach(hook)),
    beforeAll: watched('all', (hook) => beforeAll(hook)),
    afterAll: watched('all', (hook) => afterAll(hook)),
  };
}

type Hook = () => unknown;

/** Seeds fast-check and makes it report a broken property as a PropertyFailure. */
function configureFastCheck(fc: typeof fastCheck, seed: number): void {
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
