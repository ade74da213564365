import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import type { Message } from './message.ts';
import { fairWeather, Network } from './network.ts';
import { Trace } from './trace.ts';

const vote = (from: number, to: number, term = 1): Message => ({
  type: 'MsgVote',
  from,
  to,
  term,
  index: 0,
  logTerm: 0,
});

describe('the network of a cluster', () => {
  let trace: Trace;
  let network: Network;
  beforeEach(() => {
    trace = new Trace();
    network = new Network(seededRandom(1), trace);
  });

  const arrivingAt = (tick: number) => {
    trace.tick = tick;
    return network.arrivals();
  };

  it('in fair weather everything arrives once, at the next tick, in the order of sending', () => {
    network.send(vote(1, 2));
    network.send(vote(1, 3));
    expect(arrivingAt(0)).toEqual([]);
    expect(arrivingAt(1)).toEqual([vote(1, 2), vote(1, 3)]);
    expect(arrivingAt(2)).toEqual([]);
  });

  it('loses, doubles and delays as often as the weather says', () => {
    network.weather = { loss: 0.2, duplication: 0.1, delay: [1, 4] };
    for (let term = 1; term <= 900; term += 1) network.send(vote(1, 2, term));
    const { flights } = network;
    expect(flights.length).toBeGreaterThan(900 * 0.8 * 1.1 - 40);
    expect(flights.length).toBeLessThan(900 * 0.8 * 1.1 + 40);
    expect(new Set(flights.map(({ arrivesAt }) => arrivesAt))).toEqual(new Set([1, 2, 3, 4]));
    const terms = [1, 2, 3, 4].flatMap(arrivingAt).map(({ term }) => term);
    expect(terms, 'messages overtake each other').not.toEqual(terms.toSorted((a, b) => a - b));
  });

  it('gives the same run for the same seed', () => {
    const run = (seed: number) => {
      const network = new Network(seededRandom(seed), new Trace());
      network.weather = { loss: 0.3, duplication: 0.3, delay: [1, 9] };
      for (let term = 1; term <= 50; term += 1) network.send(vote(1, 2, term));
      return network.flights;
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it('a cut link lets nothing arrive, either way, until it is mended', () => {
    network.cut(2, 1);
    expect(network.isCut(1, 2)).toBe(true);
    network.send(vote(1, 2));
    network.send(vote(2, 1));
    network.send(vote(1, 3));
    expect(arrivingAt(1)).toEqual([vote(1, 3)]);
    network.send(vote(1, 2));
    network.mend(1, 2);
    expect(arrivingAt(2)).toEqual([vote(1, 2)]);
  });

  it('parted groups keep to themselves, and a new parting replaces the old one', () => {
    network.part([1, 2], [3]);
    expect([network.isCut(1, 2), network.isCut(1, 3), network.isCut(2, 3)]).toEqual([
      false,
      true,
      true,
    ]);
    network.part([1], [2, 3]);
    expect(network.isCut(2, 3)).toBe(false);
    network.mendAll();
    expect(network.isCut(1, 3)).toBe(false);
  });

  it('a single message can be delayed or lost', () => {
    network.send(vote(1, 2));
    network.send(vote(1, 3));
    network.delay(network.flights[0]!.id, 2);
    network.lose(network.flights[1]!.id);
    expect([arrivingAt(1), arrivingAt(2)]).toEqual([[], []]);
    expect(arrivingAt(3)).toEqual([vote(1, 2)]);
  });

  it('a flood ends at its capacity', () => {
    for (let i = 0; i < 1500; i += 1) network.send(vote(1, 2));
    expect(network.flights).toHaveLength(1000);
    expect(fairWeather.loss).toBe(0);
  });
});
