import { courseRoot } from '../../../grader/index.ts';
import { courseOutline } from '../../content/course-outline.ts';
import { nextItem } from '../../content/outline.ts';
import type { ExitCode } from '../../exit-code.ts';
import { noProgress } from '../../learner/progress/progress-state.ts';
import { openCourse } from '../../tui/launch.tsx';
import type { ClockPort, ContentPort } from '../../tui/ports.ts';
import { contentPort } from './content-port.ts';
import { editorPort } from './editor-port.ts';
import { farewell } from './farewell.ts';
import { graderPort } from './grader-port.ts';
import { LearnerDesk } from './learner-desk.ts';
import { logPort } from './log-port.ts';
import { progressPort } from './progress-port.ts';
import { simulatorPort } from './simulator-port.ts';
import { workspacePort } from './workspace-port.ts';

const clock: ClockPort = {
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** Opens the terminal UI; when it is left, prints the last verdict to the normal screen. */
export async function launchUi(flag: string | undefined): Promise<ExitCode> {
  const desk = new LearnerDesk(await courseOutline(courseRoot), flag);
  const grader = graderPort(desk);
  const log = logPort(desk);
  const content = contentPort(desk);
  const ports = {
    content,
    progress: progressPort(desk),
    simulator: simulatorPort(desk),
    workspace: workspacePort(desk),
    editor: editorPort(process.env),
  };
  // A lesson that was open is part of the first picture; else it waits until that stands.
  if (ports.progress.read().place.screen === 'lesson') await content.prepare();
  const left = openCourse({ ...ports, grader, clock, log });
  await content.prepare();
  readAhead(content, desk);
  const summary = await left;
  await grader.close();
  return farewell(summary, desk);
}

/** Reads the lesson that is probably opened next, while the learner looks at the first picture. */
function readAhead(content: ContentPort, { course, session }: LearnerDesk): void {
  const next = nextItem(course.outline, session?.progress.read() ?? noProgress);
  try {
    if (next?.kind === 'lesson') content.lesson(next.id);
  } catch {
    // Whoever opens it is told what is wrong with it.
  }
}
