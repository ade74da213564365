import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { courseRoot } from '../course-root.ts';
import { asOtherUser, bubblewrapCommand, limitedBy } from './command.ts';
import { asRoot, onPath } from './host.ts';
import { sandboxReport } from './strength.ts';

const boxed = sandboxReport().strength === 'bubblewrap';
if (!boxed) console.warn('no bubblewrap here: the walls of the box are not tested');

/** Runs JavaScript behind the walls alone, without node's permission model: they must hold by themselves. */
function behindTheWalls(script: string): unknown {
  const program = `const fs = require('fs'); const code = (f) => { try { return f(); } catch (e) { return e.code ?? e.message; } };
    process.stdout.write(JSON.stringify((() => { ${script} })())); process.exit();`;
  const inside = [process.execPath, '-e', program];
  const [command, ...args] = asOtherUser([...limitedBy(30), ...bubblewrapCommand(inside)]);
  const env = { PATH: process.env.PATH, SECRET: 'in the environment' };
  return JSON.parse(execFileSync(command!, args, { env, encoding: 'utf8', timeout: 20_000 }));
}

describe.runIf(boxed)('behind the walls of bubblewrap', () => {
  it('there is nothing to read but node and its libraries', () => {
    const read = `return [${JSON.stringify(courseRoot)}, '/etc/passwd', '/home', '/root', '/work', '/sys', '/var', '/usr/share', '/usr/lib/node_modules']
      .map((path) => code(() => fs.readdirSync(path).length && 'read'));`;
    expect(behindTheWalls(read)).toEqual(Array(9).fill('ENOENT'));
    expect(behindTheWalls("return fs.readdirSync('/').sort()")).toEqual(
      expect.not.arrayContaining(['home', 'root', 'var', 'sys', 'work']),
    );
  });

  it('there is nothing to write', () => {
    const write = `return ['/tmp', '/dev', '/dev/shm', '/', '/usr', '/proc', '/proc/sys/kernel']
      .map((folder) => code(() => fs.writeFileSync(folder + '/course-probe', 'x')));`;
    for (const code of behindTheWalls(write) as string[])
      expect(['EROFS', 'EACCES', 'ENOENT', 'EPERM']).toContain(code);
    const kernel = "return code(() => fs.writeFileSync('/proc/sys/kernel/core_pattern', '|/x'));";
    expect(['EACCES', 'EROFS', 'EPERM']).toContain(behindTheWalls(kernel));
  });

  it('there is no environment, no other process and no descriptor of ours', () => {
    const seen = `const pids = fs.readdirSync('/proc').filter((name) => Number(name));
      const fds = fs.readdirSync('/proc/self/fd').map((fd) => code(() => fs.readlinkSync('/proc/self/fd/' + fd)));
      return { env: Object.keys(process.env), pids: pids.length, files: fds.filter((to) => /^\\/(?!dev\\/null|proc)/.test(to)) };`;
    expect(behindTheWalls(seen)).toEqual({ env: ['PWD'], pids: 2, files: [] });
  });

  it('there are no privileges and no way to new ones', () => {
    const status = `const text = fs.readFileSync('/proc/self/status', 'utf8');
      return Object.fromEntries(['CapEff', 'CapBnd', 'NoNewPrivs', 'Uid'].map((key) => [key, new RegExp(key + ':\\\\s+(\\\\S+)').exec(text)[1]]));`;
    const found = behindTheWalls(status) as { Uid: string };
    expect(found).toMatchObject({
      CapEff: '0'.repeat(16),
      CapBnd: '0'.repeat(16),
      NoNewPrivs: '1',
    });
    expect(found.Uid).not.toBe('0');
  });

  it('there is no network but an empty one', () => {
    const devices =
      "return fs.readFileSync('/proc/net/dev', 'utf8').split('\\n').slice(2).map((l) => l.trim().split(':')[0]).filter(Boolean)";
    expect(behindTheWalls(devices)).toEqual(['lo']);
    const routes = "return fs.readFileSync('/proc/net/route', 'utf8').trim().split('\\n').length";
    expect(behindTheWalls(routes)).toBe(1);
  });

  it('memory outside the heap ends', () => {
    const bomb =
      "const kept = []; return code(() => { for (let i = 0; i < 40; i++) kept.push(Buffer.alloc(64 * 2 ** 20, 1)); return 'took 2.5 GB'; });";
    expect(behindTheWalls(bomb)).not.toBe('took 2.5 GB');
  });

  it.runIf(asRoot())('processes end', () => {
    const bomb = `const { spawn } = require('child_process'); let failed = 0;
      for (let i = 0; i < 60; i++) spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1e5)'], { stdio: 'ignore' }).on('error', () => failed++);
      return fs.readdirSync('/proc').filter((name) => Number(name)).length;`;
    expect(behindTheWalls(bomb)).toBeLessThan(40);
  });
});

describe.runIf(process.platform === 'linux' && onPath('setpriv'))(
  'a command as another user',
  () => {
    it.runIf(asRoot())('is another user for each box', () => {
      const users = [1, 2, 3].map(() => asOtherUser(['id'])[1]);
      expect(new Set(users).size).toBe(3);
      for (const user of users) expect(user).toMatch(/^--reuid=6[01]\d{3}$/);
    });

    it('ends with us, even when we are killed', async () => {
      const sleep = asOtherUser([process.execPath, '-e', 'setInterval(() => {}, 1000)']);
      const program = `const c = require('child_process').spawn(${JSON.stringify(sleep[0])}, ${JSON.stringify(sleep.slice(1))}, { detached: true, stdio: 'ignore' });
      console.log(c.pid); setInterval(() => {}, 1000);`;
      const parent = spawn(process.execPath, ['-e', program], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [pid] = (await once(parent.stdout, 'data')).map(String).map((text) => text.trim());
      await expect.poll(() => commandOf(pid!)).toContain('setInterval');
      parent.kill('SIGKILL');
      await expect.poll(() => commandOf(pid!)).toBe('');
    });
  },
);

/** The command line of a process; empty when it is gone. */
function commandOf(pid: string): string {
  try {
    return readdirSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
