import { chooseEditor, type Editor, openInEditor } from '../../learner/editor.ts';
import type { EditorPort } from '../../tui/ports.ts';
import { UsageError } from '../../usage-error.ts';

/** The learner's editor for the screens. */
export function editorPort(env: NodeJS.ProcessEnv): EditorPort {
  const editor = editorIfAny(env);
  return {
    name: editor?.name ?? null,
    inTerminal: editor?.inTerminal ?? false,
    open: async (path, line) =>
      openInEditor(editor ?? chooseEditor(env, path), path, line === null ? undefined : { line }),
  };
}

function editorIfAny(env: NodeJS.ProcessEnv): Editor | null {
  try {
    return chooseEditor(env);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
