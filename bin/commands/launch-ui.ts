import type { ExitCode } from '../exit-code.ts';

export async function launchUi(_: string | undefined): Promise<ExitCode> {
  throw new Error('not wired yet');
}
