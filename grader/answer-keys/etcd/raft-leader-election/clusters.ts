import {
  Cluster,
  disturb,
  type ElectionConfig,
  type FaultRates,
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
  /** What a node starts from, but for its hard state. */
  readonly configOf: (id: number) => ElectionConfig;
  /** Nodes that were made already and wait to be started again. */
  readonly back: Map<number, Election>;
  /** Who has voted at the last tick, for itself or for another. */
  voted: Set<number>;
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
  const configs = plans.map(configsOf);
  const first = plans.flatMap(({ size }, i) => votersOf(size).map((id) => configs[i]!(id)));
  const made = startNodes(first);
  const started = plans.map(({ size, seed: own }, i) => {
    const back: Watched['back'] = new Map();
    const start = (id: number, before?: Election): Election => {
      if (!before) return made.shift()!;
      return back.get(id) ?? startAgain([[configs[i]!(id), before]])[0]!;
    };
    const cluster = new Cluster(votersOf(size), seededRandom(own + 1), start);
    const [leaders, voted] = [new Map<number, number>(), new Set<number>()];
    const configOf = configs[i]!;
    return { seed: own, cluster, configOf, back, safety: new Safety(), leaders, voted, quiet: 0 };
  });
  traceOf(started[0]!);
  return started;
}

/** What `course trace` tells if the test fails: the life of this cluster. */
function traceOf({ cluster }: Watched): void {
  attachTrace(() => cluster.trace.sentences(0, isNoArrival));
}

/** The configurations of a cluster's nodes; a node that starts again draws other timeouts. */
function configsOf({ size, seed, logs, timers }: Plan): (id: number) => ElectionConfig {
  const dice = seededRandom(seed);
  const voters = votersOf(size);
  return (id) => {
    const log = logs?.[id - 1] ?? emptyLog;
    return configOf({ id, voters, log, seed: dice.intn(2 ** 31), ...timers });
  };
}

function startNodes(configs: readonly ElectionConfig[]): Election[] {
  return valuesOf(batchAll(configs.map((config) => ({ new: Election, args: [config] }))));
}

/** Starts nodes with what they had on disk when they stopped: one crossing to read it, one to start them. */
function startAgain(stopped: readonly (readonly [ElectionConfig, Election])[]): Election[] {
  const reads = stopped.flatMap(([, on]) =>
    (['term', 'vote'] as const).map((get) => ({ on, get })),
  );
  const read = valuesOf<number>(batchAll(reads));
  return startNodes(
    stopped.map(([config], i) => {
      const [term, vote] = read.slice(2 * i);
      return { ...config, hardState: { term: term!, vote: vote! } };
    }),
  );
}

/** Starts stopped nodes of several clusters together; `ids` says which, cluster by cluster. */
function startTogether(watched: readonly Watched[], ids: readonly (readonly number[])[]): void {
  const all = watched.flatMap((one, i) => ids[i]!.map((id) => ({ one, id })));
  if (all.length === 0) return;
  const nodes = startAgain(all.map(({ one, id }) => [one.configOf(id), one.cluster.node(id)]));
  for (const [i, { one, id }] of all.entries()) {
    one.back.set(id, nodes[i]!);
    one.cluster.start(id);
    one.back.delete(id);
  }
}

/** How often what goes wrong in a storm, beside what `disturb` knows: the chance that a node restarts right after it has voted. */
export interface StormRates extends FaultRates {
  readonly restart: number;
}

/** Lets clusters go on by so many ticks, while nodes stop and start, above all those that have just voted, and links break. */
export function runStorm(watched: readonly Watched[], ticks: number, rates: StormRates): void {
  const dice = watched.map(({ seed }) => seededRandom(seed + 2));
  for (let tick = 0; tick < ticks; tick += 1) {
    const starting = watched.map(({ cluster, voted }, i) => {
      const happens = (chance: number) => dice[i]!.next() < chance;
      disturb(cluster, dice[i]!, { ...rates, start: 0 });
      const again = new Set([...voted].filter(() => happens(rates.restart)));
      for (const id of again) cluster.stop(id);
      return cluster.stopped.filter((id) => again.has(id) || happens(rates.start));
    });
    startTogether(watched, starting);
    run(watched, 1);
  }
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
    if (settled(one)) continue;
    traceOf(one);
    expect(one.leaders.size, `How many lead, ${longest} ticks later. ${lately(one)}`).toBe(leaders);
    const what = `The leader after ${longest} ticks. ${lately(one)}`;
    expect('deposed again and again', what).toBe('left in peace');
  }
}

const perform: Perform<Election> = (calls: readonly NodeCall<Election>[]) =>
  valuesOf(batchAll(calls.map(({ on, method, args }) => ({ on, method, args }))));

function watch(one: Watched, sent: readonly Message[]): void {
  const before = `${[...one.leaders]}`;
  one.leaders = new Map();
  one.voted = new Set();
  for (const message of sent) {
    one.safety.sent(message);
    if (isVote(message)) one.voted.add(message.from);
    if (message.type === 'MsgHeartbeat') one.leaders.set(message.from, message.term);
  }
  const asked = sent.some(({ type }) => type === 'MsgVote');
  one.quiet = asked || `${[...one.leaders]}` !== before ? 0 : one.quiet + 1;
}

function isVote(message: Message): boolean {
  return message.type === 'MsgVote' || (message.type === 'MsgVoteResp' && !message.reject);
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
