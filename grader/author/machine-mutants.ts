/** A machine-made change of a source text, and where it is. */
export interface MachineMutant {
  /** Counts from 1. */
  readonly line: number;
  /** What was replaced, and by what; both on one line. */
  readonly change: string;
  /** The whole text with the change. */
  readonly text: string;
}

const silent = () => {};
const logger = {
  ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
  ...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
  ...{ trace: silent, debug: silent, info: silent, warn: silent, error: silent, fatal: silent },
};

/** Every change that Stryker would make to a TypeScript text, one at a time. */
export async function machineMutants(text: string): Promise<MachineMutant[]> {
  const { Instrumenter } = await import('@stryker-mutator/instrumenter');
  const instrumenter = new Instrumenter(logger);
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants } = await instrumenter.instrument(
    [{ name: 'reference.ts', content: text, mutate: true }],
    options,
  );
  return mutants.filter(({ status }) => !status).map((mutant) => applied(text, mutant));
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Stryker's instrumenter counts lines and columns from 0. */
function applied(
  text: string,
  { location, replacement }: { location: { start: Position; end: Position }; replacement: string },
): MachineMutant {
  const start = offset(text, location.start);
  const end = offset(text, location.end);
  const change = `${oneLine(text.slice(start, end))} => ${oneLine(replacement)}`;
  return {
    line: location.start.line + 1,
    change,
    text: text.slice(0, start) + replacement + text.slice(end),
  };
}

function offset(text: string, { line, column }: Position): number {
  let start = 0;
  for (let passed = 0; passed < line; passed++) start = text.indexOf('\n', start) + 1;
  return start + column;
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 80 ? line : `${line.slice(0, 76)} ...`;
}
