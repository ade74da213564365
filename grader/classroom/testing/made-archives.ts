import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';

/** Files by path. */
export type Files = Readonly<Record<string, string>>;

/** Writes files below a folder. */
export function writeFiles(dir: string, files: Files): void {
  mkdirSync(dir, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

/** Writes a zip archive; `links` are symbolic links. */
export async function writeZip(path: string, files: Files, links: Files = {}): Promise<void> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  for (const [name, target] of Object.entries(links))
    zip.addBuffer(Buffer.from(target), name, { mode: 0o120777 });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

/** A file in a tar archive that is not an ordinary one. */
export interface OddEntry {
  readonly name: string;
  readonly type: 'symlink' | 'link' | 'character-device' | 'fifo';
  readonly linkname?: string;
}

/** Writes a tar.gz archive. */
export async function writeTarGz(
  path: string,
  files: Files,
  odd: readonly OddEntry[] = [],
): Promise<void> {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  for (const entry of odd) tar.entry({ ...entry, size: 0 });
  tar.finalize();
  await pipeline(tar, createGzip(), createWriteStream(path));
}

/** Makes a repository with one commit in `dir`, made at `date`. */
export function makeRepository(dir: string, files: Files, date: string): void {
  writeFiles(dir, files);
  git(dir, date, 'init', '--quiet', '--initial-branch=main');
  git(dir, date, 'add', '--all');
  git(dir, date, 'commit', '--quiet', '--message=work');
}

/** Runs git with an author of its own and no configuration. */
export function git(dir: string, date: string, ...args: string[]): void {
  const person = { NAME: 'learner', EMAIL: 'learner@example.org', DATE: date };
  const env = Object.fromEntries(
    Object.entries(person).flatMap(([what, value]) => [
      [`GIT_AUTHOR_${what}`, value],
      [`GIT_COMMITTER_${what}`, value],
    ]),
  );
  execFileSync('git', args, {
    cwd: dir,
    env: { PATH: process.env.PATH, HOME: dir, GIT_CONFIG_NOSYSTEM: '1', ...env },
    stdio: 'pipe',
  });
}
