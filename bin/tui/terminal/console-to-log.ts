import { format } from 'node:util';

const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;

/** What anything prints while the app is open goes to the log instead of over the picture; the answer ends that. */
export function consoleToLog(write: (text: string) => void): () => void {
  const own = methods.map((name) => [name, console[name]] as const);
  for (const name of methods) console[name] = (...values: unknown[]) => write(format(...values));
  return () => {
    for (const [name, method] of own) console[name] = method;
  };
}
