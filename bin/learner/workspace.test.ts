import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { createWorkspace } from './create-workspace.ts';
import { prepareWorker, runWorker } from './testing/run-worker.ts';
import { smallCourse, smallWorkspace, temporaryFolder, write } from './testing/temporary-course.ts';
import { checkLearnerFile, findWorkspace, learnerFile, tryFindWorkspace } from './workspace.ts';

prepareWorker();

function errorOf(act: () => unknown): UsageError {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('finding the workspace', () => {
  it('takes the nearest one upward', () => {
    const { workspace } = smallWorkspace();
    expect(findWorkspace({ from: workspace.dir })).toEqual(workspace);
    expect(findWorkspace({ from: join(workspace.dir, 'etcd') })).toEqual(workspace);
  });

  it('takes my-cluster below otherwise', () => {
    const dir = temporaryFolder();
    const { workspace } = createWorkspace(join(dir, 'my-cluster'), smallCourse(dir));
    expect(findWorkspace({ from: dir })).toEqual(workspace);
  });

  it('takes the one that --workspace names, from where one is', () => {
    const { workspace } = smallWorkspace();
    const from = join(workspace.dir, '..');
    expect(findWorkspace({ from, flag: 'my cluster' })).toEqual(workspace);
    expect(findWorkspace({ from: '/', flag: workspace.dir })).toEqual(workspace);
  });

  it('works on after the folder was moved', () => {
    const { workspace } = smallWorkspace();
    const moved = `${workspace.dir} 2`;
    renameSync(workspace.dir, moved);
    expect(findWorkspace({ from: moved })).toEqual({ ...workspace, dir: moved });
  });

  it('is not misled by a .course folder of something else', () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, '.course'));
    const { workspace } = createWorkspace(join(dir, 'work', 'my-cluster'), smallCourse(dir));
    expect(findWorkspace({ from: join(dir, 'work') })).toEqual(workspace);
  });

  it('says how to make one where there is none', () => {
    const from = temporaryFolder();
    expect(tryFindWorkspace({ from })).toBeNull();
    const { message, fix } = errorOf(() => findWorkspace({ from }));
    expect(message).toContain(from);
    expect(fix).toContain('`course init`');
  });

  it('says that a named folder is missing, is a file, or is no workspace', () => {
    const dir = temporaryFolder();
    write(join(dir, 'file'), '');
    mkdirSync(join(dir, "Ann's work"));
    const named = (flag: string) => errorOf(() => tryFindWorkspace({ from: dir, flag }));
    expect(named('nowhere').message).toBe(`There is no folder ${dir}/nowhere.`);
    expect(named('file').message).toBe(`${dir}/file is a file, not a workspace.`);
    expect(named("Ann's work").message).toContain('it has no .course/ folder');
    expect(named("Ann's work").fix).toContain("`course init 'Ann'\\''s work'`");
  });

  it.each([
    ['is missing', undefined],
    ['is cut off', '{"format": "course/work'],
    ['is something else', '{"format": "other"}'],
  ])('says how to complete one whose workspace.json %s', (_, text) => {
    const { workspace } = smallWorkspace();
    const info = join(workspace.dir, '.course/workspace.json');
    rmSync(info);
    if (text !== undefined) writeFileSync(info, text);
    const { message, fix } = errorOf(() => findWorkspace({ from: workspace.dir }));
    expect(message).toContain('is half a workspace');
    expect(fix).toContain('`course init .`');
  });

  it('refuses one of a newer course and names both versions', () => {
    const { workspace } = smallWorkspace();
    const open = (courseVersion: string) => findWorkspace({ from: workspace.dir, courseVersion });
    expect(errorOf(() => open('0.9.12')).message).toMatch(
      /course 1\.0\.0, and this is course 0\.9\.12/,
    );
    expect(open('1.0.0')).toEqual(workspace);
    expect(open('1.0.10')).toEqual(workspace);
  });

  it('says so when it cannot be written to', async () => {
    const { workspace, contents } = smallWorkspace();
    chmodSync(join(workspace.dir, '..'), 0o755);
    chmodSync(join(workspace.dir, '.course'), 0o555);
    const work = { action: 'find', dir: workspace.dir, contents, asNobody: true } as const;
    const said = await runWorker(work);
    chmodSync(join(workspace.dir, '.course'), 0o755);
    expect(said).toBe(`${workspace.dir}/.course: cannot be written to (EACCES).`);
  });
});

describe("the learner's file", () => {
  it('is missed with the way to get it back', () => {
    const { workspace, exercise } = smallWorkspace();
    checkLearnerFile(workspace, exercise);
    rmSync(learnerFile(workspace, exercise));
    const { message, fix } = errorOf(() => checkLearnerFile(workspace, exercise));
    expect(message).toContain('etcd/mvcc-store.ts is missing');
    expect(fix).toContain('`course reset etcd/mvcc-store`');
  });
});
