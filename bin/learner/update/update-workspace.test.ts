import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { undo } from '../backups/backups.ts';
import { type CourseContents, createWorkspace } from '../create-workspace.ts';
import { isUntouched } from '../given-stub.ts';
import { diesBeforeCall } from '../testing/power-cut.ts';
import { smallCourse, temporaryFolder, write } from '../testing/temporary-course.ts';
import type { Workspace } from '../workspace.ts';
import { plannedUpdate, updateWorkspace } from './update-workspace.ts';

const old = '// step 1\none() { todo }\n\n// step 2\ntwo() { todo }\n';
const fresh = '// step 1\none() { todo }\n\n// step 2: of two\ntwo() { todo }\n';
const edited = old.replace('one() { todo }', 'one() { return 1; }');
const mergedText = fresh.replace('one() { todo }', 'one() { return 1; }');
const clash = old.replace('two() { todo }', 'two() { return 2; }');
const id = 'etcd/mvcc-store';

/** A workspace that an older course made, with what the learner wrote since; the course has a newer stub now. */
function oldWorkspace(mine: string | null = old) {
  const dir = temporaryFolder();
  const before = smallCourse(dir);
  const stub = join(before.exercises[0]!.dir, 'stub.ts');
  write(stub, old);
  const { workspace } = createWorkspace(join(dir, 'my cluster'), before);
  const path = join(workspace.dir, `${id}.ts`);
  if (mine === null) rmSync(path);
  else write(path, mine);
  const contents = smallCourse(dir, '1.1.0', [id, 'proxy/proxy-rules', 'kubelet/probe-worker']);
  write(stub, fresh);
  const text = () => readFileSync(path, 'utf8');
  return { workspace, contents, path, text };
}

const kinds = (workspace: Workspace, contents: CourseContents) =>
  updateWorkspace(workspace, contents).map(({ exercise, step }) => `${step.kind} ${exercise.id}`);

it('an untouched file becomes the new stub, and a new exercise comes', () => {
  const { workspace, contents, text } = oldWorkspace();
  expect(kinds(workspace, contents)).toEqual([`updated ${id}`, 'new kubelet/probe-worker']);
  expect(text()).toBe(fresh);
  expect(isUntouched(workspace, contents.exercises[0]!)).toBe(true);
  expect(existsSync(join(workspace.dir, 'kubelet/probe-worker.ts'))).toBe(true);
  expect(readFileSync(join(workspace.dir, '.course/types/index.d.ts'), 'utf8')).toContain('1.1.0');
});

it('edits and the new stub are merged, and undo brings the file back as it was', () => {
  const { workspace, contents, text } = oldWorkspace(edited);
  expect(kinds(workspace, contents)[0]).toBe(`merged ${id}`);
  expect(text()).toBe(mergedText);
  undo(workspace);
  expect(text()).toBe(edited);
});

it('where both change the same lines the file stays as it is, and the lines are named', () => {
  const { workspace, contents, text } = oldWorkspace(clash);
  const [update] = updateWorkspace(workspace, contents);
  expect(update!.step).toEqual({ kind: 'left', lines: [{ first: 5, last: 5 }] });
  expect(text()).toBe(clash);
});

it('a file that the learner deleted stays away', () => {
  const { workspace, contents, path } = oldWorkspace(null);
  expect(kinds(workspace, contents)[0]).toBe(`deleted ${id}`);
  expect(existsSync(path)).toBe(false);
});

it('a second update finds nothing to do, and a plan changes nothing', () => {
  const { workspace, contents, text } = oldWorkspace(edited);
  expect(plannedUpdate(workspace, contents)).toHaveLength(2);
  expect(text()).toBe(edited);
  updateWorkspace(workspace, contents);
  expect(plannedUpdate(workspace, contents)).toEqual([]);
});

it.each([
  ['an untouched file', old, fresh],
  ['an edited file', edited, mergedText],
  ['a file that cannot be merged', clash, clash],
])(
  'a power cut at any moment loses nothing of %s, and the next update completes it',
  (_, mine, after) => {
    for (let moment = 1, died = true; died; moment++) {
      const { workspace, contents, text } = oldWorkspace(mine);
      died = diesBeforeCall(moment, () => updateWorkspace(workspace, contents));
      expect([mine, after]).toContain(text());
      updateWorkspace(workspace, contents);
      expect(text()).toBe(after);
      expect(plannedUpdate(workspace, contents)).toEqual([]);
      if (mine !== after) {
        undo(workspace);
        expect(text()).toBe(mine);
      }
    }
  },
);
