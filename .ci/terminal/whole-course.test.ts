import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Exercise, readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../../grader/index.ts';
import { hasTmux, openTerminal, type Terminal } from './tmux.ts';

const program = process.env.COURSE_PROGRAM ?? join(courseRoot, 'dist', 'course.js');
const catalog = readCatalog(courseRoot);
let folder: string;
let terminal: Terminal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course whole '));
  terminal = openTerminal(80, 24, folder, `'${process.execPath}' '${program}' launch`);
});
afterEach(() => {
  terminal.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** From home to an exercise, over its lesson where both have one id, and to its first pass. */
async function passes({ id, file, answerKey }: Exercise): Promise<void> {
  terminal.send('/', id, 'Enter', 'Enter');
  const screen = await terminal.shows(/x exercise|Brief\]/);
  if (!screen.includes('Brief]')) terminal.send('x');
  await terminal.shows(/\[Brief\] {2}Verdict {2}─/);
  copyFileSync(join(answerKey, 'reference.ts'), join(folder, 'my-cluster', ...file.split('/')));
  await terminal.shows(/✓ 100 of 100/);
}

describe.runIf(hasTmux())('the whole course in one sitting', () => {
  it('every exercise passes, every part is shown once it is complete, and the last screen comes last', async () => {
    await terminal.shows('Enter create it');
    terminal.send('Enter');
    for (const [index, exercise] of catalog.entries()) {
      await terminal.shows(`${index} of ${catalog.length} exercises`);
      await passes(exercise);
      if (terminal.screen().includes('is complete: see it with ].')) {
        terminal.send(']');
        await terminal.shows(/is complete\n/);
      }
      if (index === catalog.length - 1) break;
      terminal.send('Escape');
      const after = await terminal.shows(/\d+ of \d+ exercises {2}|x exercise/);
      if (!after.includes('my-cluster  ')) terminal.send('Escape');
    }
    expect(terminal.screen()).toContain('Your cluster is complete');
    terminal.send('q');
    await terminal.shows('ended with 0');
  }, 600_000);
});
