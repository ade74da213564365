import type { Exercise } from '../../../exercises/catalog.ts';
import { ansiPaint, plainPaint, textReport } from '../../../grader/index.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { wantsColor } from '../../terminal.ts';
import type { ExitSummary } from '../../tui/launch.tsx';

/** What stands on the normal screen once the UI is left: the last verdict, and after a crash where the log is. */
export function farewell(
  { reason, lastVerdict, log }: ExitSummary,
  exerciseOf: (id: string) => Exercise,
): ExitCode {
  if (lastVerdict) {
    const paint = wantsColor() ? ansiPaint : plainPaint;
    process.stdout.write(textReport(lastVerdict, exerciseOf(lastVerdict.exercise), { paint }));
  }
  if (reason === 'quit') return exitCode.done;
  if ('signal' in reason) process.exit(128 + reason.signal);
  process.stderr.write(
    `The screen broke: ${reason.crash.message}\nNothing of your work is lost. Please report it with the lines at the end of\n  ${log}\n`,
  );
  return exitCode.ourBug;
}
