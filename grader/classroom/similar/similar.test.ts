import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Exercise, readCatalog } from '../../../exercises/catalog.ts';
import { fixtureRoot } from '../../engine/testing/exercises.ts';
import { wholeCourse } from '../assignment/assignment.ts';
import { ClassInputError } from '../assignment/class-input-error.ts';
import { parseRoster } from '../assignment/roster.ts';
import { CourseClass } from '../class.ts';
import { writeFiles } from '../testing/made-archives.ts';
import { dolosCompare } from './dolos.ts';
import type { Compare } from './likeness.ts';

const dir = mkdtempSync(join(tmpdir(), 'similar '));
let course: CourseClass;
let exercise: Exercise;
let seen: { texts: string[]; template: string } | undefined;

/** Finds all pairs of files to be alike, the first a little more. */
const compare: Compare = async (files, template) => {
  seen = { texts: files.map(({ text }) => text), template };
  return files.slice(1).map((file, index) => ({
    left: files[0]!.name,
    right: file.name,
    similarity: 0.9 - index / 10,
    passages: [{ left: { from: 1, to: 1 }, right: { from: 1, to: 2 } }],
  }));
};

beforeAll(async () => {
  const catalog = readCatalog(fixtureRoot);
  exercise = catalog[0]!;
  const hand = (id: string, text: string) =>
    writeFiles(join(dir, 'in', id), { [exercise.file]: text });
  const stub = readFileSync(join(exercise.dir, 'stub.ts'), 'utf8');
  for (const id of ['idle', 'lazy']) hand(id, stub);
  for (const id of ['ada', 'bob']) hand(id, 'export const same = 1;');
  hand('cat', 'export const other = 1;');
  hand('dan', '</pre><script>alert(1)</script>');
  const roster = parseRoster('id,group\nada,\nbob,\ncat,g\neve,g\ndan,\nidle,\nlazy,\n', 'r.csv');
  course = CourseClass.begin(join(dir, 'out'), catalog);
  await course.enroll(join(dir, 'in'), wholeCourse(catalog), roster);
});

afterAll(() => {
  course.close();
  rmSync(dir, { recursive: true });
});

it('names learners with equal files; untouched stubs and members of one group are no finding', async () => {
  const { equal } = await course.similar(0.5, compare);
  expect(equal).toEqual([{ exercise: exercise.id, learners: ['ada', 'bob'] }]);
});

it('compares distinct files with the stub and the reference as template, and names the likest first', async () => {
  const { pairs } = await course.similar(0.85, compare);
  expect(seen?.texts).toHaveLength(3);
  expect(seen?.template).toContain(readFileSync(join(exercise.answerKey, 'reference.ts'), 'utf8'));
  expect(pairs.map(({ left, right }) => [left, right])).toEqual([
    [
      ['ada', 'bob'],
      ['cat', 'eve'],
    ],
  ]);
});

it('shows passages side by side, and nothing of them as markup', async () => {
  const { page } = await course.similar(0, compare);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('1  export const same = 1;');
  expect(html).not.toContain('<script>');
});

it('says how to get the package where it is missing', async () => {
  await expect(dolosCompare(dir)).rejects.toThrow(ClassInputError);
  await expect(dolosCompare(dir)).rejects.toMatchObject({
    fix: expect.stringContaining('npm install'),
  });
});
