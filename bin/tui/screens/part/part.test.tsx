import { afterEach, expect, it } from 'vitest';
import { recordGrading } from '../../../learner/progress/progress-state.ts';
import { fixtureOutline } from '../../fixture/outline.ts';
import { begunProgress } from '../../fixture/ports.ts';
import { failedRecord, passedRecord } from '../../fixture/records.ts';
import type { Progress } from '../../ports.ts';
import { itemsOf } from '../../session/world.ts';
import { expectGolden } from '../../testing/golden.ts';
import { large, narrow, type Play, play, small } from '../../testing/play.tsx';

let stage: Play;
afterEach(() => stage.end());

const folder = import.meta.dirname;
const may = Date.UTC(2026, 4, 1);
const day = 86_400_000;

/** Everything passed, one exercise a day, but for these. */
function passedBut(...missing: string[]): Progress {
  const exercises = itemsOf(fixtureOutline).filter(
    ({ kind, id }) => kind === 'exercise' && !missing.includes(id),
  );
  return exercises.reduce(
    (progress, { id }, index) =>
      recordGrading(
        progress,
        { exercise: id, status: 'passed', points: 100, maxPoints: 100 },
        may + index * day,
      ),
    begunProgress,
  );
}

/** At work on the last exercise of etcd, or of the whole course. */
function atLast(progress: Progress, id: string, size = small) {
  stage = play({ progress: { ...progress, place: { screen: 'exercise', id } } }, size);
  stage.ports.start();
  stage.ports.verdict({ ...failedRecord, exercise: id });
  stage.ports.save();
  stage.ports.verdict({ ...passedRecord, exercise: id });
}

const last = 'etcd/raft-log-replication';

it.each([
  ['60x20', narrow],
  ['80x24', small],
  ['120x40', large],
])(
  'a part that has just been completed is shown when the learner moves on, at %s',
  async (name, size) => {
    atLast(passedBut(last, 'apiserver/patch'), last, size);
    expect(await stage.picture()).toContain('✓ Passed');
    expect(await stage.picture()).toContain('etcd is complete: see it with ].');
    stage.press(']');
    expectGolden(folder, `etcd-${name}`, await stage.picture());
  },
);

it.each([
  ['60x20', narrow],
  ['80x24', small],
  ['120x40', large],
])('the last exercise of all leads to the last screen, at %s', async (name, size) => {
  atLast(passedBut(last), last, size);
  stage.press(']');
  expectGolden(folder, `course-${name}`, await stage.picture());
});

it('after the very last exercise ] leads there too', async () => {
  atLast(passedBut('addons/cluster-dns'), 'addons/cluster-dns');
  expect(await stage.picture()).toContain('] next');
  stage.press(']');
  expect(await stage.picture()).toContain('Your cluster is complete');
});

it('whoever plays first with what has passed sees it afterwards', async () => {
  const { 'etcd/mvcc-store': _, ...exercises } = passedBut('apiserver/patch').exercises;
  atLast({ ...begunProgress, exercises }, 'etcd/mvcc-store');
  stage.press('p');
  await stage.picture();
  expect(stage.ports.done).toContain('play etcd/mvcc-store with etcd/mvcc-store');
  stage.press('esc');
  expect(await stage.picture()).toContain('etcd is complete: see it with ].');
  stage.press(']');
  expect(await stage.picture()).toContain('✓ etcd is complete');
});

it('it is shown once: Enter goes on with what is next, and Esc home', async () => {
  atLast(passedBut(last, 'apiserver/patch'), last);
  stage.press(']', 'enter');
  expect(await stage.picture()).toContain('The only door');
  stage.press('esc');
  expect(await stage.picture()).toContain('my-cluster');
});

it('Esc leads up from a pass that completed something, and tells the key that shows it', async () => {
  atLast(passedBut(last, 'apiserver/patch'), last);
  stage.press('esc');
  expect(await stage.picture()).toContain('etcd is complete; i at home shows it.');
  expect(await stage.picture()).toContain(' my-cluster   ');
  stage.press('i');
  expect(await stage.picture()).toContain('✓ etcd is complete');
  stage.press('esc');
  expect(await stage.picture()).not.toContain('is complete;');
});

it('a failure completes nothing', async () => {
  stage = play({ progress: { ...passedBut(last), place: { screen: 'exercise', id: last } } });
  stage.ports.save();
  stage.ports.verdict({ ...failedRecord, exercise: last });
  stage.press('esc');
  expect(await stage.picture()).toContain('Raft log replication');
  expect(await stage.picture()).not.toContain('complete');
});

it('i at home says how far a part is, I how far the cluster is', async () => {
  stage = play({ progress: begunProgress }, small);
  stage.press('i');
  expectGolden(folder, 'begun-80x24', await stage.picture());
  stage.press('esc', 'I');
  expect(await stage.picture()).toContain('Your cluster');
});

it('who listens hears it in sentences', async () => {
  stage = play({ progress: passedBut() }, small, true);
  stage.press('I');
  expectGolden(folder, 'spoken-80x24', await stage.picture());
});
