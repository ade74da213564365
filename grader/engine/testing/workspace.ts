import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ResultRecord } from '../../verdict/record.ts';
import type { Grader } from '../grader.ts';
import { notebook, referenceText } from './exercises.ts';

/** A learner's folder for the fixture exercise, thrown away with the test. */
export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), 'workspace-'));

  /** Writes a file, relative to the workspace. */
  write(file: string, text: string): void {
    const path = join(this.root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Grades a text as the solution. */
  grade(grader: Grader, text: string, timeLimitMs = notebook.timeLimitMs): Promise<ResultRecord> {
    this.write(notebook.file, text);
    return grader.grade({ exercise: { ...notebook, timeLimitMs }, root: this.root });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The reference with one piece replaced, which must occur in it. */
export function referenceWith(find: string, replace: string): string {
  const text = referenceText(notebook);
  if (!text.includes(find)) throw new Error(`the reference does not hold ${find}`);
  return text.replace(find, () => replace);
}

/** How the tests of a record ended, by id. */
export function statuses({ tests }: ResultRecord): Record<string, string> {
  return Object.fromEntries(tests.map(({ id, status }) => [id, status]));
}
