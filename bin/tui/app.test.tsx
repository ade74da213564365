import { afterEach, expect, it } from 'vitest';
import { begunProgress } from './fixture/ports.ts';
import { expectGolden } from './testing/golden.ts';
import { large, type Play, play, small } from './testing/play.tsx';

let stage: Play;
afterEach(() => stage.end());

const folder = import.meta.dirname;

it('the first start offers to create the workspace', async () => {
  stage = play({ hasWorkspace: false }, small);
  expectGolden(`${folder}/screens/first-run`, 'first-80x24', await stage.picture());
  stage.press('enter');
  expect(stage.ports.done[0]).toBe('create');
  expect(await stage.picture()).toContain('Created /home/ada/my-cluster.');
});

it('the first start looks good in a large terminal too', async () => {
  stage = play({ hasWorkspace: false }, large);
  expectGolden(`${folder}/screens/first-run`, 'first-120x40', await stage.picture());
});

it('? shows the keys of the screen below, and why one does not work now', async () => {
  stage = play({ progress: begunProgress }, large);
  stage.press('j', 'enter', 'x', '?');
  expectGolden(`${folder}/screens/help`, 'exercise-120x40', await stage.picture());
  stage.press('?');
  expect(await stage.picture()).not.toContain('Keys');
});

it('the help scrolls in a small terminal', async () => {
  stage = play({ progress: begunProgress }, small);
  stage.press('?', 'G');
  expectGolden(`${folder}/screens/help`, 'end-80x24', await stage.picture());
});

it('a terminal that is too small says so, and only q works', async () => {
  stage = play({ progress: begunProgress }, { columns: 40, rows: 10 });
  expectGolden(`${folder}/screens/too-small`, '40x10', await stage.picture());
  stage.press('enter');
  expect(await stage.picture()).toContain('Please enlarge');
  stage.press('q');
  expect(stage.quits()).toBe(1);
});

it('no picture is taller than the terminal without its last row, nor wider', async () => {
  stage = play({ progress: begunProgress }, large);
  const sizes = [
    small,
    large,
    { columns: 60, rows: 16 },
    { columns: 111, rows: 30 },
    { columns: 200, rows: 70 },
  ];
  for (const keys of [['g'], ['j', 'j', 'enter'], ['x'], ['h'], ['esc', '?']])
    for (const size of sizes) {
      if (size === sizes[0]) stage.press(...keys);
      stage.resize(size);
      const lines = (await stage.picture()).split('\n');
      expect(lines).toHaveLength(size.rows - 1);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(size.columns);
    }
});

it('keys arrive from the terminal, several at once too', async () => {
  stage = play({ progress: begunProgress }, small);
  stage.type('g');
  stage.type('jj');
  expect(await stage.picture()).toContain('▸ ✓ Revisions');
  stage.type('\u001b[A');
  expect(await stage.picture()).toContain('▸ ✓ What etcd is for');
  stage.type('\r');
  expect(await stage.picture()).toContain('etcd › What etcd is for');
});

it('a key that does nothing says so, once', async () => {
  stage = play({ progress: begunProgress }, small);
  stage.press('Z');
  expect(await stage.picture()).toContain('Z does nothing here; ? shows the keys.');
  const told = stage.pictures();
  stage.press('Z');
  expect(stage.pictures()).toBe(told);
});

it('time that passes draws nothing', async () => {
  stage = play({ progress: begunProgress }, small);
  const before = stage.pictures();
  stage.ports.pass();
  expect(stage.pictures()).toBe(before);
});
