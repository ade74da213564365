import { type Exercise, readCatalog } from '../../exercises/catalog.ts';
import {
  courseRoot,
  courseVersion,
  type Input,
  type Moment,
  openSimulation,
  PartMissing,
  type Simulator,
} from '../../grader/index.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { findExercise } from '../find-exercise.ts';
import { findWorkspace } from '../learner/workspace.ts';
import { terminalFacts, wantsColor } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type Played, simulationJson, simulationText } from './simulation-text.ts';

interface SimulateOptions {
  readonly with?: readonly string[];
  readonly seed: number;
  readonly steps: number;
  readonly do?: readonly Interference[];
  readonly pictures?: boolean;
  readonly json?: boolean;
  readonly workspace?: string;
}

/** Something that the reader does after a step. */
export interface Interference {
  readonly step: number;
  readonly choice: string;
}

/** Plays a simulation and prints what happens as numbered sentences; exit code 1 when the learner's code ended it. */
export async function simulate(id: string, options: SimulateOptions): Promise<ExitCode> {
  const catalog = readCatalog(courseRoot);
  const exercise = simulated(catalog, id);
  const own = (options.with ?? []).map((name) => findExercise(catalog, name).id);
  const simulator = await opened({ exercise, catalog, own }, options);
  if (!simulator) return exitCode.notPassed;
  try {
    requireParts(simulator, own);
    const moments = await play(simulator, options);
    const facts = { simulation: exercise.id, own, seed: options.seed };
    const { title, about } = simulator;
    process.stdout.write(
      options.json
        ? simulationJson(facts, moments)
        : simulationText({ ...facts, title, about }, moments, {
            pictures: options.pictures ? 'all' : terminalFacts().interactive ? 'last' : 'none',
            color: wantsColor(),
            width: Math.min(terminalFacts().columns, 88),
          }),
    );
    return moments.at(-1)?.moment.failed ? exitCode.notPassed : exitCode.done;
  } finally {
    await simulator.close();
  }
}

/** The exercise that has the simulation: the named one, or the one in whose simulation it takes part. Throws UsageError. */
function simulated(catalog: readonly Exercise[], id: string): Exercise {
  const { simulation, id: named } = findExercise(catalog, id);
  if (simulation !== null) return findExercise(catalog, simulation);
  const others = catalog.filter((each) => each.simulation === each.id).map((each) => each.id);
  throw new UsageError(`${named} has no simulation.`, `These have one: ${others.join(', ')}.`);
}

async function opened(
  { exercise, catalog, own }: { exercise: Exercise; catalog: Exercise[]; own: string[] },
  { workspace: flag }: SimulateOptions,
): Promise<Simulator | null> {
  const from = process.cwd();
  const root = own.length > 0 ? findWorkspace({ from, flag, courseVersion }).dir : null;
  try {
    return await openSimulation({
      exercise,
      catalog,
      ...(root !== null && { own: { root, exercises: own } }),
    });
  } catch (error) {
    if (!(error instanceof PartMissing)) throw error;
    if (!error.own) throw new UsageError(error.message, error.fix);
    process.stderr.write(`${error.message}\n${error.fix}\n`);
    return null;
  }
}

function requireParts({ parts }: Simulator, own: readonly string[]): void {
  const stranger = own.find((id) => !parts.includes(id));
  if (stranger === undefined) return;
  throw new UsageError(
    `${stranger} takes no part in this simulation.`,
    `You can play it with your own ${parts.join(' or ')}.`,
  );
}

async function play(simulator: Simulator, options: SimulateOptions): Promise<Played[]> {
  const [first] = await simulator.begin(options.seed);
  const played: Played[] = [{ step: 0, did: null, moment: first! }];
  for (let step = 0; ; step++) {
    for (const { choice } of (options.do ?? []).filter((each) => each.step === step))
      await add(played, simulator, step, choice);
    if (step >= options.steps || over(played)) return played;
    await add(played, simulator, step + 1, null);
  }
}

async function add(
  played: Played[],
  simulator: Simulator,
  step: number,
  choice: string | null,
): Promise<void> {
  if (over(played)) return;
  const before = played.at(-1)!.moment;
  if (choice !== null) requireChoice(before, choice, step);
  const input: Input = choice === null ? { do: 'step' } : { do: 'choose', id: choice };
  const did = before.choices.find(({ id }) => id === choice)?.label ?? null;
  for (const moment of await simulator.give([input])) played.push({ step, did, moment });
}

function over(played: readonly Played[]): boolean {
  return played.at(-1)!.moment.over !== null;
}

function requireChoice({ choices }: Moment, id: string, step: number): void {
  const choice = choices.find((each) => each.id === id);
  if (choice && choice.why === undefined) return;
  const possible = choices.filter(({ why }) => why === undefined).map((each) => each.id);
  throw new UsageError(
    choice
      ? `After step ${step}, ${id} is not possible: ${choice.why}`
      : `After step ${step} there is no choice "${id}".`,
    `Possible then: ${possible.join(', ') || 'nothing'}.`,
  );
}
