import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { inTurn, median, runs } from './measure.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';
import type { Row } from './row.ts';

const program = resolve('dist/course.js');
const columns = 120;
const rows = 40;
/** The course marks the end of each picture. */
const pictureEnd = '\u001b[?2026l';
/** Home, a lesson and the help: keys that all change the picture. */
const walk = [
  ...keys('jk', 100),
  '\r',
  ...keys('jk', 60),
  ...keys('Gg', 40),
  '?',
  ...keys('jk', 20),
];

/** Answers each key with the end of a picture. */
const echo = `const end = '\\u001b[?2026l'; const { stdin, stdout } = process; stdin.setRawMode(true).on('data', (key) => String(key) === 'q' ? process.exit() : stdout.write(end)); stdout.write(end)`;

/** What the terminal UI costs: its first picture, a key, doing nothing. */
export async function terminalRows(idleSeconds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'course bench '));
  try {
    runs(process.execPath, [program, 'init', join(folder, 'my-cluster')]);
    return [
      await firstPictureRow(folder),
      ...(await keyRows(folder)),
      ...(await idleRow(folder, idleSeconds)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstPictureRow(folder: string): Promise<Row> {
  const hello = await bundledHello(folder);
  const times = await inTurn(25, {
    ours: () => shown(folder, `'${program}' launch`, pictureEnd),
    hello: () => shown(folder, `'${hello}'`, 'hello world'),
  });
  const [ours, theirs] = [median(times.ours), median(times.hello)];
  return {
    name: 'launch to first picture',
    ours,
    peer: 'Ink hello-world, bundled',
    theirs,
    unit: 'ms',
    target: '<= 1.3',
    met: ours / theirs <= 1.3,
  };
}

/** As small as ours: the same bundler, the same settings. */
async function bundledHello(folder: string): Promise<string> {
  const outfile = join(folder, 'hello.mjs');
  await build({
    entryPoints: ['.ci/bench/hello-world.tsx'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    minifySyntax: true,
    minifyWhitespace: true,
    alias: { 'react-devtools-core': './bin/tui/no-devtools.ts' },
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  return outfile;
}

async function shown(folder: string, args: string, wanted: string): Promise<void> {
  const terminal = open(folder, args);
  await terminal.writes(wanted);
  terminal.kill();
}

/**
 * The peer is what the pseudo-terminal and the machine's other work cost by themselves. The second row is what the key
 * costs where nobody else wants the processor: the time that the program's own thread ran.
 */
async function keyRows(folder: string): Promise<Row[]> {
  const ours = await keyTimes(folder, `'${program}' launch`);
  const theirs = await keyTimes(folder, `-e "${echo}"`);
  const name = `key to picture, p99 of ${walk.length}`;
  return [
    keyRow(name, ours.waited, theirs.waited),
    ...(ours.ran.length > 0 ? [keyRow('the same, thread time', ours.ran, theirs.ran)] : []),
  ];
}

function keyRow(name: string, ours: readonly number[], theirs: readonly number[]): Row {
  return {
    name,
    ours: p99(ours),
    peer: 'node that echoes',
    theirs: p99(theirs),
    unit: 'ms',
    target: '<= 16 ms',
    met: p99(ours) <= 16,
  };
}

async function keyTimes(folder: string, args: string) {
  const terminal = open(folder, args);
  await terminal.writes(pictureEnd);
  const { pid } = terminal;
  const [waited, ran]: [number[], number[]] = [[], []];
  for (const key of walk) {
    const [pressed, before] = [performance.now(), threadMs(pid)];
    terminal.send(key);
    await terminal.writes(pictureEnd);
    waited.push(performance.now() - pressed);
    if (before !== null) ran.push(threadMs(pid)! - before);
  }
  await terminal.end('q');
  return { waited, ran };
}

/** How long a program's main thread has run, as Linux counts it; null elsewhere. */
function threadMs(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

function p99(taken: readonly number[]): number {
  return [...taken].sort((a, b) => a - b)[Math.ceil(taken.length * 0.99) - 1]!;
}

/** Linux counts a process's time in hundredths of a second. */
async function idleRow(folder: string, seconds: number): Promise<Row[]> {
  if (process.platform !== 'linux') {
    console.error('*** SKIPPED: the idle row reads /proc, which only Linux has ***');
    return [];
  }
  const terminal = open(folder, `'${program}' launch`);
  await terminal.writes(pictureEnd);
  const { pid } = terminal;
  await pause(3);
  const before = cpuSeconds(pid);
  await pause(seconds);
  const share = (100 * (cpuSeconds(pid) - before)) / seconds;
  await terminal.end('q');
  return [
    {
      name: `open and idle for ${seconds} s`,
      ours: share,
      peer: 'of one core',
      theirs: 100,
      unit: '%',
      target: '< 0.5 %',
      met: share < 0.5,
    },
  ];
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function open(folder: string, args: string): PseudoTerminal {
  return new PseudoTerminal(`'${process.execPath}' ${args}`, columns, rows, folder);
}

function keys(pair: string, times: number): string[] {
  return Array.from({ length: times }, () => pair.split('')).flat();
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}
