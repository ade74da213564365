import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { notebook, referenceText } from '../../engine/testing/exercises.ts';
import { Lane } from './lane.ts';

const root = mkdtempSync(join(tmpdir(), 'lane '));
const order = { exercise: notebook, root, file: notebook.file };
let lane: Lane;

beforeAll(() => {
  mkdirSync(dirname(join(root, notebook.file)), { recursive: true });
  writeFileSync(join(root, notebook.file), referenceText(notebook));
});
afterEach(() => lane.close());
afterAll(() => rmSync(root, { recursive: true }));

describe('a lane', () => {
  it('grades one file after another in one process', async () => {
    lane = new Lane({ sandbox: 'auto' });
    expect(await lane.grade(order)).toMatchObject({ record: { status: 'passed' } });
    const { pid } = lane;
    expect(await lane.grade(order)).toMatchObject({ record: { status: 'passed' } });
    expect(lane.pid).toBe(pid);
  });

  it('goes on in a new process after so many gradings, so that nothing piles up', async () => {
    lane = new Lane({ sandbox: 'auto' }, 1);
    await lane.grade(order);
    const { pid } = lane;
    expect(await lane.grade(order)).toMatchObject({ record: { status: 'passed' } });
    expect(lane.pid).not.toBe(pid);
  });

  it('tells when its process was killed in the middle, and goes on in another', async () => {
    lane = new Lane({ sandbox: 'auto' });
    await lane.grade(order);
    const answer = lane.grade(order);
    process.kill(lane.pid!, 'SIGKILL');
    expect(await answer).toEqual({ trouble: 'the grading process ended (SIGKILL)' });
    expect(await lane.grade(order)).toMatchObject({ record: { status: 'passed' } });
  });
});
