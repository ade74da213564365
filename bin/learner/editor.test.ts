import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { chooseEditor, openInEditor } from './editor.ts';
import { temporaryFolder, write } from './testing/temporary-course.ts';

const has =
  (...programs: string[]) =>
  (program: string) =>
    programs.includes(program);
const choose = (env: Record<string, string>, ...programs: string[]) => {
  const { command, args, why, inTerminal } = chooseEditor(env, 'a.ts', has(...programs));
  return [[command, ...args], why, inTerminal];
};

describe('the editor', () => {
  it('is what $VISUAL says, else $EDITOR', () => {
    const both = { VISUAL: 'nvim', EDITOR: 'nano' };
    expect(choose(both, 'code')).toEqual([['nvim'], 'from $VISUAL', true]);
    expect(choose({ VISUAL: ' ', EDITOR: 'nano' })).toEqual([['nano'], 'from $EDITOR', true]);
  });

  it.each([
    ['code --wait', ['code', '--wait'], false],
    ['"/opt/My Editor/run" -n', ['/opt/My Editor/run', '-n'], true],
    ["'/opt/My Editor/subl' -n", ['/opt/My Editor/subl', '-n'], false],
    ['/opt/My\\ Editor/vim', ['/opt/My Editor/vim'], true],
    ['/usr/bin/emacs -nw', ['/usr/bin/emacs', '-nw'], true],
    ['unheard-of', ['unheard-of'], true],
    ['env "A=b \\"c\\"" vim', ['env', 'A=b "c"', 'vim'], true],
  ])('understands %s', (text, command, inTerminal) => {
    expect(choose({ EDITOR: text })).toEqual([command, 'from $EDITOR', inTerminal]);
  });

  it('can be a path with blanks without quotes', () => {
    const path = '/opt/My Editor/run';
    expect(choose({ EDITOR: path }, path)).toEqual([[path], 'from $EDITOR', true]);
  });

  it('is VS Code inside its terminal, else one that everybody has, and VS Code where there is no other', () => {
    const inside = { TERM_PROGRAM: 'vscode' };
    expect(choose(inside, 'code', 'vim')).toEqual([
      ['code'],
      'this terminal is inside of it',
      false,
    ]);
    const remote = { VSCODE_IPC_HOOK_CLI: '/run/user/1000/vscode-ipc.sock' };
    expect(choose(remote, 'code', 'vim')[0]).toEqual(['code']);
    expect(choose({}, 'code', 'vim')).toEqual([['vim'], 'found on PATH', true]);
    expect(choose({}, 'code')).toEqual([['code'], 'found on PATH', false]);
    expect(choose(inside, 'vi', 'vim')).toEqual([['vim'], 'found on PATH', true]);
    expect(choose({}, 'vi')).toEqual([['vi'], 'found on PATH', true]);
  });

  it('is asked for where there is none, with the path to open by hand', () => {
    const none = () => chooseEditor({}, '/c/etcd/mvcc-store.ts', has());
    expect(none).toThrow(/No editor was found to open \/c\/etcd\/mvcc-store\.ts\./);
    expect(none).toThrow(UsageError);
  });

  it('is looked for along PATH', () => {
    const dir = temporaryFolder();
    write(join(dir, 'vim'), 'not a program');
    write(join(dir, 'vi'), '#!/bin/sh\n');
    chmodSync(join(dir, 'vi'), 0o755);
    expect(chooseEditor({ PATH: dir }).command).toBe('vi');
  });
});

describe('opening a file', () => {
  /** A program that writes its arguments down. */
  function pretended(name: string, ending = ''): { command: string; written: string } {
    const dir = temporaryFolder();
    const [command, written] = [join(dir, name), join(dir, 'arguments')];
    write(command, `#!/bin/sh\nprintf '%s|' "$@" > "${written}"\n${ending}\n`);
    chmodSync(command, 0o755);
    return { command, written };
  }

  const quoted = (path: string) => `"${path}"`;

  it('waits until a terminal editor was left, and goes to the line', async () => {
    const { command, written } = pretended('vim');
    const editor = chooseEditor({ EDITOR: `${quoted(command)} -n` });
    await openInEditor(editor, '/c/a b.ts', { line: 12, column: 3 });
    expect(readFileSync(written, 'utf8')).toBe('-n|+call cursor(12,3)|/c/a b.ts|');
  });

  it('does not mind how it was left', async () => {
    const { command } = pretended('vim', 'exit 3');
    await openInEditor(chooseEditor({ EDITOR: quoted(command) }), '/c/a.ts');
  });

  it('does not wait for a window to be closed', async () => {
    const { command, written } = pretended('code', 'mkfifo "$0.open" && read line < "$0.open"');
    const editor = chooseEditor({ EDITOR: quoted(command) });
    await openInEditor(editor, '/c/a.ts', { line: 5 });
    await expect.poll(() => existsSync(`${command}.open`)).toBe(true);
    expect(readFileSync(written, 'utf8')).toBe('--goto|/c/a.ts:5:1|');
    writeFileSync(`${command}.open`, 'now it is closed\n');
  });

  it.each(['no-such-vim', 'code'])('says so when %s cannot be started', async (name) => {
    const editor = chooseEditor({ EDITOR: join(temporaryFolder(), name).replaceAll(' ', '\\ ') });
    await expect(openInEditor(editor, '/c/a.ts')).rejects.toThrow(/could not be started: ENOENT/);
  });
});
