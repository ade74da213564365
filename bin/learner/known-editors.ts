/** A place in a file; both count from 1. */
export interface EditorPlace {
  readonly line: number;
  readonly column?: number;
}

/** What is known about an editor. */
export interface KnownEditor {
  /** As a person knows it. */
  readonly name: string;
  /** Does it need the terminal for itself while it runs? */
  readonly inTerminal: boolean;
  /** Arguments that open a file, at a place if the editor can go there. */
  open(path: string, place?: EditorPlace): string[];
}

/** Programs by name. Sources: each one's manual page or documentation of its command line. */
const editors: Readonly<Record<string, KnownEditor>> = {
  nano: terminal('nano', (path, { line, column }) => [`+${line},${column}`, path]),
  vim: terminal('Vim', atCursor),
  nvim: terminal('Neovim', atCursor),
  vi: terminal('vi', (path, { line }) => [`+${line}`, path]),
  emacs: terminal('Emacs', atLineColon),
  emacsclient: terminal('Emacs', atLineColon),
  micro: terminal('micro', (path, { line, column }) => [`+${line}:${column}`, path]),
  hx: terminal('Helix', colons),
  helix: terminal('Helix', colons),
  kak: terminal('Kakoune', atLineColon),
  joe: terminal('joe', (path, { line }) => [`+${line}`, path]),
  code: window('VS Code', gotoColons),
  'code-insiders': window('VS Code Insiders', gotoColons),
  codium: window('VSCodium', gotoColons),
  cursor: window('Cursor', gotoColons),
  windsurf: window('Windsurf', gotoColons),
  subl: window('Sublime Text', colons),
  zed: window('Zed', colons),
  gvim: window('gVim', atCursor),
  mvim: window('MacVim', atCursor),
  idea: window('IntelliJ IDEA', lineOption),
  webstorm: window('WebStorm', lineOption),
  kate: window('Kate', lineOption),
  gedit: window('gedit', atLineColon),
};

/** What is known about a program, by its path or name. An unknown one gets the terminal, and the file alone. */
export function knownEditor(program: string): KnownEditor {
  const name = program.replace(/^.*[\\/]/, '').replace(/\.(exe|cmd)$/i, '');
  if (Object.hasOwn(editors, name)) return editors[name]!;
  return { name, inTerminal: true, open: (path) => [path] };
}

type At = (path: string, place: Required<EditorPlace>) => string[];

function terminal(name: string, at: At): KnownEditor {
  return { name, inTerminal: true, open: opener(at) };
}

function window(name: string, at: At): KnownEditor {
  return { name, inTerminal: false, open: opener(at) };
}

function opener(at: At): KnownEditor['open'] {
  return (path, place) => (place ? at(path, { column: 1, ...place }) : [path]);
}

function atCursor(path: string, { line, column }: Required<EditorPlace>): string[] {
  return [`+call cursor(${line},${column})`, path];
}

function atLineColon(path: string, { line, column }: Required<EditorPlace>): string[] {
  return [`+${line}:${column}`, path];
}

function colons(path: string, { line, column }: Required<EditorPlace>): string[] {
  return [`${path}:${line}:${column}`];
}

function gotoColons(path: string, place: Required<EditorPlace>): string[] {
  return ['--goto', ...colons(path, place)];
}

function lineOption(path: string, { line, column }: Required<EditorPlace>): string[] {
  return ['--line', String(line), '--column', String(column), path];
}
