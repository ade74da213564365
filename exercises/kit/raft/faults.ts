import type { Random } from '../random.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { fairWeather } from './network.ts';

/** How often what goes wrong: the chance of each in a tick. */
export interface FaultRates {
  /** A node stops. */
  readonly stop: number;
  /** A stopped node starts again. */
  readonly start: number;
  /** The network falls into two parts. */
  readonly part: number;
  /** The network is whole again. */
  readonly mend: number;
}

/** Lets go wrong in a cluster what chance wants to, once a tick. */
export function disturb<Node extends ClusterNode>(
  cluster: Cluster<Node>,
  random: Random,
  rates: FaultRates,
): void {
  const happens = (chance: number) => random.next() < chance;
  if (happens(rates.stop)) withOneOf(cluster.running, random, (id) => cluster.stop(id));
  if (happens(rates.start)) withOneOf(cluster.stopped, random, (id) => cluster.start(id));
  if (happens(rates.part)) cluster.network.part(...twoParts(cluster.ids, random));
  if (happens(rates.mend)) cluster.network.mendAll();
}

/** All nodes run, all links work, nothing is lost any more. What is under way stays under way. */
export function calm<Node extends ClusterNode>(cluster: Cluster<Node>): void {
  cluster.network.weather = fairWeather;
  cluster.network.mendAll();
  for (const id of cluster.stopped) cluster.start(id);
}

function withOneOf(ids: readonly number[], random: Random, act: (id: number) => void): void {
  if (ids.length > 0) act(ids[random.intn(ids.length)]!);
}

function twoParts(ids: readonly number[], random: Random): [number[], number[]] {
  const parts: [number[], number[]] = [[], []];
  for (const id of ids) parts[random.intn(2) as 0 | 1].push(id);
  return parts;
}
