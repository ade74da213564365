import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from './row.ts';

const megabytesAllowed = 40;
const packagesAllowed = 40;

/** What a learner downloads: the packed course installed in an empty folder, as npm does it without install scripts. */
export function installRows(): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'course bench '));
  try {
    const modules = installed(folder);
    const row = (what: string, unit: string, ours: number, allowed: number): Row => ({
      name: `production install, ${what}`,
      ours,
      peer: 'allowed',
      theirs: allowed,
      unit,
      target: `<= ${allowed} ${unit}`.trim(),
      met: ours <= allowed,
    });
    return [
      row('size', 'MB', bytesBelow(modules) / 1e6, megabytesAllowed),
      row('packages', '', packagesIn(modules), packagesAllowed),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function installed(folder: string): string {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const [tarball] = JSON.parse(npm(['pack', '--json', ...quiet, '--pack-destination', folder])) as [
    { filename: string },
  ];
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  npm(['install', '--omit=dev', ...quiet, `./${tarball.filename}`], folder);
  return join(folder, 'node_modules');
}

function npm(args: readonly string[], cwd = '.'): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function packagesIn(modules: string): number {
  const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
  return Object.keys(lock.packages).length;
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + bytesBelow(path);
    return sum + (entry.isFile() ? statSync(path).size : 0);
  }, 0);
}
