import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { onDisk } from './disk/disk-trouble.ts';
import { checkVersion, readInfo } from './workspace-info.ts';

/** The learner's folder, found and fit for use. Nothing in it says where it lies, so it can be moved. */
export interface Workspace {
  /** Absolute. */
  readonly dir: string;
  readonly id: string;
  /** The course that made it or freshened it last. */
  readonly courseVersion: string;
}

/** Where to look for a workspace. */
export interface WorkspaceSearch {
  /** The folder one is in, absolute. */
  readonly from: string;
  /** What `--workspace` said. */
  readonly flag?: string | undefined;
  /** With it, a workspace of a newer course is refused. */
  readonly courseVersion?: string;
}

/** The folder, below the workspace, with all that is not the learner's own text. */
export const stateFolder = '.course';

/** Name of the workspace that `course init` makes when it is given none. */
export const defaultWorkspace = 'my-cluster';

/** A path below `.course/`, absolute. */
export function statePath(dir: string, ...parts: string[]): string {
  return join(dir, stateFolder, ...parts);
}

/** The learner's file of an exercise, absolute. */
export function learnerFile(workspace: Workspace, exercise: { readonly file: string }): string {
  return join(workspace.dir, ...exercise.file.split('/'));
}

/** The stub as it was given to the learner, absolute: what diff, reset and update compare with. */
export function givenStub(workspace: Workspace, exercise: { readonly file: string }): string {
  return statePath(workspace.dir, 'stubs', ...exercise.file.split('/'));
}

/** Throws UsageError when the learner's file of an exercise is not there. */
export function checkLearnerFile(
  workspace: Workspace,
  exercise: { readonly id: string; readonly file: string },
): void {
  if (existsSync(learnerFile(workspace, exercise))) return;
  throw new UsageError(
    `${exercise.file} is missing in ${workspace.dir}.`,
    `\`course reset ${exercise.id}\` puts the stub there; \`course undo\` brings back what a reset took away.`,
  );
}

/**
 * Finds the workspace: the one named by `--workspace`, else the nearest folder upward with `.course/`, else `./my-cluster`.
 * Throws UsageError when there is none, or when it is half made, cannot be written to, or belongs to a newer course.
 */
export function findWorkspace(search: WorkspaceSearch): Workspace {
  const found = tryFindWorkspace(search);
  if (found) return found;
  throw new UsageError(
    `There is no workspace in ${search.from}, in a folder above it, or in ${defaultWorkspace}/ below it.`,
    '`course init` makes one here; if you have one elsewhere, go there or say --workspace DIR.',
  );
}

/** The same, but null where nothing was named and nothing found: the time to offer `course init`. */
export function tryFindWorkspace(search: WorkspaceSearch): Workspace | null {
  if (search.flag !== undefined) return openNamed(resolve(search.from, search.flag), search);
  const candidates = [...upward(search.from), join(search.from, defaultWorkspace)].filter((dir) =>
    isFolder(statePath(dir)),
  );
  // A folder `.course` of something else, in the home folder say, must not hide a real workspace.
  const whole = candidates.find((dir) => existsSync(infoPath(dir)));
  const dir = whole ?? candidates[0];
  return dir === undefined ? null : openWorkspace(dir, search);
}

/** The whole workspace that a folder lies in or is. */
export function enclosingWorkspace(from: string): string | undefined {
  return upward(from).find((dir) => existsSync(infoPath(dir)));
}

/** Path of the file that is written last when a workspace is made. */
export function infoPath(dir: string): string {
  return statePath(dir, 'workspace.json');
}

function openNamed(dir: string, search: WorkspaceSearch): Workspace {
  if (!existsSync(dir))
    throw new UsageError(
      `There is no folder ${dir}.`,
      `Was it moved? \`course init ${quoted(dir, search.from)}\` makes a new one.`,
    );
  if (!isFolder(dir))
    throw new UsageError(
      `${dir} is a file, not a workspace.`,
      'Give --workspace the folder that `course init` made.',
    );
  if (!isFolder(statePath(dir)))
    throw new UsageError(
      `${dir} is no workspace: it has no ${stateFolder}/ folder.`,
      `\`course init ${quoted(dir, search.from)}\` makes it one and overwrites nothing.`,
    );
  return openWorkspace(dir, search);
}

function openWorkspace(dir: string, { from, courseVersion }: WorkspaceSearch): Workspace {
  const info = readInfo(infoPath(dir));
  if (!info)
    throw new UsageError(
      `${dir} is half a workspace: ${stateFolder}/workspace.json is missing or cannot be read.`,
      `\`course init ${quoted(dir, from)}\` completes it and overwrites nothing of yours.`,
    );
  if (courseVersion !== undefined) checkVersion(dir, info, courseVersion);
  onDisk(dir, () => accessSync(statePath(dir), constants.W_OK));
  return { dir, id: info.id, courseVersion: info.courseVersion };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function upward(from: string): string[] {
  const above = dirname(from);
  return above === from ? [from] : [from, ...upward(above)];
}

/** As a person would type it. */
function quoted(dir: string, from: string): string {
  const near = relative(from, dir) || '.';
  const typed = near.startsWith('..') ? dir : near;
  return /^[\w./~-]+$/.test(typed) ? typed : `'${typed.replaceAll("'", `'\\''`)}'`;
}
