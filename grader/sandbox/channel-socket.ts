import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/** Our end of the channel to a box, as a descriptor that any thread can wait on. */
export interface ChannelSocket {
  readonly fd: number;
  close(): void;
}

/** What node keeps behind a socket; libuv's own names. */
interface StreamHandle {
  readonly fd: number;
  readStop(): void;
  setBlocking(on: boolean): number;
  unref(): void;
  close(): void;
}

/**
 * Takes a child's extra stdio pipe (a socket pair on POSIX systems) away from node and makes it blocking.
 * Nothing of it has a name in the file system, so nothing can be left there or guessed. Throws when there is none.
 */
export function channelSocket(child: ChildProcess, index: number): ChannelSocket {
  const stdio = child.stdio as unknown as ((Socket & { _handle: StreamHandle | null }) | null)[];
  const socket = stdio?.[index];
  const handle = socket?._handle;
  if (!socket || !handle) throw new Error('the channel to a child process could not be opened');
  handle.readStop();
  // When a child ends, node reads its pipes to the end and closes them: a thread may be waiting on this one just then.
  stdio[index] = null;
  socket._handle = null;
  handle.unref();
  if (handle.setBlocking(true) !== 0) throw new Error('the channel cannot be made blocking');
  const { fd } = handle;
  return { fd, close: () => handle.close() };
}
