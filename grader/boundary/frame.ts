import { readSync, writeSync } from 'node:fs';
import { caps, WireError } from './wire.ts';

/** The other side is gone: its end of the pipe is closed. */
export class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
}

/** The descriptors that one side reads from and writes to; they may be the same. */
export interface Ends {
  readonly read: number;
  readonly write: number;
}

const headerBytes = 4;
// Taken before a learner's file loads in this process and can replace them.
const { stringify, parse } = JSON;

/**
 * Frames over a blocking stream: a length (32 bit, big endian), then JSON.
 * At most one frame is under way at a time, so that both sides may write large ones without waiting for each other.
 */
export class Frames {
  /** Bytes received so far. */
  received = 0;
  private readonly room = Buffer.allocUnsafe(64 * 1024);
  private start = 0;
  private end = 0;

  constructor(private readonly ends: Ends) {}

  /** Sends one frame; blocks until all is taken. Throws ChannelClosed, or WireError when it is above the cap. */
  send(message: unknown): void {
    const body = stringify(message);
    const length = Buffer.byteLength(body, 'utf8');
    if (length > caps.frameBytes)
      throw new WireError(`the value takes ${length} bytes, more than ${caps.frameBytes}`);
    const frame = Buffer.allocUnsafe(headerBytes + length);
    frame.writeUInt32BE(length, 0);
    frame.write(body, headerBytes, 'utf8');
    const { write } = this.ends;
    for (let sent = 0; sent < frame.length; ) sent += closing(() => writeSync(write, frame, sent));
  }

  /** Receives one frame; blocks until it is whole. Throws ChannelClosed at the end, WireError above the cap or for bad JSON. */
  receive(): unknown {
    const length = this.take(headerBytes).readUInt32BE(0);
    if (length > caps.frameBytes)
      throw new WireError(`a frame of ${length} bytes is more than ${caps.frameBytes}`);
    this.received += length;
    const body = this.take(length).toString('utf8');
    try {
      return parse(body);
    } catch {
      throw new WireError('a frame is not JSON');
    }
  }

  /** The next bytes; the buffer is only good until the next call. */
  private take(count: number): Buffer {
    if (count > this.room.length) return this.takeLarge(count);
    if (this.start + count > this.room.length) this.moveToFront();
    while (this.end - this.start < count) this.end += this.fill(this.room, this.end);
    this.start += count;
    return this.room.subarray(this.start - count, this.start);
  }

  private takeLarge(count: number): Buffer {
    const large = Buffer.allocUnsafe(count);
    let got = this.room.copy(large, 0, this.start, this.end);
    this.start = this.end = 0;
    while (got < count) got += this.fill(large, got);
    return large;
  }

  private moveToFront(): void {
    this.room.copyWithin(0, this.start, this.end);
    this.end -= this.start;
    this.start = 0;
  }

  private fill(into: Buffer, at: number): number {
    const count = closing(() => readSync(this.ends.read, into, at, into.length - at, null));
    if (count === 0) throw new ChannelClosed();
    return count;
  }
}

function closing(io: () => number): number {
  try {
    return io();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE' || code === 'ECONNRESET' || code === 'EBADF') throw new ChannelClosed();
    throw error;
  }
}
