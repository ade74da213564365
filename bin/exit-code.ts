/** What the command's end means to whoever started it. */
export const exitCode = { done: 0, notPassed: 1, usage: 2, ourBug: 70 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
