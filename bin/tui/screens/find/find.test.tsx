import { afterEach, expect, it } from 'vitest';
import { begunProgress } from '../../fixture/ports.ts';
import { expectGolden } from '../../testing/golden.ts';
import { large, narrow, type Play, play, small } from '../../testing/play.tsx';

let stage: Play;
afterEach(() => stage.end());

const folder = import.meta.dirname;
const opened = (size = small, spoken = false) => {
  stage = play({ progress: begunProgress }, size, spoken);
  stage.press('f');
};

it.each([
  ['60x20', narrow],
  ['80x24', small],
  ['120x40', large],
])('what is found stands with its context, at %s', async (name, size) => {
  opened(size);
  stage.press(...'revision', 'down', 'down');
  expectGolden(folder, `revision-${name}`, await stage.picture());
});

it('before the first letter it says what it does', async () => {
  opened();
  expectGolden(folder, 'empty-80x24', await stage.picture());
});

it('nothing found says what finds more', async () => {
  opened();
  stage.press(...'kubectl apply');
  expect(await stage.picture()).toContain('Nothing holds “kubectl apply”.');
});

it('Enter opens the lesson at the words, n goes on, and Esc comes back to what was found', async () => {
  opened();
  stage.press(...'tombstone', 'down', 'enter');
  expectGolden(folder, 'opened-80x24', await stage.picture());
  stage.press('esc', 'esc');
  expect(await stage.picture()).toContain('› tombstone');
  stage.press('esc');
  expect(await stage.picture()).toContain('MVCC store');
});

it('letters that are keys elsewhere are letters here, and Ctrl+U clears them', async () => {
  opened();
  stage.press('q', '?', 'j');
  expect(await stage.picture()).toContain('› q?j');
  stage.press('ctrl+u');
  expect(await stage.picture()).toContain('Type some words');
  stage.press('enter');
  expect(await stage.picture()).toContain('Type some words first.');
});

it('who listens gets words instead of signs', async () => {
  opened(small, true);
  stage.press(...'revision');
  expectGolden(folder, 'spoken-80x24', await stage.picture());
});
