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

/** Most frames fit; a larger one gets a buffer of its own. */
const roomBytes = 64 * 1024;
/** A unit of a string takes at most so many bytes of UTF-8. */
const bytesPerUnit = 3;

/**
 * Frames over a blocking stream: a length (32 bit, big endian), then JSON.
 * At most one frame is under way at a time, so that both sides may write large ones without waiting for each other.
 */
export class Frames {
  /** Bytes received so far. */
  received = 0;
  private readonly room = Buffer.allocUnsafeSlow(roomBytes);
  private readonly outgoing = Buffer.allocUnsafeSlow(roomBytes);
  private start = 0;
  private end = 0;

  constructor(private readonly ends: Ends) {}

  /** Sends one frame; blocks until all is taken. Throws ChannelClosed, or WireError when it is above the cap. */
  send(message: unknown): void {
    const body = stringify(message);
    if (headerBytes + body.length * bytesPerUnit > roomBytes) this.sendLarge(body);
    else this.writeFrame(this.outgoing, this.outgoing.write(body, headerBytes, 'utf8'));
  }

  private sendLarge(body: string): void {
    const length = Buffer.byteLength(body, 'utf8');
    if (length > caps.frameBytes)
      throw new WireError(`the value takes ${length} bytes, more than ${caps.frameBytes}`);
    const frame = Buffer.allocUnsafe(headerBytes + length);
    frame.write(body, headerBytes, 'utf8');
    this.writeFrame(frame, length);
  }

  /** Writes a body that stands in `frame` behind the room for its header. */
  private writeFrame(frame: Buffer, length: number): void {
    frame.writeUInt32BE(length, 0);
    const all = headerBytes + length;
    try {
      for (let sent = 0; sent < all; ) sent += writeSync(this.ends.write, frame, sent, all - sent);
    } catch (error) {
      throw closedOr(error);
    }
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
    let count = 0;
    try {
      count = readSync(this.ends.read, into, at, into.length - at, null);
    } catch (error) {
      throw closedOr(error);
    }
    if (count === 0) throw new ChannelClosed();
    return count;
  }
}

/** What reading or writing failed with; ChannelClosed where it means that nobody is there any more. */
function closedOr(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const gone = code === 'EPIPE' || code === 'ECONNRESET' || code === 'EBADF';
  return gone ? new ChannelClosed() : error;
}
