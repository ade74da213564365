import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from '../course-root.ts';
import { type BoxProcess, startBox } from './box-process.ts';
import { likelyStrength, type Strength, sandboxReport } from './strength.ts';

/** `required`: a bubblewrap box or nothing. `auto`: the strongest to be had. `none`: a plain child process. */
export type SandboxDemand = 'auto' | 'required' | 'none';

/** A real box was demanded and this machine has none. */
export class NoBox extends Error {
  override readonly name = 'NoBox';
}

const cpuSeconds = 60;

/** Starts boxes, one ahead of need. */
export class BoxSupply {
  private ahead: BoxProcess | undefined;
  private readonly living = new Set<BoxProcess>();
  private known: Strength | undefined;
  private closed = false;

  /** `program` is what runs in the boxes; tests put hostile ones there. */
  constructor(
    private readonly demand: SandboxDemand,
    private readonly program: () => string = boxProgram,
  ) {}

  /** The strength of the boxes that are handed out. */
  get strength(): Strength {
    this.known ??= this.demand === 'none' ? 'process' : likelyStrength();
    return this.known;
  }

  /** Starts the next box, if none waits. Never throws: who takes a box learns why there is none. */
  prepare(): void {
    try {
      if (this.allowed() && !this.closed) this.ahead ??= this.start();
    } catch {
      // take() tries again.
    }
  }

  /** Hands out a box. Throws NoBox where a real one is demanded and cannot be had. */
  take(): BoxProcess {
    if (this.closed) throw new NoBox('the grader is closed');
    if (!this.allowed())
      throw new NoBox(
        `a sandbox is required, but ${lowerFirst(sandboxReport().meaning)} ${sandboxReport().advice ?? ''}`.trim(),
      );
    const box = this.ahead ?? this.start();
    this.ahead = undefined;
    return box;
  }

  /** A box did not start: tries what this machine really can and falls back. False when there is nothing weaker to try. */
  fallBack(): boolean {
    this.discardAhead();
    const real = this.demand === 'none' ? 'process' : sandboxReport().strength;
    if (real === this.strength) return false;
    this.known = real;
    return true;
  }

  /** Ends a box for good. */
  discard(box: BoxProcess): void {
    box.close();
    this.living.delete(box);
  }

  /** Ends every box; resolves when their processes are gone. */
  async close(): Promise<void> {
    this.closed = true;
    this.discardAhead();
    const gone = Array.from(this.living, (box) => box.gone);
    for (const box of this.living) this.discard(box);
    await Promise.all(gone);
  }

  private allowed(): boolean {
    return this.demand !== 'required' || this.strength === 'bubblewrap';
  }

  private discardAhead(): void {
    if (this.ahead) this.discard(this.ahead);
    this.ahead = undefined;
  }

  private start(): BoxProcess {
    const box = startBox({ strength: this.strength, program: this.program(), cpuSeconds });
    this.living.add(box);
    return box;
  }
}

function boxProgram(): string {
  const path = join(courseRoot, 'dist', 'box.cjs');
  if (!existsSync(path))
    throw new Error(`${path} is missing: run "npm run build" in ${courseRoot}`);
  return path;
}

function lowerFirst(text: string): string {
  return text[0]!.toLowerCase() + text.slice(1);
}
