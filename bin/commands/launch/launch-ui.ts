import { ansiPaint, courseRoot, plainPaint, textReport } from '../../../grader/index.ts';
import { courseOutline } from '../../content/course-outline.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { wantsColor } from '../../terminal.ts';
import { type ExitSummary, openCourse } from '../../tui/launch.tsx';
import type { ClockPort } from '../../tui/ports.ts';
import { contentPort } from './content-port.ts';
import { editorPort } from './editor-port.ts';
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
  const summary = await left;
  await grader.close();
  return afterwards(summary, desk);
}

function afterwards({ reason, lastVerdict, log }: ExitSummary, desk: LearnerDesk): ExitCode {
  if (lastVerdict)
    process.stdout.write(
      textReport(lastVerdict, desk.exercise(lastVerdict.exercise), {
        paint: wantsColor() ? ansiPaint : plainPaint,
      }),
    );
  if (reason === 'quit') return exitCode.done;
  if ('signal' in reason) process.exit(128 + reason.signal);
  process.stderr.write(
    `The screen broke: ${reason.crash.message}\nNothing of your work is lost. Please report it with the lines at the end of\n  ${log}\n`,
  );
  return exitCode.ourBug;
}
