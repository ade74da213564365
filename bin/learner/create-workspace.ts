import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { publicFiles } from '../../exercises/catalog.ts';
import { UsageError } from '../usage-error.ts';
import { createFile } from './disk/create-file.ts';
import { onDisk } from './disk/disk-trouble.ts';
import { withLock } from './disk/lock.ts';
import { replaceOwnFile } from './disk/replace-file.ts';
import {
  enclosingWorkspace,
  givenStub,
  infoPath,
  learnerFile,
  statePath,
  type Workspace,
} from './workspace.ts';
import { workspaceFiles } from './workspace-files.ts';
import { checkVersion, infoText, readInfo } from './workspace-info.ts';

/** What the course puts into a workspace. */
export interface CourseContents {
  readonly exercises: readonly GivenExercise[];
  /** Folder with the declarations of `course/kit`, index.d.ts among them. */
  readonly kitTypesDir: string;
  readonly courseVersion: string;
}

/** What a workspace needs to know of an exercise; one of the catalog can be given as it is. */
export interface GivenExercise {
  readonly id: string;
  /** Folder of the public half, absolute; stub.ts is in it. */
  readonly dir: string;
  /** The learner's file, relative to the workspace, with `/`. */
  readonly file: string;
}

/** What creating a workspace did; paths are relative to it, with `/`. */
export interface CreatedWorkspace {
  readonly workspace: Workspace;
  readonly created: readonly string[];
  /** What was there already and was left as it is. */
  readonly kept: readonly string[];
}

/**
 * Makes the folder a workspace. What exists is never overwritten, so it also completes an interrupted or damaged one.
 * Throws UsageError when the folder is a file, lies in another workspace, cannot be written to or belongs to a newer course.
 */
export function createWorkspace(dir: string, contents: CourseContents): CreatedWorkspace {
  const path = resolve(dir);
  checkContents(contents);
  checkPlace(path);
  return onDisk(path, () => {
    mkdirSync(statePath(path), { recursive: true });
    return withLock(statePath(path, 'workspace.lock'), () => fillIn(path, contents));
  });
}

/** Brings new exercises and types into a workspace that an older course made. A file that the learner deleted stays away. */
export function freshenWorkspace(
  workspace: Workspace,
  contents: CourseContents,
): { created: string[] } {
  const missing = contents.exercises.filter(
    (exercise) => !existsSync(givenStub(workspace, exercise)),
  );
  const isFresh =
    workspace.courseVersion === contents.courseVersion && existsSync(kitTypes(workspace.dir));
  if (isFresh && missing.length === 0) return { created: [] };
  checkContents(contents);
  return onDisk(workspace.dir, () =>
    withLock(statePath(workspace.dir, 'workspace.lock'), () => {
      putTypes(workspace.dir, contents.kitTypesDir);
      const created = missing
        .filter((exercise) => giveStub(workspace, exercise))
        .map(({ file }) => file);
      putInfo(workspace.dir, contents.courseVersion);
      return { created };
    }),
  );
}

/** What is missing here is the course's own: no advice about the workspace would help. */
function checkContents({ exercises, kitTypesDir }: CourseContents): void {
  const own = [
    join(kitTypesDir, 'index.d.ts'),
    ...exercises.map(({ dir }) => join(dir, publicFiles.stub)),
  ];
  const missing = own.find((path) => !existsSync(path));
  if (missing) throw new Error(`${missing} is missing: the course is not built or not whole`);
}

function checkPlace(dir: string): void {
  if (existsSync(dir) && !statSync(dir).isDirectory())
    throw new UsageError(
      `${dir} is a file.`,
      'Give `course init` another name, or move that file away.',
    );
  const state = statePath(dir);
  if (existsSync(state) && !statSync(state).isDirectory())
    throw new UsageError(
      `${state} is a file.`,
      'Move it away: the course keeps its own folder of that name.',
    );
  const around = enclosingWorkspace(dirname(dir));
  if (around)
    throw new UsageError(
      `${dir} would lie in the workspace ${around}.`,
      'Go to a folder outside of it, or work in that workspace.',
    );
}

function fillIn(dir: string, contents: CourseContents): CreatedWorkspace {
  const before = readInfo(infoPath(dir));
  if (before) checkVersion(dir, before, contents.courseVersion);
  const workspace = { dir, id: before?.id ?? randomUUID(), courseVersion: contents.courseVersion };
  const isNew: Record<string, boolean> = {};
  for (const exercise of contents.exercises) isNew[exercise.file] = giveStub(workspace, exercise);
  for (const [file, text] of Object.entries(workspaceFiles))
    isNew[file] = create(dir, join(dir, file), text);
  putTypes(dir, contents.kitTypesDir);
  rmSync(statePath(dir, 'tmp'), { recursive: true, force: true });
  putInfo(dir, contents.courseVersion, workspace.id);
  const files = Object.keys(isNew);
  return {
    workspace,
    created: files.filter((file) => isNew[file]),
    kept: files.filter((file) => !isNew[file]),
  };
}

/** Gives the stub, then remembers it: the memory says that it was given. One given before is given again. */
function giveStub(workspace: Workspace, exercise: GivenExercise): boolean {
  const memory = givenStub(workspace, exercise);
  const stub = readFileSync(existsSync(memory) ? memory : join(exercise.dir, publicFiles.stub));
  const isNew = create(workspace.dir, learnerFile(workspace, exercise), stub);
  create(workspace.dir, memory, stub);
  return isNew;
}

function create(dir: string, path: string, data: string | Uint8Array): boolean {
  return createFile(path, data, statePath(dir, 'tmp'));
}

function kitTypes(dir: string): string {
  return statePath(dir, 'types', 'index.d.ts');
}

/** Brings the types of the kit: they are the course's own, so they are replaced as a whole. Call it under the lock. */
export function putTypes(dir: string, from: string): void {
  const [types, fresh] = [statePath(dir, 'types'), statePath(dir, 'tmp', 'types')];
  rmSync(fresh, { recursive: true, force: true });
  cpSync(from, fresh, { recursive: true });
  rmSync(types, { recursive: true, force: true });
  renameSync(fresh, types);
}

function putInfo(dir: string, courseVersion: string, id: string = randomUUID()): void {
  const before = readInfo(infoPath(dir));
  if (before?.courseVersion === courseVersion) return;
  replaceOwnFile(infoPath(dir), infoText({ id, ...before, courseVersion }));
}
