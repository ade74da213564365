import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from '../course-root.ts';

/** A compiled simulation: one CommonJS text that asks only for the kit. */
export interface SimulationCode {
  readonly code: string;
  readonly title: string;
  readonly about: string;
  /** Ids of the other exercises that it is played with. */
  readonly uses: readonly string[];
  /** Source files that went in, relative to the course, with their hashes. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** Where the build puts the compiled simulation of an exercise, relative to the course. */
export function compiledSimulationPath(id: string): string {
  return join('dist', 'simulations', `${id}.json`);
}

/** The simulation of an exercise as the build compiled it; undefined where there is none. */
export function builtSimulation(id: string): SimulationCode | undefined {
  const path = join(courseRoot, compiledSimulationPath(id));
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SimulationCode) : undefined;
}

/** What the simulation of an exercise calls itself; undefined where none was built. Loads nothing that is heavy. */
export function simulationTitle(id: string): string | undefined {
  return builtSimulation(id)?.title;
}
