import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** A real terminal of a given size that runs one command line. */
export interface Terminal {
  send(...keys: string[]): void;
  resize(columns: number, rows: number): void;
  screen(): string;
  /** The screen once it shows `wanted`. Throws with the screen when that takes more than 15 s. */
  shows(wanted: string | RegExp): Promise<string>;
  /** Process ids of what the terminal's shell runs now. */
  children(): number[];
  /** Is the second screen shown, and is the cursor seen? */
  modes(): { readonly secondScreen: boolean; readonly cursor: boolean };
  /** The terminal is closed, and with it what runs in it. */
  close(): void;
}

const patienceMs = 15_000;

/** True where tmux is installed; says loudly when it is not. In CI it has to be. */
export function hasTmux(): boolean {
  const found = spawnSync('tmux', ['-V'], { stdio: 'ignore' }).status === 0;
  if (!found && process.env.CI) throw new Error('tmux is missing: apt-get install tmux');
  if (!found)
    console.error('\n*** SKIPPED: walks in a real terminal need tmux: apt-get install tmux ***\n');
  return found;
}

/** Opens a terminal with a server of its own, so that nobody else's sessions are met; it runs one command. */
export function openTerminal(
  columns: number,
  rows: number,
  cwd: string,
  command: string,
): Terminal {
  return opened(columns, rows, cwd, `${command}; echo "ended with $?"; read -r _`);
}

/** Opens a terminal with a shell that has job control. */
export function openShell(columns: number, rows: number, cwd: string): Terminal {
  return opened(columns, rows, cwd, "exec env PS1='shell> ' sh -i");
}

function opened(columns: number, rows: number, cwd: string, command: string): Terminal {
  const server = `course-${randomUUID()}`;
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: cleanEnvironment(),
    });
  tmux(
    'new-session',
    '-d',
    '-s',
    'walk',
    '-x',
    String(columns),
    '-y',
    String(rows),
    '-c',
    cwd,
    command,
  );
  const asked = (format: string) => tmux('display-message', '-p', '-t', 'walk', format).trim();
  const screen = () => tmux('capture-pane', '-p', '-t', 'walk');
  return {
    send: (...keys) => void tmux('send-keys', '-t', 'walk', ...keys),
    resize: (x, y) => void tmux('resize-window', '-t', 'walk', '-x', String(x), '-y', String(y)),
    screen,
    shows: async (wanted) => {
      const matches = (text: string) =>
        typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
      for (
        const started = performance.now();
        performance.now() - started < patienceMs;
        await pause(40)
      ) {
        const text = screen();
        if (matches(text)) return text;
      }
      throw new Error(`The screen never showed ${wanted}. It shows:\n${screen()}`);
    },
    children: () => {
      const { stdout } = spawnSync('pgrep', ['-P', asked('#{pane_pid}')], { encoding: 'utf8' });
      return stdout.split('\n').filter(Boolean).map(Number);
    },
    modes: () => ({
      secondScreen: asked('#{alternate_on}') === '1',
      cursor: asked('#{cursor_flag}') === '1',
    }),
    close: () => void spawnSync('tmux', ['-L', server, 'kill-server'], { stdio: 'ignore' }),
  };
}

/** Ink draws nothing where CI is set; the editor is a program that does nothing. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, TERM: 'xterm-256color', LANG: 'C.UTF-8', EDITOR: 'true' };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
