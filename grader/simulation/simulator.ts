import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Exercise } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import { Submission } from '../engine/submission.ts';
import { SubmissionProblem } from '../engine/submission-problem.ts';
import { BoxSupply, type SandboxDemand } from '../sandbox/box-supply.ts';
import type { SimulationCode } from './built-simulation.ts';
import { endOf, type Input, type Moment } from './moment.ts';
import { OwnPart } from './own-part.ts';
import { PartMissing } from './part-missing.ts';
import type { PartOrder, PlayNotice, PlayOrder, PlayQuestion } from './play-protocol.ts';
import { referenceCode } from './reference-code.ts';
import { simulationCode } from './simulation-code.ts';

/** What to play. */
export interface SimulationRequest {
  /** The exercise whose simulation it is. */
  readonly exercise: Exercise;
  /** All exercises: the simulation may need parts of others. */
  readonly catalog: readonly Exercise[];
  /** The exercises whose parts are the learner's files below `root`; all others are references. */
  readonly own?: { readonly root: string; readonly exercises: readonly string[] };
  readonly sandbox?: SandboxDemand;
}

/** The course's own code failed in a simulation. */
export class SimulationBroke extends Error {
  override readonly name = 'SimulationBroke';
}

/** The simulation was closed while something was under way. */
export class SimulationClosed extends Error {
  override readonly name = 'SimulationClosed';
}

/** A run may be this long without a word before it counts as stuck, where nothing of the learner's is watched. */
const silenceMs = 60_000;

/** Plays one simulation: one run at a time, in a thread of its own, the learner's code in boxes. */
export class Simulator {
  private worker: Worker | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;
  private last: Moment | undefined;
  private finish: ((notice: PlayNotice) => void) | undefined;

  private constructor(
    private readonly code: SimulationCode,
    private readonly references: readonly PartOrder[],
    private readonly own: readonly OwnPart[],
    private readonly order: readonly string[],
    private readonly supply: BoxSupply,
  ) {}

  /** Makes everything ready. Throws PartMissing. */
  static async open(request: SimulationRequest): Promise<Simulator> {
    const { exercise, catalog, own } = request;
    const code = await simulationCode(exercise);
    const order = [exercise.id, ...code.uses];
    const exercises = order.map((id) => {
      const found = catalog.find((each) => each.id === id);
      if (!found) throw new SimulationBroke(`the simulation needs ${id}, which is no exercise`);
      return found;
    });
    const isOwn = ({ id }: Exercise) => own?.exercises.includes(id) === true;
    const supply = new BoxSupply(request.sandbox ?? 'auto');
    const references = await Promise.all(
      exercises.filter((each) => !isOwn(each)).map(referencePart),
    );
    const parts = await Promise.all(
      exercises.filter(isOwn).map((each) => ownPart(each, own!.root, supply)),
    );
    return new Simulator(code, references, parts, order, supply);
  }

  get title(): string {
    return this.code.title;
  }

  get about(): string {
    return this.code.about;
  }

  /** Ids of the exercises whose parts it is played with, its own first. */
  get parts(): readonly string[] {
    return this.order;
  }

  /** Begins a fresh run and gives it the inputs; gives every moment, the beginning first. */
  begin(seed: number, inputs: readonly Input[] = []): Promise<Moment[]> {
    return this.inTurn(() => {
      this.last = undefined;
      for (const part of this.own) part.freshRun();
      const parts = this.order.map((id) => this.partOrder(id));
      return this.obeyed({ begin: { simulation: this.code.code, parts, seed }, inputs });
    });
  }

  /** Gives inputs to the present run; gives the moment after each, fewer when the run ends. */
  give(inputs: readonly Input[]): Promise<Moment[]> {
    return this.inTurn(() => this.obeyed({ inputs }));
  }

  /** Ends the run, its thread and every box; resolves when they are gone. */
  async close(): Promise<void> {
    this.closed = true;
    for (const part of this.own) part.kill();
    await this.worker?.terminate();
    this.finish?.({ say: 'broke', message: 'closed' });
    await this.queue;
    for (const part of this.own) part.close();
    await this.supply.close();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(() => {
      if (this.closed) throw new SimulationClosed();
      return work();
    });
    this.queue = turn.catch(() => {});
    return turn;
  }

  private partOrder(id: string): PartOrder {
    const own = this.own.find((part) => part.id === id);
    if (own) return { id, own: own.entry, pulse: own.pulse.memory };
    return this.references.find((part) => part.id === id)!;
  }

  private async obeyed(order: PlayOrder): Promise<Moment[]> {
    const notice = await this.exchange(order);
    if (this.closed) throw new SimulationClosed();
    if (notice.say === 'broke') throw new SimulationBroke(notice.message);
    if (notice.say === 'box-ready') throw new SimulationBroke('an answer out of turn');
    const moments = [...notice.moments];
    const place = notice.stack && this.placeOf(notice.stack);
    if (place) moments.push(placed(moments.pop()!, place));
    this.last = moments.at(-1) ?? this.last;
    return moments;
  }

  private async exchange(order: PlayOrder): Promise<PlayNotice> {
    const stuck = () => void this.giveUp();
    const silence = this.own.length === 0 ? setTimeout(stuck, silenceMs) : undefined;
    for (const part of this.own) part.startWatch(stuck);
    try {
      return await new Promise<PlayNotice>((resolve) => {
        this.finish = resolve;
        this.thread().postMessage(order);
      });
    } finally {
      this.finish = undefined;
      clearTimeout(silence);
      for (const part of this.own) part.stopWatch();
    }
  }

  /** The thread itself does not come back: with a learner's part, because of what that gives. */
  private async giveUp(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
    if (this.own.length === 0)
      return this.finish?.({ say: 'broke', message: 'the simulation does not come to an end' });
    const why = 'The simulation ends here: with what your code gave it does not come to an end.';
    this.finish?.({ say: 'moments', moments: [endOf(this.last, [why])], stack: null });
  }

  private thread(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(join(courseRoot, 'dist', 'play-thread.js'), { env: {} });
    worker.on('message', (message: PlayNotice | PlayQuestion) => void this.receive(message));
    worker.on('error', (error) =>
      this.finish?.({ say: 'broke', message: error.stack ?? String(error) }),
    );
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
    });
    this.worker = worker;
    return worker;
  }

  private async receive(message: PlayNotice | PlayQuestion): Promise<void> {
    if ('ask' in message) {
      const part = this.own.find(({ id }) => id === message.part)!;
      this.worker?.postMessage(await part.answer(message));
      part.pulse.ring();
    } else if (message.say === 'box-ready')
      this.own.find(({ id }) => id === message.part)?.boxReady();
    else this.finish?.(message);
  }

  private placeOf({ part, text }: { part: string; text: string }): string | null {
    return this.own.find(({ id }) => id === part)?.place(text) ?? null;
  }
}

function placed(moment: Moment, place: string): Moment {
  return { ...moment, sentences: [...moment.sentences, `It arose in ${place}.`] };
}

async function referencePart(exercise: Exercise): Promise<PartOrder> {
  return { id: exercise.id, reference: await referenceCode(exercise) };
}

async function ownPart(exercise: Exercise, root: string, supply: BoxSupply): Promise<OwnPart> {
  try {
    const submission = new Submission(root, exercise.file);
    const entry = await submission.entry();
    return new OwnPart(exercise.id, entry, submission, supply, exercise.timeLimitMs);
  } catch (error) {
    if (!(error instanceof SubmissionProblem)) throw error;
    throw new PartMissing(
      `${exercise.file} cannot be played: ${error.message}.`,
      `Mend it; "course grade ${exercise.id}" says more.`,
      true,
    );
  }
}
