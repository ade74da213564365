import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canUndo, redo, undo } from './backups/backups.ts';
import { type CourseContents, createWorkspace, freshenWorkspace } from './create-workspace.ts';
import { openProgress } from './progress/progress.ts';
import { exerciseProgress, recordGrading, revealHint } from './progress/progress-state.ts';
import { allTexts, edit, reset, textIn } from './testing/learner-texts.ts';
import { diesBeforeCall } from './testing/power-cut.ts';
import { prepareWorker, runWorker } from './testing/run-worker.ts';
import { smallCourse, smallWorkspace, stub, temporaryFolder } from './testing/temporary-course.ts';
import { findWorkspace, type Workspace } from './workspace.ts';

prepareWorker();

const exercise = 'etcd/mvcc-store';
const read = (dir: string, file: string) => readFileSync(join(dir, file), 'utf8');
const stateFiles = (dir: string) => readdirSync(join(dir, '.course')).sort();
const grade = (workspace: Workspace) =>
  openProgress(workspace).update((progress) =>
    recordGrading(progress, { exercise, status: 'failed', points: 0, maxPoints: 1 }, 0),
  );
const seeHint = (workspace: Workspace) =>
  openProgress(workspace).update((progress) => revealHint(progress, exercise, 'Ranges', 1));

/** Lets `act` die before its first change of the disk, then before its second, and so on, each time from a new start. */
function dieEverywhere<T>(
  prepare: () => T,
  act: (start: T) => unknown,
  check: (start: T) => void,
): number {
  for (let moments = 0; ; moments++) {
    const start = prepare();
    const died = diesBeforeCall(moments + 1, () => act(start));
    check(start);
    if (!died) return moments;
  }
}

function workspaceAfter(...steps: ((workspace: Workspace) => unknown)[]): () => Workspace {
  return () => {
    const { workspace } = smallWorkspace();
    for (const step of steps) step(workspace);
    return workspace;
  };
}

/** A folder and a course to fill it with. */
function emptyPlace(): { dir: string; contents: CourseContents } {
  const dir = temporaryFolder();
  return { dir: join(dir, 'my cluster'), contents: smallCourse(dir, '1.0.0', [exercise]) };
}

function completes({ dir, contents }: ReturnType<typeof emptyPlace>): void {
  const { created, kept, workspace } = createWorkspace(dir, contents);
  expect([...created, ...kept]).toHaveLength(5);
  expect(read(dir, `${exercise}.ts`)).toBe(stub);
  expect(JSON.parse(read(dir, 'package.json')).type).toBe('module');
  expect(read(dir, '.course/types/index.d.ts')).toContain('1.0.0');
  expect(findWorkspace({ from: dir })).toEqual(workspace);
  expect(stateFiles(dir)).toEqual(['stubs', 'types', 'workspace.json']);
}

describe('dying before any change of the disk', () => {
  it('while a workspace is made leaves what a second run completes', () => {
    const make = ({ dir, contents }: ReturnType<typeof emptyPlace>) =>
      createWorkspace(dir, contents);
    expect(dieEverywhere(emptyPlace, make, completes)).toBeGreaterThan(30);
  });

  it.each([
    ['new exercises', [exercise, 'etcd/watch']],
    ['new types only', [exercise]],
  ])('while a workspace is freshened with %s leaves what the next command completes', (_, ids) => {
    const old = () => {
      const { workspace } = smallWorkspace();
      return { workspace, newer: smallCourse(join(workspace.dir, '..'), '1.1.0', ids) };
    };
    dieEverywhere(
      old,
      ({ workspace, newer }) => freshenWorkspace(workspace, newer),
      ({ workspace: { dir }, newer }) => {
        freshenWorkspace(findWorkspace({ from: dir }), newer);
        for (const id of ids) expect(read(dir, `${id}.ts`)).toBe(stub);
        expect(read(dir, '.course/types/index.d.ts')).toContain('1.1.0');
        expect(findWorkspace({ from: dir }).courseVersion).toBe('1.1.0');
      },
    );
  });

  it('leaves progress as before or as after', () => {
    dieEverywhere(workspaceAfter(seeHint, seeHint), grade, (workspace) => {
      const file = openProgress(workspace);
      expect([0, 1]).toContain(exerciseProgress(file.read(), exercise).attempts);
      const after = file.update((progress) => ({ ...progress, current: null }));
      expect(exerciseProgress(after, exercise).hints).toEqual({ Ranges: 1 });
      expect(file.takeNotice()).toBeNull();
      const own = stateFiles(workspace.dir).filter((name) => name.startsWith('progress'));
      expect(own).toEqual(['progress.json', 'progress.json.bak']);
    });
  });

  it('leaves a file reset or not; undo gives the text', () => {
    dieEverywhere(workspaceAfter(edit('one'), reset, edit('two')), reset, (workspace) => {
      expect(allTexts(workspace)).toEqual(expect.arrayContaining(['one', 'two']));
      if (textIn(workspace) === stub) undo(workspace);
      expect(textIn(workspace)).toBe('two');
      undo(workspace);
      expect(textIn(workspace)).toBe('one');
    });
  });

  it('leaves an undo done or not; undo and redo reach every text', () => {
    const start = workspaceAfter(edit('one'), reset, edit('two'), reset, edit('three'));
    dieEverywhere(start, undo, (workspace) => {
      expect(allTexts(workspace)).toEqual(expect.arrayContaining(['one', 'two', 'three']));
      if (textIn(workspace) === 'three') undo(workspace);
      expect(textIn(workspace)).toBe('two');
      undo(workspace);
      expect(textIn(workspace)).toBe('one');
      redo(workspace);
      expect(textIn(workspace)).toBe('two');
    });
  });

  it('leaves a redo done or not; undo gives the text', () => {
    const start = workspaceAfter(edit('one'), reset, edit('two'), undo, edit('three'));
    dieEverywhere(start, redo, (workspace) => {
      expect(allTexts(workspace)).toEqual(expect.arrayContaining(['one', 'two', 'three']));
      if (textIn(workspace) === 'two') undo(workspace);
      expect(textIn(workspace)).toBe('three');
      expect(canUndo(workspace)).toBe(false);
    });
  });
});

describe('kill -9', () => {
  it('of a process that grades loses nothing that it had said', async () => {
    const { workspace, contents } = smallWorkspace();
    let said = 0;
    for (const killAfterTurn of [1, 4, 9, 13]) {
      const work = {
        action: 'grade',
        dir: workspace.dir,
        contents,
        often: 1e6,
        killAfterTurn,
      } as const;
      said += (await runWorker(work)).trim().split('\n').length;
      const file = openProgress(workspace);
      const { attempts } = exerciseProgress(file.read(), exercise);
      expect(attempts).toBeGreaterThanOrEqual(said);
      expect(file.takeNotice()).toBeNull();
      said = attempts;
    }
  });

  it('of a process that edits, resets and undoes loses no text', async () => {
    const { workspace, contents } = smallWorkspace();
    for (const killAfterTurn of [2, 5, 8]) {
      const work = {
        action: 'edit, reset, undo',
        dir: workspace.dir,
        contents,
        often: 1e6,
        killAfterTurn,
      } as const;
      const turns = (await runWorker(work)).trim().split('\n');
      const texts = allTexts(workspace);
      expect(texts).toEqual(expect.arrayContaining(turns.map((turn) => `work ${turn}`)));
      while (undo(workspace)) expect(texts).toContain(textIn(workspace));
    }
  });

  it('of a process that makes workspaces leaves what a second run completes', async () => {
    const { dir, contents } = emptyPlace();
    const work = { action: 'create', dir, contents, often: 1e6, killAfterTurn: 3 } as const;
    const turns = (await runWorker(work)).trim().split('\n');
    completes({ dir: `${dir} ${turns.length + 1}`, contents });
  });
});

describe('two processes at the same time', () => {
  it('lose none of their updates of progress', async () => {
    const { workspace, contents } = smallWorkspace();
    const work = { action: 'grade', dir: workspace.dir, contents, often: 60 } as const;
    await Promise.all([runWorker(work), runWorker(work)]);
    const progress = openProgress(workspace).read();
    expect(exerciseProgress(progress, exercise).attempts).toBe(120);
  });

  it('make one workspace', async () => {
    const { dir, contents } = emptyPlace();
    const work = { action: 'create', dir, contents } as const;
    await Promise.all([runWorker(work), runWorker(work)]);
    expect(createWorkspace(`${dir} 1`, contents).created).toEqual([]);
  });
});
