import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ChannelClosed, Frames } from './frame.ts';
import { caps, WireError } from './wire.ts';

const folder = mkdtempSync(join(tmpdir(), 'course-frames-'));
const opened: number[] = [];

afterEach(() => {
  for (const fd of opened.splice(0)) closeSync(fd);
  rmSync(join(folder, 'frames'), { force: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A writer and a reader of one file, which stands for a pipe. */
function pipe(bytes?: Buffer): Frames {
  const path = join(folder, 'frames');
  writeFileSync(path, bytes ?? '');
  const [write, read] = [openSync(path, 'a'), openSync(path, 'r')];
  opened.push(write, read);
  return new Frames({ read, write });
}

function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

describe('frames', () => {
  it('arrive one by one, small and large, in order', () => {
    const frames = pipe();
    const messages = [{ a: 1 }, 'x'.repeat(200_000), ['é\ud800'], 'y'.repeat(65_530), null];
    for (const message of messages) frames.send(message);
    for (const message of messages) expect(frames.receive()).toEqual(message);
    expect(() => frames.receive()).toThrow(ChannelClosed);
  });

  it('may have any length around the size of the buffer', () => {
    const frames = pipe();
    const lengths = [65_525, 65_526, 65_527, 65_530, 65_534, 65_535, 65_536, 131_072, 1];
    for (const length of lengths) frames.send('x'.repeat(length));
    for (const length of lengths) expect(frames.receive()).toHaveLength(length);
  });

  it('count what they received', () => {
    const frames = pipe();
    frames.send('12345678');
    frames.receive();
    expect(frames.received).toBe(10);
  });

  it('above the cap are neither sent nor read', () => {
    expect(() => pipe().send('x'.repeat(caps.frameBytes))).toThrow(WireError);
    expect(() => pipe(header(caps.frameBytes + 1)).receive()).toThrow(/more than/);
    expect(() => pipe(header(0xffffffff)).receive()).toThrow(WireError);
  });

  it('that are not JSON are refused', () => {
    for (const body of ['', '{', 'undefined', '\u0000', "'x'"])
      expect(() => pipe(Buffer.concat([header(body.length), Buffer.from(body)])).receive()).toThrow(
        WireError,
      );
  });

  it('that end in the middle mean that the other side is gone', () => {
    expect(() => pipe(Buffer.from([0, 0])).receive()).toThrow(ChannelClosed);
    expect(() => pipe(Buffer.concat([header(5), Buffer.from('12')])).receive()).toThrow(
      ChannelClosed,
    );
    expect(() => pipe(Buffer.concat([header(100_000), Buffer.alloc(70_000)])).receive()).toThrow(
      ChannelClosed,
    );
  });
});
