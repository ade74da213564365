import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names this process so that another one can tell whether it still lives, also after its number was given away again. */
export function ownOwner(): string {
  return `${hostname()} ${process.pid} ${startOf(process.pid) ?? '?'}`;
}

/** Whether the process behind an owner's name may still live. One of another machine may: only its lease tells. */
export function ownerLives(owner: string): boolean {
  const [host, pid, start] = owner.split(' ');
  if (host !== hostname()) return true;
  return start === '?' ? isRunning(Number(pid)) : startOf(Number(pid)) === start;
}

/** When a process began, in the kernel's ticks; null where it is not running or that cannot be known. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The state comes first behind the name in parentheses; Z is a process that has ended.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
