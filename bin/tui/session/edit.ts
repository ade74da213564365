import type { PlaceInFile, WorkspacePort } from '../ports.ts';
import type { Helpers } from './answer.ts';
import type { Ask } from './ask.ts';
import { troubleText } from './trouble.ts';

/** Opens the learner's file in the editor; one that lives in the terminal borrows the terminal. */
export async function edit(
  { exercise, place }: Extract<Ask, { ask: 'edit' }>,
  { ports, terminal, tell }: Helpers,
): Promise<void> {
  const { editor, workspace, log } = ports;
  try {
    const { path, at } = found(exercise, place, workspace);
    const open = () => editor.open(path, at);
    await (editor.inTerminal ? terminal.lend(open) : open());
    if (!editor.inTerminal) tell({ type: 'said', says: `Opened ${path} in ${editor.name}.` });
  } catch (error) {
    const why = troubleText(error as Error, log);
    tell({ type: 'said', says: `${editor.name} could not be opened: ${why}` });
  }
}

/** A place may be in another file of the learner's, which the exercise's imports. */
function found(
  exercise: string,
  { at, name }: Extract<Ask, { ask: 'edit' }>['place'],
  workspace: WorkspacePort,
): { readonly path: string; readonly at: PlaceInFile | null } {
  if (at) return { path: workspace.pathOf(at.file), at };
  const line = name === null ? null : workspace.definitionOf(exercise, name);
  return { path: workspace.fileOf(exercise), at: line === null ? null : { line } };
}
