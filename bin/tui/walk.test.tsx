import { afterEach, expect, it } from 'vitest';
import { shortOutline } from './fixture/outline.ts';
import { failedRecord, passedRecord } from './fixture/records.ts';
import type { ResultRecord } from './ports.ts';
import { expectGolden } from './testing/golden.ts';
import { large, narrow, type Play, play, small } from './testing/play.tsx';

let stage: Play;
afterEach(() => stage.end());

/** What happens: keys are pressed, or the learner saves a file and it is graded. */
interface Step {
  readonly says: string;
  readonly keys?: readonly string[];
  readonly happens?: () => void;
}

/** The file is graded as it stands there. */
function graded(exercise: string, record: ResultRecord): void {
  stage.ports.start();
  stage.ports.verdict({ ...record, exercise });
}

function saved(exercise: string, record = passedRecord): void {
  stage.ports.save();
  stage.ports.verdict({ ...record, exercise });
}

const store = 'etcd/mvcc-store';
const affinity = 'scheduler/node-affinity';

const steps: readonly Step[] = [
  { says: 'The first launch' },
  { says: 'Enter makes the workspace', keys: ['enter'] },
  { says: '? shows the keys', keys: ['?'] },
  { says: 'Esc closes them, Enter opens the first lesson', keys: ['esc', 'enter'] },
  { says: 'G goes to its end: now it counts as read', keys: ['G'] },
  { says: '] goes on to the next lesson', keys: [']'] },
  { says: 't explains the words that are marked', keys: [...'jjjjjj', 't'] },
  { says: 'Esc closes that, Tab goes to the first question', keys: ['esc', 'tab'] },
  { says: 'Enter answers, wrongly', keys: ['enter'] },
  { says: 'r tries again, 2 and Enter answer rightly', keys: ['r', '2', 'enter'] },
  { says: 'Esc leaves the quiz, / searches the text', keys: ['esc', '/', ...'tombstone', 'enter'] },
  {
    says: 'x opens the exercise of this lesson; its file is still the stub',
    keys: ['x'],
    happens: () => graded(store, failedRecord),
  },
  {
    says: 'The learner saves a first attempt',
    keys: ['e'],
    happens: () => saved(store, failedRecord),
  },
  { says: 'j goes to the next failure, Enter unfolds it', keys: ['j', 'enter', 'j', 'enter'] },
  { says: 'h gives a hint', keys: ['h'] },
  { says: 'Esc closes it, d shows what was changed', keys: ['esc', 'd'] },
  { says: 'Esc, and the learner saves a correct file', keys: ['esc'], happens: () => saved(store) },
  { says: '] goes on: etcd is complete', keys: [']'] },
  { says: 'Enter goes on with what is next', keys: ['enter'] },
  { says: 'Esc goes home, where the map has changed', keys: ['esc'] },
  { says: 'f finds something in everything', keys: ['f', ...'revision'] },
  {
    says: 'Esc, G and Enter open the last exercise',
    keys: ['esc', 'G', 'enter'],
    happens: () => graded(affinity, failedRecord),
  },
  { says: 'The learner saves, and it passes', happens: () => saved(affinity) },
  { says: '] leads to the last screen', keys: [']'] },
];

it.each([
  ['60x20', narrow],
  ['80x24', small],
  ['120x40', large],
])('a learner walks from the first launch to the last screen, at %s', async (name, size) => {
  stage = play({ outline: shortOutline, hasWorkspace: false, untouched: true }, size);
  const frames: string[] = [];
  for (const { says, keys = [], happens } of steps) {
    stage.press(...keys);
    happens?.();
    frames.push(`##### ${frames.length + 1}. ${says}\n${framed(await stage.picture())}`);
  }
  expectGolden(import.meta.dirname, `walk-${name}`, frames.join('\n\n'));
  expect(await stage.picture()).toContain('Your cluster is complete');
  stage.press('q');
  expect(stage.quits()).toBe(1);
});

/** The picture with a mark at its end, so that its empty last lines are seen. */
function framed(picture: string): string {
  return `${picture}\n~`;
}
