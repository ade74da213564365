import { format } from 'node:util';
import { caps } from './wire.ts';

const printers = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;

/** Redirects console, process.stdout and process.stderr into memory, capped; returns a function that takes what was printed since the last call. */
export function capturePrinting(): () => string {
  let printed = '';
  const print = (text: string): void => {
    if (printed.length < caps.textBytes) printed += text.slice(0, caps.textBytes);
  };
  for (const printer of printers) console[printer] = (...items) => print(`${format(...items)}\n`);
  const nothing = () => stream;
  const write = (text: unknown) => {
    print(String(text));
    return true;
  };
  // console.group and its like expect these of a stream.
  const stream = { write, isTTY: false, on: nothing, once: nothing, removeListener: nothing };
  for (const name of ['stdout', 'stderr'])
    Object.defineProperty(process, name, { value: stream, configurable: true });
  return () => {
    const taken = printed.slice(0, caps.textBytes);
    printed = '';
    return taken;
  };
}
