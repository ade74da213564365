import type { FilePlace, TestResult } from '../../ports.ts';
import type { ExerciseState } from './exercise-state.ts';
import { groupFold } from './verdict/fold-page.ts';

/** Where the editor opens: a place of the workspace, or what the file calls by this name, or its beginning. */
export interface PlaceToEdit {
  readonly at: FilePlace | null;
  readonly name: string | null;
}

/** At what is selected, if it knows a place; else at what it called last, else at what stopped the grading. */
export function placeToEdit({ record, folds }: ExerciseState): PlaceToEdit {
  const selected = (record?.tests ?? []).filter(
    ({ id, group, status }) =>
      status !== 'passed' && (id === folds.selected || groupFold(group) === folds.selected),
  );
  const at = selected.find((test) => test.at)?.at ?? record?.problem?.at ?? null;
  return { at, name: at ? null : calledLast(selected[0]) };
}

/** `store.put("a") -> 2` is `put`. */
function calledLast(test: TestResult | undefined): string | null {
  const names = test?.did.flatMap((call) => /^(?:\w+\.)?(\w+)(?:\(| ->| →)/.exec(call)?.[1] ?? []);
  return names?.at(-1) ?? null;
}
