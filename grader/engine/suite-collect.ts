import { compileFunction } from 'node:vm';
import { collectTests, type VitestRunner } from '@vitest/runner';
import { runnerConfig } from './runner-config.ts';
import type { SuiteCode } from './suite-code.ts';
import { suiteModules } from './suite-modules.ts';
import { faultOf, testsOf, titlesOf } from './suite-tasks.ts';

/** Collects a suite and gives the ids of its tests, in order; none is run. Throws an Error when it cannot be collected. */
export async function collectSuite({
  code,
  externals,
}: Pick<SuiteCode, 'code' | 'externals'>): Promise<string[]> {
  const modules = await suiteModules(untouchable, { externals }, 1);
  const runner: VitestRunner = {
    config: runnerConfig(1),
    importFile: () => {
      const module = { exports: {} };
      const parameters = ['require', 'module', 'exports'];
      const suite = compileFunction(code, parameters, { filename: 'suite.test.js' });
      suite(modules.require, module, module.exports);
    },
  };
  const [file] = await collectTests(['suite.test.ts'], runner);
  const fault = faultOf(file!);
  if (fault !== undefined) throw new Error(`the suite itself fails: ${fault}`);
  return testsOf(file!).map((test) => titlesOf(test).id);
}

/** Stands for the graded file: a suite may take it apart while it is collected, but not use it. */
const untouchable: object = new Proxy(function graded() {}, {
  get: (_, key) => (typeof key === 'symbol' ? undefined : untouchable),
  apply: refuse,
  construct: refuse,
});

function refuse(): never {
  throw new Error('the graded file may only be used inside tests and hooks');
}
