import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { type EditorPlace, knownEditor } from './known-editors.ts';

/** The editor that opens the learner's files. */
export interface Editor {
  /** As a person knows it: `Vim`, `VS Code`. */
  readonly name: string;
  /** The program, then what always stands behind it: `code`, `--wait`. */
  readonly command: string;
  readonly args: readonly string[];
  /** Why this one: `from $EDITOR`. */
  readonly why: string;
  /** Does it need the terminal for itself while it runs? */
  readonly inTerminal: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Tried in this order when nothing else says which; nano says how to leave it. */
const common = ['nano', 'vim', 'vi', 'nvim', 'micro', 'hx', 'emacs'];

/**
 * Chooses the editor: $VISUAL, $EDITOR, VS Code from a terminal inside of it, else a common one.
 * Throws UsageError when there is none; `path` is then said, so that it can be opened by hand.
 */
export function chooseEditor(env: Environment, path?: string, isThere = programOn(env)): Editor {
  for (const variable of ['VISUAL', 'EDITOR'] as const)
    if (env[variable]?.trim()) return editorFrom(env[variable], `from $${variable}`, isThere);
  if (isInVsCode(env) && isThere('code'))
    return editor('code', [], 'this terminal is inside of it');
  // That it is installed does not say that it is used: it comes last.
  const found = [...common, 'code'].find(isThere);
  if (found) return editor(found, [], 'found on PATH');
  throw new UsageError(
    path ? `No editor was found to open ${path}.` : 'No editor was found.',
    'Say which one you use: export EDITOR=nano (or vim, "code --wait", ...), or open the file by hand.',
  );
}

/** VS Code sets both for its own terminal, the second one also on a machine that it is connected to. */
function isInVsCode(env: Environment): boolean {
  return env.TERM_PROGRAM === 'vscode' || Boolean(env.VSCODE_IPC_HOOK_CLI);
}

/**
 * Opens a file. Resolves when a terminal editor was left, or when a window was told to open it.
 * Throws UsageError when the editor cannot be started.
 */
export async function openInEditor(
  editor: Editor,
  path: string,
  place?: EditorPlace,
): Promise<void> {
  const args = [...editor.args, ...knownEditor(editor.command).open(path, place)];
  const { execa } = await import('execa');
  const options = editor.inTerminal
    ? ({ stdio: 'inherit', reject: false } as const)
    : ({ stdio: 'ignore', detached: true, cleanup: false, reject: false } as const);
  const running = execa(editor.command, args, options);
  if (editor.inTerminal) return checkStarted(await running, editor, path);
  const started = new Promise<void>((resolve) => running.once('spawn', () => resolve()));
  await Promise.race([started, running.then((result) => checkStarted(result, editor, path))]);
  running.unref();
}

/** How a person leaves an editor is no error, so exit codes do not count; that it never ran does. */
function checkStarted(
  result: { readonly code?: string | undefined },
  editor: Editor,
  path: string,
): void {
  if (result.code === undefined) return;
  throw new UsageError(
    `${editor.name} (${editor.command}, ${editor.why}) could not be started: ${result.code}.`,
    `Set $EDITOR to the editor you use, or open ${path} by hand.`,
  );
}

/** `code --wait`, `"/opt/My Editor/run" -n`; a path with blanks works without quotes when it is a program. */
function editorFrom(text: string, why: string, isThere: (program: string) => boolean): Editor {
  if (isThere(text.trim())) return editor(text.trim(), [], why);
  const [command = '', ...args] = wordsOf(text);
  return editor(command, args, why);
}

function editor(command: string, args: readonly string[], why: string): Editor {
  const { name, inTerminal } = knownEditor(command);
  return { name, command, args, why, inTerminal };
}

/** As a shell would cut it, quotes and backslashes understood, nothing else. */
function wordsOf(text: string): string[] {
  const words = text.match(/(?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"])*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
      double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : (single ?? escaped),
    ),
  );
}

/** Tells whether a program can be run, looking along PATH unless it is a path itself. */
function programOn(env: Environment): (program: string) => boolean {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return (program) =>
    program.includes('/')
      ? isProgram(program)
      : folders.some((dir) => isProgram(join(dir, program)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
