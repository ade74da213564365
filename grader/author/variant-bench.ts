import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Exercise } from '../../exercises/catalog.ts';
import { Grader } from '../engine/grader.ts';
import { typeErrors } from '../type-check.ts';
import type { ResultRecord } from '../verdict/record.ts';

/** An author's hundreds of gradings share the machine with others; no verdict may depend on that. */
const patience = 200;

/** Grades texts as if a learner had written them, each in the exercise's own file name. */
export class VariantBench {
  private readonly grader = Grader.open();
  private readonly folder = mkdtempSync(join(tmpdir(), 'course-variant-'));

  constructor(private readonly exercise: Exercise) {}

  grade(text: string): Promise<ResultRecord> {
    return this.graded(text, false);
  }

  /** As `grade`, but the first failed test is the last: most that are wrong show it early. */
  gradeUntilFailure(text: string): Promise<ResultRecord> {
    return this.graded(text, true);
  }

  /** The first error of the type checker, as `line N: message`; null if there is none. */
  async typeError(text: string): Promise<string | null> {
    this.write(text);
    const [first] = (await typeErrors(this.folder, this.exercise.file)) ?? [];
    return first ? `line ${first.at.line}: ${first.message}` : null;
  }

  async close(): Promise<void> {
    await this.grader.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private graded(text: string, untilFailure: boolean): Promise<ResultRecord> {
    this.write(text);
    const { exercise, folder: root } = this;
    return this.grader.grade({ exercise, root, untilFailure, patience });
  }

  private write(text: string): void {
    const path = join(this.folder, this.exercise.file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
