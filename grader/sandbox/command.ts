import { existsSync, realpathSync } from 'node:fs';
import { boxUser, onPath } from './host.ts';
import type { Strength } from './strength.ts';

/** Limits of one box. Node reserves address space generously, so memory is limited by data size, not by address space. */
const limits = ['--data=1610612736', '--fsize=1048576', '--nofile=64', '--nproc=400', '--core=0'];
const heapMegabytes = 256;
/** Where the box's own program lies inside bubblewrap. */
const entryInside = '/box.cjs';
/** The descriptor from which bubblewrap copies that program: it may lie where the box's user cannot read. */
export const entryFd = 5;

/** The command line that starts a box of the given strength, running `entry`. CPU seconds are a last resort behind the watchdog. */
export function boxCommand(strength: Strength, entry: string, cpuSeconds: number): string[] {
  const node = realpathSync(process.execPath);
  if (strength === 'bubblewrap') {
    const inside = [node, ...nodeFlags(entryInside), entryInside];
    return withUser([
      ...limited(cpuSeconds),
      ...bubblewrapCommand(inside, ['--ro-bind-data', String(entryFd), entryInside]),
    ]);
  }
  const outside = [node, ...nodeFlags(entry), entry];
  return strength === 'user' ? withUser([...limited(cpuSeconds), ...outside]) : outside;
}

/** Bubblewrap around a command: own namespaces, no network, nothing writable that outlives it. */
export function bubblewrapCommand(
  inside: readonly string[],
  extra: readonly string[] = [],
): string[] {
  return [
    'bwrap',
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL'],
    ...['--die-with-parent', '--new-session', '--clearenv', '--hostname', 'box'],
    ...systemFolders(),
    ...['--ro-bind', realpathSync(process.execPath), realpathSync(process.execPath)],
    ...[
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      '--size',
      '1048576',
      '--tmpfs',
      '/tmp',
      '--chdir',
      '/tmp',
    ],
    ...extra,
    ...['--remount-ro', '/'],
    '--',
    ...inside,
  ];
}

/** Read-only system libraries, as this distribution lays them out. */
function systemFolders(): string[] {
  return ['/usr/lib', '/usr/lib64', '/usr/bin/env', '/lib', '/lib64', '/etc/ld.so.cache']
    .filter((path) => existsSync(path))
    .flatMap((path) => ['--ro-bind', path, path]);
}

/** The command under the box's own user, when we are root. */
export function withUser(command: readonly string[]): string[] {
  const user = boxUser();
  if (user === null) return [...command];
  return [
    'setpriv',
    `--reuid=${user}`,
    `--regid=${user}`,
    '--clear-groups',
    '--no-new-privs',
    ...command,
  ];
}

function limited(cpuSeconds: number): string[] {
  return onPath('prlimit') ? ['prlimit', ...limits, `--cpu=${cpuSeconds}`] : [];
}

/** Depth behind the wall: no files, no child processes, no threads by node's own permission model. */
function nodeFlags(entry: string): string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const permission =
    major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13)
      ? '--permission'
      : '--experimental-permission';
  return [
    permission,
    `--allow-fs-read=${entry}`,
    '--no-warnings',
    '--no-deprecation',
    `--max-old-space-size=${heapMegabytes}`,
  ];
}
