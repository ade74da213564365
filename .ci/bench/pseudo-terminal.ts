import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program in a pseudo-terminal of its own, made by `script`, which every Linux and macOS has. */
export class PseudoTerminal {
  private output = '';
  private readonly child: ChildProcess;

  constructor(command: string, columns: number, rows: number, cwd: string) {
    const line = `stty cols ${columns} rows ${rows}; echo "pid $$ "; exec ${command}`;
    const args =
      process.platform === 'darwin'
        ? ['-q', '/dev/null', 'sh', '-c', line]
        : ['-qefc', line, '/dev/null'];
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, TERM: 'xterm-256color', LANG: 'C.UTF-8', EDITOR: 'true' };
    this.child = spawn('script', args, { cwd, env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
    });
  }

  send(keys: string): void {
    this.output = '';
    this.child.stdin!.write(keys);
  }

  /** Resolves when the program has written this since the last key. */
  async writes(wanted: string): Promise<void> {
    while (!this.output.includes(wanted)) await once(this.child.stdout!, 'data');
  }

  /** The program's process id. */
  get pid(): number {
    return Number(/pid (\d+) /.exec(this.output)?.[1]);
  }

  /** Sends a key that ends the program, and waits for that. */
  async end(key: string): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin!.write(key);
    await ended;
  }

  kill(): void {
    this.child.kill();
  }
}
