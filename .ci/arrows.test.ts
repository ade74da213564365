import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrongArrows } from './arrows.ts';

const root = join(import.meta.dirname, '..');

describe('imports point one way', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'course-arrows-'));
    for (const layer of ['bin', 'exercises', 'grader']) mkdirSync(join(copy, layer));
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it('no file of the course breaks a rule', () => {
    expect(wrongArrows(root)).toEqual([]);
  });

  it.each([
    [
      'exercises/kit/clock.ts',
      "import { x } from '../../grader/index.ts';",
      'exercises import neither grader nor bin',
    ],
    [
      'grader/engine/x.ts',
      "import { x } from '../../bin/usage-error.ts';",
      'grader does not import bin',
    ],
    [
      'bin/commands/x.ts',
      "import { x } from '../../grader/engine/grader.ts';",
      'bin enters the grader only through grader/index.ts',
    ],
    [
      'bin/commands/x.ts',
      "export * from '../../grader/verdict/record.ts';",
      'bin enters the grader only through grader/index.ts',
    ],
    [
      'bin/learner/x.ts',
      "import 'react';",
      'plain commands and what they use load no React and no Ink',
    ],
    [
      'bin/tui/screens/home/home-state.ts',
      "import { Box } from 'ink';",
      'state is data: no React, Ink or node in *-state.ts',
    ],
    [
      'bin/tui/screens/home/home-state.ts',
      "import { readFileSync } from 'node:fs';",
      'state is data: no React, Ink or node in *-state.ts',
    ],
    [
      'exercises/kit/x.ts',
      "import { readFileSync } from 'node:fs';",
      'the kit uses no part of node but node:crypto',
    ],
    [
      'exercises/etcd/watch/simulation.ts',
      "import { x } from '../mvcc-store/simulation.ts';",
      'a simulation imports only the kit, its contract, types of exercises and its own files',
    ],
    [
      'exercises/etcd/watch/simulation/picture.ts',
      "import { readFileSync } from 'node:fs';",
      'a simulation imports only the kit, its contract, types of exercises and its own files',
    ],
    [
      'exercises/simulation/x.ts',
      "import { readFileSync } from 'node:fs';",
      'the contract of simulations uses no part of node',
    ],
    [
      'grader/boundary/box-x.ts',
      "import { x } from '../verdict/record.ts';",
      'what runs in the box imports only the boundary, the kit and node',
    ],
    [
      'bin/content/x.ts',
      "const y = await import('../tui/app.tsx');",
      'the terminal UI is reached only from bin/commands',
    ],
  ])('a seeded %s with %s is found', (path, text, rule) => {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), `${text}\n`);
    expect(wrongArrows(copy).map((arrow) => arrow.rule)).toContain(rule);
  });

  it('a seeded violation in a copy of the real tree is found', () => {
    cpSync(join(root, 'bin', 'usage-error.ts'), join(copy, 'bin', 'usage-error.ts'));
    writeFileSync(
      join(copy, 'grader', 'seeded.ts'),
      "import { UsageError } from '../bin/usage-error.ts';\n",
    );
    expect(wrongArrows(copy)).toEqual([
      { from: 'grader/seeded.ts', to: 'bin/usage-error.ts', rule: 'grader does not import bin' },
    ]);
  });
});
