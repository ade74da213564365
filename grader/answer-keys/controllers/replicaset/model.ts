import fc from 'fast-check';
import { hoursAgo, secondsAgo } from './objects.ts';

/** A Pod of the property: what rules 2 to 9 look at. */
export interface RandomPod {
  readonly node?: string;
  readonly phase?: string;
  readonly ready?: string;
  readonly cost?: string;
  readonly restarts: readonly number[];
  readonly created: string;
  readonly uid: string;
}

/** Times no two of which are about as old: whichever order follows, it is one. */
const times = [secondsAgo(1), secondsAgo(20), hoursAgo(1), hoursAgo(9), hoursAgo(99)];
const time = fc.constantFrom(...times);

/** A Pod that differs from others in few things, so that the later rules have a say. */
export const randomPod: fc.Arbitrary<RandomPod> = fc
  .record({
    node: fc.constantFrom(undefined, 'n1', 'n1', 'n2', 'n2'),
    phase: fc.constantFrom('Pending', 'Unknown', 'Running', 'Running', 'Running', 'Running'),
    ready: fc.oneof(fc.constant(undefined), time, time),
    cost: fc.constantFrom(undefined, undefined, undefined, '-1', '1'),
    restarts: fc.constantFrom([], [0], [1], [0, 2]),
    created: time,
    uid: fc.constant('u'),
  })
  .map(({ node, ready, cost, ...rest }) => ({
    ...rest,
    ...(node && { node }),
    ...(ready && { ready }),
    ...(cost && { cost }),
  }));

/** What decides about a Pod, the weightiest first: the smaller one goes first. */
function weights(pods: readonly RandomPod[], at: number): number[] {
  const { node, phase, ready, cost = '0', restarts, created } = pods[at]!;
  const neighbours = pods.filter((each) => each.node === node).length;
  return [
    node ? 1 : 0,
    ['Pending', 'Unknown', 'Running'].indexOf(phase ?? ''),
    ready ? 1 : 0,
    Number(cost),
    -neighbours,
    ready ? times.indexOf(ready) : 0,
    -Math.max(0, ...restarts),
    times.indexOf(created),
    at,
  ];
}

/** The places of the Pods, the first to go first; of those that nothing tells apart, the first in the list. */
export function inOrder(pods: readonly RandomPod[]): number[] {
  return pods
    .map((_, at) => weights(pods, at))
    .sort((a, b) => a.map((weight, i) => weight - b[i]!).find((difference) => difference !== 0)!)
    .map((each) => each.at(-1)!);
}

/** True when the Pods at these places weigh the same, place by place. */
export function alike(
  pods: readonly RandomPod[],
  places: readonly number[],
  others: readonly number[],
): boolean {
  const weighed = (at: readonly number[]) =>
    JSON.stringify(at.map((each) => weights(pods, each).slice(0, -1)));
  return weighed(places) === weighed(others);
}
