import { format } from 'node:util';
import { caps } from './wire.ts';

/** Redirects console into memory, capped; returns a function that takes what was printed since the last call. */
export function captureConsole(): () => string {
  let printed = '';
  const print = (...items: unknown[]): void => {
    if (printed.length < caps.textBytes)
      printed += `${format(...items).slice(0, caps.textBytes)}\n`;
  };
  for (const level of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const)
    console[level] = print;
  return () => {
    const taken = printed.slice(0, caps.textBytes);
    printed = '';
    return taken;
  };
}
