import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notebook, referenceText } from '../engine/testing/exercises.ts';
import { hiddenMarkers } from '../engine/testing/markers.ts';
import { asRoot, onPath } from '../sandbox/host.ts';
import { classView } from '../verdict/class-view.ts';
import { visible } from '../verdict/visible.ts';
import { type Graded, type Level, ShippedCourse } from './testing/shipped-course.ts';
import { readThreats, type Threat } from './testing/threat.ts';

const ordinary = 1000;
const boxed = onPath('bwrap') !== null;
// As root and as an ordinary user; without a sandbox only the verdict must hold.
const levels: [string, Level][] = [
  ...(boxed && asRoot() ? [['root with bubblewrap', { sandbox: 'bubblewrap', user: null }]] : []),
  ...(boxed
    ? [
        [
          'an ordinary user with bubblewrap',
          { sandbox: 'bubblewrap', user: asRoot() ? ordinary : null },
        ],
      ]
    : []),
  ...(asRoot() ? [['root without bubblewrap', { sandbox: 'user', user: null }]] : []),
  ['an ordinary user without a sandbox', { sandbox: 'process', user: asRoot() ? ordinary : null }],
] as [string, Level][];

const names = readThreats({}).map(({ name }) => name);

describe('the threats', () => {
  it('are numbered without a gap and without a number twice', () => {
    const numbers = names.map((name) => name.slice(0, 3));
    expect(numbers).toEqual(names.map((_, i) => `T${String(i + 1).padStart(2, '0')}`));
    expect(names.length).toBeGreaterThanOrEqual(65);
  });

  it('say what they try and which verdict they must get, and none may pass', () => {
    for (const { name, tries, verdicts } of readThreats({})) {
      expect(tries, name).toMatch(/\.$/);
      for (const verdict of verdicts) expect(['failed', 'timed-out'], name).toContain(verdict);
    }
  });
});

if (!boxed) console.warn('bubblewrap is not installed: the threats are not tried against it');

describe.each(levels)('graded by %s', (_, level) => {
  const course = new ShippedCourse();
  let threats: Threat[];
  let graded: Map<string, Graded>;
  let before: Record<string, string>;

  beforeAll(async () => {
    await course.make(level);
    threats = readThreats({ course: course.root, 'answer key': notebook.answerKey });
    before = course.files();
    const reference = {
      name: 'reference',
      files: { [notebook.file]: referenceText(notebook) },
      links: {},
    };
    graded = await course.grade(level, [...threats, reference as Threat]);
  }, 180_000);
  afterAll(() => course.remove());

  it.each(names)('%s gets its verdict and learns nothing', (name) => {
    const { record } = graded.get(name)!;
    const { verdicts } = threats.find((threat) => threat.name === name)!;
    expect(verdicts, JSON.stringify(record.problem)).toContain(record.status);
    expect(record.sandbox).toBe(level.sandbox);
    const readable = [
      JSON.stringify(classView(record)),
      ...record.tests.flatMap(({ output, message, received, did }) => [
        output,
        message,
        received,
        ...did,
      ]),
    ].join('\n');
    for (const marker of [...hiddenMarkers, 'in the environment'])
      expect(readable).not.toContain(marker);
    expect(readable, 'nothing that steers a terminal').toBe(visible(readable, readable.length));
    expect(JSON.stringify(record).length).toBeLessThan(1_000_000);
  });

  it('an honest solution still passes after all of them', () => {
    expect(graded.get('reference')!.record).toMatchObject({ status: 'passed', points: 100 });
  });

  it('the grader has not grown', () => {
    expect(graded.get('reference')!.rss).toBeLessThan(700 * 2 ** 20);
  });

  it('no process, no temporary file and no changed file is left behind', async () => {
    await expect.poll(() => course.leftProcesses(), { timeout: 3000 }).toEqual([]);
    expect(readdirSync(course.temporary)).toEqual([]);
    expect(readdirSync(join(course.root, 'workspaces'))).toEqual([]);
    expect(course.files()).toEqual(before);
  });
});
