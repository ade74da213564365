import type { ResultRecord } from '../../../grader/index.ts';
import { nextItem } from '../../content/outline.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import type { ExitSummary } from '../../tui/launch.tsx';
import type { LearnerDesk } from './learner-desk.ts';

/** What stands on the normal screen once the UI is left: how far the learner is, and after a crash where the log is. */
export function farewell({ reason, lastVerdict, log }: ExitSummary, desk: LearnerDesk): ExitCode {
  if (desk.session) process.stdout.write(`${farewellText(lastVerdict, nextTitle(desk))}\n`);
  if (desk.session?.news.notice) process.stderr.write(`${desk.session.news.notice}\n`);
  if (reason === 'quit') return exitCode.done;
  if ('signal' in reason) process.exit(128 + reason.signal);
  process.stderr.write(
    `The screen broke: ${reason.crash.message}\nNothing of your work is lost. Please report it with the lines at the end of\n  ${log}\n`,
  );
  return exitCode.ourBug;
}

/** One line: the last verdict, what is next, how to come back. */
export function farewellText(verdict: ResultRecord | null, next: string | null): string {
  const reached = verdict && `${verdict.points} of ${verdict.maxPoints} points`;
  const stands = verdict?.status === 'passed' ? '✓ passed,' : 'so far';
  return [
    ...(verdict ? [`${verdict.exercise}: ${stands} ${reached}.`] : []),
    ...(next && verdict?.status !== 'failed' ? [`Next: ${next}.`] : []),
    'course launch goes on.',
  ].join(' ');
}

function nextTitle({ course, session }: LearnerDesk): string | null {
  const next = session && nextItem(course.outline, session.progress.read());
  if (!next) return null;
  return next.kind === 'lesson' ? next.lesson.title : next.exercise.title;
}
