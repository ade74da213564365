import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel says of a box's processes. */
export interface TreeTimes {
  /** CPU time used since the look before, all together. */
  readonly cpuMs: number;
  /** True when none of them wants the CPU. */
  readonly asleep: boolean;
}

/** Milliseconds of one tick of /proc; 100 ticks a second on every Linux that node runs on. */
const tickMs = 10;
/** New processes are looked for in every so many looks: that reads all of /proc. */
const searchEvery = 20;

/** A process and all that it started, as /proc shows them. */
export class ProcessTree {
  private pids: number[];
  private looks = 0;
  private used = 0;

  constructor(private readonly root: number) {
    this.pids = [root];
  }

  /** How they spent the time since the look before; null where there is no /proc, or no process any more. */
  look(): TreeTimes | null {
    if (this.looks++ % searchEvery === 0) this.pids = descendants(this.root);
    const stats = this.pids.map(statOf).filter((stat) => stat !== null);
    if (stats.length === 0) return null;
    const used = stats.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
    const cpuMs = Math.max(0, used - this.used);
    this.used = used;
    return { cpuMs, asleep: stats.every(({ state }) => state === 'S') };
  }
}

/** True when a thread of our own process sleeps; true also where the kernel does not tell. */
export function threadSleeps(id: number): boolean {
  const stat = id === 0 ? null : parseStat(`/proc/self/task/${id}/stat`);
  return stat === null || stat.state === 'S';
}

interface Stat {
  readonly state: string;
  readonly parent: number;
  readonly cpuMs: number;
}

function statOf(pid: number): Stat | null {
  return parseStat(`/proc/${pid}/stat`);
}

/** The command's name stands in parentheses and may hold anything, so fields are counted behind the last one. */
function parseStat(path: string): Stat | null {
  try {
    const text = readFileSync(path, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, parent] = fields;
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { state: state!, parent: Number(parent), cpuMs: ticks * tickMs };
  } catch {
    return null;
  }
}

function descendants(root: number): number[] {
  const parents = new Map(allProcesses().map((pid) => [pid, statOf(pid)?.parent ?? 0]));
  const tree = [root];
  for (const parent of tree)
    for (const [pid, above] of parents) if (above === parent) tree.push(pid);
  return tree;
}

function allProcesses(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
