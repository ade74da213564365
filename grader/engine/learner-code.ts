import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Location, TransformFailure } from 'esbuild';
import { stripTypes } from './type-stripper.ts';

/** A learner's file as JavaScript that node can compile, and the way back to the TypeScript. */
export interface LearnerCode {
  readonly code: string;
  /** A position of the JavaScript in the TypeScript; both count from 1. Null when there is none. */
  original(line: number, column: number): { line: number; column: number } | null;
}

/** The learner's file is not TypeScript. Line and column count from 1. */
export class LearnerSyntaxError extends Error {
  override readonly name = 'LearnerSyntaxError';
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

/**
 * Strips the types and turns imports into calls of `require`. One file alone, with fixed options:
 * no tsconfig.json or other file of the learner's has a say. Throws LearnerSyntaxError, or NeverEnds.
 */
export async function transformLearnerFile(file: string, text: string): Promise<LearnerCode> {
  try {
    const { code, map } = await stripTypes(text, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcefile: file,
      sourcemap: 'external',
      sourcesContent: false,
      // Not for size: indenting a thousand nested blocks makes megabytes of spaces.
      minifyWhitespace: true,
      tsconfigRaw: '{}',
      logLevel: 'silent',
    });
    return { code, original: reader(map) };
  } catch (error) {
    const [first] = (error as TransformFailure).errors ?? [];
    if (!first) throw error;
    throw new LearnerSyntaxError(first.text, first.location?.line ?? 1, columnOf(first.location));
  }
}

/** esbuild counts bytes; people and editors count letters. */
function columnOf(location: Location | null): number {
  if (!location) return 1;
  return Buffer.from(location.lineText).subarray(0, location.column).toString().length + 1;
}

function reader(map: string): LearnerCode['original'] {
  let trace: TraceMap | undefined;
  return (line, column) => {
    if (line < 1 || column < 1) return null;
    trace ??= new TraceMap(map);
    const found = originalPositionFor(trace, { line, column: column - 1 });
    return found.line === null ? null : { line: found.line, column: found.column + 1 };
  };
}
