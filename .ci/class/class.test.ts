// A made-up class with planted grades, graded twice: once in peace, once while processes are killed at random.
// CLASS_LEARNERS=300 CLASS_KILLS=20 is the full proof; without them a small class keeps `npm test` short.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Exercise, readCatalog } from '../../exercises/catalog.ts';
import { seededRandom } from '../../exercises/kit/random.ts';
import { courseRoot } from '../../grader/course-root.ts';
import { mutantsOf, mutated } from '../../grader/engine/testing/exercises.ts';
import { openGrader, type ResultRecord, sandboxReport } from '../../grader/index.ts';
import { descendants } from '../descendants.ts';
import { MadeUpClass, type Planted } from './made-up-class.ts';

const learners = Number(process.env.CLASS_LEARNERS ?? 30);
const kills = Number(process.env.CLASS_KILLS ?? 4);
const seed = Number(process.env.CLASS_SEED ?? 1);
const program = join(courseRoot, 'dist', 'course.js');
const boxed = (await sandboxReport()).strength === 'bubblewrap';
if (!boxed)
  console.warn('SKIPPED: a class is graded in a bubblewrap box, and this machine has none.');

interface Grade {
  readonly status: string;
  readonly points: number;
}

describe.skipIf(!boxed)(`a class of ${learners} (seed ${seed})`, { timeout: 1_200_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'made-up class '));
  let made: MadeUpClass;
  let truth: Map<string, Grade>;

  beforeAll(async () => {
    const exercises = readCatalog(courseRoot).filter(({ id }) =>
      ['etcd/mvcc-store', 'scheduler/node-affinity'].includes(id),
    );
    const mutants = new Map<string, string[]>();
    for (const exercise of exercises)
      mutants.set(
        exercise.id,
        (await mutantsOf(exercise)).map((mutant) => mutated(exercise, mutant)),
      );
    made = new MadeUpClass(dir, exercises, mutants, seed);
    await made.make(learners);
    truth = await gradeDirectly(exercises, made.planted, dir);
  }, 1_200_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('gets exactly the planted grades', async () => {
    const { code, err } = await ended(start('calm'));
    expect(code, err).toBe(0);
    expect(err, 'nothing but progress').toMatch(/^(?:\d+ of \d+ graded.*\n)*$/);
    expect(await grades('calm')).toEqual(planted());
  });

  it(`gets the same after ${kills} kills of any of its processes at random moments`, async () => {
    const killed = await gradeAmongKills('killed');
    expect(killed).toBe(kills);
    expect(await grades('killed')).toEqual(planted());
  });

  it('is not graded again when nothing has changed', async () => {
    const before = await exported('calm', 'json');
    const { code, out } = await ended(start('calm'));
    expect(code).toBe(0);
    expect(out).toMatch(/(\d+) of \1 gradings are done/);
    expect(await exported('calm', 'json')).toBe(before);
  });

  it('has a page that names every learner', () => {
    const page = readFileSync(join(dir, 'calm', 'index.html'), 'utf8');
    expect(page).not.toContain('<b>Åsa');
    expect(page.match(/href="feedback\//g)?.length).toBeGreaterThanOrEqual(made.planted.length);
  });

  function start(out: string): ChildProcess {
    const files = [
      '--roster',
      join(dir, 'roster.csv'),
      '--assignment',
      join(dir, 'assignment.json'),
    ];
    return course('class', 'grade', made.entries, '--out', join(dir, out), ...files);
  }

  function course(...args: string[]): ChildProcess {
    const { PATH, HOME } = process.env;
    return spawn(process.execPath, [program, ...args], {
      env: { PATH, HOME },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async function exported(out: string, format: string): Promise<string> {
    return (await ended(course('class', 'export', '--out', join(dir, out), '--format', format)))
      .out;
  }

  async function grades(out: string): Promise<Record<string, Grade[]>> {
    const { learners: rows } = JSON.parse(await exported(out, 'json')) as {
      learners: { id: string; exercises: Grade[] }[];
    };
    return Object.fromEntries(
      rows.map(({ id, exercises }) => [
        id,
        exercises.map(({ status, points }) => ({ status, points })),
      ]),
    );
  }

  function planted(): Record<string, Grade[]> {
    const ids = ['etcd/mvcc-store', 'scheduler/node-affinity'];
    return Object.fromEntries(
      made.planted.map((one) => [one.id, ids.map((id) => gradeOf(one, id))]),
    );
  }

  function gradeOf({ texts, daysLate, entry }: Planted, id: string): Grade {
    const text = texts[id];
    if (entry === 'broken') return { status: 'not-gradable', points: 0 };
    if (text === undefined) return { status: 'not-submitted', points: 0 };
    const { status, points } = truth.get(`${id}\n${text}`)!;
    return { status, points: Math.round(points * (1 - daysLate / 10) * 100) / 100 };
  }

  /** Kills the command, a lane or a box again and again, and starts the command anew when it is gone. Gives the number of kills. */
  async function gradeAmongKills(out: string): Promise<number> {
    const random = seededRandom(seed);
    let done = 0;
    for (let runs = 0; runs < kills + 5; runs += 1) {
      const run = start(out);
      const end = ended(run);
      let over = false;
      end.then(() => {
        over = true;
      });
      while (!over && done < kills) {
        await Promise.race([
          end,
          new Promise((resolve) => setTimeout(resolve, 100 + random.intn(900))),
        ]);
        if (over) break;
        const victims = [run.pid!, ...descendants(run.pid!)];
        if (killed(victims[random.intn(victims.length)]!)) done += 1;
      }
      const { code } = await end;
      if (code === 0 && done >= kills) return done;
      // Too quick for so many kills: the rest of them hits a class that is begun anew.
      if (code === 0) rmSync(join(dir, out), { recursive: true });
    }
    throw new Error(`the class did not end; ${done} kills`);
  }
});

/** What each distinct file earns of 50 points, as the grader itself says. */
async function gradeDirectly(
  exercises: readonly Exercise[],
  planted: readonly Planted[],
  dir: string,
): Promise<Map<string, Grade>> {
  const truth = new Map<string, Grade>();
  const grader = await openGrader('required');
  for (const exercise of exercises)
    for (const text of new Set(planted.flatMap(({ texts }) => texts[exercise.id] ?? []))) {
      const root = join(dir, 'direct');
      mkdirSync(join(root, exercise.component), { recursive: true });
      writeFileSync(join(root, exercise.file), text);
      const record: ResultRecord = await grader.grade({ exercise, root });
      const points = Math.round((record.points / record.maxPoints) * 50 * 100) / 100;
      truth.set(`${exercise.id}\n${text}`, { status: record.status, points });
    }
  await grader.close();
  return truth;
}

async function ended(
  child: ChildProcess,
): Promise<{ code: number | null; out: string; err: string }> {
  const read = async (stream: NodeJS.ReadableStream | null) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream ?? []) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  };
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: await code, out, err };
}

/** False when the process has ended by itself in the meantime. */
function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
