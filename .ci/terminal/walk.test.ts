import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasTmux, openTerminal, type Terminal } from './tmux.ts';

const root = join(import.meta.dirname, '..', '..');
// COURSE_PROGRAM names another build of the command, such as an installed package's.
const program = process.env.COURSE_PROGRAM ?? join(root, 'dist', 'course.js');
const launch = `'${process.execPath}' '${program}' launch`;
const key = join(root, 'grader', 'answer-keys', 'etcd', 'mvcc-store');
let folder: string;
let terminal: Terminal | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course walk 集群 '));
});
afterEach(() => {
  terminal?.close();
  terminal = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(hasTmux()).each([
  [80, 24],
  [120, 40],
])('in a terminal of %ix%i', (columns, rows) => {
  const open = () => {
    terminal = openTerminal(columns, rows, folder, launch);
    return terminal;
  };

  it('a learner creates the workspace, reads, answers, fails, passes, leaves and comes back to the same place', async () => {
    let screen = open();
    await screen.shows('Enter create it');
    screen.send('Enter');
    await screen.shows(/0 of \d+ exercises/);
    screen.send('Enter');
    await screen.shows('The problem');
    screen.send('Tab');
    await screen.shows('Question 1 of');
    screen.send('1', 'Enter');
    await screen.shows(/[✓✗] 1\./);
    screen.send('Escape', 'Escape');
    await screen.shows(/0 of \d+ exercises/);
    screen.send('/', 'etcd/mvcc-store', 'Enter', 'Enter');
    await screen.shows(/60 minutes/);

    const file = join(folder, 'my-cluster', 'etcd', 'mvcc-store.ts');
    const reference = readFileSync(join(key, 'reference.ts'), 'utf8');
    writeFileSync(file, reference.replace('  revision = 1;', '  revision = 0;'));
    await screen.shows('an empty store is at revision 1');
    copyFileSync(join(key, 'reference.ts'), file);
    await screen.shows(/✓ Passed/);
    screen.send('q');
    await screen.shows('ended with 0');
    expect(screen.screen()).toContain('etcd/mvcc-store');
    screen.close();

    screen = open();
    await screen.shows('The store that forgets nothing');
    await screen.shows('100 of 100');
    screen.send('Escape');
    await screen.shows(/1 of \d+ exercises/);
    screen.send('q');
    await screen.shows('ended with 0');
  }, 90_000);

  it('a resize at any moment is drawn anew, and a tiny terminal says what it needs', async () => {
    const screen = open();
    await screen.shows('Enter create it');
    screen.resize(40, 10);
    await screen.shows(/80|larger|enlarge/i);
    screen.resize(columns, rows);
    await screen.shows('Enter create it');
    screen.send('q');
    await screen.shows('ended with 0');
  }, 60_000);
});
