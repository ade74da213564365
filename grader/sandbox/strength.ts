import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { asOtherUser, bubblewrapCommand } from './command.ts';
import { asRoot, nodeOpenToAll, onPath } from './host.ts';

/** How well the learner's code is locked in, strongest first. */
export type Strength = 'bubblewrap' | 'user' | 'process';

/** What this machine can do, and why not more. */
export interface SandboxReport {
  readonly strength: Strength;
  /** What was found and what it means, one sentence. */
  readonly meaning: string;
  /** What to do for a stronger box; null when there is nothing to gain. */
  readonly advice: string | null;
}

let found: SandboxReport | undefined;

/** The strongest box that really starts here; tried once in a process (about 10 ms). */
export function sandboxReport(): SandboxReport {
  found ??= probe();
  return found;
}

/** The strongest box that should start here, by what is installed; costs nothing. A start that fails calls for the report. */
export function likelyStrength(): Strength {
  if (found) return found.strength;
  if (process.platform !== 'linux' || (asRoot() && !canDropUser())) return 'process';
  if (onPath('bwrap')) return 'bubblewrap';
  return asRoot() ? 'user' : 'process';
}

function canDropUser(): boolean {
  return onPath('setpriv') !== null && nodeOpenToAll();
}

function probe(): SandboxReport {
  const likely = likelyStrength();
  const node = realpathSync(process.execPath);
  if (likely === 'bubblewrap' && starts(bubblewrapCommand([node, '--version']))) return strongest;
  if (process.platform !== 'linux') return plain(`${process.platform} has no bubblewrap`, null);
  if (asRoot() && !canDropUser()) return plain(closed, open);
  const [why, advice] = likely === 'bubblewrap' ? [forbidden, allow] : [missing, install];
  return asRoot() ? userOnly(why, advice) : plain(why, advice);
}

const forbidden = 'bubblewrap is installed but may not make namespaces here';
const allow =
  "allow unprivileged user namespaces: a container's seccomp profile or AppArmor forbids them";
const missing = 'bubblewrap is not installed';
const install = "install it: sudo apt-get install bubblewrap, or your distribution's package";
const closed =
  'other users cannot start this node (or setpriv is missing), and root must not run it';
const open =
  'install node where all users can run it, such as /usr/local, and util-linux for setpriv';

const strongest: SandboxReport = {
  strength: 'bubblewrap',
  meaning:
    'Graded code runs in a bubblewrap box: no network, no files, no other processes, limited memory and time.',
  advice: null,
};

function userOnly(why: string, advice: string): SandboxReport {
  return {
    strength: 'user',
    meaning: `Graded code runs as an unprivileged user with limits, because ${why}.`,
    advice,
  };
}

function plain(why: string, advice: string | null): SandboxReport {
  return {
    strength: 'process',
    meaning: `Graded code runs in a plain child process with a watchdog, because ${why}. Fine for your own code, not for code that you do not trust.`,
    advice,
  };
}

function starts(command: readonly string[]): boolean {
  try {
    const [program, ...args] = asOtherUser(command);
    execFileSync(program!, args, {
      stdio: 'ignore',
      env: { PATH: process.env.PATH },
      timeout: 5000,
    });
    return true;
  } catch {
    return false;
  }
}
