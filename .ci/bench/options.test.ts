import { spawnSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { benchOptions, rowGroups } from './options.ts';

const read = (...words: string[]) => benchOptions(words, ['etcd/mvcc-store', 'etcd/watch']);

/** The command as a shell runs it. */
function bench(...words: string[]) {
  return spawnSync(process.execPath, ['.ci/bench.mjs', ...words], { encoding: 'utf8' });
}

describe('the bench', () => {
  it('measures everything unless told otherwise', () => {
    expect(read()).toEqual({
      ...{ rows: Object.keys(rowGroups), exercise: 'etcd/mvcc-store' },
      ...{ gradings: 5000, learners: 200, idle: 60 },
    });
  });

  it('takes a value after = and after a space', () => {
    expect(read('--rows=list,install', '--exercise', 'etcd/watch', '--idle=5', '--json')).toEqual({
      ...{ rows: ['list', 'install'], exercise: 'etcd/watch', idle: 5, json: true },
      ...{ gradings: 5000, learners: 200 },
    });
  });

  it.each([
    ['an unknown option', ['--row=list'], /unknown option '--row=list'/],
    ['an unknown row', ['--rows=list,clas'], /no row "clas". Rows: memory, cold, warm, class/],
    ['an unknown exercise', ['--exercise=etcd/nothing'], /'etcd\/nothing' is invalid/],
    ['no number', ['--learners=many'], /'many' is invalid. Give a whole number/],
    ['a stray word', ['list'], /too many arguments/],
  ])('refuses %s by its name', (_, words, said) => {
    const error = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => read(...words)).toThrow(said);
    error.mockRestore();
  });

  it('says so on standard error, measures nothing, and ends as for every wrong use', () => {
    const { status, stdout, stderr } = bench('--nonsense', '--rows=list');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain("unknown option '--nonsense'");
    expect(stderr).toContain('npm run bench -- --help');
  });

  it('lists its rows and options when asked, and measures nothing', () => {
    const { status, stdout } = bench('--help');
    expect(status).toBe(0);
    for (const row of Object.keys(rowGroups)) expect(stdout).toMatch(new RegExp(`^  ${row} `, 'm'));
    for (const option of ['rows', 'exercise', 'gradings', 'learners', 'idle', 'json'])
      expect(stdout).toContain(`--${option}`);
    expect(stdout).not.toMatch(/[✓✗]/);
  });
});
