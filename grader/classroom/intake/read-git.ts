import type { CollectedFiles } from './collected-files.ts';
import { GitObjects } from './git-objects.ts';
import { IntakeProblem } from './intake-problem.ts';

interface Blob {
  readonly id: string;
  readonly path: string;
}

const ordinaryModes = new Set(['100644', '100755', '100664']);

/** Collects the ordinary files of a bare repository's HEAD or of a bundle. Gives the commit's time in ms. Throws IntakeProblem. */
export async function readGit(
  path: string,
  kind: 'repository' | 'bundle',
  files: CollectedFiles,
): Promise<number> {
  const [git, commit] =
    kind === 'bundle' ? await GitObjects.ofBundle(path) : await GitObjects.ofRepository(path);
  try {
    const seconds = Number(
      await git.text('show', '-s', '--no-show-signature', '--format=%ct', commit),
    );
    const blobs = wantedBlobs(await git.run(['ls-tree', '-r', '-z', '--long', commit]), files);
    if (blobs.length > 0) keepBlobs(await contents(git, blobs), blobs, files);
    return seconds * 1000;
  } finally {
    git.close();
  }
}

/** A line of ls-tree: `<mode> <type> <id> <size>\t<path>`. */
function wantedBlobs(listed: Buffer, files: CollectedFiles): Blob[] {
  const blobs: Blob[] = [];
  for (const line of listed.toString('utf8').split('\0').filter(Boolean)) {
    const tab = line.indexOf('\t');
    const [mode = '', type, id = '', size] = line.slice(0, tab).split(/ +/);
    const name = line.slice(tab + 1);
    if (type !== 'blob' || !ordinaryModes.has(mode)) {
      files.leaveOut(name, 'it is a link or a repository of its own, not an ordinary file');
      continue;
    }
    const path = files.offer(name, Number(size));
    if (path !== null) blobs.push({ id, path });
  }
  return blobs;
}

function contents(git: GitObjects, blobs: readonly Blob[]): Promise<Buffer> {
  return git.run(['cat-file', '--batch'], `${blobs.map(({ id }) => id).join('\n')}\n`);
}

/** What cat-file gives for each: `<id> <type> <size>\n<content>\n`. */
function keepBlobs(output: Buffer, blobs: readonly Blob[], files: CollectedFiles): void {
  let at = 0;
  for (const { id, path } of blobs) {
    const end = output.indexOf('\n', at);
    const [known, type, size] = output.toString('utf8', at, end).split(' ');
    if (known !== id || type !== 'blob') throw new IntakeProblem(`git does not find ${id} in it`);
    const start = end + 1;
    files.keep(path, output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
}
