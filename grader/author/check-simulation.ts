import { existsSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { type Exercise, publicFiles } from '../../exercises/catalog.ts';
import { AuthorError } from '../../exercises/checked.ts';
import { type Choice, type Frame, pictureSize } from '../../exercises/simulation/index.ts';
import { referenceCode } from '../simulation/reference-code.ts';
import {
  type AnySimulation,
  loadSimulation,
  loadTrusted,
  simulationCode,
} from '../simulation/simulation-code.ts';

const seeds = [1, 2, 3];
const steps = 200;
/** How often something is chosen instead of stepping on. */
const every = 7;

/** Plays an exercise's simulation with the references: it goes on, fits, tells what it does, and is the same again. */
export async function simulationFindings(
  exercise: Exercise,
  catalog: readonly Exercise[],
): Promise<AuthorError[]> {
  const path = join(exercise.dir, publicFiles.simulation);
  if (!existsSync(path)) return exercise.simulation === null ? [] : partFindings(exercise, catalog);
  const at = (problem: string, fix: string) => new AuthorError(path, '', problem, fix);
  try {
    const { code, uses } = await simulationCode(exercise);
    const references = await Promise.all(
      [exercise.id, ...uses].map(async (id) => [id, await referenceOf(id, catalog)] as const),
    );
    const simulation = loadSimulation(code);
    const fresh = (seed: number) =>
      simulation.begin(references[0]![1], seed, Object.fromEntries(references.slice(1)));
    return seeds.flatMap((seed) => runFindings(fresh, seed, at)).slice(0, mostFindings);
  } catch (error) {
    return [at(`breaks: ${(error as Error).stack}`, 'correct it')];
  }
}

const mostFindings = 3;
/** As many as a list of choices beside the picture has room for. */
const labelColumns = 33;

async function referenceOf(id: string, catalog: readonly Exercise[]): Promise<object> {
  const exercise = catalog.find((each) => each.id === id);
  if (!exercise) throw new Error(`it uses ${id}, which is no exercise`);
  return loadTrusted(await referenceCode(exercise), `${id}.js`);
}

type Run = ReturnType<AnySimulation['begin']>;
type At = (problem: string, fix: string) => AuthorError;

function runFindings(fresh: (seed: number) => Run, seed: number, at: At): AuthorError[] {
  const run = fresh(seed);
  const inputs: (string | null)[] = [];
  const frames = [run.frame()];
  const findings = momentFindings(run, frames[0]!, at, `the beginning with seed ${seed}`);
  while (inputs.length < steps && frames.at(-1)!.over === undefined && findings.length === 0) {
    const input = nextInput(run.choices(), inputs.length, seed);
    inputs.push(input);
    frames.push(frameAfter(run, input));
    const where = `${input === null ? 'a step' : `"${input}"`}, input ${inputs.length} with seed ${seed}`;
    findings.push(...momentFindings(run, frames.at(-1)!, at, where));
  }
  const again = fresh(seed);
  const replayed = [again.frame(), ...inputs.map((input) => frameAfter(again, input))];
  if (JSON.stringify(replayed) !== JSON.stringify(frames))
    findings.push(
      at(
        `is not the same when it is played again with seed ${seed}`,
        'take all chance from the seed and keep everything inside the run',
      ),
    );
  return findings;
}

/** Mostly steps, `null`; now and then a possible choice, another one each time. */
function nextInput(choices: readonly Choice[], index: number, seed: number): string | null {
  const possible = choices.filter(({ why }) => why === undefined);
  if (index % every !== every - 1 || possible.length === 0) return null;
  return possible[(index * 5 + seed) % possible.length]!.id;
}

function frameAfter(run: Run, input: string | null): Frame {
  if (input === null) run.step();
  else run.choose(input);
  return run.frame();
}

function momentFindings(run: Run, { sentences, picture, over }: Frame, at: At, where: string) {
  const columns = picture.map((line) => stringWidth(line.map(({ text }) => text).join('')));
  const widest = Math.max(0, ...columns);
  const fragment = sentences.find((sentence) => !/^\S.*[.!?]["”)]?$/.test(sentence));
  const ids = run.choices().map(({ id }) => id);
  const long = run.choices().find(({ label }) => stringWidth(label) > labelColumns)?.label;
  const wrongId = ids.find((id, index) => !/^[a-z0-9-]+$/.test(id) || ids.indexOf(id) !== index);
  const found: AuthorError[] = [];
  if (sentences.length === 0 && over === undefined)
    found.push(at(`tells nothing after ${where}`, 'say what happened, or why nothing did'));
  if (fragment !== undefined)
    found.push(at(`says "${fragment}" after ${where}`, 'make it a full sentence'));
  if (widest > pictureSize.columns || picture.length > pictureSize.rows)
    found.push(
      at(
        `draws ${picture.length} rows, the widest of ${widest} columns, after ${where}`,
        `keep the picture within ${pictureSize.columns} columns and ${pictureSize.rows} rows`,
      ),
    );
  if (long !== undefined)
    found.push(
      at(
        `offers "${long}" after ${where}`,
        `say it in ${labelColumns} columns, so that it is never cut`,
      ),
    );
  if (wrongId !== undefined)
    found.push(
      at(
        `offers a choice "${wrongId}" after ${where}`,
        'give each choice an id of its own, of lower-case words joined by -',
      ),
    );
  return found;
}

/** An exercise that names another one's simulation must be a part of it. */
async function partFindings(
  exercise: Exercise,
  catalog: readonly Exercise[],
): Promise<AuthorError[]> {
  const path = join(exercise.dir, publicFiles.facts);
  const at = (problem: string, fix: string) => [new AuthorError(path, 'simulation', problem, fix)];
  const host = catalog.find(({ id }) => id === exercise.simulation);
  if (!host || host.simulation !== host.id)
    return at(`names ${exercise.simulation}, which has no simulation`, 'name one that has');
  const { uses } = await simulationCode(host);
  return uses.includes(exercise.id)
    ? []
    : at(`names ${host.id}, whose simulation does not use it`, `name ${exercise.id} in its uses`);
}
