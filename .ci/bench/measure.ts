import { spawn, spawnSync } from 'node:child_process';

/** Milliseconds that some work took, run after run. */
export async function times(runs: number, work: () => unknown): Promise<number[]> {
  const taken: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  return taken;
}

/** Runs peers in turn, A B A B, so that both meet the same noise. */
export async function inTurn<K extends string>(
  runs: number,
  peers: Record<K, () => unknown>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(peers) as K[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    K,
    number[]
  >;
  for (const name of names) await peers[name]();
  for (let run = 0; run < runs; run++)
    for (const name of names) taken[name].push(...(await times(1, peers[name])));
  return taken;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Runs a program to its end and throws when its exit code is another than the one expected. */
export function runs(
  program: string,
  args: readonly string[],
  expected = 0,
  env = process.env,
): void {
  const { status, stderr } = spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
    encoding: 'utf8',
  });
  if (status !== expected)
    throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
}

/** Runs a program `count` times, `lanes` at once; gives runs per second. */
export async function perSecond(
  count: number,
  lanes: number,
  once: () => Promise<unknown>,
): Promise<number> {
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left-- > 0) await once();
    }),
  );
  return count / ((performance.now() - started) / 1000);
}

/** A program's end, without blocking. */
export function ended(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}
