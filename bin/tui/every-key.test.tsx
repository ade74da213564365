import { afterEach, expect, it } from 'vitest';
import { type AppState, factsOf, frontScreen, modeOf, pressed } from './app-state.ts';
import { begunProgress, type FixtureFacts } from './fixture/ports.ts';
import { begunRecord, brokenRecord, failedRecord, passedRecord } from './fixture/records.ts';
import type { Mode } from './input/key-facts.ts';
import { footerBindings } from './input/key-help.ts';
import { drawing } from './testing/drawing.tsx';
import { letters } from './testing/keeping-paper.ts';
import { large, narrow, type Play, play, small } from './testing/play.tsx';

let stage: Play;
let canvas: ReturnType<typeof drawing> | undefined;
afterEach(() => {
  canvas?.end();
  canvas = undefined;
});

const at = (screen: 'lesson' | 'exercise', id: string, passed = false) => ({
  progress: {
    ...begunProgress,
    ...(passed ? {} : { exercises: {} }),
    place: { screen, id },
  },
});
const exercise = (passed = false) => at('exercise', 'etcd/mvcc-store', passed);
const lesson = at('lesson', 'etcd/revisions');
type Deed = string | (() => void);
const graded = (record: typeof failedRecord) => () => {
  stage.ports.save();
  stage.ports.verdict(record);
};

/** Where a walk begins, and what is done; each key leads to a state that is looked at. */
const walks: readonly (readonly [FixtureFacts, ...Deed[]])[] = [
  [{ hasWorkspace: false }, '?', 'G', 'esc', 'enter', 'G', 'I', 'esc', 'i', 'c'],
  [{ progress: begunProgress }, 'right', 'right', 'i'],
  [{ progress: begunProgress }, '/', 'p', 'enter', 'n', 'esc', 'left', 'f', 'r', 'down'],
  [{ progress: begunProgress }, 'f', ...'tombstone', 'enter', 'esc', 'esc', 'ctrl+u', 'z'],
  [
    lesson,
    '/',
    ...'tombstone',
    'enter',
    't',
    'esc',
    'G',
    'tab',
    'enter',
    'r',
    '2',
    'enter',
    'tab',
    'tab',
  ],
  [lesson, 'p', 'space', 'r', 'r', 'left', 'j', 'enter', 'esc', 'n', 'g', 'esc'],
  [exercise(), 'h', 'h', 'h', 'esc', 'd', 'esc', 'R', 'y', 'u', 'tab', '?', 'esc', '/', 'a'],
  [exercise(), graded(begunRecord), graded(begunRecord), 'enter', 'h', 'esc', 'j', 'G', 'g'],
  [exercise(), graded(failedRecord), graded(failedRecord), 'enter', 'j', 'j', 'enter', 't', 'esc'],
  [exercise(), graded(failedRecord), graded(brokenRecord), 'd', 'h', 'esc', 'r', 'tab'],
  [
    exercise(),
    graded(failedRecord),
    graded(passedRecord),
    's',
    'd',
    'd',
    'esc',
    'p',
    'w',
    'esc',
    ']',
  ],
  [exercise(true), graded(failedRecord), graded(failedRecord), 'p', 'enter', 'enter', 'w'],
  [at('exercise', 'addons/cluster-dns'), 'tab', 'esc', 'esc'],
  [{ ...exercise(), editor: null }, 'tab'],
];

async function statesOf([facts, ...deeds]: (typeof walks)[number], size: typeof small) {
  stage = play(facts, size);
  const states = [stage.session.current()];
  for (const deed of deeds) {
    if (typeof deed === 'string') stage.press(deed);
    else deed();
    await stage.picture();
    states.push(stage.session.current());
  }
  stage.end();
  return states;
}

it.each([
  ['60x20', narrow],
  ['80x24', small],
  ['120x40', large],
])('every key in the footer of every screen is seen to work, at %s', async (_, size) => {
  const seen = new Set<Mode>();
  for (const [index, walk] of walks.entries())
    for (const [step, state] of (await statesOf(walk, size)).entries()) {
      canvas ??= drawing(state);
      seen.add(modeOf(state));
      await expectKeysToWork(state, `walk ${index}, after ${String(walk[step] ?? 'its start')}`);
    }
  expect([...seen].sort()).toEqual([
    'confirm',
    'exercise',
    'find',
    'first-run',
    'help',
    'home',
    'lesson',
    'part',
    'quiz',
    'search',
    'sheet',
    'simulation',
    'terms',
  ]);
});

const cutShort = /\S…[\p{L}\p{N}]/u;
const twins: Readonly<Record<string, string>> = { '↑↓': 'up', '←→': 'left' };

/** Each changes the picture by more than a sentence that says why not, or has something done outside. */
async function expectKeysToWork(state: AppState, where: string): Promise<void> {
  const quiet = { ...state, says: null };
  const before = await canvas!.picture(quiet);
  expect(letters(before), `a word begins right behind a cut: ${where}`).not.toMatch(cutShort);
  for (const { binding, footer } of footerBindings(
    modeOf(state),
    factsOf(state),
    state.world.size.columns - 2,
  )) {
    const keys = [binding.keys[0]!, twins[footer.keys]].filter((key) => key !== undefined);
    const works: boolean[] = [];
    for (const key of keys) works.push(await isSeen(quiet, key, before));
    expect(works, `${footer.keys} ${footer.word}: ${where}`).toContain(true);
  }
}

async function isSeen(state: AppState, key: string, before: string): Promise<boolean> {
  const step = pressed(state, key);
  if (step.asks.some(({ ask }) => !ask.startsWith('keep-') && ask !== 'watch')) return true;
  return (await canvas!.picture({ ...step.state, says: null })) !== before;
}

it('Esc leads out of every state, and home', async () => {
  for (const [index, walk] of walks.entries())
    for (const [step, state] of (await statesOf(walk, small)).entries()) {
      const ends = ['first-run', 'home'];
      let now = state;
      for (
        let presses = 0;
        presses < 9 && !(ends.includes(frontScreen(now).kind) && !now.help);
        presses++
      )
        now = pressed(now, 'esc').state;
      expect(ends, `walk ${index}, step ${step}`).toContain(frontScreen(now).kind);
    }
});
