import { afterEach, expect, it } from 'vitest';
import { begunProgress, type FixtureFacts } from '../../fixture/ports.ts';
import { expectGolden } from '../../testing/golden.ts';
import { large, narrow, type Play, play, small } from '../../testing/play.tsx';

let stage: Play;
afterEach(() => stage.end());

const inLesson: FixtureFacts = {
  progress: { ...begunProgress, place: { screen: 'lesson', id: 'etcd/revisions' } },
};
const folder = import.meta.dirname;

it('a lesson begins with its title and what it is about', async () => {
  stage = play(inLesson, small);
  expectGolden(folder, 'top-80x24', await stage.picture());
});

it('where there is room, an outline stands beside the text', async () => {
  stage = play(inLesson, large);
  stage.press('space');
  expectGolden(folder, 'middle-120x40', await stage.picture());
});

it('callouts, tables and Chinese keep their columns', async () => {
  stage = play(inLesson, large);
  stage.press('space', 'space');
  expectGolden(folder, 'wide-characters-120x40', await stage.picture());
});

it('a wrong answer says why, and nothing of the other choices', async () => {
  stage = play(inLesson, large);
  stage.press('tab', '1', 'enter');
  expectGolden(folder, 'wrong-answer-120x40', await stage.picture());
});

it('the right answer explains every choice', async () => {
  stage = play(inLesson, small);
  stage.press('tab', 'j', 'enter');
  expectGolden(folder, 'right-answer-80x24', await stage.picture());
});

it('the choice that was wrong keeps its mark when the right one is found, and no other gets one', async () => {
  stage = play(inLesson, small);
  stage.press('tab', 'enter', 'r', '2', 'enter');
  const picture = await stage.picture();
  expect(picture).toContain('✗ 1. etcd compares');
  expect(picture).toContain('✓ 2. A write');
  expect(picture).toContain('┃   3. It does not');
  expect(picture).toContain('✓ Right. ✗ marks what you chose before.');
});

it('after the last question Tab goes on with the text', async () => {
  stage = play(inLesson, small);
  stage.press('tab', 'tab');
  expect(await stage.picture()).toContain('Question 2 of 2');
  expect(await stage.picture()).toContain('Tab go on');
  stage.press('tab');
  expect(await stage.picture()).toContain('Build it yourself');
  expect(await stage.picture()).toContain('] next');
});

it('an answer is kept, and can be taken again', async () => {
  stage = play(inLesson, small);
  stage.press('tab', 'enter', 'r', '2', 'enter');
  expect(stage.ports.done).toContain('keep answer same-value 0');
  expect(stage.ports.done).toContain('keep answer same-value 1');
  expect(await stage.picture()).toContain('✓ Right.');
});

it('t explains the terms in view', async () => {
  stage = play(inLesson, small);
  stage.press('t');
  expectGolden(folder, 'terms-80x24', await stage.picture());
  stage.press('esc');
  expect(await stage.picture()).not.toContain('Terms in view');
});

it('a search shows how many lines it found, and Esc goes back to where it began', async () => {
  stage = play(inLesson, small);
  const before = await stage.picture();
  stage.press('/', ...'compact');
  expectGolden(folder, 'search-80x24', await stage.picture());
  stage.press('esc');
  expect(await stage.picture()).toBe(before);
});

it('n and N go from match to match, around the end', async () => {
  stage = play(inLesson, small);
  stage.press('/', ...'guarantees', 'enter');
  expect(await stage.picture()).toContain('/guarantees  match 1 of 2');
  stage.press('n');
  expect(await stage.picture()).toContain('/guarantees  match 2 of 2');
  stage.press('n', 'N');
  expect(await stage.picture()).toContain('/guarantees  match 2 of 2');
  stage.press('g', '/', ...'nowhere-to-be-found', 'enter', 'n');
  expect(await stage.picture()).toContain('The search found nothing.');
});

it('a reader hears the sentence of a diagram instead of the drawing', async () => {
  stage = play(inLesson, small, true);
  stage.press('space');
  expectGolden(folder, 'spoken-80x24', await stage.picture());
});

it('the place in the text is kept once the page stands still, and survives another width', async () => {
  stage = play(inLesson, small);
  stage.press('space', 'space');
  expect(stage.ports.done.join()).not.toContain('keep position');
  stage.ports.pass();
  expect(stage.ports.done.at(-1)).toMatch(/^keep position \d+:\d+$/);
  const [first] = (await stage.picture()).split('\n').slice(2);
  stage.resize(large);
  expect((await stage.picture()).split('\n')[2]).toContain(first!.trim().slice(0, 20));
});

it('at its end a lesson counts as read', async () => {
  stage = play({
    progress: { ...begunProgress, place: { screen: 'lesson', id: 'etcd/leases' } },
  });
  stage.press('G');
  expect(stage.ports.done).toContain('keep read etcd/leases');
});

it.each([small, large])(
  'whether a lesson counts as read does not depend on the size',
  async (size) => {
    const short = { screen: 'lesson', id: 'etcd/leases' } as const;
    stage = play(
      { progress: { ...begunProgress, place: short } },
      { ...size, rows: size.rows * 5 },
    );
    stage.press('esc');
    expect(stage.ports.done).not.toContain('keep read etcd/leases');
    stage.press('enter', ']');
    expect(stage.ports.done).toContain('keep read etcd/leases');
  },
);

it('the result of an answer comes into view, and who is right is not asked again', async () => {
  stage = play(inLesson, narrow);
  stage.press('tab', 'enter');
  expect(await stage.picture()).toContain('✗ Not that one.');
  expect(await stage.picture()).toContain('r try again');
  stage.press('r', '2', 'enter');
  expect(await stage.picture()).toContain('✓ Right.');
  expect(await stage.picture()).not.toContain('r try again');
});

it('a lesson that was read says so', async () => {
  stage = play({
    progress: { ...begunProgress, place: { screen: 'lesson', id: 'etcd/leases' } },
  });
  expect(await stage.picture()).not.toContain('✓ read');
  stage.press('G');
  expect(await stage.picture()).toContain('✓ read');
});

it('a lesson without an exercise says so when one is asked for', async () => {
  stage = play({
    progress: { ...begunProgress, place: { screen: 'lesson', id: 'etcd/what-etcd-is-for' } },
  });
  stage.press('x');
  expect(await stage.picture()).toContain('This lesson has no exercise.');
});
