import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** An import that the architecture forbids. */
export interface WrongArrow {
  readonly from: string;
  readonly to: string;
  readonly rule: string;
}

interface Rule {
  readonly says: string;
  /** True when this import breaks the rule. */
  broken(from: string, to: string): boolean;
}

const rules: readonly Rule[] = [
  {
    says: 'exercises import neither grader nor bin',
    broken: (from, to) => from.startsWith('exercises/') && /^(grader|bin)\//.test(to),
  },
  {
    says: 'grader does not import bin',
    broken: (from, to) => from.startsWith('grader/') && to.startsWith('bin/'),
  },
  {
    says: 'bin enters the grader only through grader/index.ts',
    broken: (from, to) =>
      from.startsWith('bin/') && to.startsWith('grader/') && to !== 'grader/index.ts',
  },
  {
    says: 'only the answer keys, the author tools and the catalog know the answer keys',
    broken: (from, to) =>
      to.startsWith('grader/answer-keys/') && !from.startsWith('grader/answer-keys/'),
  },
  {
    says: 'the terminal UI is reached only from bin/commands',
    broken: (from, to) => to.startsWith('bin/tui/') && !/^bin\/(tui|commands)\//.test(from),
  },
  {
    says: 'plain commands and what they use load no React and no Ink',
    broken: (from, to) => /^(react|ink)(\/|$)/.test(to) && !from.startsWith('bin/tui/'),
  },
  {
    says: 'state is data: no React, Ink or node in *-state.ts',
    broken: (from, to) => /-state\.ts$/.test(from) && /^(react|ink)(\/|$)|^node:/.test(to),
  },
  {
    says: 'the kit uses no part of node but node:crypto',
    broken: (from, to) =>
      from.startsWith('exercises/kit/') &&
      !from.endsWith('/declarations.ts') &&
      to.startsWith('node:') &&
      to !== 'node:crypto',
  },
  {
    says: 'a simulation imports only the kit, its contract, types of exercises and its own files',
    broken: (from, to) => {
      const [, own] = /^(exercises\/[^/]+\/[^/]+\/simulation)(?:\.ts$|\/)/.exec(from) ?? [];
      return (
        own !== undefined &&
        !/^(course\/kit$|#simulation$|#exercise\/)/.test(to) &&
        !to.startsWith(`${own}/`)
      );
    },
  },
  {
    says: 'the contract of simulations uses no part of node',
    broken: (from, to) => from.startsWith('exercises/simulation/') && to.startsWith('node:'),
  },
  {
    says: 'what runs in the box imports only the boundary, the kit and node',
    broken: (from, to) =>
      /^grader\/boundary\/box/.test(from) && !/^(grader\/boundary\/|node:|course\/kit)/.test(to),
  },
];

/** Every import below `root` that breaks a rule. Tests may reach into the layer that they test. */
export function wrongArrows(root: string): WrongArrow[] {
  return ['bin', 'exercises', 'grader']
    .flatMap((layer) => sources(join(root, layer)))
    .flatMap((path) => {
      const from = relative(root, path);
      return importsOf(path).flatMap((target) => {
        const to = target.startsWith('.') ? relative(root, join(dirname(path), target)) : target;
        return rules
          .filter((rule) => rule.broken(from, to))
          .map(({ says }) => ({ from, to, rule: says }));
      });
    });
}

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory())
      return entry.name === 'fixture' || entry.name === 'testing' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  );
  return [...found].map(([, fixed, lazy]) => (fixed ?? lazy)!);
}
