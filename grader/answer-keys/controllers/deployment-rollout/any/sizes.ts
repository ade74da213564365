import type { ReplicaSet } from 'course/kit';
import fc from 'fast-check';
import { set } from '../objects.ts';
import type { Group, Rolling } from './model.ts';

const amount = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 120 }).map((percent) => `${percent}%`),
);

/** The numbers of a rolling update. */
export const rolling: fc.Arbitrary<Rolling> = fc.record({
  replicas: fc.integer({ min: 0, max: 20 }),
  surge: amount,
  unavailable: amount,
});

/** A rolling update at some moment. */
export interface Moment {
  readonly rolling: Rolling;
  readonly own: Group;
  readonly olds: readonly Group[];
  /** The Deployment's `status.replicas`. */
  readonly running: number;
}

const facts = fc.record(
  {
    size: fc.integer({ min: 0, max: 9 }),
    missing: fc.constantFrom(0, 0, 1, 3, -1),
    at: fc.integer({ min: 0, max: 3 }),
    max: fc.integer({ min: 0, max: 20 }),
  },
  { requiredKeys: ['size', 'missing', 'at'] },
);

export const moment: fc.Arbitrary<Moment> = fc
  .record({
    rolling,
    running: fc.integer({ min: 0, max: 20 }),
    groups: fc.array(facts, { minLength: 1, maxLength: 4 }),
  })
  .map(({ groups, ...rest }) => {
    const [own, ...olds] = groups.map(({ missing, ...group }, i) => ({
      ...{ ...group, name: ['new', 'c', 'b', 'a'][i]! },
      available: Math.max(0, group.size - missing),
    }));
    return { ...rest, own: own!, olds };
  });

/**
 * Many at once: what crosses the boundary together is quicker. The shortest come first, so that the first that fails is
 * a simple one; shrinking many at once would take far longer than it is worth, see `once`.
 */
export function cases<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  const length = (value: T) => JSON.stringify(value).length;
  return fc
    .array(one, { minLength: 60, maxLength: 60 })
    .map((all) => all.toSorted((a, b) => length(a) - length(b)));
}

/** One run of a property, which has many cases in it. */
export const once = { numRuns: 1, endOnFailure: true };

/** Its ReplicaSets: the new one and the old ones. */
export function setsOf({ own, olds }: Moment): readonly [ReplicaSet, ReplicaSet[]] {
  const made = ({ name, size, ...wish }: Group) => set(name, size, wish);
  return [made(own), olds.map(made)];
}

/** `6 replicas, surge 25%, unavailable 1; new 2 of which 1 available, created at second 3; ...` */
export function told({ replicas, surge, unavailable }: Rolling, of?: Moment): string {
  const posts = `${replicas} replicas, surge ${surge}, unavailable ${unavailable}`;
  const groups = of ? [of.own, ...of.olds] : [];
  const sets = groups.map(({ name, size, available, at, max }) => {
    const annotated = max === undefined ? '' : `, max-replicas ${max}`;
    return `${name} ${size} of which ${available} available, created at second ${at}${annotated}`;
  });
  return [posts, ...sets].join('; ');
}
