import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCatalog } from '../exercises/catalog.ts';
import { courseRoot } from '../grader/index.ts';
import { parseResultRecord } from '../grader/verdict/record.ts';
import { course } from './testing/course-process.ts';

const catalog = readCatalog(courseRoot);
const store = catalog.find(({ id }) => id === 'etcd/mvcc-store')!;
let folder: string;
let workspace: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course walk 集群 '));
  workspace = join(folder, 'my-cluster');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const families: Record<string, readonly string[]> = {
  author: ['new', 'check', 'mutate'],
  class: ['grade', 'report', 'export', 'similar', 'override'],
};
const run = (...args: string[]) => course(folder, args);
const write = (text: string) => writeFileSync(join(workspace, store.file), text);
const records = (out: string) =>
  (JSON.parse(out) as { format: string; results: unknown[] }).results.map(parseResultRecord);
const solve = () =>
  copyFileSync(join(store.answerKey, 'reference.ts'), join(workspace, store.file));

describe('a day with the course, in plain commands', () => {
  it('list shows both exercises before there is a workspace', () => {
    const { exercises } = JSON.parse(run('list', '--json').out) as { exercises: { id: string }[] };
    expect(exercises.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['etcd/mvcc-store', 'scheduler/node-affinity']),
    );
  });

  it('a reader that stops early, as head does, is no error', () => {
    const line = '{ "$0" "$1" grade --help; echo "code $?" >&2; } | true';
    const program = join(courseRoot, 'dist', 'course.js');
    const { stderr } = spawnSync('sh', ['-c', line, process.execPath, program], {
      ...{ cwd: folder, encoding: 'utf8', timeout: 120_000 },
    });
    expect(stderr).toBe('code 0\n');
  });

  it('init makes the workspace, and a second init overwrites nothing', () => {
    expect(run('init').code).toBe(0);
    write('// mine');
    const again = run('init');
    expect(again.code).toBe(0);
    expect(again.out).toContain('complete already');
    expect(readFileSync(join(workspace, store.file), 'utf8')).toBe('// mine');
  });

  it('the stub does not pass, the reference does, and both give a record', () => {
    run('init');
    const stub = run('grade', store.id, '--json');
    expect(stub.code).toBe(1);
    expect(records(stub.out)[0]).toMatchObject({
      format: 'course/result/v1',
      exercise: store.id,
      status: 'failed',
      points: 0,
    });
    solve();
    const solved = run('grade', store.id, '--json');
    expect(solved.code).toBe(0);
    expect(records(solved.out)[0]).toMatchObject({ status: 'passed', points: 100, typeErrors: [] });
    expect(run('list').out).toMatch(/✓ exercise {2}etcd\/mvcc-store/);
  });

  it('a class is shown what failed, and what is not written yet, but no value of the suite', () => {
    run('init');
    const { out } = run('grade', store.id, '--json', '--view', 'class');
    const [record] = records(out);
    expect(record!.tests.length).toBeGreaterThan(20);
    for (const test of record!.tests)
      expect(test).toMatchObject({ did: [], expected: null, message: '' });
    const received = record!.tests.map((test) => test.received ?? '');
    for (const told of received) expect(told).toMatch(/^(NotImplemented: .*step \d+: \w+)?$/);
    expect(run('grade', store.id, '--view', 'class').out).not.toContain('What the test did');
  });

  it('without a name the current exercise is graded', () => {
    run('init');
    expect(run('grade').out).toContain('etcd/mvcc-store');
  });

  it('the reference and its diff open only after a pass', () => {
    run('init');
    const early = run('solution', store.id);
    expect(early).toMatchObject({ code: 2, out: '' });
    expect(early.err).toContain('opens when you have passed it');
    solve();
    run('grade', store.id);
    expect(run('solution', store.id).out).toBe(
      readFileSync(join(store.answerKey, 'reference.ts'), 'utf8'),
    );
    expect(run('diff', store.id).out).toContain('It equals the reference.');
  });

  it('hints come one rung at a time', () => {
    run('init');
    expect(run('hint', store.id).out).toContain('hint 1 of');
    expect(run('hint', store.id).out).toContain('hint 2 of');
    expect(run('hint', store.id, '1').out).toContain('hint 1 of');
    expect(run('hint', store.id, '99')).toMatchObject({ code: 2 });
  });

  it('reset saves the file and undo brings it back', () => {
    run('init');
    write('// an evening of work');
    expect(run('reset', store.id, '--yes').code).toBe(0);
    expect(readFileSync(join(workspace, store.file), 'utf8')).toBe(
      readFileSync(join(store.dir, 'stub.ts'), 'utf8'),
    );
    expect(run('undo').code).toBe(0);
    expect(readFileSync(join(workspace, store.file), 'utf8')).toBe('// an evening of work');
  });

  it('update brings a new stub into an edited file and undo takes it back', () => {
    run('init');
    expect(run('update').out).toContain('up to date');
    const given = join(workspace, '.course', 'stubs', store.file);
    const stub = readFileSync(given, 'utf8');
    // As if an older course had made this workspace: its stub had another first line.
    const [first, ...rest] = stub.split('\n');
    const old = ['// An older stub.', '', ...rest].join('\n');
    const mine = `${old}// an evening of work\n`;
    writeFileSync(given, old);
    write(mine);
    expect(run('update', '--dry-run').out).toMatch(/merged +etcd\/mvcc-store.ts/);
    expect(readFileSync(join(workspace, store.file), 'utf8')).toBe(mine);
    expect(run('update').out).toContain('course undo');
    expect(readFileSync(join(workspace, store.file), 'utf8')).toBe(
      [first, ...rest, '// an evening of work', '']
        .join('\n')
        .replace('\n\n// an evening', '\n// an evening'),
    );
    expect(run('undo').code).toBe(0);
    expect(readFileSync(join(workspace, store.file), 'utf8')).toBe(mine);
  });

  it('reset without a terminal asks for --yes and changes nothing', () => {
    run('init');
    write('// mine');
    expect(run('reset', store.id)).toMatchObject({ code: 2 });
    expect(readFileSync(join(workspace, store.file), 'utf8')).toBe('// mine');
  });

  it('read prints a lesson and quiz its questions', () => {
    expect(run('read', 'etcd/revisions').out).toContain('revision');
    expect(run('quiz', 'etcd/revisions').out).toMatch(/1\. /);
  });

  it('launch without a terminal prints the outline and a command for each step', () => {
    const { code, out } = run('launch');
    expect(code).toBe(0);
    for (const words of [
      'course read etcd/revisions',
      'course grade etcd/mvcc-store',
      'course read scheduler/node-affinity',
    ])
      expect(out).toContain(words);
  });

  it('every command has help with an example', () => {
    const names = [...run('--help').out.matchAll(/^ {2}([a-z]+)/gm)]
      .map(([, name]) => name!)
      .filter((name) => name !== 'help');
    expect(names.length).toBeGreaterThan(12);
    for (const name of names.filter((each) => !(each in families)))
      expect(run(name, '--help').out, name).toContain('Example:');
    for (const [family, members] of Object.entries(families))
      for (const name of members)
        expect(run(family, name, '--help').out, name).toContain('Example:');
  }, 60_000);
});

/** Runs a command as someone who may read the workspace and not write to it; root may write everywhere, so it steps down. */
function asReader(args: readonly string[]): { code: number | null; said: string } {
  for (const dir of [folder, workspace]) chmodSync(dir, 0o755);
  chmodSync(join(workspace, '.course'), 0o555);
  const { code, err } = course(folder, args, {}, process.getuid?.() === 0 ? 65534 : undefined);
  chmodSync(join(workspace, '.course'), 0o755);
  return { code, said: err };
}

describe('bad input', () => {
  const failing = (code: number, said: RegExp, ...args: string[]) => {
    const { code: ended, err, out } = run(...args);
    expect({ ended, said: `${err}${out}` }).toEqual({
      ended: code,
      said: expect.stringMatching(said),
    });
  };

  it('an unknown exercise suggests the nearest', () => {
    run('init');
    failing(
      2,
      /There is no exercise "etcd\/mvc-store"[\s\S]*Did you mean etcd\/mvcc-store\?/,
      'grade',
      'etcd/mvc-store',
    );
  });

  it('an unknown command suggests the nearest', () => failing(2, /Did you mean grade\?/, 'grad'));

  it('a seed that is no number is refused', () =>
    failing(2, /whole number/, 'grade', '--seed', 'abc'));

  it('no workspace: says how to make one', () =>
    failing(2, /no workspace[\s\S]*course init/, 'grade'));

  it('a workspace that moved away is named', () => {
    run('init');
    renameSync(workspace, join(folder, 'elsewhere'));
    failing(2, /There is no folder[\s\S]*course init/, 'grade', '--workspace', 'my-cluster');
    expect(run('grade', '--workspace', 'elsewhere').code).toBe(1);
  });

  it('a half-deleted workspace is named and can be completed', () => {
    run('init');
    write('// mine');
    rmSync(join(workspace, '.course', 'workspace.json'));
    failing(2, /half a workspace[\s\S]*course init/, 'grade');
    expect(run('init').code).toBe(0);
    expect(readFileSync(join(workspace, store.file), 'utf8')).toBe('// mine');
  });

  it('a workspace of a newer course names both versions', () => {
    run('init');
    const path = join(workspace, '.course', 'workspace.json');
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(/"courseVersion": "[^"]*"/, '"courseVersion": "99.0.0"'),
    );
    failing(2, /99\.0\.0/, 'grade');
  });

  it('a broken progress file is set aside and said', () => {
    run('init');
    run('hint', store.id);
    writeFileSync(join(workspace, '.course', 'progress.json'), '{ half');
    const { err, code } = run('grade', store.id);
    expect(code).toBe(1);
    expect(err).toMatch(/could not be read[\s\S]*kept as/);
  });

  it('a deleted stub is a failed grading that says how to get it back', () => {
    run('init');
    rmSync(join(workspace, store.file));
    failing(1, /is not there[\s\S]*course reset/, 'grade', store.id);
    expect(run('reset', store.id, '--yes').code).toBe(0);
    expect(existsSync(join(workspace, store.file))).toBe(true);
  });

  it('a syntax error is shown with its line', () => {
    run('init');
    write('export class MvccStore {\n  put( {\n}\n');
    failing(1, /etcd\/mvcc-store\.ts:4:1/, 'grade', store.id);
  });

  it('a type error is shown beside the verdict and does not decide it', () => {
    run('init');
    solve();
    const path = join(workspace, store.file);
    writeFileSync(
      path,
      `${readFileSync(path, 'utf8')}\nconst wrong: number = 'text';\nvoid wrong;\n`,
    );
    failing(0, /passed[\s\S]*type checker has a remark[\s\S]*TS2322/, 'grade', store.id);
  });

  it('an endless loop runs out of time and is no hang', () => {
    run('init');
    write('export class MvccStore {\n  constructor() {\n    for (;;) {}\n  }\n}\n');
    failing(1, /ran out of time/, 'grade', store.id);
  }, 120_000);

  it('an endless loop while loading runs out of time as well', () => {
    run('init');
    write('for (;;) {}\n');
    failing(1, /does not finish loading/, 'grade', store.id);
  }, 120_000);

  it('a terminal that cannot be written to or a folder that is a file is named', () => {
    writeFileSync(join(folder, 'taken'), '');
    failing(2, /is a file/, 'init', 'taken');
  });

  it('a workspace that may not be written to is named', () => {
    run('init');
    const reader = asReader(['hint', store.id]);
    expect(reader).toEqual({ code: 2, said: expect.stringMatching(/cannot be written|read-only/) });
    expect(existsSync(join(workspace, '.course', 'progress.json'))).toBe(false);
  });

  it('no editor at all: says how to name one', () => {
    run('init');
    mkdirSync(join(folder, 'bin'));
    const { code, err } = course(folder, ['open', store.id], { PATH: join(folder, 'bin') });
    expect(code).toBe(2);
    expect(err).toMatch(/EDITOR/);
  });
});
