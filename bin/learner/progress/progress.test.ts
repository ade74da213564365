import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../usage-error.ts';
import { whileReadOnly } from '../testing/ordinary-user.ts';
import { smallWorkspace } from '../testing/temporary-course.ts';
import type { Workspace } from '../workspace.ts';
import { openProgress } from './progress.ts';
import {
  answerQuestion,
  exerciseProgress,
  markLessonRead,
  noProgress,
  revealHint,
  setPlace,
} from './progress-state.ts';

const state = (workspace: Workspace, name = 'progress.json') =>
  join(workspace.dir, '.course', name);
const textOf = (workspace: Workspace, name?: string) =>
  readFileSync(state(workspace, name), 'utf8');

describe('progress on disk', () => {
  it('begins empty and writes nothing before the first step', () => {
    const { workspace } = smallWorkspace();
    expect(openProgress(workspace).read()).toEqual(noProgress);
    expect(existsSync(state(workspace))).toBe(false);
  });

  it('is there again the next time', () => {
    const { workspace } = smallWorkspace();
    const after = openProgress(workspace).update((p) => markLessonRead(p, 'etcd/revisions', 7));
    expect(openProgress(workspace).read()).toEqual(after);
    expect(JSON.parse(textOf(workspace)).format).toBe('course/progress/v1');
  });

  it('is not written when nothing changes', () => {
    const { workspace } = smallWorkspace();
    openProgress(workspace).update((p) => p);
    expect(existsSync(state(workspace))).toBe(false);
  });

  it('sees what another process wrote in between', () => {
    const { workspace } = smallWorkspace();
    const [ui, command] = [openProgress(workspace), openProgress(workspace)];
    ui.update((p) => markLessonRead(p, 'etcd/revisions', 1));
    command.update((p) => revealHint(p, 'etcd/mvcc-store', 'Ranges', 1));
    const both = ui.update((p) => setPlace(p, { screen: 'home', id: null }));
    expect(Object.keys(both.lessons)).toEqual(['etcd/revisions']);
    expect(Object.keys(both.exercises)).toEqual(['etcd/mvcc-store']);
  });

  it('keeps ids and fields that this course does not know', () => {
    const { workspace } = smallWorkspace();
    const text = {
      format: 'course/progress/v1',
      ...{ badges: ['early bird'], lessons: { 'etcd/gone': { readAt: 1, stars: 5 } } },
      exercises: { 'etcd/gone': { attempts: 3, mood: 'fine', hints: { A: 1 } } },
    };
    writeFileSync(state(workspace), JSON.stringify(text));
    openProgress(workspace).update((p) => answerQuestion(p, 'etcd/gone', 'q', 1));
    expect(JSON.parse(textOf(workspace))).toMatchObject({
      badges: ['early bird'],
      lessons: { 'etcd/gone': { readAt: 1, stars: 5, answers: { q: { first: 1, last: 1 } } } },
      exercises: { 'etcd/gone': { attempts: 3, mood: 'fine', hints: { A: 1 } } },
    });
  });

  it('keeps the state before the last update as its backup', () => {
    const { workspace } = smallWorkspace();
    const file = openProgress(workspace);
    file.update((p) => revealHint(p, 'a/b', 'G', 1));
    const first = textOf(workspace);
    file.update((p) => revealHint(p, 'a/b', 'G', 2));
    expect(textOf(workspace, 'progress.json.bak')).toBe(first);
  });
});

describe('a progress file that cannot be read', () => {
  it.each([
    ['is cut off', '{"format": "course/progress/v1", "les'],
    ['is empty', ''],
    [
      'holds nonsense',
      '{"format": "course/progress/v1", "lessons": {"a/b": {"readAt": "yesterday"}}}',
    ],
    ['is another format', '{"format": "course/result/v1"}'],
  ])('is set aside when it %s; the backup is used and it is said once', (_, broken) => {
    const { workspace } = smallWorkspace();
    const file = openProgress(workspace);
    file.update((p) => revealHint(p, 'a/b', 'G', 1));
    file.update((p) => revealHint(p, 'a/b', 'G', 2));
    writeFileSync(state(workspace), broken);
    expect(exerciseProgress(file.read(), 'a/b').hints).toEqual({ G: 1 });
    expect(textOf(workspace, 'progress.broken-1.json')).toBe(broken);
    expect(file.takeNotice()).toMatch(
      /could not be read .*progress\.broken-1\.json.*\n.*from its backup/,
    );
    expect(file.takeNotice()).toBeNull();
    expect(exerciseProgress(openProgress(workspace).read(), 'a/b').hints).toEqual({ G: 1 });
  });

  it('is never written over, however often it happens', () => {
    const { workspace } = smallWorkspace();
    for (const text of ['one', 'two', 'three']) {
      writeFileSync(state(workspace), text);
      openProgress(workspace).update((p) => revealHint(p, 'a/b', 'G', 1));
    }
    const kept = [1, 2, 3].map((n) => textOf(workspace, `progress.broken-${n}.json`));
    expect(kept).toEqual(['one', 'two', 'three']);
  });

  it('is set aside together with a broken backup, and progress starts anew', () => {
    const { workspace } = smallWorkspace();
    writeFileSync(state(workspace), 'one');
    writeFileSync(state(workspace, 'progress.json.bak'), 'two');
    const file = openProgress(workspace);
    expect(file.read()).toEqual(noProgress);
    expect(file.takeNotice()).toContain('Progress starts anew; your files are untouched.');
    const aside = readdirSync(state(workspace, '.')).filter((name) => name.includes('broken'));
    expect(aside.map((name) => textOf(workspace, name)).sort()).toEqual(['one', 'two']);
  });

  it('is replaced by the backup when it was deleted', () => {
    const { workspace } = smallWorkspace();
    const file = openProgress(workspace);
    file.update((p) => revealHint(p, 'a/b', 'G', 1));
    file.update((p) => revealHint(p, 'a/b', 'G', 2));
    rmSync(state(workspace));
    expect(exerciseProgress(file.read(), 'a/b').hints).toEqual({ G: 1 });
    expect(file.takeNotice()).toContain('taken from its backup');
  });

  it('is left alone when a newer course wrote it', () => {
    const { workspace } = smallWorkspace();
    const newer = '{"format": "course/progress/v2", "stars": 5}';
    writeFileSync(state(workspace), newer);
    const file = openProgress(workspace);
    expect(() => file.read()).toThrow(
      /format course\/progress\/v2, and this course writes course\/progress\/v1/,
    );
    expect(() => file.update((p) => p)).toThrow(UsageError);
    expect(textOf(workspace)).toBe(newer);
  });
});

describe('a disk that refuses', () => {
  const update = (workspace: Workspace) =>
    openProgress(workspace).update((p) => revealHint(p, 'a/b', 'G', 1));

  it('says that a workspace was moved, and does not bring it back', () => {
    const { workspace } = smallWorkspace();
    renameSync(workspace.dir, `${workspace.dir} moved`);
    expect(() => update(workspace)).toThrow(/is not there \(ENOENT\)/);
    expect(existsSync(workspace.dir)).toBe(false);
  });

  it('says that a workspace cannot be written to', () => {
    const { workspace } = smallWorkspace();
    whileReadOnly(workspace, () =>
      expect(() => update(workspace)).toThrow(/cannot be written to \(EACCES\)/),
    );
  });

  it('passes on what is no trouble of the disk', () => {
    const { workspace } = smallWorkspace();
    const bug = () => {
      throw new TypeError('our bug');
    };
    expect(() => openProgress(workspace).update(bug)).toThrow(TypeError);
    expect(update(workspace).exercises).toHaveProperty(['a/b']);
  });
});
