import type { TestResult } from './record.ts';

/** True when the group has tests and all of them passed. */
export function groupPassed(tests: readonly TestResult[], group: string): boolean {
  const own = tests.filter((test) => test.group === group);
  return own.length > 0 && own.every(({ status }) => status === 'passed');
}
