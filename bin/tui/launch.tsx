import { constants } from 'node:os';
import type { Ports, ResultRecord } from './ports.ts';
import { Session } from './session/session.ts';
import { consoleToLog } from './terminal/console-to-log.ts';
import { LastWill } from './terminal/last-will.ts';
import { Stage } from './terminal/stage.tsx';
import { themeFor } from './theme.ts';

/** How the course was left. The terminal is as it was before; the caller prints. */
export interface ExitSummary {
  /** `signal` is the number of the signal that ended it. */
  readonly reason: 'quit' | { readonly signal: number } | { readonly crash: Error };
  /** The last verdict of this sitting. */
  readonly lastVerdict: ResultRecord | null;
  /** Where notes about a crash are. */
  readonly log: string;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Opens the course in this process's terminal; resolves when it is left, however that happens. Needs a terminal.
 * Rejects when the course's content cannot be read; the terminal is untouched then.
 */
export async function openCourse(ports: Ports): Promise<ExitSummary> {
  const { stdin, stdout, env } = process;
  const spoken = env.ACCESSIBLE === '1' || env.INK_SCREEN_READER === 'true';
  const still = spoken || (env.REDUCED_MOTION ?? '0') !== '0';
  const theme = themeFor(env);
  const ending = new Ending();
  const crash = (error: Error) => {
    ports.log.write(error.stack ?? String(error));
    ending.reached({ crash: error });
  };
  const lastWill = spoken ? null : new LastWill(process.stdout.fd);
  const stage = new Stage({ stdin, stdout, theme, spoken, lastWill }, crash);
  const session: Session = new Session(
    ports,
    {
      lend: (use) => stage.lend(session, use),
      suspend: () => stage.suspend(session),
      quit: () => ending.reached('quit'),
    },
    { size: stage.size(), ticks: theme.name === 'plain' || spoken, spoken, still },
  );
  const restoreConsole = consoleToLog((text) => ports.log.write(text));
  const stopListening = listen(stage, session, (reason) => ending.reached(reason), crash);
  stage.open(session);
  session.begin();
  const reason = await ending.whenReached;
  session.close();
  stage.close();
  stopListening();
  restoreConsole();
  stdin.pause();
  return { reason, lastVerdict: session.current().lastVerdict, log: ports.log.path };
}

/** How it ends; the first reason counts. */
class Ending {
  reached!: (reason: ExitSummary['reason']) => void;
  readonly whenReached = new Promise<ExitSummary['reason']>((resolve) => {
    this.reached = resolve;
  });
}

/** Size changes, signals and errors that nobody caught. */
function listen(
  stage: Stage,
  session: Session,
  end: (reason: ExitSummary['reason']) => void,
  crash: (error: Error) => void,
): () => void {
  const resized = () => {
    stage.redraw();
    session.tell({ type: 'resized', size: stage.size() });
  };
  const bySignal = (_: NodeJS.Signals, signal: number) => end({ signal });
  const woken = () => {
    stage.retake(session);
    resized();
  };
  // A terminal that was closed takes nothing any more, and says so.
  const hungUp = () => end({ signal: constants.signals.SIGHUP });
  process.stdout.on('resize', resized);
  process.stdout.on('error', hungUp);
  process.stdin.on('error', hungUp);
  process.stdin.on('end', hungUp);
  process.on('SIGCONT', woken);
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash as (reason: unknown) => void);
  for (const name of signals) process.on(name, bySignal);
  return () => {
    process.stdout.off('resize', resized);
    process.stdin.off('error', hungUp);
    process.stdin.off('end', hungUp);
    process.off('SIGCONT', woken);
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash as (reason: unknown) => void);
    // Not at once: a library that finds itself alone with a signal ends the process on the spot.
    setImmediate(() => {
      for (const name of signals) process.off(name, bySignal);
    });
  };
}
