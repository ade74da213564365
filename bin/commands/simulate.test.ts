import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../../grader/index.ts';
import { course } from '../testing/course-process.ts';
import { simulationText } from './simulation-text.ts';

const store = readCatalog(courseRoot).find(({ id }) => id === 'etcd/mvcc-store')!;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course-simulate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => course(folder, ['simulate', ...args]);
const mine = () => join(folder, 'my-cluster', store.file);

it('prints what happens as numbered sentences, without a workspace', () => {
  const { code, out } = run('mvcc-store', '--steps', '2', '--do', '1:delete-dns');
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => /^ +\d+\. /.test(line)).length).toBeGreaterThan(4);
  expect(out).toMatch(/At the beginning\n {2}1\. An empty store is at revision 1\./);
  expect(out).toContain('After step 1, you: delete dns');
  expect(out).toContain('Step 2');
  expect(out).toMatch(/What you could do now.*\n {2}put-db +put db/);
});

it('draws pictures when asked', () => {
  expect(run('mvcc-store', '--steps', '1').out).not.toContain('─▸');
  expect(run('mvcc-store', '--steps', '1', '--pictures').out).toContain('─▸');
});

it('is the same for the same seed, another for another', () => {
  const once = run('mvcc-store', '--seed', '7').out;
  expect(run('mvcc-store', '--seed', '7').out).toBe(once);
  expect(run('mvcc-store', '--seed', '8').out).not.toBe(once);
});

it('gives programs every moment', () => {
  const { out } = run('mvcc-store', '--json', '--steps', '3');
  const { format, simulation, seed, moments } = JSON.parse(out) as {
    format: string;
    simulation: string;
    seed: number;
    moments: { step: number; sentences: string[]; picture: string[] }[];
  };
  expect({ format, simulation, seed }).toEqual({
    format: 'course/simulation/v1',
    simulation: 'etcd/mvcc-store',
    seed: 1,
  });
  expect(moments.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  expect(moments[3]!.picture.join('\n')).toContain('watcher 1');
});

it('plays with the learner’s own file, and says where it fails', () => {
  course(folder, ['init']);
  const stub = run('mvcc-store', '--with', 'mvcc-store');
  expect(stub.code).toBe(1);
  expect(stub.out).toContain('your code threw NotImplemented');
  expect(stub.out).toMatch(/It arose in etcd\/mvcc-store\.ts, line \d+\./);
  copyFileSync(join(store.answerKey, 'reference.ts'), mine());
  const right = run('mvcc-store', '--with', 'etcd/mvcc-store');
  expect(right.code).toBe(0);
  expect(right.out.split('\n').slice(1)).toEqual(run('mvcc-store').out.split('\n').slice(1));
  expect(right.out).toContain('with your etcd/mvcc-store');
});

it('refuses a file that takes no part', () => {
  course(folder, ['init']);
  const { code, err } = run('mvcc-store', '--with', 'node-affinity');
  expect(code).toBe(2);
  expect(err).toContain('scheduler/node-affinity takes no part in this simulation.');
});

it('plays what an exercise takes part in by its name', () => {
  const { code, out } = run('raft-leader-election', '--steps', '1');
  expect(code).toBe(0);
  expect(out).toContain('A Raft cluster: etcd/raft-log-replication with the reference');
});

it('says what to mend in a file that is no TypeScript', () => {
  course(folder, ['init']);
  writeFileSync(mine(), `${readFileSync(mine(), 'utf8')}\nclass {`);
  const { code, err } = run('mvcc-store', '--with', 'mvcc-store');
  expect(code).toBe(1);
  expect(err).toMatch(/etcd\/mvcc-store\.ts cannot be played: .*course grade/s);
});

it.each([
  [['node-affinity-of-nobody'], /There is no exercise/],
  [
    ['mvcc-store', '--do', '0:fly'],
    /After step 0 there is no choice "fly".*Possible then: put-db/s,
  ],
  [
    ['mvcc-store', '--do', '0:compact-half', '--do', '0:compact-half'],
    /compact-half is not possible: The newest revision, 1, is compacted/,
  ],
  [['mvcc-store', '--do', 'fly'], /write a step and a choice/],
  [['mvcc-store', '--seed', '-1'], /whole number/],
])('%j is refused with the way out', (args, said) => {
  const { code, err } = run(...args);
  expect(code).toBe(2);
  expect(err).toMatch(said);
});

it('many parts of the learner’s are a list in a headline of the terminal’s width', () => {
  const moment = { sentences: [], picture: [], over: null, choices: [], failed: false };
  const facts = { title: 'All', about: 'All of it.', simulation: 'a/all', seed: 1 };
  const own = ['a/first', 'a/second', 'a/third'];
  const looks = { pictures: 'none', color: false, width: 50 } as const;
  const text = simulationText({ ...facts, own }, [{ step: 0, did: null, moment }], looks);
  expect(text.split('\n').slice(0, 2)).toEqual([
    'All: a/all with your a/first, a/second and',
    'a/third, seed 1',
  ]);
});
