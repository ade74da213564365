import fs, { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CourseContents, createWorkspace, type GivenExercise } from '../create-workspace.ts';
import type { Workspace } from '../workspace.ts';

// Waiting for the disk would be most of the time these tests take, and no test pulls a plug.
fs.fsyncSync = () => {};
syncBuiltinESMExports();

/** The stub of every exercise of the small course. */
export const stub = 'export function put(key: string): number {\n  return 0;\n}\n';

/** A new folder with a blank and Chinese letters in its name; it goes when the test ends. */
export function temporaryFolder(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'course 集群 ')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A course with the types of a kit and two exercises, or those that are named. */
export function smallCourse(
  dir: string,
  courseVersion = '1.0.0',
  ids = ['etcd/mvcc-store', 'proxy/proxy-rules'],
): CourseContents {
  const kitTypesDir = join(dir, 'course', 'kit-types');
  write(join(kitTypesDir, 'index.d.ts'), `export declare const version: '${courseVersion}';\n`);
  return { exercises: ids.map((id) => smallExercise(dir, id)), kitTypesDir, courseVersion };
}

/** A workspace of the small course. */
export function smallWorkspace(): {
  workspace: Workspace;
  exercise: GivenExercise;
  contents: CourseContents;
} {
  const dir = temporaryFolder();
  const contents = smallCourse(dir);
  const { workspace } = createWorkspace(join(dir, 'my cluster'), contents);
  return { workspace, exercise: contents.exercises[0]!, contents };
}

/** Writes a file and the folders above it. */
export function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

function smallExercise(root: string, id: string): GivenExercise {
  const dir = join(root, 'course', 'exercises', id);
  write(join(dir, 'stub.ts'), stub);
  return { id, dir, file: `${id}.ts` };
}
