const heapMegabytes = 256;

/** How the box's node is started: `program` is all that it may read. */
export function nodeFlags(program: string, version = process.versions.node): string[] {
  return [
    permissionFlag(version),
    `--allow-fs-read=${program}`,
    ...['--no-warnings', '--no-deprecation'],
    `--max-old-space-size=${heapMegabytes}`,
    ...quickStart(version),
  ];
}

/** Depth behind the wall: no files, no child processes, no threads by node's own permission model. */
function permissionFlag(version: string): string {
  const [major, minor] = numbers(version);
  const settled = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return settled ? '--permission' : '--experimental-permission';
}

/**
 * A box lives for a moment, so its start counts. Fresh hash seeds take a tenth of it and guard long-lived servers,
 * and node 20 compiles functions that run a hundred times as if they would run a million.
 * V8 refuses to start with a flag it does not know, so only versions that were tried get any.
 */
function quickStart(version: string): string[] {
  const [major] = numbers(version);
  if (major === 20) return ['--no-rehash-snapshot', '--interrupt-budget=200000'];
  return major === 22 || major === 24 ? ['--no-rehash-snapshot'] : [];
}

function numbers(version: string): [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
