import { chooseEditor, type Editor, openInEditor } from '../../learner/editor.ts';
import type { EditorPort } from '../../tui/ports.ts';
import { UsageError } from '../../usage-error.ts';

/** The learner's editor for the screens; looked for when it is first asked about. */
export function editorPort(env: NodeJS.ProcessEnv): EditorPort {
  let found: { readonly editor: Editor | null } | undefined;
  const known = () => {
    found ??= { editor: editorIfAny(env) };
    return found.editor;
  };
  return {
    get name() {
      return known()?.name ?? null;
    },
    get inTerminal() {
      return known()?.inTerminal ?? false;
    },
    open: async (path, place) =>
      openInEditor(known() ?? chooseEditor(env, path), path, place ?? undefined),
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
