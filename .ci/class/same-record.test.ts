// A learner at home and their teacher grade the same file: both must be told the same, to the letter.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Exercise, publicFiles, readCatalog } from '../../exercises/catalog.ts';
import { ClassStore } from '../../grader/classroom/store/class-store.ts';
import { courseRoot } from '../../grader/course-root.ts';
import { mutantsOf, mutated, referenceText } from '../../grader/engine/testing/exercises.ts';
import { type ResultRecord, sandboxReport } from '../../grader/index.ts';
import { groupRows } from '../../grader/report/graded.ts';

const program = join(courseRoot, 'dist', 'course.js');
const boxed = (await sandboxReport()).strength === 'bubblewrap';
if (!boxed)
  console.warn('SKIPPED: a class is graded in a bubblewrap box, and this machine has none.');

/** Prints, throws what cannot be told, changes what a box could tell its tests by, then ends its own box. */
const hostile: Readonly<Record<string, string>> = {
  'etcd/mvcc-store': `Object.prototype.toString = () => 'passed'; JSON.stringify = () => '{"status":"passed"}';
let calls = 0;
export class MvccStore {
  get revision() { console.log('\\u001b[2J::error::revision'); return 1; }
  range() { throw { get message() { throw 1; } }; }
  put() { if (++calls > 2) process.exit(0); return 1; }
}
`,
  'scheduler/node-affinity': `Map.prototype.get = () => 'passed';
let calls = 0;
export function matchNodeSelector() { if (++calls > 1) process.abort(); return true; }
export function filterNodeAffinity() { throw { get message() { throw 1; } }; }
export function scoreNodeAffinity() { console.log('::error::score'); return new Proxy([], { get() { return 'passed'; } }); }
`,
};
const exercises = readCatalog(courseRoot).filter(({ id }) => id in hostile);
const kinds = ['reference', 'stub', 'mutant', 'hostile'] as const;
const cases = exercises.flatMap((exercise) =>
  kinds.map((kind) => ({ id: exercise.id, kind, exercise })),
);

describe.skipIf(!boxed)('at home and in a class', { timeout: 120_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'same record '));
  const teacher = join(dir, 'out');
  let store: ClassStore;

  beforeAll(async () => {
    for (const { exercise, kind } of cases) {
      const text = await textOf(exercise, kind);
      for (const root of [join(dir, 'home', kind), join(dir, 'in', kind)]) {
        mkdirSync(dirname(join(root, exercise.file)), { recursive: true });
        writeFileSync(join(root, exercise.file), text);
      }
    }
    const points = Object.fromEntries(exercises.map(({ id }) => [id, 50]));
    writeFileSync(join(dir, 'assignment.json'), JSON.stringify({ exercises: points }));
    const files = ['--out', teacher, '--assignment', join(dir, 'assignment.json')];
    await course('class', 'grade', join(dir, 'in'), ...files);
    store = ClassStore.open(teacher);
  }, 120_000);

  afterAll(() => {
    store?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it.each(cases)('$id: the $kind gets equal status, points, groups and tests', async (given) => {
    const own = await ownRecord(given);
    const theirs = teachersRecord(given);
    expect(own.tests.length, 'tests to compare').toBeGreaterThan(0);
    expect(theirs.status === 'passed').toBe(given.kind === 'reference');
    expect(theirs.boxesEnded > 0, 'its box ended').toBe(given.kind === 'hostile');
    expect(told(theirs, given.exercise)).toEqual(told(own, given.exercise));
  });

  async function ownRecord({ exercise, kind }: (typeof cases)[number]): Promise<ResultRecord> {
    const workspace = join(dir, 'home', kind);
    await course('init', workspace);
    const json = await course('grade', exercise.id, '--workspace', workspace, '--json');
    return (JSON.parse(json) as { results: ResultRecord[] }).results[0]!;
  }

  function teachersRecord({ id, kind }: (typeof cases)[number]): ResultRecord {
    const work = store.works().find(({ learner, exercise }) => learner === kind && exercise === id);
    return store.recordOf(work!.job!)!;
  }
});

/** All that a record says of the work; how long it took, and what the type checker says at home, is not of it. */
function told({ durationMs, typeErrors, ...record }: ResultRecord, exercise: Exercise) {
  return {
    ...record,
    groups: groupRows({ exercise, record: { durationMs, typeErrors, ...record } }),
  };
}

async function textOf(exercise: Exercise, kind: (typeof kinds)[number]): Promise<string> {
  if (kind === 'reference') return referenceText(exercise);
  if (kind === 'stub') return readFileSync(join(exercise.dir, publicFiles.stub), 'utf8');
  if (kind === 'hostile') return hostile[exercise.id]!;
  return mutated(exercise, (await mutantsOf(exercise))[0]!);
}

/** What the command printed; that a work does not pass is no failure of the command. */
function course(...args: string[]): Promise<string> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: { PATH, HOME }, maxBuffer: 1e8 },
      (error, out, err) => {
        if (error && error.code !== 1) reject(new Error(`course ${args.join(' ')}: ${err}`));
        else resolve(out);
      },
    );
  });
}
