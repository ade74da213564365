import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { courseProgram } from '../program.ts';
import { candidates } from './candidates.ts';
import { type Shell, scripts, shells } from './scripts.ts';

const names = {
  exercises: ['etcd/mvcc-store', 'etcd/watch', 'scheduler/taints'],
  lessons: ['etcd/overview', 'etcd/revisions'],
};
const offered = (...words: string[]) =>
  candidates(
    courseProgram(() => {}),
    words,
    names,
  );

describe('at the end of a line the course offers', () => {
  it('its commands', () => {
    expect(offered('re')).toEqual(['read', 'reset']);
    expect(offered('author', '')).toEqual(['check', 'mutate', 'new']);
  });

  it('exercises and lessons, where a command wants one', () => {
    expect(offered('hint', 'etcd/')).toEqual(['etcd/mvcc-store', 'etcd/watch']);
    expect(offered('read', 'etcd/r')).toEqual(['etcd/revisions']);
    expect(offered('grade', 'etcd/watch', '--watch', 's')).toEqual(['scheduler/taints']);
    expect(offered('open', 'etcd/watch', '')).toEqual([]);
  });

  it('options and their values', () => {
    expect(offered('grade', '--w')).toEqual(['--watch', '--workspace']);
    expect(offered('grade', '--sandbox', 're')).toEqual(['required']);
    expect(offered('grade', '--workspace', '')).toEqual([]);
  });

  it('the shells it knows', () => expect(offered('completion', '')).toEqual([...shells].sort()));
});

const program = join(import.meta.dirname, '..', '..', 'dist', 'course.js');
const course = `course() { '${process.execPath}' '${program}' "$@"; }`;
/** What a person would see after Tab, in each shell's own words. */
const presses: Readonly<Record<Shell, string>> = {
  bash: `${course}\n${scripts.bash}\nCOMP_WORDS=(course grade etcd/mv); COMP_CWORD=2; _course; echo "\${COMPREPLY[@]}"`,
  zsh: `${course}\ncompdef() {}; compadd() { shift; print -r -- \${(P)1} }\n${scripts.zsh}\nwords=(course grade etcd/mv); CURRENT=3; _course`,
  fish: `function course; '${process.execPath}' '${program}' $argv; end\n${scripts.fish}\ncomplete -C 'course grade etcd/mv'`,
};
/** From the folder above: a path from the root may hold blanks, which shells escape. */
const above = join(import.meta.dirname, '..');
const forFiles = presses.fish.replace('grade etcd/mv', 'grade --workspace comp');

describe.each(shells)('the script for %s', (shell) => {
  const isThere = spawnSync(shell, ['-c', 'exit 0']).status === 0;
  if (!isThere)
    console.error(`\n*** SKIPPED: ${shell} is not installed, so its script was not run ***\n`);

  it.runIf(isThere)('offers what the course offers', () => {
    const { stdout, stderr } = spawnSync(shell, ['-c', presses[shell]], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'etcd/mvcc-store\n', stderr: '' });
  });

  // The other two do so by themselves.
  if (shell === 'fish')
    it.runIf(isThere)('offers files where the course has nothing', () => {
      const { stdout } = spawnSync(shell, ['-c', forFiles], { encoding: 'utf8', cwd: above });
      expect(stdout).toContain('completion/');
    });
});
