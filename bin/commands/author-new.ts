import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../../grader/index.ts';
import { UsageError } from '../usage-error.ts';
import { needsClone } from './needs-clone.ts';
import { newExerciseFiles } from './new-exercise-files.ts';

interface AuthorNewOptions {
  readonly lesson: string;
  readonly title?: string;
}

/** Makes the two mirrored folders of a new exercise. They hold a tiny exercise that the author check accepts but for its mutants. */
export function authorNew(id: string, { lesson, title }: AuthorNewOptions): void {
  needsClone();
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(id))
    throw new UsageError(
      `"${id}" is no exercise id.`,
      'Write it as component/exercise in lower-case words, for example etcd/watch.',
    );
  const last = Math.max(0, ...readCatalog(courseRoot).map(({ order }) => order));
  const files = newExerciseFiles({ id, lesson, title: title ?? titleOf(id), order: last + 10 });
  const taken = files.map(({ path }) => join(courseRoot, path)).find((path) => existsSync(path));
  if (taken)
    throw new UsageError(
      `${relative(courseRoot, taken)} exists already.`,
      'Choose another id, or edit what is there.',
    );
  for (const { path, text } of files) write(join(courseRoot, path), text);
  process.stdout.write(
    `${files.map(({ path }) => `made ${path}`).join('\n')}\n\nNext: write the brief, then the suite, the reference, the mutants. Then:\n  course author check ${id}\n`,
  );
}

function titleOf(id: string): string {
  const words = id.split('/')[1]!.replaceAll('-', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
}
