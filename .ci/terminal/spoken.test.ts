import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasTmux, openTerminal, type Terminal } from './tmux.ts';

const root = join(import.meta.dirname, '..', '..');
const program = process.env.COURSE_PROGRAM ?? join(root, 'dist', 'course.js');
let folder: string;
let terminal: Terminal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course spoken '));
  const launch = `ACCESSIBLE=1 '${process.execPath}' '${program}' launch`;
  terminal = openTerminal(80, 100, folder, launch);
});
afterEach(() => {
  terminal.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe.runIf(hasTmux())('with a screen reader', () => {
  it('a key is answered with what is new, below what was said before, on the first screen', async () => {
    await terminal.shows('Enter create it');
    terminal.send('Enter');
    await terminal.shows('Selected: lesson, open: The whole');
    terminal.send('j');
    await terminal.shows('Selected: lesson, open: etcd');
    terminal.send('j');
    const heard = await terminal.shows('Selected: lesson, open: Revisions');
    expect(heard.match(/0 of \d+ exercises {2}/g)).toHaveLength(1);
    expect(heard.match(/etcd: \d+ of \d+ exercises passed\./g)).toHaveLength(1);
    expect(terminal.modes().secondScreen).toBe(false);
    expect(heard).not.toMatch(/[│╭╰┃▸]/);
    terminal.send('q');
    await terminal.shows('ended with 0');
  }, 60_000);
});
