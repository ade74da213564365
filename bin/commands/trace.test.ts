import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../../grader/index.ts';
import { course } from '../testing/course-process.ts';

const store = readCatalog(courseRoot).find(({ id }) => id === 'etcd/mvcc-store')!;
const reference = join(store.answerKey, 'reference.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course-trace-'));
  course(folder, ['init']);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => course(folder, ['trace', ...args]);
const mine = () => join(folder, 'my-cluster', store.file);
const begunAtZero = () =>
  writeFileSync(
    mine(),
    readFileSync(reference, 'utf8').replace('  revision = 1;', '  revision = 0;'),
  );

it('replays the first failing test in numbered steps and says what came of it', () => {
  begunAtZero();
  const { code, out } = run('mvcc-store');
  expect(code).toBe(1);
  expect(out).toMatch(
    /^etcd\/mvcc-store: your run of “.*an empty store is at revision 1.*”, seed \d+\n/,
  );
  expect(out).toMatch(/\n 1\. new MvccStore\(\)\n 2\. mvccStore\.revision -> 0/);
  expect(out).toMatch(/What came of it\n {2}expected/);
});

it('replays the test that is named, and gives programs its steps', () => {
  begunAtZero();
  const { out } = run('mvcc-store', '--test', 'each put', '--json', '--seed', '5');
  const { format, seed, test, steps } = JSON.parse(out) as {
    format: string;
    seed: number;
    test: { id: string };
    steps: string[];
  };
  expect({ format, seed }).toEqual({ format: 'course/trace/v1', seed: 5 });
  expect(test.id.toLowerCase()).toContain('each put');
  expect(steps[0]).toBe('new MvccStore()');
  const other = run('mvcc-store', '--test', 'nowhere');
  expect(other.code).toBe(2);
  expect(other.err).toMatch(/No failing test of etcd\/mvcc-store has "nowhere".*an empty store/s);
});

it('has nothing to replay when all passes, or when nothing runs', () => {
  copyFileSync(reference, mine());
  const passed = run('mvcc-store');
  expect(passed.code).toBe(0);
  expect(passed.out).toContain('there is no failure to replay');
  writeFileSync(mine(), 'class {');
  const broken = run('mvcc-store');
  expect(broken.code).toBe(1);
  expect(broken.err).toContain('No test ran, so there is nothing to replay.');
});
