import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Submission } from './submission.ts';

const folder = mkdtempSync(join(tmpdir(), 'course-submission-'));
const root = join(folder, 'workspace');

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'etcd'), { recursive: true });
  write('etcd/store.ts', 'export const a = 1;');
  writeFileSync(join(folder, 'secret.ts'), 'export const secret = 1;');
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string | Buffer) => writeFileSync(join(root, file), text);
const problemOf = async (file: string) => {
  try {
    await new Submission(root, file).entry();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('the graded file', () => {
  it('is read and turned into JavaScript', async () => {
    const submission = new Submission(root, 'etcd/store.ts');
    const { file, code } = await submission.entry();
    expect(file).toBe('etcd/store.ts');
    expect(code).toContain('exports');
    expect(submission.hash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('may be empty', async () => {
    write('etcd/store.ts', '');
    expect(await problemOf('etcd/store.ts')).toBeUndefined();
  });

  it('that is missing, a folder, a link, a named pipe or a device is not there', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.ts')]);
    symlinkSync(join(folder, 'secret.ts'), join(root, 'link.ts'));
    symlinkSync('/dev/zero', join(root, 'zero.ts'));
    mkdirSync(join(root, 'folder.ts'));
    const files = ['none.ts', 'folder.ts', 'link.ts', 'pipe.ts', 'zero.ts', 'a\u0000b.ts'];
    for (const file of files)
      expect(await problemOf(file), file).toMatchObject({ kind: 'missing' });
  });

  it('must lie below the folder, whatever its name says', async () => {
    symlinkSync(folder, join(root, 'out'));
    for (const file of ['../secret.ts', 'etcd/../../secret.ts', 'out/secret.ts'])
      expect(await problemOf(file), file).toMatchObject({ kind: 'unreadable' });
    expect(await problemOf(join(folder, 'secret.ts'))).toMatchObject({ kind: 'missing' });
  });

  it('must not be huge', async () => {
    write('etcd/store.ts', Buffer.alloc(70_000, 0x20));
    expect(await problemOf('etcd/store.ts')).toMatchObject({
      kind: 'unreadable',
      message: 'etcd/store.ts has 70000 bytes, more than 65536',
    });
  });

  it('that is not TypeScript says where', async () => {
    write('etcd/store.ts', 'const a = 1;\nfunction (');
    expect(await problemOf('etcd/store.ts')).toMatchObject({
      kind: 'syntax',
      message: expect.stringMatching(
        /^etcd\/store.ts:2:10: .*\n {2}2 │ function \(\n {4}│ {10}\^$/,
      ),
      at: { file: 'etcd/store.ts', line: 2, column: 10 },
    });
  });

  it('counts letters, not bytes', async () => {
    write('etcd/store.ts', "const a = 'é集'; function (");
    expect(await problemOf('etcd/store.ts')).toMatchObject({ at: { column: 26 } });
  });

  it('that is binary is a syntax error', async () => {
    write('etcd/store.ts', Buffer.from([0, 1, 2, 255, 254]));
    expect(await problemOf('etcd/store.ts')).toMatchObject({ kind: 'syntax' });
  });

  it('that keeps the parser busy for ever is refused, and the next one is read as always', async () => {
    write('etcd/store.ts', `${'x=>'.repeat(20_000)}1`);
    expect(await problemOf('etcd/store.ts')).toMatchObject({ kind: 'unreadable' });
    write('etcd/store.ts', 'export const a = 1;');
    expect(await problemOf('etcd/store.ts')).toBeUndefined();
  }, 60_000);

  it('is needed together with its folder', () => {
    expect(() => new Submission(join(root, 'none'), 'a.ts')).toThrow(/there is no folder/);
  });
});

describe('what the graded code imports', () => {
  const importing = async (specifier: string, from = 'etcd/store.ts') => {
    const submission = new Submission(root, 'etcd/store.ts');
    await submission.entry();
    return submission.module(from, specifier);
  };

  it('are files of the workspace, with or without their ending', async () => {
    write('etcd/keys.ts', 'export const k = 1;');
    write('shared.ts', 'export const s = 1;');
    for (const name of ['./keys', './keys.ts', './keys.js', '../shared.ts', './../etcd/keys'])
      expect(await importing(name), name).toHaveProperty('code');
  });

  it.each([
    ['node:fs'],
    ['vitest'],
    ['fs'],
    ['#suite'],
    ['#exercise/etcd/store'],
    ['/etc/passwd'],
    ['file:///etc/passwd.ts'],
    ['data:text/javascript,1'],
    ['../../secret.ts'],
    ['./../../workspace/../secret.ts'],
    ['./none'],
    ['.'],
    ['..'],
    ['./'],
    [''],
    ['./a\u0000.ts'],
    [`./${'x'.repeat(100_000)}`],
  ])('are not %s', async (specifier) => {
    const answer = await importing(specifier);
    expect(answer).toHaveProperty('refused');
    expect(JSON.stringify(answer).length).toBeLessThan(1000);
  });

  it('are not files of other kinds', async () => {
    for (const name of ['data.json', 'code.js', 'code.node', '.env', 'view.tsx'])
      write(`etcd/${name}`, '1');
    for (const name of ['data.json', 'code.node', '.env', 'view.tsx', 'code.js'])
      expect(await importing(`./${name}`), name).toHaveProperty('refused');
  });

  it('are not behind links, even where these lead back inside', async () => {
    symlinkSync(folder, join(root, 'out'));
    symlinkSync(join(folder, 'secret.ts'), join(root, 'etcd/link.ts'));
    for (const name of ['../out/secret.ts', './link.ts'])
      expect(await importing(name), name).toHaveProperty('refused');
  });

  it('are asked for only by files that were read', async () => {
    write('etcd/keys.ts', '');
    expect(await importing('./keys.ts', '../../secret.ts')).toHaveProperty('refused');
    expect(await importing('./etcd/keys.ts', 'never-read.ts')).toHaveProperty('refused');
  });

  it('may be hard links: what they name lies in the workspace', async () => {
    linkSync(join(root, 'etcd/store.ts'), join(root, 'etcd/again.ts'));
    expect(await importing('./again')).toHaveProperty('code');
  });

  it('are at most 64', async () => {
    const submission = new Submission(root, 'etcd/store.ts');
    await submission.entry();
    for (let i = 0; i < 70; i++) write(`etcd/m${i}.ts`, '');
    const answers = [];
    for (let i = 0; i < 70; i++) answers.push(await submission.module('etcd/store.ts', `./m${i}`));
    expect(answers.filter((answer) => 'refused' in answer)).toHaveLength(7);
    expect(await submission.module('etcd/store.ts', './m0')).toHaveProperty('code');
  });

  it('may come with attributes, which change nothing', async () => {
    write('etcd/store.ts', "import x from './data.json' with { type: 'text' }; export { x };");
    write('etcd/data.json', '{}');
    const submission = new Submission(root, 'etcd/store.ts');
    expect((await submission.entry()).code).toContain('require("./data.json")');
    expect(await submission.module('etcd/store.ts', './data.json')).toHaveProperty('refused');
  });
});

describe('a place in the learner’s file', () => {
  const text = [
    'enum Color { Red, Green }',
    'type Boxed<T extends object> = { value: T };',
    'export class Store<K, V extends { rev: number }> {',
    '  constructor(private readonly items: Map<K, V>, public size: number = 0) {}',
    '  get<T = V>(key: K): T {',
    '    const color: Color = Color.Red; throw new Error(String(color));',
    '  }',
    '}',
    'export const f = <T,>(x: T): never => { return (x as any).missing.deep; };',
  ].join('\n');

  /** Where an error arises when the file's JavaScript really runs. */
  async function thrownAt(run: string) {
    write('etcd/store.ts', text);
    const submission = new Submission(root, 'etcd/store.ts');
    const { file, code } = await submission.entry();
    const { compileFunction } = await import('node:vm');
    const module = { exports: {} as Record<string, never> };
    compileFunction(code, ['exports', 'require', 'module'], { filename: file })(
      module.exports,
      null,
      module,
    );
    try {
      new Function('m', run)(module.exports);
    } catch (error) {
      return submission.place((error as Error).stack!);
    }
    throw new Error('nothing was thrown');
  }

  it('is exact behind enums, generics and parameter properties', async () => {
    expect(await thrownAt('new m.Store(new Map()).get(1)')).toEqual({
      file: 'etcd/store.ts',
      line: 6,
      column: 43,
    });
    expect(await thrownAt('m.f({})')).toEqual({ file: 'etcd/store.ts', line: 9, column: 67 });
  });

  it.each([
    ['nothing', null],
    ['another file', 'Error\n    at x (/etc/passwd.ts:1:1)'],
    ['line 0', 'Error\n    at x (etcd/store.ts:0:0)'],
    ['an endless number', `Error\n    at x (etcd/store.ts:${'9'.repeat(400)}:1)`],
    ['no position', 'Error\n    at etcd/store.ts'],
    ['a flood', 'x'.repeat(65_536)],
    ['a flood of almost places', 'a.ts:1:'.repeat(9_000)],
  ])('is none where the stack names %s', async (_, stack) => {
    const submission = new Submission(root, 'etcd/store.ts');
    await submission.entry();
    expect(submission.place(stack)).toBeNull();
  });
});
