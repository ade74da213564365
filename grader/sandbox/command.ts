import { realpathSync } from 'node:fs';
import { asRoot, boxUser, onPath } from './host.ts';
import { systemLibraryFolders } from './libraries.ts';
import { nodeFlags } from './node-flags.ts';
import type { Strength } from './strength.ts';

/** The descriptor of the channel in the box. */
export const channelFd = 3;
/** The descriptor on which the box's program is handed over: it may lie where the box's user cannot look. */
const programFd = 4;

/** Limits of one box. Node reserves address space generously, so memory is limited by data size, not by address space. */
const limits = [
  ...['--data=1073741824', '--fsize=1048576', '--nofile=64', '--core=0', '--msgqueue=0'],
  '--memlock=0',
];
/**
 * Threads of one user, of which a node process has about 11. A box with a user of its own needs few;
 * where it is ours, all that we run counts too, and a small number would keep boxes from starting.
 */
const threads = { own: 128, ours: 4096 };
/** Where the box's own program lies inside bubblewrap. */
const programInside = '/box.cjs';

/** How a box is started. */
export interface BoxCommand {
  readonly strength: Strength;
  /** CPU seconds after which the kernel ends it, a last resort behind the watchdog. */
  readonly cpuSeconds: number;
}

/** The command line that starts a box; its program is read from `programFd`. */
export function boxCommand({ strength, cpuSeconds }: BoxCommand): string[] {
  const node = realpathSync(process.execPath);
  const limited = limitedBy(cpuSeconds);
  if (strength === 'bubblewrap') {
    const inside = [node, ...nodeFlags(programInside), programInside];
    const program = ['--ro-bind-data', String(programFd), programInside];
    return asOtherUser([...limited, ...bubblewrapCommand(inside, program)]);
  }
  const program =
    process.platform === 'linux' ? `/proc/self/fd/${programFd}` : `/dev/fd/${programFd}`;
  const outside = [node, '--preserve-symlinks-main', ...nodeFlags(program), program];
  return asOtherUser([...limited, ...outside]);
}

/** What limits the command that follows it, where that can be done. */
export function limitedBy(cpuSeconds: number): string[] {
  const nproc = asRoot() ? threads.own : threads.ours;
  return onPath('prlimit') ? ['prlimit', ...limits, `--nproc=${nproc}`, `--cpu=${cpuSeconds}`] : [];
}

/** Bubblewrap around a command: own namespaces, no network, nothing to read but node and its libraries, nothing to write. */
export function bubblewrapCommand(
  inside: readonly string[],
  extra: readonly string[] = [],
): string[] {
  const node = realpathSync(process.execPath);
  return [
    'bwrap',
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL'],
    ...['--die-with-parent', '--new-session', '--clearenv', '--hostname', 'box'],
    ...systemLibraryFolders().flatMap(folderArguments),
    ...['--ro-bind', node, node],
    ...['--proc', '/proc', '--dev', '/dev', '--remount-ro', '/dev', '--dir', '/tmp'],
    ...extra,
    ...['--remount-ro', '/', '--chdir', '/tmp', '--'],
    ...inside,
  ];
}

function folderArguments(folder: ReturnType<typeof systemLibraryFolders>[number]): string[] {
  if ('bind' in folder) return ['--ro-bind', folder.bind, folder.bind];
  if ('link' in folder) return ['--symlink', folder.to, folder.link];
  return ['--tmpfs', folder.empty, '--remount-ro', folder.empty];
}

/**
 * The command under the box's own user when we are root, without new privileges,
 * and ended by the kernel when we end: even killed, we leave nobody behind.
 */
export function asOtherUser(command: readonly string[]): string[] {
  if (onPath('setpriv') === null) return [...command];
  const user = boxUser();
  const become = user === null ? [] : [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
  return ['setpriv', ...become, '--no-new-privs', '--pdeathsig', 'KILL', ...command];
}
