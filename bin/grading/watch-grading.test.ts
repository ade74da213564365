import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ResultRecord } from '../../grader/index.ts';
import { watchGrading } from './watch-grading.ts';

/** What a cancelled grading rejects with. */
const cancelled = Object.assign(new Error(), { name: 'GradingCancelled' });
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course-watch-'));
  path = join(folder, 'store.ts');
  writeFileSync(path, 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Gradings that end when the test says so. */
function heldGradings() {
  const held: { finish(): void; signal: AbortSignal }[] = [];
  const grade = (signal: AbortSignal) =>
    new Promise<ResultRecord>((resolve, reject) => {
      const number = held.length + 1;
      held.push({ finish: () => resolve({ seed: number } as ResultRecord), signal });
      signal.addEventListener('abort', () => reject(cancelled));
    });
  const work = { grade, withTypeErrors: async (record: ResultRecord) => record };
  return { held, work };
}

function listening() {
  const told: string[] = [];
  const listener = {
    started: () => void told.push('started'),
    graded: (record: ResultRecord) => void told.push(`graded ${record.seed}`),
    typed: (record: ResultRecord) => void told.push(`typed ${record.seed}`),
    failed: (error: Error) => void told.push(`failed ${error.message}`),
  };
  return { told, listener };
}

it('the file is graded at once and again after a save', async () => {
  const { held, work } = heldGradings();
  const { told, listener } = listening();
  const watch = watchGrading(path, work, listener);
  held[0]!.finish();
  await vi.waitFor(() => expect(told).toEqual(['started', 'graded 1']));
  await watch.ready;
  writeFileSync(path, 'two');
  await vi.waitFor(() => expect(held).toHaveLength(2));
  held[1]!.finish();
  await vi.waitFor(() => expect(told).toEqual(['started', 'graded 1', 'started', 'graded 2']));
  await watch.stop();
});

it('a save during a grading cancels it, and its verdict is never told', async () => {
  const { held, work } = heldGradings();
  const { told, listener } = listening();
  const watch = watchGrading(path, work, listener);
  await watch.ready;
  writeFileSync(path, 'two');
  await vi.waitFor(() => expect(held).toHaveLength(2));
  expect(held[0]!.signal.aborted).toBe(true);
  held[1]!.finish();
  await vi.waitFor(() => expect(told).toEqual(['started', 'started', 'graded 2']));
  await watch.stop();
});

it('a save by rename is seen', async () => {
  const { held, work } = heldGradings();
  const { listener } = listening();
  const watch = watchGrading(path, work, listener);
  await watch.ready;
  writeFileSync(`${path}.swp`, 'two');
  renameSync(`${path}.swp`, path);
  await vi.waitFor(() => expect(held).toHaveLength(2));
  await watch.stop();
});

it('other files are not looked at', async () => {
  const { held, work } = heldGradings();
  const { listener } = listening();
  const watch = watchGrading(path, work, listener);
  await watch.ready;
  writeFileSync(join(folder, 'other.ts'), 'x');
  writeFileSync(path, 'two');
  await vi.waitFor(() => expect(held.length).toBeGreaterThan(1));
  expect(held).toHaveLength(2);
  await watch.stop();
});

it('a verdict on a file that has changed meanwhile is not told, even when the save was not seen yet', async () => {
  const { held, work } = heldGradings();
  const { told, listener } = listening();
  const watch = watchGrading(path, work, listener);
  writeFileSync(path, 'changed at once');
  held[0]!.finish();
  await vi.waitFor(() => expect(held.length).toBeGreaterThan(1));
  expect(told).not.toContain('graded 1');
  await watch.stop();
});

it('a save before the watch is ready is graded', async () => {
  const { held, work } = heldGradings();
  const { listener } = listening();
  const watch = watchGrading(path, work, listener);
  held[0]!.finish();
  await Promise.resolve();
  await Promise.resolve();
  writeFileSync(path, 'saved early');
  await watch.ready;
  await vi.waitFor(() => expect(held.length).toBeGreaterThan(1));
  await watch.stop();
});

it('what the type checker says follows the verdict, unless the file was saved meanwhile', async () => {
  const { held, work } = heldGradings();
  const { told, listener } = listening();
  const remark = { at: { file: 'store.ts', line: 1, column: 1 }, message: 'TS1' };
  const typing: (() => void)[] = [];
  const withTypeErrors = (record: ResultRecord) =>
    new Promise<ResultRecord>((resolve) => {
      typing.push(() => resolve({ ...record, typeErrors: [remark] }));
    });
  const watch = watchGrading(path, { ...work, withTypeErrors }, listener);
  await watch.ready;
  held[0]!.finish();
  await vi.waitFor(() => expect(typing).toHaveLength(1));
  writeFileSync(path, 'two');
  await vi.waitFor(() => expect(held).toHaveLength(2));
  typing[0]!();
  held[1]!.finish();
  await vi.waitFor(() => expect(typing).toHaveLength(2));
  typing[1]!();
  await vi.waitFor(() =>
    expect(told).toEqual(['started', 'graded 1', 'started', 'graded 2', 'typed 2']),
  );
  await watch.stop();
});
