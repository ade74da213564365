import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { visible } from '../../verdict/visible.ts';
import { caps } from './caps.ts';
import { IntakeProblem } from './intake-problem.ts';
import { pathVerdict } from './safe-path.ts';

const remarkLength = 300;

/** Takes what a reader finds in one learner's entry: checks names and caps, writes kept files below a folder of ours. */
export class CollectedFiles {
  /** What was left out and why, a line each. */
  readonly remarks: string[] = [];
  /** Names of TypeScript files that were left out, as the source gave them. */
  readonly leftOut: string[] = [];
  private readonly hashes = new Map<string, string>();
  private readonly folded = new Map<string, string>();
  private entries = 0;

  /** `dir` is new and empty. */
  constructor(private readonly dir: string) {}

  /** Paths of the kept files, sorted. */
  get paths(): string[] {
    return [...this.hashes.keys()].sort();
  }

  /** SHA-256 of a kept file's bytes. */
  hashOf(path: string): string {
    return this.hashes.get(path)!;
  }

  /** One hash for all kept files and their names. */
  get treeHash(): string {
    const hash = createHash('sha256');
    for (const path of this.paths) hash.update(`${path}\0${this.hashOf(path)}\n`);
    return hash.digest('hex').slice(0, 32);
  }

  /**
   * Says of a name found whether its content is wanted, and under which path it will be kept; null for what is left out.
   * `bytes` is the size that the source states. Throws IntakeProblem when there are too many entries.
   */
  offer(name: string, bytes: number): string | null {
    this.entries += 1;
    if (this.entries > caps.entries)
      throw new IntakeProblem(`it holds more than ${caps.entries} files and folders`);
    const verdict = pathVerdict(name);
    if ('ignore' in verdict) return null;
    const refusal = 'refuse' in verdict ? verdict.refuse : this.refusal(verdict.keep, bytes);
    if (refusal === null && 'keep' in verdict) return verdict.keep;
    this.leaveOut(name, refusal!);
    return null;
  }

  /** Keeps a file that `offer` wanted. */
  keep(path: string, content: Buffer): void {
    if (content.length > caps.fileBytes) {
      this.leaveOut(path, tooLarge(content.length));
      return;
    }
    const target = join(this.dir, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content, { flag: 'wx' });
    this.hashes.set(path, createHash('sha256').update(content).digest('hex'));
    this.folded.set(path.toLowerCase(), path);
  }

  /** Notes that something was left out. Names are the learner's: they are made harmless here. */
  leaveOut(name: string, why: string): void {
    if (name.endsWith('.ts') && this.leftOut.length < caps.files) this.leftOut.push(name);
    if (this.remarks.length < caps.remarks)
      this.remarks.push(visible(`${JSON.stringify(name)} was left out: ${why}`, remarkLength));
  }

  private refusal(path: string, bytes: number): string | null {
    if (bytes > caps.fileBytes) return tooLarge(bytes);
    if (this.hashes.size >= caps.files) return `there are more than ${caps.files} TypeScript files`;
    const clash = this.clash(path);
    return clash === undefined ? null : `${JSON.stringify(clash)} has the same name`;
  }

  /** A kept path that some file system takes for the same, or for a folder on the way. */
  private clash(path: string): string | undefined {
    const parts = path.toLowerCase().split('/');
    const onTheWay = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
    const below = `${path.toLowerCase()}/`;
    for (const way of onTheWay) if (this.folded.has(way)) return this.folded.get(way);
    return [...this.folded.keys()].find((known) => known.startsWith(below));
  }
}

function tooLarge(bytes: number): string {
  return `it has ${bytes} bytes, more than ${caps.fileBytes}`;
}
