import { afterEach, expect, it } from 'vitest';
import { noProgress, recordGrading } from '../../../learner/progress/progress-state.ts';
import { fullOutline } from '../../fixture/outline.ts';
import { begunProgress, type FixtureFacts } from '../../fixture/ports.ts';
import { expectGolden } from '../../testing/golden.ts';
import { large, narrow, type Play, play, small } from '../../testing/play.tsx';

let stage: Play;
afterEach(() => stage.end());

const begun: FixtureFacts = { progress: begunProgress };
const folder = import.meta.dirname;

it('home shows the cluster, everything there is to do, and what is selected', async () => {
  stage = play(begun, large);
  expectGolden(folder, 'begun-120x40', await stage.picture());
});

it('in a small terminal the map is three lines', async () => {
  stage = play(begun, small);
  expectGolden(folder, 'begun-80x24', await stage.picture());
});

it('in a narrow terminal the map counts instead of drawing lamps', async () => {
  stage = play(begun, narrow);
  expectGolden(folder, 'begun-60x20', await stage.picture());
});

it('where only ASCII is known, lines, lamps and signs are drawn with it', async () => {
  stage = play(begun, large, false, { LANG: 'C' });
  expectGolden(folder, 'ascii-120x40', await stage.picture());
});

it.each([
  ['80x24', small],
  ['120x40', large],
])('the maps have room for every exercise that is planned, at %s', async (name, size) => {
  const passed = ['controllers/part-a', 'addons/part-a', 'addons/part-b', 'proxy/part-c'];
  const progress = passed.reduce(
    (before, exercise) =>
      recordGrading(before, { exercise, status: 'passed', points: 100, maxPoints: 100 }, 0),
    noProgress,
  );
  stage = play({ outline: fullOutline, progress }, size);
  stage.press('right', 'right', 'right');
  expectGolden(folder, `full-${name}`, await stage.picture());
});

it('in a tall terminal the map stands above the list', async () => {
  stage = play(begun, { columns: 90, rows: 50 });
  expectGolden(folder, 'begun-90x50', await stage.picture());
});

it('before the first step every part of the cluster is a dotted outline', async () => {
  stage = play({}, large);
  expectGolden(folder, 'new-120x40', await stage.picture());
});

it('a search selects the first match while it is typed', async () => {
  stage = play(begun, small);
  stage.press('/', ...'patch');
  expectGolden(folder, 'search-80x24', await stage.picture());
});

it('a screen reader hears sentences instead of a drawing', async () => {
  stage = play(begun, large, true);
  expectGolden(folder, 'spoken', await stage.picture());
});

it('the selection stays in sight while the terminal changes its size', async () => {
  stage = play(begun, large);
  stage.press('G');
  stage.resize(small);
  expect(await stage.picture()).toContain('▸ ○ Cluster DNS');
  stage.resize({ columns: 61, rows: 17 });
  expect(await stage.picture()).toContain('▸ ○ Cluster DNS');
});

it('arrows left and right go from part to part', async () => {
  stage = play(begun, large);
  stage.press('g', 'right', 'right');
  expect(await stage.picture()).toContain('▸ · The only door');
  stage.press('left');
  expect(await stage.picture()).toContain('▸ ✓ What etcd is for');
});

it('what is new stays in sight', async () => {
  stage = play({ ...begun, added: ['etcd/lease.ts', 'etcd/watch.ts'] }, small);
  const news = 'New in the course: 2 exercises, the first is etcd/lease.ts.';
  expect(await stage.picture()).toContain(news);
  stage.press('j', 'enter', 'esc');
  expect(await stage.picture()).toContain(news);
});

it('n without a search says how to start one', async () => {
  stage = play(begun, small);
  stage.press('n');
  expect(await stage.picture()).toContain('Nothing was searched yet; / starts a search.');
});
