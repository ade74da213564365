import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Exercise } from '../../exercises/catalog.ts';
import { descendants } from '../descendants.ts';
import type { Row } from './row.ts';

const sampleEveryMs = 1000;

/** `course class grade` over so many different submissions: its rate, and the memory of its processes over time. */
export async function classCommandRows(
  exercise: Exercise,
  submissions: number,
  peers: { readonly npx: number; readonly bare: number },
): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'course bench class '));
  try {
    madeSubmissions(join(folder, 'in'), exercise, submissions);
    const { seconds, memory } = await graded(folder, exercise);
    const rate = submissions / seconds;
    const early = Math.max(...memory.slice(0, Math.ceil(memory.length / 5)));
    const late = Math.max(...memory.slice(-Math.ceil(memory.length / 5)));
    const name = `class grade, ${submissions} learners`;
    return [
      {
        ...rateRow(name, rate),
        peer: 'npx vitest run each',
        theirs: peers.npx,
        target: '>= 20',
        met: rate / peers.npx >= 20,
      },
      {
        ...rateRow(name, rate),
        peer: 'a bare node child each',
        theirs: peers.bare,
        target: '>= 0.55',
        met: rate / peers.bare >= 0.55,
      },
      {
        name: 'its largest process, last fifth',
        ours: late,
        peer: 'first fifth',
        theirs: early,
        unit: 'MiB',
        target: '<= 1.25, flat',
        met: late <= early * 1.25,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rateRow(name: string, ours: number): Pick<Row, 'name' | 'ours' | 'unit'> {
  return { name, ours, unit: '/s' };
}

/** Each learner has a file of their own, so that none is graded for another. */
function madeSubmissions(dir: string, exercise: Exercise, count: number): void {
  const reference = readFileSync(join(exercise.answerKey, 'reference.ts'), 'utf8');
  for (let i = 0; i < count; i += 1) {
    const path = join(dir, `learner-${i}`, exercise.file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${reference}// ${i}\n`);
  }
}

/** Seconds from start to end, taking in and writing the pages included, and the largest process's memory in MiB at each look. */
function graded(folder: string, { id }: Exercise): Promise<{ seconds: number; memory: number[] }> {
  const assignment = join(folder, 'assignment.json');
  writeFileSync(assignment, JSON.stringify({ exercises: { [id]: 100 } }));
  const args = ['class', 'grade', join(folder, 'in'), '--out', join(folder, 'out')];
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/course.js', ...args, '--assignment', assignment], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const memory: number[] = [];
  const timer = setInterval(() => memory.push(largest(child.pid!)), sampleEveryMs);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ seconds, memory });
      else reject(new Error(`course class grade ended with ${code}`));
    });
  });
}

/** The boxes among the processes come and go; the command and its lanes are what could grow. */
function largest(pid: number): number {
  return Math.max(...[pid, ...descendants(pid)].map(megabytes));
}

function megabytes(pid: number): number {
  try {
    const [, kilobytes = '0'] =
      /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}
