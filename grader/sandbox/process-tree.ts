import { existsSync, readdirSync, readFileSync } from 'node:fs';

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

  constructor(
    private readonly root: number,
    private readonly kernelLists = listsChildren(),
  ) {
    this.pids = [root];
  }

  /** How they spent the time since the look before; null where there is no /proc, or no process any more. */
  look(): TreeTimes | null {
    if (this.looks++ % searchEvery === 0) this.pids = descendants(this.root, this.kernelLists);
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

/** A process and all below it. A search through /proc from end to end is the way where the kernel lists no children. */
function descendants(root: number, kernelLists: boolean): number[] {
  const tree = [root];
  const parents = kernelLists ? null : parentsOfAll();
  for (const parent of tree)
    tree.push(...(parents ? (parents.get(parent) ?? []) : childrenOf(parent)));
  return tree;
}

let lists: boolean | undefined;

function listsChildren(): boolean {
  lists ??= existsSync('/proc/thread-self/children');
  return lists;
}

/** Each thread has a list of the processes that it started. */
function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) =>
      numbers(readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ')),
    );
  } catch {
    return [];
  }
}

/** Processes by their parents. */
function parentsOfAll(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const pid of allProcesses()) {
    const parent = statOf(pid)?.parent ?? 0;
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

function allProcesses(): number[] {
  try {
    return numbers(readdirSync('/proc'));
  } catch {
    return [];
  }
}

function numbers(texts: readonly string[]): number[] {
  return texts.map(Number).filter((number) => Number.isInteger(number) && number > 0);
}
