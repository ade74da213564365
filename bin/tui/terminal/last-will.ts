import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Gives the terminal back when this process is killed and can do nothing any more: a shell waits at a pipe, and finds
 * it closed without a word. Most shells then make keys work again by themselves, and are given the time for it; where
 * Ctrl+C is still no signal, nobody did. A process in the background may change the terminal only with TTOU ignored.
 */
const waiting = `trap '' TTOU
read -r word && exit
sleep 0.1
exec 3>&1
case $(stty -a <&3) in *-isig*) stty brkint icrnl ixon echo icanon iexten isig <&3 ;; esac
printf '\\033[?25h\\033[0m\\033[?1049l\\n%s\\n' "$1"`;

const words =
  'The course was killed. Nothing of your work is lost; course launch goes on where it was.';

/** A last will: made when the terminal is taken, torn up when it is given back. */
export class LastWill {
  private waiter: ChildProcess | null = null;

  /** `terminal` is the file descriptor of the terminal. */
  constructor(private readonly terminal: number) {}

  make(): void {
    if (this.waiter) return;
    const waiter = spawn('sh', ['-c', waiting, 'sh', words], {
      stdio: ['pipe', this.terminal, 'ignore'],
    });
    // Without a shell there is no last will, and the course works all the same.
    waiter.on('error', () => {});
    waiter.stdin!.on('error', () => {});
    waiter.unref();
    (waiter.stdin as unknown as { unref(): void }).unref();
    this.waiter = waiter;
  }

  tearUp(): void {
    this.waiter?.stdin?.end('kept\n');
    this.waiter = null;
  }
}
