import { isFailure, stepWaitedFor } from '../../../../exercises/standing.ts';
import type { Outcome } from '../../session/ask.ts';
import type { World } from '../../session/world.ts';
import { exerciseProgress } from '../../session/world.ts';
import type { ExerciseState } from './exercise-state.ts';
import { rungsOf } from './sheet-blocks.ts';
import { groupFold } from './verdict/fold-page.ts';

/** h opens the ladder of the group in need where the learner left it; h again shows one rung more. */
export function hintTaken(state: ExerciseState, world: World): Outcome<ExerciseState> {
  const group = state.sheet?.kind === 'hints' ? state.sheet.group : groupInNeed(state);
  if (group === undefined) return { state };
  const taken = exerciseProgress(world.progress, state.id).hints[group] ?? 0;
  const wanted = state.sheet?.kind === 'hints' ? state.sheet.rungs + 1 : Math.max(1, taken);
  const rungs = Math.min(wanted, rungsOf(state.text, group).length);
  const sheet = { kind: 'hints', group, rungs } as const;
  const asks =
    rungs > taken ? [{ ask: 'keep-hint', exercise: state.id, group, rungs } as const] : [];
  return { state: { ...state, sheet, sheetTop: state.sheet ? state.sheetTop : 0 }, asks };
}

/** The group of what is selected; nothing else stands in for it. Where no test is, of the first failure, else the one to be written next, else the first, as far as they have hints. */
export function groupInNeed(state: ExerciseState): string | undefined {
  const { text, record } = state;
  const selected = selectedGroup(state);
  if (selected !== undefined) return selected;
  const tests = (record?.tests ?? []).filter(({ group }) => rungsOf(text, group).length > 0);
  const wanted = tests.find(isFailure) ?? tests.find(stepWaitedFor);
  return wanted?.group ?? text?.hints[0]?.group;
}

function selectedGroup({ record, folds }: ExerciseState): string | undefined {
  return record?.tests.find(
    ({ id, group }) => id === folds.selected || groupFold(group) === folds.selected,
  )?.group;
}

/** The group that h would help with, if there is no hint on it. */
export function hintless(state: ExerciseState): string | null {
  const group = groupInNeed(state);
  return group === undefined || rungsOf(state.text, group).length > 0 ? null : group;
}
