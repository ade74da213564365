import { afterEach, expect, it } from 'vitest';
import { begunProgress, type FixtureFacts } from '../../fixture/ports.ts';
import { expectGolden } from '../../testing/golden.ts';
import { large, narrow, type Play, play, small } from '../../testing/play.tsx';
import { words } from './wording.ts';

let stage: Play;
afterEach(() => stage.end());

const folder = import.meta.dirname;
const inLesson: FixtureFacts = {
  progress: {
    ...begunProgress,
    exercises: {},
    place: { screen: 'lesson', id: 'etcd/revisions' },
  },
};
const inExercise: FixtureFacts = {
  progress: { ...begunProgress, place: { screen: 'exercise', id: 'etcd/mvcc-store' } },
};

/** Presses keys one by one; what each leads to outside is answered before the next. */
async function press(...keys: string[]) {
  for (const key of keys) {
    stage.press(key);
    await stage.picture();
  }
}

it('a simulation opens from its lesson and says what is to be seen', async () => {
  stage = play(inLesson, small);
  await press('p');
  expectGolden(folder, 'beginning-80x24', await stage.picture());
});

it.each([
  ['60x20', narrow],
  ['80x24', small],
  ['120x40', large],
])('picture, sentences and choices have their places, at %s', async (name, size) => {
  stage = play(inLesson, size);
  await press('p', 'space', 'space', 'j', 'j');
  expectGolden(folder, `choosing-${name}`, await stage.picture());
});

it('a step goes on, and what happened before stays in sight', async () => {
  stage = play(inLesson, small);
  await press('p', 'space', 'space', 'space');
  expectGolden(folder, 'stepped-80x24', await stage.picture());
});

it('the choices lie over the rest, and Esc takes them away', async () => {
  stage = play(inLesson, small);
  await press('p', 'space', 'j', 'j', 'j');
  expectGolden(folder, 'choices-80x24', await stage.picture());
  await press('enter');
  expect(await stage.picture()).toContain('Not now: compact at 2. There is nothing to forget yet.');
  await press('k', 'enter');
  expect(await stage.picture()).toContain('moment 2');
  await press('esc');
  expect(await stage.picture()).toContain('Revision 3: You delete a.');
  expect(await stage.picture()).not.toContain('What you can do');
});

it('where there is room, picture, sentences and choices stand beside each other', async () => {
  stage = play(inLesson, large);
  await press('p', 'space', 'j', 'enter', 'space');
  expectGolden(folder, 'stepped-120x40', await stage.picture());
});

it('in a narrow terminal as much of the picture is drawn as has room, and said', async () => {
  stage = play(inLesson, narrow);
  await press('p', 'space', 'space');
  expectGolden(folder, 'narrow-60x20', await stage.picture());
  expect(await stage.picture()).not.toContain('goes on: 80');
  for (let step = 0; step < 8; step++) await press('space');
  const picture = await stage.picture();
  expect(picture).toContain('The picture goes on: 80 columns show all of it.');
  expect(picture).toContain('revision  1');
});

it('the reader goes back, and what they do there begins another future', async () => {
  stage = play(inLesson, small);
  await press('p', 'space', 'space', 'space', 'left', 'left');
  expectGolden(folder, 'looking-back-80x24', await stage.picture());
  await press('enter', 'j', 'enter');
  const forked = await stage.picture();
  expect(forked).toContain('moment 2');
  expect(forked).not.toContain('looking back');
  await press('esc', 'g');
  expect(await stage.picture()).toContain('moment 0 of 2');
  await press('G');
  expect(await stage.picture()).toContain('Revision 3: You delete a.');
});

it('it runs by itself, faster and slower, until it is paused or over', async () => {
  stage = play(inLesson, small);
  await press('p', 'r');
  expect(await stage.picture()).toContain('running; r pauses');
  stage.ports.pass();
  await stage.picture();
  stage.ports.pass();
  expect(await stage.picture()).toContain('moment 2');
  await press('+');
  expect(await stage.picture()).toContain('One step every 400 ms.');
  stage.ports.pass();
  await press('r');
  stage.ports.pass();
  expect(await stage.picture()).toContain('moment 3');
  await press('r');
  for (let ticks = 0; ticks < 12; ticks++) {
    stage.ports.pass();
    await stage.picture();
  }
  expectGolden(folder, 'over-80x24', await stage.picture());
  await press('space');
  expect(await stage.picture()).toContain('Nothing more happens');
});

it('looking back pauses it', async () => {
  stage = play(inLesson, small);
  await press('p', 'space', 'space', 'r', 'left');
  stage.ports.pass();
  expect(await stage.picture()).toContain('moment 1 of 2, looking back');
});

it('another seed is another course of events', async () => {
  stage = play(inLesson, small);
  await press('p', 'space');
  expect(await stage.picture()).toContain('Client A puts a');
  await press('n', 'space');
  const picture = await stage.picture();
  expect(picture).toContain('seed 2');
  expect(picture).toContain('Client B puts a');
});

it('it goes on where it was left', async () => {
  stage = play(inLesson, small);
  await press('p', 'space', 'space', 'left', 'esc');
  expect(stage.ports.done).toContain('end etcd/mvcc-store');
  expect(await stage.picture()).toContain('The problem');
  await press('p');
  expect(await stage.picture()).toContain('moment 1 of 2, looking back');
});

it('after a pass it is played with the learner’s own file', async () => {
  stage = play(inExercise, small);
  await press('p', 'space');
  expect(stage.ports.done).toContain('play etcd/mvcc-store with etcd/mvcc-store');
  const mine = await stage.picture();
  expect(mine).toContain('with your mvcc-store');
  expect(mine).toContain('made with your own');
  await press('w');
  const reference = await stage.picture();
  expect(reference).toContain('made with the reference');
  expect(reference).toContain('moment 1');
});

it('more parts than the headline has room for are counted', () => {
  expect(words.own(['a/rbac', 'a/registry'], true)).toBe('your rbac and your registry');
  expect(words.own(['a/rbac', 'a/registry', 'e/watch'], true)).toBe('3 parts of your own');
});

it('before a pass it is played with the reference, and w says why', async () => {
  const { progress } = inExercise;
  stage = play({ progress: { ...progress!, exercises: {} } }, small);
  await press('p', 'w');
  const picture = await stage.picture();
  expect(picture).toContain('with the reference');
  expect(picture).toContain('Your own file plays along once it has passed its exercise.');
});

it('an exercise without one says so', async () => {
  stage = play({ progress: { ...begunProgress, place: { screen: 'exercise', id: 'etcd/watch' } } });
  await press('p');
  expect(await stage.picture()).toContain('There is no simulation here.');
});

it('trouble is told, and Esc leads out', async () => {
  const simulationTrouble = 'etcd/mvcc-store.ts cannot be played: etcd/mvcc-store.ts:3:1.';
  stage = play({ ...inExercise, simulationTrouble }, small);
  await press('p');
  expect(await stage.picture()).toContain(simulationTrouble);
  await press('esc');
  expect(await stage.picture()).toContain('Brief');
});

it('a reader hears numbered sentences, and nothing runs by itself', async () => {
  stage = play(inLesson, small, true);
  await press('p', 'space', 'space', 'r');
  expectGolden(folder, 'spoken-80x24', await stage.picture());
  await press('enter');
  expectGolden(folder, 'spoken-choices-80x24', await stage.picture());
});

it('with reduced motion it is stepped, and never runs by itself', async () => {
  stage = play(inLesson, small, false, { REDUCED_MOTION: '1' });
  await press('p', 'r');
  expect(await stage.picture()).toContain('With REDUCED_MOTION nothing runs by itself');
  expect(await stage.picture()).not.toContain('r run');
});
