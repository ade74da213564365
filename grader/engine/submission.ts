import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { ModuleAnswer } from '../boundary/protocol.ts';
import type { Place } from '../verdict/record.ts';
import { codeFrame } from './code-frame.ts';
import { type LearnerCode, LearnerSyntaxError, transformLearnerFile } from './learner-code.ts';
import { SubmissionFolder } from './submission-folder.ts';
import { SubmissionProblem } from './submission-problem.ts';
import { NeverEnds } from './type-stripper.ts';

const filesCap = 64;

/** A learner's folder and the file in it that is graded. Only files below the folder are ever read. */
export class Submission {
  private readonly modules = new Map<string, LearnerCode>();
  private readonly folder: SubmissionFolder;
  /** Of the graded file's text; empty until it is read. */
  hash = '';

  /** `file` is relative to `root`, with `/`. Throws SubmissionProblem when the folder is not there. */
  constructor(
    root: string,
    readonly file: string,
  ) {
    this.folder = new SubmissionFolder(root);
  }

  /** Reads and transforms the graded file. Throws SubmissionProblem. */
  async entry(): Promise<{ file: string; code: string }> {
    const text = this.folder.read(this.file);
    this.hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    return { file: this.file, code: (await this.transformed(this.file, text)).code };
  }

  /** Another file that the graded code imports: `specifier` as written in the file `from`. Never throws. */
  async module(from: string, specifier: string): Promise<ModuleAnswer> {
    try {
      const file = this.resolve(from, specifier);
      const known = this.modules.get(file);
      if (!known && this.modules.size >= filesCap)
        throw new SubmissionProblem('unreadable', `more than ${filesCap} files are imported`);
      const { code } = known ?? (await this.transformed(file, this.folder.read(file)));
      return { file, code };
    } catch (error) {
      return { refused: (error as Error).message };
    }
  }

  /** The first place in the learner's own files that a stack names, as they wrote them. The stack is what the box says. */
  place(stack: string | null): Place | null {
    for (const line of (stack ?? '').slice(0, stackChars).split('\n')) {
      const [, file, row, column] = frame.exec(line.slice(-frameChars)) ?? [];
      const place = file && this.modules.get(file)?.original(Number(row), Number(column));
      if (place) return { file, ...place };
    }
    return null;
  }

  private resolve(from: string, specifier: string): string {
    const shown = JSON.stringify(specifier.slice(0, 200));
    if (!/^\.{1,2}\//.test(specifier) || !this.modules.has(from))
      throw new SubmissionProblem(
        'missing',
        `${from.slice(0, 200)} imports ${shown}, but only course/kit and files of your own (./...) can be imported`,
      );
    const wanted = posix.join(posix.dirname(from), specifier);
    const tries = [wanted, wanted.replace(/\.js$/, '.ts'), `${wanted}.ts`];
    const found = tries.find(
      (path) => path.endsWith('.ts') && !path.startsWith('../') && this.folder.holds(path),
    );
    if (found) return found;
    throw new SubmissionProblem(
      'missing',
      `${from} imports ${shown}, but there is no such .ts file in the workspace`,
    );
  }

  private async transformed(file: string, text: string): Promise<LearnerCode> {
    try {
      const code = await transformLearnerFile(file, text);
      this.modules.set(file, code);
      return code;
    } catch (error) {
      if (error instanceof NeverEnds)
        throw new SubmissionProblem('unreadable', `${file}: ${error.message}`);
      if (!(error instanceof LearnerSyntaxError)) throw error;
      const { line, column } = error;
      const said = `${file}:${line}:${column}: ${error.message}`;
      const message = [said, codeFrame(text, line, column)].filter(Boolean).join('\n');
      throw new SubmissionProblem('syntax', message, { file, line, column });
    }
  }
}

const stackChars = 16_384;
const frameChars = 400;
/** The end of a line of a stack: `at put (etcd/mvcc-store.ts:1:234)`. */
const frame = /(?:^|[\s(])([^\s():]+\.ts):(\d{1,9}):(\d{1,9})\)?$/;
