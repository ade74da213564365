import fc from 'fast-check';
import { newReplicaSetSize, oldReplicaSetSizes } from '#exercise/controllers/deployment-rollout';
import { batch } from '#suite';
import { set, web } from '../objects.ts';
import { type Group, posts, type Rolling } from './model.ts';
import { told } from './sizes.ts';

/** Turns in which Pods may break. */
export const eight = { minLength: 8, maxLength: 8 };

/** Few Pods, so that a rollout is short. */
export const smallRolling: fc.Arbitrary<Rolling> = fc.record({
  replicas: fc.integer({ min: 0, max: 5 }),
  surge: fc.constantFrom<string | number>(0, 1, 2, '25%', '100%'),
  unavailable: fc.constantFrom<string | number>(0, 1, 2, '25%', '100%'),
});

interface Run {
  readonly rolling: Rolling;
  /** Sizes of the old ReplicaSets. */
  readonly olds: readonly number[];
  /** For each turn at first, whose Pod does not come up or breaks. */
  readonly chance: readonly number[];
}

/** A rollout whose Pods come up, or break at first, from turn to turn. */
export class Rollout {
  readonly #run: Run;
  readonly #told: string[] = [];
  #own: Group = { name: 'new', size: 0, available: 0, at: 9 };
  #olds: Group[];
  #broken = '';

  constructor(run: Run) {
    this.#run = run;
    this.#olds = run.olds.map((size, at) => ({ name: `v${at}`, size, available: size, at }));
  }

  /** What to ask the learner's functions at this moment. */
  question(): unknown[] {
    const made = ({ name, size, ...wish }: Group) => set(name, size, wish);
    return [web(this.#run.rolling), made(this.#own), this.#olds.map(made)];
  }

  /** Pods come up; in the first turns some do not, and one breaks. */
  live(turn: number): void {
    const chance = this.#run.chance[turn] ?? 0;
    const up = (group: Group, i: number): Group => {
      if (chance === i + 1) return { ...group, available: Math.max(0, group.available - 1) };
      return chance === 4 ? group : { ...group, available: group.size };
    };
    this.#own = up(this.#own, 0);
    this.#olds = this.#olds.map((each, i) => up(each, i + 1));
  }

  /** The new one gets this size. Says whether that is a change. */
  grow(size: number): boolean {
    if (size === this.#own.size) return false;
    this.#become(resized(this.#own, size), this.#olds);
    return true;
  }

  shrink(sizes: Record<string, number>): void {
    const olds = this.#olds.map((each) => resized(each, sizes[each.name] ?? each.size));
    this.#become(this.#own, olds);
  }

  /** `complete`, or what went wrong first. */
  end(): string {
    const { replicas } = this.#run.rolling;
    if (this.#broken) return this.#broken;
    const done = this.#own.size === replicas && this.#olds.every(({ size }) => size === 0);
    return done ? 'complete' : 'not complete, though all Pods came up at last';
  }

  story(): string {
    return [`${told(this.#run.rolling)}; new + old, each size/available:`, ...this.#told].join(
      '\n',
    );
  }

  #become(own: Group, olds: Group[]): void {
    const { rolling } = this.#run;
    const { maxSurge, maxUnavailable } = posts(rolling);
    const [most, least] = [rolling.replicas + maxSurge, rolling.replicas - maxUnavailable];
    const [before, after] = [totals(this.#own, this.#olds), totals(own, olds)];
    this.#told.push(
      [own, ...olds].map(({ size, available }) => `${size}/${available}`).join(' + '),
    );
    if (after.sizes > Math.max(most, before.sizes)) this.#broken ||= `more than ${most} Pods`;
    if (after.available < Math.min(least, before.available))
      this.#broken ||= `fewer than ${least} available`;
    this.#own = own;
    this.#olds = olds;
  }
}

/** A ReplicaSet that shrinks lets go first what is not available. */
function resized(group: Group, size: number): Group {
  return { ...group, size, available: Math.min(group.available, size) };
}

function totals(own: Group, olds: readonly Group[]): { sizes: number; available: number } {
  const all = [own, ...olds];
  return {
    sizes: all.reduce((sum, { size }) => sum + size, 0),
    available: all.reduce((sum, { available }) => sum + available, 0),
  };
}

/** One turn of all rollouts together: Pods live, then the new one grows or the old ones shrink. */
export function takeTurn(rollouts: readonly Rollout[], turn: number): void {
  for (const rollout of rollouts) rollout.live(turn);
  const still: Rollout[] = [];
  for (const [rollout, size] of answers(newReplicaSetSize, rollouts))
    if (!rollout.grow(size)) still.push(rollout);
  for (const [rollout, sizes] of answers(oldReplicaSetSizes, still)) rollout.shrink(sizes);
}

function answers<T>(
  what: (...args: never[]) => T,
  rollouts: readonly Rollout[],
): [rollout: Rollout, answer: T][] {
  if (rollouts.length === 0) return [];
  const outcomes = batch(
    what,
    rollouts.map((rollout) => rollout.question()),
  );
  return rollouts.map((rollout, i) => {
    const outcome = outcomes[i]!;
    if ('error' in outcome) throw outcome.error;
    return [rollout, outcome.value as T];
  });
}
