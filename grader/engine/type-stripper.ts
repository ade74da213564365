import { createRequire } from 'node:module';
import { availableParallelism, loadavg } from 'node:os';
import type * as Esbuild from 'esbuild';
import type { TransformFailure, TransformOptions, TransformResult } from 'esbuild';

/** esbuild did not come back with this text: chained or nested so that it takes forever. */
export class NeverEnds extends Error {
  override readonly name = 'NeverEnds';
}

const limitMs = 3000;
const attempts = 3;

/**
 * esbuild's transform, bounded. A hostile text keeps its service busy for ever or brings it down, and that service is shared:
 * it is stopped then, started afresh, and whoever was cut off by that tries again.
 * Throws esbuild's TransformFailure for text that is not TypeScript, NeverEnds for text that is never done.
 */
export async function stripTypes(
  text: string,
  options: TransformOptions,
): Promise<TransformResult> {
  const { transform, stop } = esbuild();
  for (let attempt = 1; ; attempt++) {
    const outcome = await settled(transform(text, options));
    if (typeof outcome === 'object' && 'code' in outcome) return outcome;
    if (outcome instanceof Error && isAboutTheText(outcome)) throw outcome;
    await stop();
    if (attempt === attempts || (outcome === 'late' && !machineIsBusy()))
      throw new NeverEnds('the file takes too long to read: it nests or chains too much');
  }
}

/** Loaded when it is first needed, as the CommonJS that it is: an import would read all of it once more to find its exports. */
function esbuild(): typeof Esbuild {
  return createRequire(import.meta.url)('esbuild');
}

async function settled(work: Promise<TransformResult>): Promise<TransformResult | Error | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    return await Promise.race([work.catch((error: Error) => error), late]);
  } finally {
    clearTimeout(timer);
  }
}

function isAboutTheText(error: Error): boolean {
  return ((error as TransformFailure).errors ?? []).length > 0;
}

function machineIsBusy(): boolean {
  return loadavg()[0]! > 2 * availableParallelism();
}
