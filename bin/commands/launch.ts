import { courseRoot } from '../../grader/index.ts';
import { courseOutline } from '../content/course-outline.ts';
import { isDone, type Outline, type OutlineItem } from '../content/outline.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProgress } from '../learner/progress/progress.ts';
import { noProgress, type Progress } from '../learner/progress/progress-state.ts';
import { tryFindWorkspace } from '../learner/workspace.ts';

interface LaunchOptions {
  readonly workspace?: string;
}

/** Opens the terminal UI; without a terminal prints the outline and the command for every step. */
export async function launch({ workspace }: LaunchOptions): Promise<ExitCode> {
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const { launchUi } = await import('./launch/launch-ui.ts');
    return launchUi(workspace);
  }
  const found = tryFindWorkspace({ from: process.cwd(), flag: workspace });
  const { outline } = await courseOutline(courseRoot);
  process.stdout.write(
    stepsText(outline, found ? openProgress(found).read() : noProgress, Boolean(found)),
  );
  return exitCode.done;
}

function stepsText(outline: Outline, progress: Progress, hasWorkspace: boolean): string {
  const parts = outline.components.map(({ title, items }) =>
    [
      title,
      ...items.map((item) => `  ${isDone(item, progress) ? '✓' : ' '} ${stepText(item)}`),
    ].join('\n'),
  );
  const first = hasWorkspace ? [] : ['Make your workspace first:\n    course init'];
  return `${['There is no terminal here, so this is the course as plain commands.', ...first, ...parts].join('\n\n')}\n`;
}

function stepText(item: OutlineItem): string {
  if (item.kind === 'lesson')
    return `${item.lesson.title}\n      course read ${item.id}\n      course quiz ${item.id}`;
  return `${item.exercise.title}\n      course open ${item.id}\n      course grade ${item.id}\n      course hint ${item.id}`;
}
