import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { SubmissionProblem } from './submission-problem.ts';

/** Far above any solution, and small enough that no text of this size overwhelms the parser. */
const fileCap = 64 * 1024;
/** Neither follows a link nor waits for a writer of a named pipe. */
const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A learner's folder: gives ordinary files below it, and nothing to which a link leads. */
export class SubmissionFolder {
  private readonly realRoot: string;

  /** Throws SubmissionProblem when there is no such folder. */
  constructor(root: string) {
    try {
      this.realRoot = realpathSync(root);
    } catch {
      throw new SubmissionProblem('missing', `there is no folder ${root}`);
    }
  }

  /** True for an ordinary file, `file` being relative with `/`. */
  holds(file: string): boolean {
    try {
      return lstatSync(join(this.realRoot, file)).isFile();
    } catch {
      return false;
    }
  }

  /** The text of a file. Throws SubmissionProblem. */
  read(file: string): string {
    const path = join(this.realRoot, file);
    if (!this.holds(file))
      throw new SubmissionProblem('missing', `${file} is not there, or is not an ordinary file`);
    if (!this.contains(realpathSync(dirname(path))))
      throw new SubmissionProblem(
        'unreadable',
        `${file} lies outside the workspace: a folder on its way is a link`,
      );
    return readOrdinary(path, file);
  }

  private contains(folder: string): boolean {
    const inside = relative(this.realRoot, folder);
    return inside === '' || (inside !== '..' && !inside.startsWith(`..${sep}`));
  }
}

/** Reads what was opened, not what the path names by then. */
function readOrdinary(path: string, file: string): string {
  const fd = opened(path, file);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new SubmissionProblem('missing', `${file} is not an ordinary file`);
    if (stat.size > fileCap)
      throw new SubmissionProblem(
        'unreadable',
        `${file} has ${stat.size} bytes, more than ${fileCap}`,
      );
    const buffer = Buffer.alloc(fileCap);
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, fileCap, 0));
  } finally {
    closeSync(fd);
  }
}

function opened(path: string, file: string): number {
  try {
    return openSync(path, openFlags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SubmissionProblem('unreadable', `${file} cannot be read (${code})`);
  }
}
