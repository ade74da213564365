import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { caps } from './caps.ts';
import { CollectedFiles } from './collected-files.ts';
import { type ClassEntry, kindOf } from './entry.ts';
import { IntakeProblem } from './intake-problem.ts';
import { readFolder } from './read-folder.ts';
import { readGit } from './read-git.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';

/** What one entry holds, kept in a folder of ours that is named by its content. */
export interface TakenIn {
  /** Hash of all kept files; names the folder below `trees`. Empty when the entry could not be read. */
  readonly tree: string;
  /** Kept files, sorted, relative to the tree, each with the hash of its bytes. */
  readonly files: ReadonlyMap<string, string>;
  readonly submittedMs: number;
  /** Names of TypeScript files that were left out, and a line on each thing that was. */
  readonly leftOut: readonly string[];
  readonly remarks: readonly string[];
  /** Why nothing of it can be graded; null when it was read. */
  readonly problem: string | null;
}

/** Reads a learner's entry and keeps its TypeScript below `trees/<hash>`; a broken entry is told in the answer, not thrown. */
export async function takeIn(entry: ClassEntry, trees: string): Promise<TakenIn> {
  mkdirSync(trees, { recursive: true });
  const dir = mkdtempSync(join(trees, '.new-'));
  const files = new CollectedFiles(dir);
  try {
    const submittedMs = (await read(entry, files)) ?? entry.modifiedMs;
    return { ...kept(files, dir, trees), submittedMs, problem: null };
  } catch (error) {
    if (!(error instanceof IntakeProblem)) throw error;
    const { remarks, leftOut } = files;
    const { message: problem } = error;
    const submittedMs = entry.modifiedMs;
    return { tree: '', files: new Map(), submittedMs, leftOut, remarks, problem };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Gives the time of submission where the source itself tells one. */
async function read({ path, kind }: ClassEntry, files: CollectedFiles): Promise<number | null> {
  if (kind === 'folder') return readUploaded(path, files);
  if (kind === 'unknown')
    throw new IntakeProblem(
      'it is neither a folder nor a zip, tar.gz, git bundle or bare repository',
    );
  if (kind === 'repository') return readGit(path, kind, files);
  const { size } = statSync(path);
  if (size > caps.archiveBytes)
    throw new IntakeProblem(`it has ${size} bytes, more than ${caps.archiveBytes}`);
  if (size === 0) throw new IntakeProblem('it is empty, perhaps an upload that broke off');
  if (kind === 'bundle') return readGit(path, kind, files);
  if (kind === 'zip') await readZip(path, files);
  else await readTar(path, kind === 'tar.gz', files);
  return null;
}

/** Moodle and others put each learner's one archive into a folder of the learner's. */
async function readUploaded(path: string, files: CollectedFiles): Promise<number | null> {
  const names = readdirSync(path).filter((name) => !name.startsWith('.'));
  const only = names.length === 1 ? join(path, names[0]!) : null;
  const kind = only === null ? 'folder' : kindOf(only, names[0]!);
  if (only === null || kind === 'folder' || kind === 'unknown') return readFolder(path, files);
  const inner = { id: '', path: only, kind, modifiedMs: statSync(only).mtimeMs };
  return (await read(inner, files)) ?? inner.modifiedMs;
}

function kept(
  files: CollectedFiles,
  dir: string,
  trees: string,
): Pick<TakenIn, 'tree' | 'files' | 'leftOut' | 'remarks'> {
  const { paths, leftOut, remarks, treeHash } = files;
  const target = join(trees, treeHash);
  try {
    renameSync(dir, target);
  } catch (error) {
    // Equal files were taken in before.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  const hashes = new Map(paths.map((path) => [path, files.hashOf(path)]));
  return { tree: treeHash, files: hashes, leftOut, remarks };
}
