import { readSync, writeSync } from 'node:fs';
import { caps, WireError } from './wire.ts';

/** The other side is gone: its end of the pipe is closed. */
export class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
}

const headerBytes = 4;
// Taken before a learner's file loads in this process and can replace them.
const { stringify, parse } = JSON;

/** Writes one frame: its length (32 bit, big endian), then its JSON. Blocks until all is taken. Throws ChannelClosed. */
export function writeFrame(fd: number, message: unknown): void {
  const body = Buffer.from(stringify(message), 'utf8');
  if (body.length > caps.frameBytes)
    throw new WireError(`the value takes ${body.length} bytes, more than ${caps.frameBytes}`);
  const frame = Buffer.allocUnsafe(headerBytes + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, headerBytes);
  for (let sent = 0; sent < frame.length; ) sent += closing(() => writeSync(fd, frame, sent));
}

/** Reads one frame; blocks until it is whole. Throws ChannelClosed at the end, WireError for a frame above the cap or not JSON. */
export function readFrame(fd: number): unknown {
  const length = readFully(fd, headerBytes).readUInt32BE(0);
  if (length > caps.frameBytes)
    throw new WireError(`a frame of ${length} bytes is more than ${caps.frameBytes}`);
  const body = readFully(fd, length).toString('utf8');
  try {
    return parse(body);
  } catch {
    throw new WireError('a frame is not JSON');
  }
}

function readFully(fd: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  for (let got = 0; got < length; ) {
    const count = closing(() => readSync(fd, buffer, got, length - got, null));
    if (count === 0) throw new ChannelClosed();
    got += count;
  }
  return buffer;
}

function closing(io: () => number): number {
  try {
    return io();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE' || code === 'EBADF' || code === 'EOF') throw new ChannelClosed();
    throw error;
  }
}
