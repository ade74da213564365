import { expect, it } from 'vitest';
import type { SimulationMoment } from '../../ports.ts';
import { plainText } from '../../text/line.ts';
import { choiceLines, logLines } from './simulation-lines.ts';
import { openedSimulation, type SimulationState } from './simulation-state.ts';

const moment = (...sentences: string[]): SimulationMoment => ({
  sentences,
  picture: [],
  over: null,
  failed: false,
  choices: [...'abcdefghij'].map((id) => ({ id, label: `do ${id}` })),
});

/** Steps with these sentences, the last one in front. */
function after(...moments: SimulationMoment[]): SimulationState {
  return {
    ...openedSimulation('etcd/raft'),
    moments,
    inputs: moments.slice(1).map(() => ({ do: 'step' })),
    at: moments.length - 1,
    beginning: false,
  };
}
const log = (state: SimulationState) => logLines(state, 60, 20, false).map(plainText);

it('moments in which only a number changes stand as one, the last of them', () => {
  const quiet = (ticks: number) => moment(`Nobody speaks for ${ticks} ticks.`);
  const state = after(moment('It begins.'), quiet(1), quiet(2), quiet(3), moment('Node 1 asks.'));
  expect(log(state)).toEqual([
    '    It begins.',
    '3   Nobody speaks for 3 ticks.',
    '4   Node 1 asks.',
  ]);
});

it('what was done by the reader stays in sight', () => {
  const state = after(moment('It begins.'), moment('You stop node 1.'), moment('You stop node 2.'));
  const inputs = [
    { do: 'choose', id: 'a' },
    { do: 'choose', id: 'b' },
  ] as const;
  expect(log({ ...state, inputs })).toContain('1   You stop node 1.');
});

it('where choices are out of sight, the edge says that there are more', () => {
  const lines = (chosen: string) =>
    choiceLines({ ...after(moment('It begins.')), chosen }, 40, 4, true).map((line) =>
      plainText(line).trimEnd(),
    );
  expect(lines('a')).toEqual(['▸ do a', '  do b', '  do c', '  do d  ▼ more']);
  expect(lines('e')).toEqual(['  do c  ▲ more', '  do d', '▸ do e', '  do f  ▼ more']);
  expect(lines('j')).toEqual(['  do g  ▲ more', '  do h', '  do i', '▸ do j']);
});
