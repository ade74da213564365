import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { caps } from './caps.ts';
import type { CollectedFiles } from './collected-files.ts';
import { IntakeProblem } from './intake-problem.ts';

const ordinary = new Set<Header['type'] | undefined>(['file', 'contiguous-file', undefined]);

/** Collects the ordinary files of a tar archive, gzipped or not. Throws IntakeProblem when it is not one, is cut off, or is a bomb. */
export async function readTar(
  path: string,
  gzipped: boolean,
  files: CollectedFiles,
): Promise<void> {
  const archive = extract();
  const packed = counter('bytes are in it', caps.archiveBytes);
  const unpacked = counter('bytes come out of it', caps.unpackedBytes);
  const streams = gzipped
    ? [createReadStream(path), packed, createGunzip(), unpacked, archive]
    : [createReadStream(path), unpacked, archive];
  const taking = takeEntries(archive, files);
  try {
    await Promise.all([pipeline(streams), taking]);
  } catch (error) {
    if (error instanceof IntakeProblem) throw error;
    throw new IntakeProblem(`it cannot be read as a tar archive (${(error as Error).message})`);
  }
}

async function takeEntries(
  archive: ReturnType<typeof extract>,
  files: CollectedFiles,
): Promise<void> {
  for await (const entry of archive) {
    const { name, size = 0, type } = entry.header;
    const kept = ordinary.has(type) ? files.offer(name, size) : null;
    if (!ordinary.has(type) && type !== 'directory')
      files.leaveOut(name, 'it is a link or a device, not an ordinary file');
    if (kept === null) {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files.keep(kept, Buffer.concat(chunks));
  }
}

/** Passes bytes on until there are too many. */
function counter(what: string, cap: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > cap) done(new IntakeProblem(`more than ${cap} ${what}`));
      else done(null, chunk);
    },
  });
}
