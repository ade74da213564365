import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publicFiles, readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import { compiledSimulationPath } from '../simulation/built-simulation.ts';
import { compileSimulation } from '../simulation/simulation-code.ts';

/** Compiles every exercise's simulation into dist/. */
export async function buildSimulations(): Promise<void> {
  await Promise.all(
    readCatalog(courseRoot).map(({ id, dir }) =>
      buildSimulation(id, join(dir, publicFiles.simulation)),
    ),
  );
}

async function buildSimulation(id: string, source: string): Promise<void> {
  if (!existsSync(source)) return;
  const path = join(courseRoot, compiledSimulationPath(id));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(await compileSimulation(source)));
}
