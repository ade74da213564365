import { compileFunction } from 'node:vm';
import { collectTests, type VitestRunner } from '@vitest/runner';
import { runnerConfig } from './runner-config.ts';
import { suiteModules } from './suite-modules.ts';
import { testsOf, titlesOf } from './suite-tasks.ts';

let queue: Promise<unknown> = Promise.resolve();

/**
 * The ids of a suite's tests, in order, without running any: the list that every verdict is held against.
 * One suite at a time, because vitest's runner collects into one place. Throws an Error when the suite cannot be collected.
 */
export function listTests(code: string, externals: readonly string[]): Promise<string[]> {
  const turn = queue.then(() => list(code, externals));
  queue = turn.catch(() => {});
  return turn;
}

async function list(code: string, externals: readonly string[]): Promise<string[]> {
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
  const files = await collectTests(['suite.test.ts'], runner);
  const error = files[0]?.result?.errors?.[0];
  if (error) throw new Error(`the suite itself fails: ${error.message}`);
  return files.flatMap(testsOf).map((test) => titlesOf(test).id);
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
