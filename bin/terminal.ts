/** What the terminal can do. */
export interface TerminalFacts {
  readonly interactive: boolean;
  readonly columns: number;
  readonly rows: number;
  /** 2, 16, 256 or 16777216. */
  readonly colors: number;
}

/** Looks at the terminal of standard output. */
export function terminalFacts(stream: NodeJS.WriteStream = process.stdout): TerminalFacts {
  const interactive = Boolean(stream.isTTY);
  const colors = interactive ? 2 ** stream.getColorDepth() : 2;
  return { interactive, columns: stream.columns ?? 80, rows: stream.rows ?? 24, colors };
}

/** Whether to color output to a stream: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal. */
export function wantsColor(
  stream: { readonly isTTY?: boolean } = process.stdout,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return Boolean(stream.isTTY);
}
