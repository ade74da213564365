import { constants } from 'node:os';
import type { Loss } from '../boundary/lost.ts';
import type { BoxEnd } from '../sandbox/box-process.ts';

/** What the end of a box's process says. Shells and bubblewrap report a signal as 128 and its number. */
export function lossOf({ code, signal }: BoxEnd): Loss {
  const name: string | undefined = signal ?? signalNamed(code);
  if (name === 'SIGXCPU') return { reason: 'timed-out', detail: 'no CPU time left' };
  if (name && crashes.has(name)) return { reason: 'memory', detail: '' };
  if (name) return { reason: 'ended', detail: name };
  return { reason: 'ended', detail: code === null ? '' : `exit code ${code}` };
}

/** How node ends itself when its heap or an allocation fails. */
const crashes = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS']);

function signalNamed(code: number | null): string | undefined {
  if (code === null || code <= 128) return undefined;
  const [name] = Object.entries(constants.signals).find(([, value]) => value === code - 128) ?? [];
  return name;
}
