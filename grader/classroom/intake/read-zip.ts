import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { caps } from './caps.ts';
import type { CollectedFiles } from './collected-files.ts';
import { IntakeProblem } from './intake-problem.ts';

/** Collects the ordinary files of a zip archive. Throws IntakeProblem when it is not one, is cut off, or is a bomb. */
export async function readZip(path: string, files: CollectedFiles): Promise<void> {
  const zip = await opened(path);
  try {
    let bytes = 0;
    for await (const entry of zip.eachEntry()) {
      refuseBomb(entry);
      const kept = wanted(entry, files);
      if (kept === null) continue;
      bytes += entry.uncompressedSize;
      if (bytes > caps.unpackedBytes)
        throw new IntakeProblem(`more than ${caps.unpackedBytes} bytes come out of it`);
      files.keep(kept, await content(zip, entry));
    }
  } catch (error) {
    throw asProblem(error);
  } finally {
    if (zip.isOpen) zip.close();
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    throw asProblem(error);
  }
}

/** Names are decoded here: the library would refuse a whole archive for one name that leads out of it. */
function wanted(entry: Entry, files: CollectedFiles): string | null {
  const raw = entry.fileNameRaw ?? (entry.fileName as unknown as Buffer);
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false);
  if (name.endsWith('/')) return null;
  if (!isOrdinary(entry)) {
    files.leaveOut(name, 'it is a link or a device, not an ordinary file');
    return null;
  }
  if (!entry.canDecodeFileData()) {
    files.leaveOut(name, entry.isEncrypted() ? 'it is encrypted' : 'its compression is not known');
    return null;
  }
  return files.offer(name, entry.uncompressedSize);
}

const formatBits = 0o170000;
const ordinaryFile = 0o100000;

/** A zip made on Unix holds the file's mode in the upper half; 0 where there is none. */
function isOrdinary({ externalFileAttributes, versionMadeBy }: Entry): boolean {
  const madeOnUnix = versionMadeBy >>> 8 === 3;
  const format = (externalFileAttributes >>> 16) & formatBits;
  return !madeOnUnix || format === 0 || format === ordinaryFile;
}

function refuseBomb({ compressedSize, uncompressedSize }: Entry): void {
  if (uncompressedSize > caps.fileBytes && uncompressedSize > compressedSize * caps.ratio)
    throw new IntakeProblem(
      `a file of ${uncompressedSize} bytes is packed into ${compressedSize}: such an archive is not opened`,
    );
}

async function content(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function asProblem(error: unknown): IntakeProblem {
  if (error instanceof IntakeProblem) return error;
  return new IntakeProblem(`it cannot be read as a zip archive (${(error as Error).message})`);
}
