import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { notebook, referenceText } from '../engine/testing/exercises.ts';
import { Workspace } from '../engine/testing/workspace.ts';
import { asRoot, onPath } from './host.ts';

// What this machine can do is found out once in a process, so each case looks at it afresh.

const folder = mkdtempSync(join(tmpdir(), 'course-path-'));
const workspace = new Workspace();
const path = process.env.PATH;
const programs = Object.fromEntries(['setpriv', 'prlimit'].map((name) => [name, onPath(name)]));
const withoutBox = asRoot() ? 'user' : 'process';

beforeEach(() => {
  vi.resetModules();
  process.env.PATH = path;
});
afterAll(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
  workspace.remove();
});

/** Lets only these programs be found; `bwrap` is a script with the given text, or missing. */
function machineWith(names: string[], bwrap?: string): void {
  const bin = mkdtempSync(join(folder, 'bin-'));
  for (const name of names) if (programs[name]) symlinkSync(programs[name], join(bin, name));
  if (bwrap !== undefined) {
    writeFileSync(join(bin, 'bwrap'), `#!/bin/sh\n${bwrap}\n`);
    chmodSync(join(bin, 'bwrap'), 0o755);
  }
  process.env.PATH = bin;
}

async function graded(demand: 'auto' | 'required' | 'none') {
  const { Grader } = await import('../engine/grader.ts');
  const grader = Grader.open(demand);
  try {
    return await workspace.grade(grader, referenceText(notebook));
  } finally {
    await grader.close();
  }
}

const report = async () => (await import('./strength.ts')).sandboxReport();
const standard = ['setpriv', 'prlimit'];

describe.runIf(process.platform === 'linux')('where bubblewrap is missing', () => {
  it('grading at home goes on with what there is, and says so', async () => {
    machineWith(standard);
    expect(await graded('auto')).toMatchObject({ status: 'passed', sandbox: withoutBox });
    expect(await report()).toMatchObject({
      strength: withoutBox,
      advice: expect.stringContaining('install bubblewrap'),
    });
  });

  it('grading that demands it is refused: nobody’s zero', async () => {
    machineWith(standard);
    const record = await graded('required');
    expect(record).toMatchObject({
      status: 'not-gradable',
      points: 0,
      problem: { kind: 'no-box' },
    });
    expect(record.problem!.message).toContain('bubblewrap is not installed');
    expect(record.problem!.message).toContain('apt-get install bubblewrap');
  });
});

describe.runIf(process.platform === 'linux')('where bubblewrap is there but cannot start', () => {
  it.each([
    ['fails', 'exit 1'],
    ['dies', 'kill -9 $$'],
  ])('because it %s, grading at home falls back', async (_, script) => {
    machineWith(standard, script);
    expect(await graded('auto')).toMatchObject({ status: 'passed', sandbox: withoutBox });
    expect((await report()).meaning).toContain('may not make namespaces here');
  });

  it('grading that demands it is refused', async () => {
    machineWith(standard, 'exit 1');
    expect(await graded('required')).toMatchObject({ status: 'not-gradable', points: 0 });
  });
});

describe('without a sandbox', () => {
  it('a plain child grades when it is asked for', async () => {
    expect(await graded('none')).toMatchObject({ status: 'passed', sandbox: 'process' });
  });

  it.runIf(asRoot() && process.platform === 'linux')(
    'root says that it cannot become another user',
    async () => {
      machineWith([]);
      expect(await report()).toMatchObject({
        strength: 'process',
        meaning: expect.stringContaining('root must not run it'),
      });
    },
  );
});
