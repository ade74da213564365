import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ProcessTree } from './process-tree.ts';

/** A node process that starts a child of its own, which runs `program`. */
async function parentOf(program: string) {
  const start = `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(program)}], {stdio: ['ignore', 'pipe', 'ignore']}); c.stdout.once('data', () => process.stdout.write('up')); c.stdout.on('end', () => process.stdout.write('done'));`;
  const parent = spawn(process.execPath, ['-e', start], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  await once(parent.stdout, 'data');
  return parent;
}

describe.runIf(process.platform === 'linux')('a tree of processes', () => {
  it.each([
    ['as the kernel lists them', true],
    ['as a search finds them', false],
  ])('counts the CPU time of those that the first one started, %s', async (_, kernelLists) => {
    const work = `process.stdout.write('up'); for (let u; (u = process.cpuUsage()), u.user + u.system < 4e5;); process.stdout.end('done'); setInterval(() => {}, 1000);`;
    const parent = await parentOf(work);
    const tree = new ProcessTree(parent.pid!, kernelLists);
    tree.look();
    await once(parent.stdout, 'data');
    expect(tree.look()!.cpuMs).toBeGreaterThan(100);
    process.kill(-parent.pid!, 'SIGKILL');
  });

  it('sleeps when none of them wants the CPU', async () => {
    const parent = await parentOf(`process.stdout.write('up'); setInterval(() => {}, 1e6);`);
    const tree = new ProcessTree(parent.pid!);
    await expect.poll(() => tree.look()?.asleep).toBe(true);
    process.kill(-parent.pid!, 'SIGKILL');
  });

  it('is nothing once they are gone', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    const tree = new ProcessTree(child.pid!);
    await once(child, 'exit');
    expect(tree.look()).toBeNull();
  });
});
