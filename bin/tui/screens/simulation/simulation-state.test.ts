import { describe, expect, it } from 'vitest';
import type { SimulationMoment } from '../../ports.ts';
import {
  endOf,
  isAtEnd,
  momentNow,
  openedSimulation,
  pending,
  type SimulationAction,
  type SimulationState,
  selectedChoice,
  simulationReduced,
} from './simulation-state.ts';

const moment = (says: string, over: string | null = null): SimulationMoment => ({
  sentences: [says],
  picture: [],
  over,
  failed: false,
  choices: [
    { id: 'kill', label: 'kill node 1' },
    { id: 'cut', label: 'cut the link' },
    { id: 'heal', label: 'heal the link', why: 'It is whole.' },
  ],
});
const step = { do: 'step' } as const;
const kill = { do: 'choose', id: 'kill' } as const;

function then(state: SimulationState, ...actions: SimulationAction[]): SimulationState {
  return actions.reduce(simulationReduced, state);
}
const begun = then(openedSimulation('etcd/raft'), {
  type: 'begin-anew',
  moments: [moment('It begins.')],
});
/** Three steps on. */
const stepped = [1, 2, 3].reduce(
  (state, number) =>
    then(
      state,
      { type: 'give', input: step },
      { type: 'show-moments', moments: [moment(`Step ${number}.`)] },
    ),
  begun,
);

describe('a simulation', () => {
  it('waits until its run has begun', () => {
    expect(openedSimulation('etcd/raft')).toMatchObject({ beginning: true, seed: 1, at: 0 });
    expect(momentNow(openedSimulation('etcd/raft'))).toBeNull();
    expect(pending(openedSimulation('etcd/raft'))).toBe(1);
    expect(pending(begun)).toBe(0);
  });

  it('shows the newest moment after each step', () => {
    expect(momentNow(stepped)?.sentences).toEqual(['Step 3.']);
    expect(stepped.inputs).toEqual([step, step, step]);
    expect(isAtEnd(stepped)).toBe(true);
  });

  it('keeps what was seen, so that it can be looked back at', () => {
    const back = then(stepped, { type: 'go-to', at: 1 });
    expect(momentNow(back)?.sentences).toEqual(['Step 1.']);
    expect(back.moments).toHaveLength(4);
    expect(then(back, { type: 'go-to', at: -5 }).at).toBe(0);
    expect(then(back, { type: 'go-to', at: 99 }).at).toBe(3);
  });

  it('begins another future where something is done in the past', () => {
    const forked = then(stepped, { type: 'go-to', at: 1 }, { type: 'give', input: kill });
    expect(forked).toMatchObject({ inputs: [step, kill], at: 2, beginning: true });
    expect(momentNow(forked)?.sentences).toEqual(['Step 1.']);
    expect(forked.run).toBe(stepped.run + 1);
    const played = then(forked, {
      type: 'begin-anew',
      moments: [moment('It begins.'), moment('Step 1.'), moment('Node 1 is dead.')],
    });
    expect(momentNow(played)?.sentences).toEqual(['Node 1 is dead.']);
    expect(played.moments).toHaveLength(3);
  });

  it('keeps what is given before the last answer has come', () => {
    const hurried = then(begun, { type: 'give', input: step }, { type: 'give', input: kill });
    expect(pending(hurried)).toBe(2);
    const first = then(hurried, { type: 'show-moments', moments: [moment('Step 1.')] });
    expect(first).toMatchObject({ inputs: [step, kill], at: 1 });
    expect(pending(first)).toBe(1);
  });

  it('begins at the beginning with another seed, and at the same place with other parts', () => {
    const reseeded = then(stepped, { type: 'play-anew', seed: 2, own: [] });
    expect(reseeded).toMatchObject({ seed: 2, inputs: [], at: 0, run: stepped.run + 1 });
    const mine = then(stepped, { type: 'play-anew', seed: 1, own: ['etcd/raft'] });
    expect(mine).toMatchObject({ own: ['etcd/raft'], inputs: [step, step, step], at: 3 });
  });

  it('stops running when it is over, and forgets what it was not given any more', () => {
    const running = then(stepped, { type: 'run' }, { type: 'give', input: step });
    const ended = then(running, {
      type: 'show-moments',
      moments: [moment('The end.', 'All dead.')],
    });
    expect(ended.running).toBe(false);
    const cut = then(
      { ...stepped, at: 3 },
      {
        type: 'begin-anew',
        moments: [moment('It begins.'), moment('The end.', 'Your code threw.')],
      },
    );
    expect(cut).toMatchObject({ inputs: [step], at: 1 });
  });

  it('does not go on without end', () => {
    expect(endOf(stepped)).toBeNull();
    const inputs = Array.from({ length: 2000 }, () => step);
    expect(endOf({ ...stepped, inputs })).toBe('This run is long enough.');
    const over = then(begun, { type: 'show-moments', moments: [moment('x.', 'All are dead.')] });
    expect(endOf(over)).toBe('All are dead.');
  });

  it('comes back to the place where it was left', () => {
    const { own, seed, inputs } = stepped;
    const opened = openedSimulation('etcd/raft', { own, seed, inputs, at: 2 });
    const back = then(opened, { type: 'begin-anew', moments: stepped.moments });
    expect(momentNow(back)?.sentences).toEqual(['Step 2.']);
    expect(isAtEnd(back)).toBe(false);
  });

  it('keeps the selected choice from moment to moment', () => {
    const selected = then(begun, { type: 'select', by: 1 });
    expect(selectedChoice(selected)?.id).toBe('cut');
    const later = then(
      selected,
      { type: 'give', input: step },
      { type: 'show-moments', moments: [moment('x.')] },
    );
    expect(selectedChoice(later)?.id).toBe('cut');
    expect(
      selectedChoice(then(later, { type: 'select', by: 1 }, { type: 'select', by: 1 }))?.id,
    ).toBe('heal');
  });

  it('goes faster and slower within its paces', () => {
    const faster: SimulationAction = { type: 'change-pace', by: 1 };
    expect(then(begun, faster, faster, faster, faster, faster).pace).toBe(3);
    expect(then(begun, { type: 'change-pace', by: -1 }, { type: 'change-pace', by: -1 }).pace).toBe(
      0,
    );
  });
});
