import { findExercise } from '../find-exercise.ts';
import { chooseEditor, openInEditor } from '../learner/editor.ts';
import { setPlace } from '../learner/progress/progress-state.ts';
import { checkLearnerFile, learnerFile } from '../learner/workspace.ts';
import { openSession } from '../learner-session.ts';

interface OpenOptions {
  readonly workspace?: string;
}

/** Opens the learner's file of an exercise in their editor; the exercise becomes the current one. */
export async function open(id: string, options: OpenOptions): Promise<void> {
  const { workspace, catalog, progress } = await openSession(options.workspace);
  const exercise = findExercise(catalog, id);
  checkLearnerFile(workspace, exercise);
  const path = learnerFile(workspace, exercise);
  const editor = chooseEditor(process.env, path);
  progress.update((before) => setPlace(before, { screen: 'exercise', id: exercise.id }));
  process.stdout.write(`${path}\n`);
  await openInEditor(editor, path);
}
