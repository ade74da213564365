import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { CommanderError } from 'commander';
import { type Exercise, readCatalog } from '../../exercises/catalog.ts';
import { courseRoot, openGrader } from '../../grader/index.ts';
import { classCommandRows } from './class-command-rows.ts';
import { installRows } from './install-rows.ts';
import { ended, inTurn, median, perSecond, runs, times } from './measure.ts';
import { type BenchOptions, benchOptions, type RowGroup, rowGroups } from './options.ts';
import { plainVitest } from './plain-vitest.ts';
import type { Row } from './row.ts';
import { terminalRows } from './terminal-rows.ts';

const catalog = readCatalog(courseRoot);
const { rows: wanted, exercise: id, gradings, learners, idle, json } = given();
const lanes = 2;

const exercise = catalog.find((known) => known.id === id)!;
const folder = mkdtempSync(join(tmpdir(), 'course bench '));
const measures: Record<RowGroup, () => Promise<readonly Row[]>> = {
  memory: memoryRows,
  cold: coldRows,
  warm: warmRows,
  class: classRows,
  list: listRows,
  terminal: () => terminalRows(idle),
  install: async () => installRows(),
};
const rows: Row[] = [];
for (const name of Object.keys(rowGroups) as RowGroup[])
  if (wanted.includes(name)) rows.push(...(await measures[name]()));
rmSync(folder, { recursive: true, force: true });
print();

/** What the command line says; ends the bench where that is not to measure. */
function given(): BenchOptions {
  try {
    return benchOptions(
      process.argv.slice(2),
      catalog.map((known) => known.id),
    );
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    throw error;
  }
}

function workspaceWith(file: string, target: Exercise): string {
  const path = join(folder, target.file);
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(join(target.answerKey, file), path);
  return folder;
}

async function coldRows(): Promise<Row[]> {
  const workspace = join(folder, 'my-cluster');
  runs(process.execPath, ['dist/course.js', 'init', workspace]);
  copyFileSync(join(exercise.answerKey, 'reference.ts'), join(workspace, exercise.file));
  const { ours, npx } = await inTurn(15, {
    ours: () => runs(process.execPath, ['dist/course.js', 'grade', id, '--workspace', workspace]),
    npx: () =>
      runs('npx', ['vitest', 'run', '--config', 'vitest.suites.config.ts', `answer-keys/${id}/`]),
  });
  return [ratioRow('grade once, cold, boxed', ours, 'npx vitest run', npx, 0.2)];
}

async function warmRows(): Promise<Row[]> {
  const root = workspaceWith('reference.ts', exercise);
  const grader = await openGrader();
  const vitest = await plainVitest(id);
  const { ours, rerun } = await inTurn(15, {
    ours: async () => passed((await grader.grade({ exercise, root })).status),
    rerun: () => vitest.rerun(),
  });
  await vitest.close();
  await grader.close();
  return [ratioRow('save to verdict, warm, boxed', ours, "vitest's warm re-run", rerun, 0.35)];
}

async function classRows(): Promise<Row[]> {
  const root = workspaceWith('reference.ts', exercise);
  const graders = await Promise.all(Array.from({ length: lanes }, () => openGrader()));
  const free = [...graders];
  const ours = await perSecond(120, lanes, async () => {
    const grader = free.pop()!;
    passed((await grader.grade({ exercise, root })).status);
    free.push(grader);
  });
  await Promise.all(graders.map((grader) => grader.close()));
  const bare = join(folder, 'bare.js');
  writeFileSync(bare, '');
  const npx = await perSecond(8, lanes, () =>
    ended('npx', ['vitest', 'run', '--config', 'vitest.suites.config.ts', `answer-keys/${id}/`]),
  );
  const limit = await perSecond(120, lanes, () => ended(process.execPath, [bare]));
  return [
    rateRow('a class, boxed', ours, 'npx vitest run each', npx, 20),
    rateRow('a class, boxed', ours, 'a bare node child each', limit, 0.55),
    ...(await classCommandRows(exercise, learners, { npx, bare: limit })),
  ];
}

async function memoryRows(): Promise<Row[]> {
  const root = workspaceWith('reference.ts', exercise);
  const grader = await openGrader();
  const warm = Math.min(200, gradings);
  await times(warm, () => grader.grade({ exercise, root }));
  const early = megabytes();
  await times(gradings - warm, () => grader.grade({ exercise, root }));
  const late = megabytes();
  await grader.close();
  const met = late <= 200 && late <= early * 1.25;
  const row = {
    name: `memory after ${gradings} gradings`,
    ours: late,
    peer: `after ${warm}`,
    theirs: early,
    unit: 'MiB',
    target: '<= 200 MiB, flat',
    met,
  };
  return [row];
}

async function listRows(): Promise<Row[]> {
  const { ours, bare } = await inTurn(25, {
    ours: () => runs(process.execPath, ['dist/course.js', 'list']),
    bare: () => runs(process.execPath, ['-e', '0']),
  });
  return [ratioRow('course list', ours, 'node -e 0', bare, 2.5)];
}

function ratioRow(
  name: string,
  ours: readonly number[],
  peer: string,
  theirs: readonly number[],
  target: number,
): Row {
  const [own, other] = [median(ours), median(theirs)];
  return {
    name,
    ours: own,
    peer,
    theirs: other,
    unit: 'ms',
    target: `<= ${target}`,
    met: own / other <= target,
  };
}

function rateRow(name: string, ours: number, peer: string, theirs: number, target: number): Row {
  return {
    name,
    ours,
    peer,
    theirs,
    unit: '/s',
    target: `>= ${target}`,
    met: ours / theirs >= target,
  };
}

function passed(status: string): void {
  if (status !== 'passed') throw new Error(`the reference is ${status}`);
}

function megabytes(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}

function print(): void {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    exercise: id,
  };
  if (json) {
    const withRatios = rows.map((row) => ({ ...row, ratio: row.ours / row.theirs }));
    console.log(JSON.stringify({ machine, rows: withRatios }, null, 2));
    return;
  }
  console.log(
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, node ${machine.node}, ${id}; medians, peers in turn\n`,
  );
  for (const { name, ours, peer, theirs, unit, target, met } of rows)
    console.log(
      `${met ? '✓' : '✗'} ${name.padEnd(30)} ${figure(ours, unit)}  ${peer.padEnd(24)} ${figure(theirs, unit)}  ratio ${(ours / theirs).toFixed(2).padStart(6)}  target ${target}`,
    );
}

function figure(value: number, unit: string): string {
  return `${value.toFixed(unit === '/s' ? 1 : unit === '%' ? 2 : 0).padStart(6)} ${unit.padEnd(3)}`;
}
