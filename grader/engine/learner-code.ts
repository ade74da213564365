import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { TransformFailure } from 'esbuild';

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
 * no tsconfig.json or other file of the learner's has a say. Throws LearnerSyntaxError.
 */
export async function transformLearnerFile(file: string, text: string): Promise<LearnerCode> {
  const { transform } = await import('esbuild');
  try {
    const { code, map } = await transform(text, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcefile: file,
      sourcemap: 'external',
      sourcesContent: false,
      tsconfigRaw: '{}',
      logLevel: 'silent',
    });
    return { code, original: reader(map) };
  } catch (error) {
    const [first] = (error as TransformFailure).errors ?? [];
    if (!first) throw error;
    throw new LearnerSyntaxError(
      first.text,
      first.location?.line ?? 1,
      (first.location?.column ?? 0) + 1,
    );
  }
}

function reader(map: string): LearnerCode['original'] {
  let trace: TraceMap | undefined;
  return (line, column) => {
    trace ??= new TraceMap(map);
    const found = originalPositionFor(trace, { line, column: Math.max(0, column - 1) });
    return found.line === null ? null : { line: found.line, column: found.column + 1 };
  };
}
