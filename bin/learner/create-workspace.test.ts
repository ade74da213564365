import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { createWorkspace, freshenWorkspace } from './create-workspace.ts';
import {
  smallCourse,
  smallWorkspace,
  stub,
  temporaryFolder,
  write,
} from './testing/temporary-course.ts';
import { findWorkspace } from './workspace.ts';

describe('creating a workspace', () => {
  it('lays out the stubs as the source tree of a cluster', () => {
    const { workspace } = smallWorkspace();
    expect(readdirSync(workspace.dir).sort()).toEqual([
      ...['.course', '.gitignore', 'README.md', 'etcd', 'package.json', 'proxy', 'tsconfig.json'],
    ]);
    expect(readFileSync(join(workspace.dir, 'etcd/mvcc-store.ts'), 'utf8')).toBe(stub);
    expect(readFileSync(join(workspace.dir, '.course/stubs/etcd/mvcc-store.ts'), 'utf8')).toBe(
      stub,
    );
  });

  it('leaves nothing temporary behind', () => {
    const { workspace } = smallWorkspace();
    expect(readdirSync(join(workspace.dir, '.course')).sort()).toEqual([
      'stubs',
      'types',
      'workspace.json',
    ]);
  });

  it('maps course/kit to the types that it brings', () => {
    const { workspace } = smallWorkspace();
    const { compilerOptions } = JSON.parse(
      readFileSync(join(workspace.dir, 'tsconfig.json'), 'utf8'),
    );
    const [types] = compilerOptions.paths['course/kit'];
    expect(readFileSync(join(workspace.dir, types), 'utf8')).toContain(
      'export declare const version',
    );
  });

  it('says what it made', () => {
    const dir = temporaryFolder();
    const { created, kept } = createWorkspace(join(dir, 'c'), smallCourse(dir));
    expect(created).toEqual([
      ...[
        'etcd/mvcc-store.ts',
        'proxy/proxy-rules.ts',
        'package.json',
        'tsconfig.json',
        '.gitignore',
        'README.md',
      ],
    ]);
    expect(kept).toEqual([]);
  });

  it('never overwrites what is there, and says so', () => {
    const dir = temporaryFolder();
    write(join(dir, 'c/etcd/mvcc-store.ts'), 'my work');
    write(join(dir, 'c/package.json'), '{}');
    const { kept } = createWorkspace(join(dir, 'c'), smallCourse(dir));
    expect(kept).toEqual(['etcd/mvcc-store.ts', 'package.json']);
    expect(readFileSync(join(dir, 'c/etcd/mvcc-store.ts'), 'utf8')).toBe('my work');
    expect(readFileSync(join(dir, 'c/package.json'), 'utf8')).toBe('{}');
  });

  it('brings back what was deleted when run again, with the same id', () => {
    const { workspace, contents } = smallWorkspace();
    rmSync(join(workspace.dir, 'etcd'), { recursive: true });
    rmSync(join(workspace.dir, '.course/types'), { recursive: true });
    const again = createWorkspace(workspace.dir, contents);
    expect(again.created).toEqual(['etcd/mvcc-store.ts']);
    expect(again.workspace.id).toBe(workspace.id);
    expect(existsSync(join(workspace.dir, '.course/types/index.d.ts'))).toBe(true);
  });

  it('gives again the stub that was given first, not a newer one', () => {
    const { workspace, exercise, contents } = smallWorkspace();
    writeFileSync(join(exercise.dir, 'stub.ts'), 'newer');
    rmSync(join(workspace.dir, exercise.file));
    createWorkspace(workspace.dir, contents);
    expect(readFileSync(join(workspace.dir, exercise.file), 'utf8')).toBe(stub);
  });

  it('refuses a file, a place inside another workspace, and a file called .course', () => {
    const { workspace, contents } = smallWorkspace();
    const inside = join(workspace.dir, 'etcd');
    expect(() => createWorkspace(join(workspace.dir, 'package.json'), contents)).toThrow(
      /package\.json is a file/,
    );
    expect(() => createWorkspace(join(inside, 'mine'), contents)).toThrow(
      /would lie in the workspace/,
    );
    const dir = temporaryFolder();
    write(join(dir, '.course'), '');
    expect(() => createWorkspace(dir, contents)).toThrow(UsageError);
  });

  it('makes one beside another one', () => {
    const { workspace, contents } = smallWorkspace();
    const beside = join(workspace.dir, '..', 'my-cluster');
    createWorkspace(beside, contents);
    expect(createWorkspace(join(beside, '..', 'third'), contents).kept).toEqual([]);
  });

  it('refuses a workspace of a newer course', () => {
    const dir = temporaryFolder();
    createWorkspace(join(dir, 'c'), smallCourse(dir, '2.1.0'));
    const older = () => createWorkspace(join(dir, 'c'), smallCourse(dir, '2.0.9'));
    expect(older).toThrow(/belongs to course 2\.1\.0, and this is course 2\.0\.9/);
  });

  it('says that the course is not whole when its own files are missing', () => {
    const dir = temporaryFolder();
    const contents = { ...smallCourse(dir), kitTypesDir: join(dir, 'nowhere') };
    expect(() => createWorkspace(join(dir, 'c'), contents)).toThrow(
      /the course is not built or not whole/,
    );
    expect(existsSync(join(dir, 'c'))).toBe(false);
  });
});

describe('freshening an old workspace', () => {
  const threeExercises = ['etcd/mvcc-store', 'etcd/watch', 'proxy/proxy-rules'];

  it('brings new exercises and the new types, and remembers the version', () => {
    const { workspace } = smallWorkspace();
    const newer = smallCourse(join(workspace.dir, '..'), '1.1.0', threeExercises);
    expect(freshenWorkspace(workspace, newer)).toEqual({ created: ['etcd/watch.ts'] });
    const again = findWorkspace({ from: workspace.dir });
    expect(again).toEqual({ ...workspace, courseVersion: '1.1.0' });
    expect(readFileSync(join(workspace.dir, '.course/types/index.d.ts'), 'utf8')).toContain(
      '1.1.0',
    );
    expect(freshenWorkspace(again, newer)).toEqual({ created: [] });
  });

  it('leaves alone what the learner wrote, and what the learner deleted', () => {
    const { workspace } = smallWorkspace();
    write(join(workspace.dir, 'etcd/watch.ts'), 'ahead of you');
    rmSync(join(workspace.dir, 'proxy'), { recursive: true });
    const newer = smallCourse(join(workspace.dir, '..'), '1.1.0', threeExercises);
    expect(freshenWorkspace(workspace, newer)).toEqual({ created: [] });
    expect(readFileSync(join(workspace.dir, 'etcd/watch.ts'), 'utf8')).toBe('ahead of you');
    expect(existsSync(join(workspace.dir, 'proxy/proxy-rules.ts'))).toBe(false);
  });

  it('does not bring a workspace back that was moved away', () => {
    const { workspace, contents } = smallWorkspace();
    renameSync(workspace.dir, `${workspace.dir} moved`);
    expect(() => freshenWorkspace(workspace, contents)).toThrow(UsageError);
    expect(existsSync(workspace.dir)).toBe(false);
  });
});
