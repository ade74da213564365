import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Ends } from '../boundary/frame.ts';
import { type ChannelSocket, channelSocket } from './channel-socket.ts';
import { boxCommand, channelFd } from './command.ts';
import type { Strength } from './strength.ts';

/** How a box's process ended. */
export interface BoxEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One started box: a child that waits for a learner's file. It serves one grading and is never reused. */
export interface BoxProcess {
  /** Its process; undefined when it could not even be started. */
  readonly pid: number | undefined;
  readonly ends: Ends;
  readonly strength: Strength;
  /** Resolves when the child is gone. */
  readonly gone: Promise<BoxEnd>;
  /** Ends the child and all that it started; a thread that waits for it sees the end of its pipe. */
  kill(): void;
  /** Kills and closes our ends. Only when no thread waits on them: a closed descriptor's number is given away again. */
  close(): void;
}

/** What a box is started with. */
export interface BoxOptions {
  readonly strength: Strength;
  /** The box's program, a single file. */
  readonly program: string;
  /** CPU seconds after which the kernel ends it. */
  readonly cpuSeconds: number;
}

/** Starts a box; it says on the channel when it is ready. Throws when this machine can start no process at all. */
export function startBox(options: BoxOptions): BoxProcess {
  const child = spawnBox(options);
  const socket = channelSocket(child, channelFd);
  const gone = endOf(child);
  const kill = once(() => killGroup(child));
  const close = once(() => closeBox(kill, socket));
  const ends = { read: socket.fd, write: socket.fd };
  return { pid: child.pid, ends, strength: options.strength, gone, kill, close };
}

/** The child gets the channel and its program right behind its three standard streams. */
function spawnBox(options: BoxOptions): ChildProcess {
  const [command, ...args] = boxCommand(options);
  const program = openSync(options.program, 'r');
  try {
    const child = spawn(command!, args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', program],
      detached: true,
      cwd: '/',
      // A clean environment: nothing to read in it, and certificates named there would slow node's start.
      env: { PATH: process.env.PATH },
    });
    child.unref();
    return child;
  } finally {
    closeSync(program);
  }
}

function closeBox(kill: () => void, socket: ChannelSocket): void {
  kill();
  socket.close();
}

function endOf(child: ChildProcess): Promise<BoxEnd> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
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
