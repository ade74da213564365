import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type Exercise, readCatalog } from '../../../exercises/catalog.ts';
import { courseRoot } from '../../course-root.ts';
import type { Input, Moment } from '../moment.ts';
import { Simulator } from '../simulator.ts';

const catalog = readCatalog(courseRoot);

/** The exercise with this id. */
export function exercise(id: string): Exercise {
  return catalog.find((each) => each.id === id)!;
}

/** The text of an exercise's reference. */
export function reference(id: string): string {
  return readFileSync(join(exercise(id).answerKey, 'reference.ts'), 'utf8');
}

/** Where simulations are played for tests: one at a time, each in a folder of its own. */
export class Stage {
  private root = '';
  private played: Simulator | undefined;

  constructor() {
    beforeEach(() => {
      this.root = mkdtempSync(join(tmpdir(), 'course-stories-'));
    });
    afterEach(async () => {
      await this.clear();
      rmSync(this.root, { recursive: true, force: true });
    });
  }

  /** The simulation that was opened last. */
  get simulator(): Simulator {
    return this.played!;
  }

  /** Opens a simulation and closes the one before; what is in `own` is played with as the learner's. */
  async open(id: string, own: Readonly<Record<string, string>> = {}): Promise<Simulator> {
    await this.clear();
    for (const [part, code] of Object.entries(own)) {
      const path = join(this.root, `${part}.ts`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, code);
    }
    const exercises = Object.keys(own);
    const order = { exercise: exercise(id), catalog, own: { root: this.root, exercises } };
    this.played = await Simulator.open(order);
    return this.played;
  }

  private async clear(): Promise<void> {
    await this.played?.close();
    this.played = undefined;
  }
}

/** So many steps. */
export function steps(count: number): Input[] {
  return Array.from({ length: count }, () => ({ do: 'step' }));
}

/** All sentences of these moments. */
export function said(moments: readonly Moment[]): string[] {
  return moments.flatMap(({ sentences }) => sentences);
}

/** Plays a story: steps until something is said, a choice, steps again. Gives all that was said. */
export async function play(
  played: Simulator,
  seed: number,
  ...parts: (RegExp | string)[]
): Promise<string[]> {
  const told = said(await played.begin(seed));
  for (const part of parts)
    if (typeof part === 'string')
      told.push(...said(await played.give([{ do: 'choose', id: part }])));
    else told.push(...(await until(played, part)));
  return told;
}

async function until(played: Simulator, wanted: RegExp): Promise<string[]> {
  const told: string[] = [];
  for (let step = 0; step < 150; step++) {
    told.push(...said(await played.give(steps(1))));
    if (told.some((sentence) => wanted.test(sentence))) return told;
  }
  throw new Error(`it was never said that ${wanted}:\n${told.join('\n')}`);
}
