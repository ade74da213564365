import { CommanderError } from 'commander';
import { AuthorError } from '../exercises/checked.ts';
import { ClassInputError } from '../grader/index.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { courseProgram } from './program.ts';
import { UsageError } from './usage-error.ts';

/** Runs one command line and gives its exit code. Never throws. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  try {
    await courseProgram((given) => {
      code = given;
    }).parseAsync(args.length > 0 ? [...args] : ['launch'], { from: 'user' });
    return code;
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): ExitCode {
  // Commander has said already what was wrong with the words.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  if (error instanceof UsageError || error instanceof ClassInputError)
    return say(`${error.message}\n${error.fix}`, exitCode.usage);
  if (error instanceof AuthorError)
    return say(`The course itself has a mistake.\n${error.message}`, exitCode.ourBug);
  return say(
    `This is a bug of the course, sorry. Please report it with the lines below.\n${stackOf(error)}`,
    exitCode.ourBug,
  );
}

function say(message: string, code: ExitCode): ExitCode {
  process.stderr.write(`${message}\n`);
  return code;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
