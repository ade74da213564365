import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import type { ModuleAnswer } from '../boundary/protocol.ts';
import type { Place } from '../verdict/record.ts';
import { type LearnerCode, LearnerSyntaxError, transformLearnerFile } from './learner-code.ts';

const fileCap = 1024 * 1024;
const filesCap = 64;

/** The learner's file cannot be graded as it is: it is missing, too large, or not TypeScript. */
export class SubmissionProblem extends Error {
  override readonly name = 'SubmissionProblem';
  constructor(
    readonly kind: 'missing' | 'unreadable' | 'syntax',
    message: string,
    readonly at: Place | null = null,
  ) {
    super(message);
  }
}

/** A learner's folder and the file in it that is graded. Only files below the folder are ever read. */
export class Submission {
  private readonly modules = new Map<string, LearnerCode>();
  private readonly realRoot: string;
  hash = '';

  /** `file` is relative to `root`, with `/`. */
  constructor(
    root: string,
    readonly file: string,
  ) {
    this.realRoot = realpathSync(root);
  }

  /** Reads and transforms the graded file. Throws SubmissionProblem. */
  async entry(): Promise<{ file: string; code: string }> {
    const text = this.read(this.file);
    this.hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    return { file: this.file, code: (await this.transformed(this.file, text)).code };
  }

  /** Another file that the graded code imports: `specifier` as written in the file `from`. Never throws. */
  async module(from: string, specifier: string): Promise<ModuleAnswer> {
    if (!/^\.{1,2}\//.test(specifier))
      return {
        refused: `${from} imports ${JSON.stringify(specifier)}, but only course/kit and files of your own (./...) can be imported`,
      };
    try {
      const file = this.resolve(from, specifier);
      if (this.modules.size >= filesCap)
        return { refused: `more than ${filesCap} files are imported` };
      return { file, code: (await this.transformed(file, this.read(file))).code };
    } catch (error) {
      return { refused: (error as Error).message };
    }
  }

  /** The first place in the learner's own files that a stack names, as they wrote them. */
  place(stack: string | null): Place | null {
    for (const [, file, line, column] of (stack ?? '').matchAll(/([^\s()]+\.tsx?):(\d+):(\d+)/g)) {
      const place = this.modules.get(file!)?.original(Number(line), Number(column));
      if (place) return { file: file!, ...place };
    }
    return null;
  }

  private resolve(from: string, specifier: string): string {
    const wanted = posix.join(posix.dirname(from), specifier);
    const tries = [wanted, wanted.replace(/\.js$/, '.ts'), `${wanted}.ts`].filter((path) =>
      path.endsWith('.ts'),
    );
    const found = tries.find((path) => !path.startsWith('../') && this.exists(path));
    if (!found)
      throw new SubmissionProblem(
        'missing',
        `${from} imports ${JSON.stringify(specifier)}, but there is no such .ts file in the workspace`,
      );
    return found;
  }

  private exists(file: string): boolean {
    try {
      return lstatSync(join(this.realRoot, file)).isFile();
    } catch {
      return false;
    }
  }

  private read(file: string): string {
    const path = join(this.realRoot, file);
    if (!this.exists(file))
      throw new SubmissionProblem('missing', `${file} is not there, or is not an ordinary file`);
    if (!this.contains(realpathSync(dirname(path))))
      throw new SubmissionProblem(
        'unreadable',
        `${file} lies outside the workspace: a folder on its way is a link`,
      );
    const { size } = lstatSync(path);
    if (size > fileCap)
      throw new SubmissionProblem('unreadable', `${file} has ${size} bytes, more than ${fileCap}`);
    return readFileSync(path, 'utf8');
  }

  private contains(folder: string): boolean {
    const inside = relative(this.realRoot, folder);
    return inside === '' || (inside !== '..' && !inside.startsWith(`..${sep}`));
  }

  private async transformed(file: string, text: string): Promise<LearnerCode> {
    try {
      const code = await transformLearnerFile(file, text);
      this.modules.set(file, code);
      return code;
    } catch (error) {
      if (!(error instanceof LearnerSyntaxError)) throw error;
      throw new SubmissionProblem(
        'syntax',
        `${file}:${error.line}:${error.column}: ${error.message}`,
        { file, line: error.line, column: error.column },
      );
    }
  }
}
