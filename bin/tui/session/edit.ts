import type { Helpers } from './answer.ts';
import type { Ask } from './ask.ts';

/** Opens the learner's file in the editor; one that lives in the terminal borrows the terminal. */
export async function edit(
  { exercise, line }: Extract<Ask, { ask: 'edit' }>,
  { ports, terminal, tell }: Helpers,
): Promise<void> {
  const { editor, workspace, log } = ports;
  const path = workspace.fileOf(exercise);
  const open = () => editor.open(path, line);
  try {
    await (editor.inTerminal ? terminal.lend(open) : open());
    if (!editor.inTerminal) tell({ type: 'said', says: `Opened ${path} in ${editor.name}.` });
  } catch (error) {
    const { message, stack } = error as Error;
    log.write(stack ?? message);
    tell({ type: 'said', says: `${editor.name} could not be opened: ${message}` });
  }
}
