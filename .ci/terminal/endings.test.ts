import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasTmux, openShell, type Terminal } from './tmux.ts';

const root = join(import.meta.dirname, '..', '..');
const program = process.env.COURSE_PROGRAM ?? join(root, 'dist', 'course.js');
const launch = `'${process.execPath}' '${program}' launch`;
let folder: string;
let terminal: Terminal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course ends '));
  terminal = openShell(80, 24, folder);
});
afterEach(async () => {
  await closed();
  rmSync(folder, { recursive: true, force: true });
});

/** Closes the terminal; what runs in it is told, and ends after its last word. */
async function closed(): Promise<void> {
  const left = terminal.children();
  terminal.close();
  for (const pid of left)
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000 });
}

/** A program of this folder, in one file that finds the packages and the fixture course. */
async function bundled(file: string): Promise<string> {
  const outfile = join(root, 'node_modules', '.cache', 'course', file.replace('.ts', '.mjs'));
  await build({
    entryPoints: [join(import.meta.dirname, file)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    alias: { 'course/kit': join(root, 'exercises/kit/index.ts') },
    define: {
      'process.env.NODE_ENV': '"production"',
      'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'bin/tui/fixture/course.ts'))),
    },
  });
  return outfile;
}

/** In a lesson, a little below its beginning, which is on disk. */
async function reading(): Promise<string> {
  await terminal.shows('shell>');
  terminal.send(launch, 'Enter');
  await terminal.shows('Enter create it');
  terminal.send('Enter');
  await terminal.shows(/0 of \d+ exercises/);
  terminal.send('Enter');
  await terminal.shows('The problem');
  terminal.send('Space', 'j');
  const here = await terminal.shows(/^(?![\s\S]*The problem)/);
  await vi.waitFor(() => expect(kept()).toContain('"position"'), { timeout: 10_000 });
  await vi.waitFor(() => expect(kept()).not.toMatch(/"block": 0,\s*"line": 0/), {
    timeout: 10_000,
  });
  return here;
}

const kept = () => readFileSync(join(folder, 'my-cluster', '.course', 'progress.json'), 'utf8');

/** The shell has its own screen and a cursor, and shows what is typed. */
async function isUsable(word: string, ended = true): Promise<void> {
  if (ended) await vi.waitFor(() => expect(terminal.children()).toEqual([]), { timeout: 10_000 });
  await vi.waitFor(() => expect(terminal.modes()).toEqual({ secondScreen: false, cursor: true }), {
    timeout: 10_000,
  });
  terminal.send(`echo ${word}`, 'Enter');
  await terminal.shows(new RegExp(`echo ${word}\\n[\\s\\S]*${word}\\n`));
}

async function comesBackTo(place: string): Promise<void> {
  terminal.send('clear', 'Enter', launch, 'Enter');
  expect(await terminal.shows(bodyOf(place))).toContain(bodyOf(place));
}

/** The text of a picture without its last lines, where messages and keys stand. */
function bodyOf(picture: string): string {
  return picture.split('\n').slice(2, 18).join('\n');
}

describe.runIf(hasTmux())('the terminal is left usable, and the next launch resumes', () => {
  it('after Ctrl+C', async () => {
    const place = await reading();
    terminal.send('C-c');
    await isUsable('after');
    await comesBackTo(place);
  }, 60_000);

  it('after kill -9', async () => {
    const place = await reading();
    for (const pid of terminal.children()) process.kill(pid, 'SIGKILL');
    await terminal.shows('The course was killed.');
    await isUsable('after');
    await comesBackTo(place);
  }, 60_000);

  it('after SIGTERM', async () => {
    const place = await reading();
    for (const pid of terminal.children()) process.kill(pid, 'SIGTERM');
    await isUsable('after');
    await comesBackTo(place);
  }, 60_000);

  it('while Ctrl+Z lets it sleep, and fg brings the picture back', async () => {
    const place = await reading();
    terminal.send('C-z');
    await terminal.shows('Stopped');
    await isUsable('between', false);
    terminal.send('fg', 'Enter');
    await terminal.shows(bodyOf(place));
    terminal.send('Escape');
    await terminal.shows(/0 of \d+ exercises/);
    expect(terminal.modes()).toEqual({ secondScreen: true, cursor: false });
  }, 60_000);

  it('after a crash inside a screen, which says where the log is', async () => {
    const crashing = await bundled('crashing.ts');
    await terminal.shows('shell>');
    terminal.send(`'${process.execPath}' '${crashing}'; echo "ended with $?"`, 'Enter');
    await terminal.shows('c continue');
    terminal.send('Enter');
    const screen = await terminal.shows('ended with 70');
    expect(screen).toContain('The screen broke: ');
    expect(screen).toContain('/home/ada/my-cluster/.course/log.txt');
    await isUsable('after');
  }, 60_000);

  it('after the terminal was closed: the process ends, and nothing is lost', async () => {
    const place = await reading();
    await closed();
    terminal = openShell(80, 24, folder);
    await terminal.shows('shell>');
    await comesBackTo(place);
  }, 60_000);
});

describe.runIf(hasTmux())('nothing disturbs the picture', () => {
  it('not a storm of resizes', async () => {
    const place = await reading();
    for (let step = 0; step < 40; step++)
      terminal.resize(62 + ((step * 37) % 90), 17 + ((step * 13) % 40));
    terminal.resize(80, 24);
    await terminal.shows(bodyOf(place));
    terminal.send('q');
    await isUsable('after');
  }, 60_000);

  it('not an editor that lives in the terminal', async () => {
    const editor = join(folder, 'editor');
    writeFileSync(editor, '#!/bin/sh\nprintf "EDITING %s\\n" "$1"\nread -r line\n');
    chmodSync(editor, 0o755);
    await terminal.shows('shell>');
    terminal.send(`EDITOR='${editor}' ${launch}`, 'Enter');
    await terminal.shows('Enter create it');
    terminal.send('Enter');
    await terminal.shows(/0 of \d+ exercises/);
    terminal.send('/', 'etcd/mvcc-store', 'Enter', 'Enter');
    await terminal.shows('Verdict');
    terminal.send('e');
    await terminal.shows(/EDITING .*etcd\/mvcc-store\.ts/);
    expect(terminal.modes()).toEqual({ secondScreen: false, cursor: true });
    terminal.send('written', 'Enter');
    const back = await terminal.shows('Verdict');
    expect(back).not.toContain('EDITING');
    terminal.send('q');
    await isUsable('after');
  }, 60_000);
});
