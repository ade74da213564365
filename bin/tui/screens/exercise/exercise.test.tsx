import { afterEach, expect, it } from 'vitest';
import { begunProgress, type FixtureFacts } from '../../fixture/ports.ts';
import {
  begunRecord,
  brokenRecord,
  failedRecord,
  halfRecord,
  longRecord,
  passedRecord,
} from '../../fixture/records.ts';
import { expectGolden } from '../../testing/golden.ts';
import { large, narrow, type Play, play, small } from '../../testing/play.tsx';

let stage: Play;
afterEach(() => stage.end());

const folder = import.meta.dirname;
const progress = {
  ...begunProgress,
  exercises: {},
  place: { screen: 'exercise', id: 'etcd/mvcc-store' },
} as const;
const inExercise: FixtureFacts = { progress };

function verdict(record = failedRecord) {
  stage.ports.save();
  stage.ports.verdict(record);
}

const sizes = [
  ['60x20', narrow],
  ['80x24', small],
  ['120x40', large],
] as const;

it.each(sizes)('every sheet has its place, at %s', async (name, size) => {
  const sheets = [
    ['hints', failedRecord, 'h', 'h', 'h'],
    ['trace', failedRecord, 't'],
    ['diff', failedRecord, 'd'],
    ['solution', passedRecord, 's'],
    ['reset', failedRecord, 'R'],
  ] as const;
  for (const [sheet, record, ...keys] of sheets) {
    stage = play(inExercise, size);
    verdict();
    verdict(record);
    stage.press(...keys);
    await stage.picture();
    expectGolden(folder, `${sheet}-${name}`, await stage.picture());
    stage.press('esc');
    expect(await stage.picture()).toContain(record === passedRecord ? 'Passed' : 'Not there yet');
  }
});

it('before the first verdict it says how to begin', async () => {
  stage = play(inExercise, large);
  expectGolden(folder, 'new-120x40', await stage.picture());
});

it.each([
  ['60x20', narrow],
  ['80x24', small],
  ['120x40', large],
])(
  'what is not written yet is no failure, and what is next is selected, at %s',
  async (name, size) => {
    stage = play({ ...inExercise, untouched: true }, size);
    verdict(begunRecord);
    expectGolden(folder, `begun-${name}`, await stage.picture());
    stage.press('enter');
    expect(await stage.picture()).toContain('3 tests wait for step 2: range');
    stage.press('e');
    expect(stage.ports.done.at(-1)).toBe('edit /home/ada/my-cluster/etcd/mvcc-store.ts:40:11');
    stage.press('h');
    expect(await stage.picture()).toContain('Hints on “Ranges”');
  },
);

it('a long failure tells its last calls, and what differs between expected and received', async () => {
  stage = play({ ...inExercise, untouched: true }, small);
  verdict(longRecord);
  expectGolden(folder, 'long-80x24', await stage.picture());
});

it('of what fails only that is red which is written', async () => {
  stage = play({ ...inExercise, untouched: true }, small);
  verdict(halfRecord);
  expectGolden(folder, 'half-80x24', await stage.picture());
  stage.press('j');
  expect(await stage.picture()).toContain('┃ ▸ ○ Deleting');
  stage.press('t');
  await stage.picture();
  expect(stage.ports.done.at(-1)).toContain('the end of a range is not part of it');
});

it('the untouched stub gets no verdict, only the goals', async () => {
  stage = play({ ...inExercise, untouched: true, lastVerdict: failedRecord }, large);
  stage.ports.start();
  stage.ports.verdict(failedRecord);
  expectGolden(folder, 'new-120x40', await stage.picture());
  stage.ports.save();
  stage.ports.verdict(failedRecord);
  expect(await stage.picture()).toContain('Not there yet');
});

it('brief and verdict stand side by side, the first failure unfolded, the others folded', async () => {
  stage = play(inExercise, large);
  verdict();
  expectGolden(folder, 'failed-120x40', await stage.picture());
});

it('in a small terminal a save brings the verdict to the front', async () => {
  stage = play(inExercise, small);
  verdict(brokenRecord);
  verdict();
  expectGolden(folder, 'failed-80x24', await stage.picture());
});

it('the verdict at the beginning leaves the brief in front', async () => {
  stage = play(inExercise, small);
  verdict();
  expectGolden(folder, 'brief-80x24', await stage.picture());
});

it('Enter unfolds the selected failure and folds it again', async () => {
  stage = play(inExercise, large);
  verdict();
  stage.press('tab', 'j', 'enter', 'j', 'enter');
  expectGolden(folder, 'second-unfolded-120x40', await stage.picture());
  stage.press('enter', 'k', 'k', 'enter');
  expect(await stage.picture()).not.toContain('did  ');
});

it('what is unfolded at the lower edge comes into view', async () => {
  stage = play(inExercise, small);
  verdict();
  stage.press('tab', 'j', 'enter', 'j', 'enter');
  expectGolden(folder, 'unfolded-80x24', await stage.picture());
});

it('type errors and printed text unfold as well', async () => {
  stage = play(inExercise, large);
  verdict();
  stage.press('tab', 'G', 'enter', 'k', 'enter');
  expectGolden(folder, 'types-and-output-120x40', await stage.picture());
});

it('a pass stays on the screen until the learner moves on', async () => {
  stage = play(inExercise, large);
  verdict(passedRecord);
  stage.ports.pass();
  expectGolden(folder, 'passed-120x40', await stage.picture());
});

it('a file that is not TypeScript says where', async () => {
  stage = play(inExercise, small);
  verdict();
  verdict(brokenRecord);
  expectGolden(folder, 'broken-80x24', await stage.picture());
});

it('a failing test is replayed step by step', async () => {
  stage = play(inExercise, small);
  verdict();
  verdict();
  stage.press('t');
  await stage.picture();
  expect(await stage.picture()).toContain('1. Tick 1: node 1 asks nodes 2 and 3');
});

it('without a failing test there is nothing to replay', async () => {
  stage = play(inExercise, small);
  verdict(passedRecord);
  stage.press('t');
  expect(await stage.picture()).toContain('No test fails, so there is nothing to replay.');
});

it('/ searches the brief, n goes on, Esc forgets the search and then leaves', async () => {
  stage = play(inExercise, small);
  stage.press('/', ...'revision', 'enter', 'n');
  expectGolden(folder, 'search-80x24', await stage.picture());
  stage.press('tab', '/');
  expect(await stage.picture()).toContain('The search looks through the brief; Tab goes there.');
  stage.press('esc');
  expect(await stage.picture()).not.toContain('/revision');
  stage.press('esc');
  expect(await stage.picture()).toContain('my-cluster');
});

it('the brief opens where it was left', async () => {
  stage = play(inExercise, small);
  stage.press('G');
  const left = await stage.picture();
  stage.press('esc', 'enter');
  stage.ports.pass();
  expect(await stage.picture()).toBe(left);
  expect(stage.ports.done.some((words) => words.startsWith('keep brief'))).toBe(true);
});

it('an exercise that was left in its verdict opens there again', async () => {
  stage = play({ ...inExercise, lastVerdict: failedRecord }, small);
  stage.press('tab', 'q');
  expect(stage.ports.done.at(-1)).toBe('keep place exercise etcd/mvcc-store verdict');
  const place = { ...progress.place, pane: 'verdict' } as const;
  stage = play({ progress: { ...progress, place }, lastVerdict: failedRecord }, small);
  expect(await stage.picture()).toContain('[Verdict] ✗ 30 of 100');
});

it('a verdict that comes while a sheet is open is told, and Esc leads to it', async () => {
  stage = play(inExercise, small);
  verdict();
  stage.press('h');
  verdict();
  expect(await stage.picture()).toContain('✗ Graded: 30 of 100 points. Esc shows the verdict.');
  stage.press('h');
  expect(await stage.picture()).toContain('✗ Graded: 30 of 100 points.');
  stage.press('esc');
  expect(await stage.picture()).toContain('[Verdict]');
  expect(await stage.picture()).not.toContain('Graded');
});

it('found words are shown in the brief', async () => {
  stage = play(inExercise, small);
  stage.press('esc', 'f', ...'deleting', 'down', 'enter');
  expect(await stage.picture()).toContain('/deleting  match 1 of');
});

it('hints come one rung at a time, for the group that fails', async () => {
  stage = play(inExercise, small);
  verdict();
  stage.press('h');
  expect(await stage.picture()).toContain('Hints on “Ranges”, 1 of 3');
  stage.press('h', 'h', 'h');
  expect(await stage.picture()).toContain('That was the last hint of this group.');
  expect(stage.ports.done.filter((words) => words.startsWith('keep hint'))).toEqual([
    'keep hint Ranges 1',
    'keep hint Ranges 2',
    'keep hint Ranges 3',
  ]);
});

it('h helps with the failure that is selected, or says that there is no hint on it', async () => {
  stage = play(inExercise, small);
  verdict();
  verdict();
  stage.press('j', 'enter', 'j', 'h');
  expect(await stage.picture()).toContain('Hints on “Deleting”, 1 of 1');
  stage.press('esc', 'j', 'h');
  expect(await stage.picture()).toContain('There is no hint on “Compaction”.');
  stage.press('enter', 'j', 'enter');
  expect(await stage.picture()).toMatch(/rule 6 of the brief \(Tab\), the lesson “.*” \(L\) /);
  expect(stage.ports.done.filter((words) => words.startsWith('keep hint'))).toEqual([
    'keep hint Deleting 1',
  ]);
});

it('in a small pane what differs stands before the calls, and the edge tells what is below', async () => {
  stage = play(inExercise, narrow);
  verdict();
  verdict();
  const picture = await stage.picture();
  expect(picture.indexOf('received')).toBeLessThan(picture.indexOf('did  '));
  expect(picture).toMatch(/▼ \d+ lines below, 2 more failures/);
  expect(picture).toContain('↑↓ move');
});

it.each(sizes)('j and Enter come to the same remark, at %s', async (_, size) => {
  stage = play(inExercise, size);
  verdict();
  if (size === large) stage.press('tab');
  verdict();
  stage.press('j', 'enter', 'j', 'enter');
  expect(await stage.picture()).toContain('┃   ▾ ✗ deleting a missing key makes no revision');
});

it.each(sizes)(
  'until it passes the status line says how the file is graded, at %s',
  async (_, size) => {
    stage = play({ ...inExercise, untouched: true }, size);
    const how = /e opens etcd\/mvcc-store\.ts in vim.*[Ee]ach save is graded/;
    expect(await stage.picture()).toMatch(how);
    verdict();
    expect(await stage.picture()).toMatch(how);
    verdict(passedRecord);
    expect(await stage.picture()).not.toMatch(how);
  },
);

it('each grading is another attempt, also when nothing else is new', async () => {
  stage = play(inExercise, small);
  verdict();
  verdict();
  expect(await stage.picture()).toContain('attempt 2');
  verdict();
  expect(await stage.picture()).toContain('attempt 3');
});

it('a hint leaves what it is about in sight', async () => {
  stage = play(inExercise, small);
  verdict();
  verdict();
  stage.press('h');
  const picture = await stage.picture();
  expect(picture).toContain('the end of a range is not part of it');
  expect(picture).toContain('Hints on “Ranges”, 1 of 3');
  expect(picture).toContain('h next hint');
});

it('the footer calls d by what it does: my changes before a pass, compare after it', async () => {
  stage = play({ ...inExercise, untouched: true }, large);
  expect(await stage.picture()).not.toMatch(/d (my changes|compare)/);
  verdict();
  expect(await stage.picture()).toContain('d my changes');
  verdict(passedRecord);
  expect(await stage.picture()).toContain('d compare');
  expect(await stage.picture()).not.toContain('h hint');
  stage.press('d');
  await stage.picture();
  expect(await stage.picture()).toContain('From the solution to your file');
  expect(await stage.picture()).toContain('d my changes');
  stage.press('d');
  await stage.picture();
  expect(await stage.picture()).toContain('Your changes');
});

it('d shows the changes', async () => {
  stage = play(inExercise, large);
  stage.press('d', 'd');
  expect(await stage.picture()).toContain(
    'After a pass, d compares your file with the solution as well.',
  );
});

it('the solution opens only after a pass', async () => {
  stage = play(inExercise, small);
  stage.press('s');
  expect(await stage.picture()).toContain('The solution opens once your own file has passed.');
  verdict(passedRecord);
  stage.press('s');
  expect(await stage.picture()).toContain('The solution');
});

it('a reset is asked for first, and Esc takes it back', async () => {
  stage = play(inExercise, small);
  stage.press('R', 'Z');
  expect(await stage.picture()).toContain(
    'Put the stub back? Your file is saved; u brings it back.',
  );
  stage.press('esc');
  expect(stage.ports.done).not.toContain('reset');
  stage.press('R', 'y');
  expect(stage.ports.done).toContain('reset');
  expect(await stage.picture()).toContain('The stub is back.');
});

it('without a reset there is nothing to undo', async () => {
  stage = play(inExercise, small);
  stage.press('u');
  expect(await stage.picture()).toContain('Nothing to undo: this exercise was not reset.');
});

it('a reset can be undone, once', async () => {
  stage = play(inExercise, small);
  stage.press('R', 'y', 'u');
  expect(await stage.picture()).toContain('Your file is back.');
  stage.press('u');
  expect(await stage.picture()).toContain('Nothing to undo');
});

it('type errors that come after the verdict complete it and turn no page', async () => {
  stage = play(inExercise, small);
  stage.ports.save();
  stage.ports.verdict({ ...failedRecord, typeErrors: null });
  stage.ports.verdict(failedRecord);
  expect(await stage.picture()).toContain('[Brief]');
  stage.press('tab', 'G');
  expect(await stage.picture()).toContain('1 type error');
  expect(stage.ports.done.filter((words) => words === 'keep verdict failed')).toHaveLength(1);
});

it('a slow grading is seen, and leaves the verdict before it readable', async () => {
  stage = play(inExercise, large);
  verdict();
  const [footer] = (await stage.picture()).split('\n').slice(-1);
  stage.ports.save();
  expect(await stage.picture()).not.toContain('grading …');
  expect(await stage.picture()).toContain(footer!);
  stage.ports.pass();
  expect(await stage.picture()).toContain('grading …');
  expect(await stage.picture()).toContain('the end of a range is not part of it');
});

it('the editor opens at the failing line', async () => {
  stage = play(inExercise, large);
  verdict();
  stage.press('tab', 'j', 'enter', 'j', 'e');
  expect(stage.ports.done.at(-1)).toBe('edit /home/ada/my-cluster/etcd/mvcc-store.ts:41:7');
});

it('where only a value is wrong, the editor opens at what the test called last', async () => {
  stage = play(inExercise, small);
  verdict();
  verdict();
  stage.press('e');
  expect(stage.ports.done.at(-1)).toBe('edit /home/ada/my-cluster/etcd/mvcc-store.ts:17');
});

it('a file that cannot be read is opened at its mistake', async () => {
  stage = play(inExercise, small);
  verdict(brokenRecord);
  stage.press('e');
  expect(stage.ports.done.at(-1)).toBe('edit /home/ada/my-cluster/etcd/mvcc-store.ts:12:3');
});

it('without an editor e says what to set', async () => {
  stage = play({ ...inExercise, editor: null }, small);
  stage.press('e');
  expect(await stage.picture()).toContain('No editor was found; set VISUAL or EDITOR');
});

it('who listens gets the verdict without borders', async () => {
  stage = play(inExercise, small, true);
  verdict();
  verdict();
  expectGolden(folder, 'spoken-80x24', await stage.picture());
  stage.press('enter');
  expect(await stage.picture()).toContain('▸ folded: ✗ the end of a range');
});
