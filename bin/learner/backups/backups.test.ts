import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../usage-error.ts';
import { smallWorkspace, stub } from '../testing/temporary-course.ts';
import { canUndo, redo, replaceLearnerFile, resetExercise, undo } from './backups.ts';

function started() {
  const { workspace, exercise, contents } = smallWorkspace();
  const path = join(workspace.dir, exercise.file);
  const other = contents.exercises[1]!;
  return {
    workspace,
    exercise,
    other,
    path,
    backups: join(workspace.dir, '.course/backups'),
    text: (one = exercise) => readFileSync(join(workspace.dir, one.file), 'utf8'),
    edit: (text: string | Uint8Array, one = exercise) =>
      writeFileSync(join(workspace.dir, one.file), text),
    reset: (one = exercise) => resetExercise(workspace, one),
  };
}

describe('reset', () => {
  it('puts the stub back and keeps the text', () => {
    const { text, edit, reset } = started();
    edit('my work');
    const { kept } = reset()!;
    expect(text()).toBe(stub);
    expect(readFileSync(kept!, 'utf8')).toBe('my work');
  });

  it('does nothing when the file is the stub', () => {
    const { reset, backups, workspace } = started();
    expect(reset()).toBeNull();
    expect(existsSync(backups)).toBe(false);
    expect(canUndo(workspace)).toBe(false);
  });

  it('brings a deleted file back', () => {
    const { path, text, reset, workspace } = started();
    rmSync(path);
    expect(reset()).toMatchObject({ kept: null });
    expect(text()).toBe(stub);
    expect(undo(workspace)).toBeNull();
  });

  it('keeps what is no text as it is', () => {
    const { edit, reset, path, workspace } = started();
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0xff, 0x00, 0x0d, 0x0a);
    edit(bytes);
    reset();
    undo(workspace);
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
  });

  it('numbers the kept texts and keeps an equal one once', () => {
    const { edit, reset, backups } = started();
    for (const text of ['one', 'two', 'one']) {
      edit(text);
      reset();
    }
    const names = readdirSync(join(backups, 'etcd/mvcc-store'));
    expect(names.map((name) => name.slice(0, 5))).toEqual(['0001-', '0002-']);
  });

  it('says so when there is no stub to put back', () => {
    const { workspace, edit, text } = started();
    edit('my work');
    const unknown = { id: 'etcd/watch', file: 'etcd/watch.ts' };
    expect(() => resetExercise(workspace, unknown)).toThrow(
      /The stub of etcd\/watch is not in the workspace/,
    );
    expect(text()).toBe('my work');
  });

  it('does not bring back a workspace that was moved away', () => {
    const { workspace, exercise } = started();
    renameSync(workspace.dir, `${workspace.dir} moved`);
    expect(() => replaceLearnerFile(workspace, exercise, 'x', 'update')).toThrow(UsageError);
    expect(existsSync(workspace.dir)).toBe(false);
  });
});

describe('undo and redo', () => {
  it('bring the text back, and the stub again', () => {
    const { workspace, text, edit, reset } = started();
    edit('my work');
    reset();
    expect(canUndo(workspace)).toBe(true);
    undo(workspace);
    expect(text()).toBe('my work');
    expect(canUndo(workspace)).toBe(false);
    expect(undo(workspace)).toBeNull();
    redo(workspace);
    expect(text()).toBe(stub);
    expect(redo(workspace)).toBeNull();
    undo(workspace);
    expect(text()).toBe('my work');
  });

  it('go back several resets, newest first, and forward again', () => {
    const { workspace, text, edit, reset } = started();
    for (const work of ['one', 'two', 'three']) {
      edit(work);
      reset();
    }
    const seen = (step: typeof undo) => step(workspace) && text();
    expect([seen(undo), seen(undo), seen(undo), seen(undo)]).toEqual(['three', 'two', 'one', null]);
    expect([seen(redo), seen(redo), seen(redo), seen(redo)]).toEqual(['two', 'three', stub, null]);
  });

  it('lose nothing that was written after a reset', () => {
    const { workspace, text, edit, reset } = started();
    edit('before');
    reset();
    edit('after');
    undo(workspace);
    expect(text()).toBe('before');
    redo(workspace);
    expect(text()).toBe('after');
  });

  it('lose nothing that was written after an undo', () => {
    const { workspace, text, edit, reset } = started();
    edit('before');
    reset();
    undo(workspace);
    edit('better');
    redo(workspace);
    expect(text()).toBe(stub);
    undo(workspace);
    expect(text()).toBe('better');
  });

  it('do not go forward once something else was replaced', () => {
    const { workspace, text, edit, reset } = started();
    edit('one');
    reset();
    undo(workspace);
    edit('two');
    reset();
    expect(redo(workspace)).toBeNull();
    undo(workspace);
    expect(text()).toBe('two');
  });

  it('can be held to one exercise', () => {
    const { workspace, exercise, other, text, edit, reset } = started();
    edit('store');
    edit('rules', other);
    reset();
    reset(other);
    expect(undo(workspace, exercise.id)).toMatchObject({
      exercise: exercise.id,
      file: exercise.file,
    });
    expect([text(), text(other)]).toEqual(['store', stub]);
    expect([canUndo(workspace, exercise.id), canUndo(workspace, other.id)]).toEqual([false, true]);
    undo(workspace);
    expect(text(other)).toBe('rules');
  });

  it('pass over a text that somebody deleted', () => {
    const { workspace, edit, reset, backups, text } = started();
    edit('one');
    reset();
    edit('two');
    rmSync(reset()!.kept!);
    undo(workspace);
    expect(text()).toBe('one');
    rmSync(backups, { recursive: true });
    expect(undo(workspace)).toBeNull();
  });

  it('bring back what an update replaced', () => {
    const { workspace, exercise, text, edit } = started();
    edit('mine');
    replaceLearnerFile(workspace, exercise, 'merged', 'update');
    expect(text()).toBe('merged');
    undo(workspace);
    expect(text()).toBe('mine');
  });

  it('begin anew with a journal that cannot be read, which is set aside', () => {
    const { workspace, edit, reset, backups, text } = started();
    edit('one');
    reset();
    writeFileSync(join(backups, 'journal.json'), '{"format":');
    expect(undo(workspace)).toBeNull();
    edit('two');
    reset();
    expect(readFileSync(join(backups, 'journal.broken-1.json'), 'utf8')).toBe('{"format":');
    expect(readdirSync(join(backups, 'etcd/mvcc-store'))).toHaveLength(2);
    undo(workspace);
    expect(text()).toBe('two');
  });
});
