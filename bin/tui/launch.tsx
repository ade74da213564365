import type { Ports, ResultRecord } from './ports.ts';
import { Session } from './session/session.ts';
import { consoleToLog } from './terminal/console-to-log.ts';
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

const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Opens the course in this process's terminal; resolves when it is left, however that happens. Needs a terminal. */
export function openCourse(ports: Ports): Promise<ExitSummary> {
  const { stdin, stdout, env } = process;
  const spoken = env.ACCESSIBLE === '1' || env.INK_SCREEN_READER === 'true';
  const theme = themeFor(env);
  return new Promise((resolve) => {
    const restoreConsole = consoleToLog(ports.log.write);
    const end = (reason: ExitSummary['reason']) => {
      session.close();
      stage.close();
      stopListening();
      restoreConsole();
      stdin.pause();
      resolve({ reason, lastVerdict: session.current().lastVerdict, log: ports.log.path });
    };
    const crash = (error: Error) => {
      ports.log.write(error.stack ?? String(error));
      end({ crash: error });
    };
    const stage = new Stage({ stdin, stdout, theme, spoken }, crash);
    const session = new Session(
      ports,
      { lend: (use) => stage.lend(session, use), quit: () => end('quit') },
      { size: stage.size(), ticks: theme.name === 'plain' || spoken, spoken },
    );
    const stopListening = listen(stage, session, end, crash);
    stage.open(session);
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
  process.stdout.on('resize', resized);
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash as (reason: unknown) => void);
  for (const name of Object.keys(signals)) process.on(name as NodeJS.Signals, bySignal);
  return () => {
    process.stdout.off('resize', resized);
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash as (reason: unknown) => void);
    for (const name of Object.keys(signals)) process.off(name as NodeJS.Signals, bySignal);
  };
}
