import type { File, Suite, Test } from '@vitest/runner';

/** The tests of a collected suite, in the order of its text. */
export function testsOf(suite: File | Suite): Test[] {
  return suite.tasks.flatMap((task) => (task.type === 'test' ? [task] : testsOf(task)));
}

/** A test by its titles, which stay the same from run to run: id, group and name. */
export function titlesOf(test: Test): { id: string; group: string; name: string } {
  const titles: string[] = [];
  for (
    let task: Test | Suite | undefined = test;
    task?.name && task !== test.file;
    task = task.suite
  )
    titles.unshift(task.name);
  return { id: titles.join(' > '), group: titles[0]!, name: test.name };
}

/** What went wrong in a suite outside its tests, in vitest's words: while it was collected, or in how its hooks are written. */
export function faultOf(suite: File | Suite): string | undefined {
  const own = suite.result?.errors?.[0]?.message;
  if (own !== undefined) return own;
  const inner = suite.tasks.filter((task) => task.type === 'suite');
  return inner.map(faultOf).find((fault) => fault !== undefined);
}
