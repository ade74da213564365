import {
  Cluster,
  type ElectionConfig,
  type LogEnd,
  lockstep,
  type Message,
  type NodeCall,
  type Perform,
  Safety,
  safetyProperties,
  seededRandom,
  type TracedEvent,
} from 'course/kit';
import { expect } from 'vitest';
import { Election } from '#exercise/etcd/raft-leader-election';
import { attachTrace, batchAll } from '#suite';
import { configOf, emptyLog, valuesOf, votersOf } from './nodes.ts';

/** A cluster of the learner's nodes, and who watches it. */
export interface Watched {
  readonly seed: number;
  readonly cluster: Cluster<Election>;
  readonly safety: Safety;
  /** Who has sent heartbeats at the last tick, with its term. */
  leaders: Map<number, number>;
  /** For how many ticks the same nodes have led and nobody has asked for votes. */
  quiet: number;
}

export interface Plan {
  readonly size: number;
  readonly seed: number;
  readonly timers?: Pick<ElectionConfig, 'electionTick' | 'heartbeatTick'>;
  /** The log's end of each node; all are empty unless given. */
  readonly logs?: readonly LogEnd[];
}

/** Starts several clusters in one crossing. */
export function startClusters(plans: readonly Plan[]): Watched[] {
  const dice = plans.map((plan) => seededRandom(plan.seed));
  const configs = plans.map((plan, i) => (id: number): ElectionConfig => {
    const voters = votersOf(plan.size);
    const log = plan.logs?.[id - 1] ?? emptyLog;
    return configOf({ id, voters, log, seed: dice[i]!.intn(2 ** 31), ...plan.timers });
  });
  const first = plans.flatMap(({ size }, i) => votersOf(size).map((id) => configs[i]!(id)));
  const made = valuesOf<Election>(batchAll(first.map((args) => ({ new: Election, args: [args] }))));
  const started = plans.map(({ size, seed: own }, i) => {
    const start = (id: number, before?: Election) =>
      before ? new Election({ ...configs[i]!(id), hardState: hardStateOf(before) }) : made.shift()!;
    const cluster = new Cluster(votersOf(size), seededRandom(own + 1), start);
    return { seed: own, cluster, safety: new Safety(), leaders: new Map(), quiet: 0 };
  });
  traceOf(started[0]!);
  return started;
}

/** What `course trace` tells if the test fails: the life of this cluster. */
function traceOf({ cluster }: Watched): void {
  attachTrace(() => cluster.trace.sentences(0, isNoArrival));
}

/** What a stopped node had on disk. */
function hardStateOf(node: Election): { term: number; vote: number } {
  const [term, vote] = valuesOf<number>(
    batchAll([
      { on: node, get: 'term' },
      { on: node, get: 'vote' },
    ]),
  );
  return { term: term!, vote: vote! };
}

/** Lets clusters go on by so many ticks, one crossing a tick, and watches them. */
export function run(
  watched: readonly Watched[],
  ticks: number,
  before?: (one: Watched, number: number) => void,
): void {
  lockstep(
    watched.map(({ cluster }) => cluster),
    ticks,
    {
      perform,
      before: (_, i) => before?.(watched[i]!, i),
      after: (_, i, __, gave) => watch(watched[i]!, gave.flat()),
    },
  );
}

/** Far more ticks than any right cluster needs to elect a leader, unless chance wants it otherwise once in a million years. */
const longest = 600;

/** Lets clusters go on until so many lead in each, and none has asked for votes for some ticks; then expects it. */
export function runUntilLed(watched: readonly Watched[], leaders = 1): void {
  const settled = ({ leaders: now, quiet }: Watched) => now.size === leaders && quiet >= 3;
  for (const one of watched) one.quiet = 0;
  for (let tick = 0; tick < longest && !watched.every(settled); tick += 1) run(watched, 1);
  for (const one of watched) {
    if (!settled(one)) traceOf(one);
    const what = `How many nodes lead, ${longest} ticks later. ${lately(one)}`;
    if (!settled(one)) expect(one.leaders.size, what).toBe(leaders);
    expect(settled(one), `Whether the leader is left in peace. ${lately(one)}`).toBe(true);
  }
}

const perform: Perform<Election> = (calls: readonly NodeCall<Election>[]) =>
  valuesOf(batchAll(calls.map(({ on, method, args }) => ({ on, method, args }))));

function watch(one: Watched, sent: readonly Message[]): void {
  const before = `${[...one.leaders]}`;
  one.leaders = new Map();
  for (const message of sent) {
    one.safety.sent(message);
    if (message.type === 'MsgHeartbeat') one.leaders.set(message.from, message.term);
  }
  const asked = sent.some(({ type }) => type === 'MsgVote');
  one.quiet = asked || `${[...one.leaders]}` !== before ? 0 : one.quiet + 1;
}

/** The only node that leads. */
export function leaderOf({ leaders }: Watched): number {
  return [...leaders.keys()][0]!;
}

/** Fails with what was broken, and how it came to that. */
export function expectSafe(one: Watched): void {
  const { safety, cluster } = one;
  const [violation] = safety.violations;
  if (!violation) return;
  traceOf(one);
  const { property, term, seen } = violation;
  const what = [
    `${property} is broken: ${safetyProperties[property]}. Here ${seen}.`,
    `In a cluster of ${cluster.ids.length} nodes this happened about term ${term}:`,
    ...numbered(cluster.trace.sentences(0, concerning(term, cluster.trace.events))),
  ];
  expect(
    safety.violations.map((each) => each.seen),
    what.join('\n'),
  ).toEqual([]);
}

/** The last sentences of a cluster's trace, for the message of a failure. */
export function lately({ cluster }: Watched): string {
  const what = `In a cluster of ${cluster.ids.length} nodes this happened last:`;
  return [what, ...numbered(cluster.trace.sentences(0, isNoArrival).slice(-most))].join('\n');
}

/** Whether an event has to do with a term: its messages, and meanwhile who stops and starts. */
function concerning(term: number, events: readonly TracedEvent[]): (event: TracedEvent) => boolean {
  const ofTerm = (event: TracedEvent) => 'message' in event && event.message.term === term;
  const first = events.find(ofTerm)?.tick ?? 0;
  const last = events.findLast(ofTerm)?.tick ?? 0;
  return (event) => {
    if ('message' in event) return event.what === 'sent' && ofTerm(event);
    return 'node' in event && event.tick >= first && event.tick <= last;
  };
}

function isNoArrival({ what }: TracedEvent): boolean {
  return what !== 'arrived' && what !== 'doubled';
}

const most = 12;

function numbered(sentences: readonly string[]): string[] {
  const told = sentences.map((sentence, i) => `${i + 1}. ${sentence}`);
  if (told.length <= most) return told;
  return [...told.slice(0, most / 2), '...', ...told.slice(-most / 2)];
}
