import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** The calls between which the disk looks different; writeFile is open and write. */
const changing = [
  'open',
  'write',
  'rename',
  'link',
  'symlink',
  'unlink',
  'rm',
  'mkdir',
  'copyFile',
  'cp',
];

/** No process has this id: the largest that Linux and macOS give are smaller. */
const deadProcess = 0x7ffffffe;

/**
 * Runs `act` as if its process died before the nth call that changes something on disk: that call and all later ones
 * fail, so that nothing is cleaned up. Gives false when there are fewer calls, and `act` ran to its end.
 */
export function diesBeforeCall(nth: number, act: () => unknown): boolean {
  const calls = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  const originals = changing.map((verb) => [`${verb}Sync`, calls[`${verb}Sync`]!] as const);
  const { pid } = process;
  let count = 0;
  for (const [name, original] of originals)
    calls[name] = (...args) => {
      count += 1;
      if (count >= nth) throw new Error('dead');
      return original(...args);
    };
  syncBuiltinESMExports();
  Object.defineProperty(process, 'pid', { value: deadProcess });
  try {
    act();
  } catch (error) {
    if (count < nth) throw error;
  } finally {
    for (const [name, original] of originals) calls[name] = original;
    syncBuiltinESMExports();
    Object.defineProperty(process, 'pid', { value: pid });
  }
  return count >= nth;
}
