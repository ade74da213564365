import { courseRoot } from '../../grader/index.ts';
import { candidates } from '../completion/candidates.ts';
import { type Shell, scripts, shells } from '../completion/scripts.ts';
import { courseOutline } from '../content/course-outline.ts';
import { itemsOf } from '../content/outline.ts';
import { courseProgram } from '../program.ts';
import { UsageError } from '../usage-error.ts';

/** Prints a shell's completion script; with `--words`, which the scripts use, what fits at the end of a line. */
export async function completion(
  words: readonly string[],
  options: { readonly words?: boolean },
): Promise<void> {
  process.stdout.write(options.words ? await completed(words) : scriptOf(words));
}

async function completed(words: readonly string[]): Promise<string> {
  const { outline } = await courseOutline(courseRoot);
  const ids = (kind: string) =>
    itemsOf(outline).flatMap((item) => (item.kind === kind ? [item.id] : []));
  const names = { exercises: ids('exercise'), lessons: ids('lesson') };
  return candidates(
    courseProgram(() => {}),
    words,
    names,
  )
    .map((each) => `${each}\n`)
    .join('');
}

function scriptOf([shell, ...more]: readonly string[]): string {
  const known = shells.find((name): name is Shell => name === shell);
  if (known && more.length === 0) return scripts[known];
  throw new UsageError(
    shell === undefined
      ? 'No shell was named.'
      : `There is no script for ${[shell, ...more].join(' ')}.`,
    `Name one of ${shells.join(', ')}: course completion bash`,
  );
}
