import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { Cluster, type ClusterNode, lockstep, type NodeCall, performInPlace } from './cluster.ts';
import { calm, disturb } from './faults.ts';
import type { Message } from './message.ts';

/** Sends a heartbeat to its neighbor at each tick, answers each that it gets, and counts on its disk. */
class Neighbor implements ClusterNode {
  heard = 0;
  constructor(
    readonly id: number,
    readonly size: number,
    readonly ticks = { count: 0 },
  ) {}
  tick(): Message[] {
    this.ticks.count += 1;
    const to = (this.id % this.size) + 1;
    return [{ type: 'MsgHeartbeat', from: this.id, to, term: this.ticks.count, commit: 0 }];
  }
  step({ type, from, term }: Message): Message[] {
    this.heard += 1;
    if (type !== 'MsgHeartbeat') return [];
    return [{ type: 'MsgHeartbeatResp', from: this.id, to: from, term }];
  }
}

function ring(size: number, seed = 1): Cluster<Neighbor> {
  const ids = Array.from({ length: size }, (_, i) => i + 1);
  return new Cluster(
    ids,
    seededRandom(seed),
    (id, before?: Neighbor) => new Neighbor(id, size, before?.ticks),
  );
}

describe('a cluster', () => {
  it('gives each node what arrives, then its tick, and sends what comes of it', () => {
    const cluster = ring(2);
    expect(cluster.due().map(({ id, method }) => [id, method])).toEqual([
      [1, 'tick'],
      [2, 'tick'],
    ]);
    cluster.took([cluster.node(1).tick(), []]);
    expect(cluster.due().map(({ id, method }) => [id, method])).toEqual([
      [1, 'tick'],
      [2, 'step'],
      [2, 'tick'],
    ]);
  });

  it('what arrives at a stopped node is lost; started again it has its disk and not its memory', () => {
    const cluster = ring(2);
    for (let i = 0; i < 3; i += 1) cluster.tick();
    expect(cluster.node(2)).toMatchObject({ heard: 3, ticks: { count: 3 } });
    cluster.stop(2);
    cluster.stop(2);
    expect([cluster.running, cluster.stopped]).toEqual([[1], [2]]);
    cluster.tick();
    cluster.start(2);
    cluster.start(2);
    expect(cluster.node(2)).toMatchObject({ heard: 0, ticks: { count: 3 } });
    expect(cluster.trace.sentences().at(-2)).toBe(
      'Tick 4: node 1 sends node 2 its heartbeat as leader of term 4.',
    );
    expect(cluster.trace.sentences()).toContain(
      'Tick 4: the heartbeat of node 1 in term 3 does not reach node 2: the node does not run.',
    );
  });

  it('knows its nodes by their ids', () => {
    expect(() => ring(3).node(4)).toThrow('this cluster has no node 4, only 1, 2, 3');
  });
});

describe('clusters in lockstep', () => {
  it('go on as each would by itself, with one crossing a tick for all of them', () => {
    const alone = [ring(3, 1), ring(4, 2)];
    for (const cluster of alone) for (let i = 0; i < 20; i += 1) cluster.tick();
    const together = [ring(3, 1), ring(4, 2)];
    let crossings = 0;
    const perform = (calls: readonly NodeCall<Neighbor>[]) => {
      crossings += 1;
      return performInPlace(calls);
    };
    lockstep(together, 20, { perform });
    expect(crossings).toBe(20);
    expect(together.map(({ trace }) => trace.sentences())).toEqual(
      alone.map(({ trace }) => trace.sentences()),
    );
  });

  it('tell before each tick whose it is, and afterwards what the nodes were called with and gave', () => {
    const told: string[] = [];
    lockstep([ring(2), ring(3)], 2, {
      before: (cluster, number) => told.push(`${number} before tick ${cluster.trace.tick + 1}`),
      after: (_, number, calls, gave) =>
        told.push(`${number}: ${calls.map(({ method }) => method)}: ${gave.flat().length} sent`),
    });
    expect(told).toEqual([
      ...[
        '0 before tick 1',
        '1 before tick 1',
        '0: tick,tick: 2 sent',
        '1: tick,tick,tick: 3 sent',
      ],
      ...['0 before tick 2', '1 before tick 2'],
      ...['0: step,tick,step,tick: 4 sent', '1: step,tick,step,tick,step,tick: 6 sent'],
    ]);
  });
});

describe('faults', () => {
  const often = { stop: 0.2, start: 0.2, part: 0.2, mend: 0.2 };

  it('of all kinds come, the same for the same seed', () => {
    const run = (seed: number) => {
      const cluster = ring(3);
      const random = seededRandom(seed);
      lockstep([cluster], 40, { before: () => disturb(cluster, random, often) });
      return cluster.trace;
    };
    const kinds = new Set(run(1).events.map(({ what }) => what));
    for (const kind of ['stopped', 'started', 'parted', 'whole', 'lost'] as const)
      expect(kinds).toContain(kind);
    expect(run(1).sentences()).toEqual(run(1).sentences());
    expect(run(1).sentences()).not.toEqual(run(2).sentences());
  });

  it('end when it is calm: all run, all links work', () => {
    const cluster = ring(3);
    cluster.network.weather = { loss: 1, duplication: 1, delay: [2, 3] };
    cluster.network.part([1], [2, 3]);
    cluster.stop(2);
    calm(cluster);
    expect(cluster.running).toEqual([1, 2, 3]);
    cluster.tick();
    cluster.tick();
    expect(cluster.ids.map((id) => cluster.node(id).heard)).toEqual([1, 1, 1]);
  });
});
