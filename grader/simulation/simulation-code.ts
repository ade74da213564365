import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileFunction } from 'node:vm';
import * as kit from 'course/kit';
import { type Exercise, publicFiles } from '../../exercises/catalog.ts';
import type { Simulation } from '../../exercises/simulation/index.ts';
import { courseRoot } from '../course-root.ts';
import { builtSimulation, type SimulationCode } from './built-simulation.ts';

/** A simulation whose parts may be any exercise's. */
export type AnySimulation = Simulation<object, Readonly<Record<string, object>>>;

/** The simulation of an exercise: as the build compiled it or, where its sources lie here and differ, compiled afresh. */
export async function simulationCode({ id, dir }: Exercise): Promise<SimulationCode> {
  const source = join(dir, publicFiles.simulation);
  const built = builtSimulation(id);
  const isOfSource = built && relative(courseRoot, source) in built.inputs;
  return isOfSource && (isInstalled() || upToDate(built)) ? built : compileSimulation(source);
}

/** Compiles a simulation and everything of the course that it imports, but the kit, into one text. */
export async function compileSimulation(source: string): Promise<SimulationCode> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [source],
    absWorkingDir: courseRoot,
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'silent',
    external: ['course/kit', '#exercise/*'],
    alias: { '#simulation': './exercises/simulation/index.ts' },
    tsconfigRaw: '{}',
  });
  const code = result.outputFiles[0]!.text;
  const inputs = Object.fromEntries(
    Object.keys(result.metafile.inputs).map((path) => [path, fileHash(join(courseRoot, path))]),
  );
  const { title, about, uses = [] } = loadSimulation(code);
  return { code, title, about, uses, inputs };
}

/** Runs a compiled simulation's text. It is the course's own code. */
export function loadSimulation(code: string): AnySimulation {
  const { simulation } = loadTrusted(code, 'simulation.js');
  if (!simulation) throw new Error('simulation.ts exports no `simulation`');
  return simulation as AnySimulation;
}

/** Runs a CommonJS text of the course's own that asks for nothing but the kit; each call gives a fresh module. */
export function loadTrusted(code: string, file: string): Record<string, unknown> {
  const module = { exports: {} };
  const require = (name: string): unknown => {
    if (name === 'course/kit') return kit;
    throw new Error(`${file} may not import ${name}: only course/kit, #simulation and types`);
  };
  const parameters = ['require', 'module', 'exports'];
  compileFunction(code, parameters, { filename: file })(require, module, module.exports);
  return module.exports;
}

/** A package ships the contract's sources compiled only. */
function isInstalled(): boolean {
  return !existsSync(join(courseRoot, 'exercises', 'simulation', 'index.ts'));
}

function upToDate({ inputs }: SimulationCode): boolean {
  return Object.entries(inputs).every(
    ([path, hash]) =>
      existsSync(join(courseRoot, path)) && fileHash(join(courseRoot, path)) === hash,
  );
}

function fileHash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
}
