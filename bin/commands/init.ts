import { relative, resolve } from 'node:path';
import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../../grader/index.ts';
import { createWorkspace } from '../learner/create-workspace.ts';
import { defaultWorkspace } from '../learner/workspace.ts';
import { courseContents } from '../learner-session.ts';

/** Makes the workspace, or completes one; never overwrites. */
export function init(dir: string = defaultWorkspace): void {
  const { workspace, created, kept } = createWorkspace(
    resolve(dir),
    courseContents(readCatalog(courseRoot)),
  );
  const lines = [
    created.length > 0
      ? `Made ${count(created.length, 'file')} in ${workspace.dir}:`
      : `${workspace.dir} is complete already.`,
    ...created.map((file) => `  ${file}`),
    ...(kept.length > 0 ? [`Left as they were: ${kept.join(', ')}`] : []),
    '',
    `Next: course launch${nextFolder(workspace.dir)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `course launch` finds ./my-cluster by itself; another folder has to be named. */
function nextFolder(dir: string): string {
  const near = relative(process.cwd(), dir);
  return near === defaultWorkspace || near === '' ? '' : ` --workspace ${JSON.stringify(near)}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
