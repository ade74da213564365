import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { BoxEnds } from '../boundary/channel.ts';
import { boxCommand } from './command.ts';
import { openPipes } from './fifo.ts';
import type { Strength } from './strength.ts';

/** One started box: a child that waits for a learner's file. It serves one grading and is never reused. */
export interface BoxProcess {
  readonly ends: BoxEnds;
  readonly strength: Strength;
  /** Resolves when the child is gone. */
  readonly gone: Promise<void>;
  /** Ends the child and all that it started; a thread that waits for it sees the end of its pipe. */
  kill(): void;
  /** Kills and closes our ends. Only when no thread waits on them: a closed descriptor's number is given away again. */
  close(): void;
}

/** What a box is started with. */
export interface BoxOptions {
  readonly strength: Strength;
  /** The box's program, a single file. */
  readonly entry: string;
  /** CPU seconds after which the kernel ends it. */
  readonly cpuSeconds: number;
}

/** Starts a box; it says on the channel when it is ready. */
export function startBox({ strength, entry, cpuSeconds }: BoxOptions): BoxProcess {
  const pipes = openPipes();
  const program = openSync(entry, 'r');
  const [command, ...args] = boxCommand(strength, entry, cpuSeconds);
  const child = spawn(command!, args, {
    stdio: ['ignore', 'ignore', 'ignore', pipes.box.read, pipes.box.write, program],
    detached: true,
    cwd: '/',
    // A clean environment: nothing to read in it, and certificates named there would slow node's start.
    env: { PATH: process.env.PATH },
  });
  for (const fd of [pipes.box.read, pipes.box.write, program]) closeSync(fd);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.unref();
  const kill = once(() => killGroup(child));
  const closeEnds = once(() => Object.values(pipes.trusted).forEach((fd) => void closeSync(fd)));
  const close = () => {
    kill();
    closeEnds();
  };
  return { ends: pipes.trusted, strength, gone, kill, close };
}

/** The child leads its own process group; bubblewrap takes everything inside down with itself. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
