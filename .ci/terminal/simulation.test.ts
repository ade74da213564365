import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasTmux, openTerminal, type Terminal } from './tmux.ts';

const root = join(import.meta.dirname, '..', '..');
const program = process.env.COURSE_PROGRAM ?? join(root, 'dist', 'course.js');
const reference = join(root, 'grader', 'answer-keys', 'etcd', 'mvcc-store', 'reference.ts');
let folder: string;
let terminal: Terminal | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course-simulation-'));
});
afterEach(() => {
  terminal?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(hasTmux())('a simulation in a real terminal', () => {
  it('a learner who has passed watches their own store, rewinds it, interferes, and lets it run', async () => {
    const screen = openTerminal(80, 24, folder, `'${process.execPath}' '${program}' launch`);
    terminal = screen;
    await screen.shows('Enter create it');
    screen.send('Enter');
    await screen.shows(/0 of \d+ exercises/);
    copyFileSync(reference, join(folder, 'my-cluster', 'etcd', 'mvcc-store.ts'));
    screen.send('/', 'etcd/mvcc-store', 'Enter', 'Enter');
    await screen.shows('100 of 100');
    screen.send('p');
    await screen.shows('with your own');
    screen.send('Space', 'Space');
    await screen.shows(/moment 2 /);
    screen.send('Left', 'Enter', 'Enter');
    await screen.shows(/Revision \d+: You put db/);
    expect(screen.screen()).toContain('What you can do');
    // An Escape and a key in one piece would be another key.
    screen.send('Escape');
    await screen.shows(/^(?![\s\S]*What you can do)/);
    screen.send('r');
    await screen.shows(/moment 4 /);
    screen.send('r', 'Escape');
    await screen.shows('Brief');
    screen.send('p');
    await screen.shows(/moment [4-9] /);
    screen.send('q');
    await screen.shows('ended with 0');
  }, 60_000);
});
