import type { Container, NodeInfo, Pod } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  filterResources,
  type InsufficientResource,
  insufficientResources,
  podRequest,
  scoreLeastAllocated,
} from '#exercise/scheduler/node-resources-fit';
import { batch, copyBack } from '#suite';
import { type Ask, fullest, type Life, score } from './model.ts';
import { container, nodeInfo, pod, sidecar, startingPod } from './objects.ts';

const gi = 2 ** 30;
const mi = 2 ** 20;

describe('What a Pod requests', () => {
  it('a Pod without requests requests nothing', () => {
    for (const who of [{}, { spec: { containers: [] } }, pod(), startingPod([container()])])
      expect(podRequest(who)).toEqual({});
    const limited: Pod = {
      spec: { containers: [{ name: 'c', resources: { limits: { cpu: '1' } } }] },
    };
    expect(podRequest(limited), 'Only limits').toEqual({});
  });

  it('cpu counts in thousandths, everything else in whole units', () => {
    const requests = {
      cpu: '1500m',
      memory: '1Gi',
      'ephemeral-storage': '1G',
      'example.com/gpu': '2',
    };
    expect(podRequest(pod(requests))).toEqual({
      ...{ cpu: 1500, memory: gi, 'ephemeral-storage': 1e9, 'example.com/gpu': 2 },
    });
    expect(podRequest(pod({ cpu: '2' }))).toEqual({ cpu: 2000 });
    expect(podRequest(pod({ cpu: '0.1' }))).toEqual({ cpu: 100 });
  });

  it('the containers of a Pod add up, each resource by itself', () => {
    const who = pod({ cpu: '250m', memory: '64Mi' }, { cpu: '1' }, { memory: '1Gi' });
    expect(podRequest(who)).toEqual({ cpu: 1250, memory: gi + 64 * mi });
  });

  it('a resource that is requested with 0 is named in the answer', () => {
    expect(podRequest(pod({ cpu: '0', memory: '1' }))).toEqual({ cpu: 0, memory: 1 });
  });

  it('amounts are rounded up once, after everything was added', () => {
    expect(podRequest(pod({ cpu: '500u' }, { cpu: '500u' })), 'Half a thousandth twice').toEqual({
      cpu: 1,
    });
    expect(podRequest(pod({ cpu: '100u' })), 'A tenth of a thousandth').toEqual({ cpu: 1 });
    expect(podRequest(pod({ memory: '1500m' })), 'One and a half bytes').toEqual({ memory: 2 });
    expect(podRequest(pod({ memory: '1500m' }, { memory: '1500m' }))).toEqual({ memory: 3 });
  });

  it('ifMissing counts for each container that does not name the resource', () => {
    const defaults = { cpu: '100m', memory: '200Mi' };
    const who = pod({ cpu: '1' }, { memory: '1Gi' }, {});
    expect(podRequest(who, defaults)).toEqual({ cpu: 1200, memory: gi + 400 * mi });
    expect(
      podRequest({ spec: { containers: [{ name: 'c' }] } }, defaults),
      'A container without resources',
    ).toEqual({
      ...{ cpu: 100, memory: 200 * mi },
    });
    expect(podRequest(pod(), defaults), 'A Pod without containers').toEqual({});
  });

  it('a request of 0 is not a missing one', () => {
    expect(podRequest(pod({ cpu: '0' }), { cpu: '100m' })).toEqual({ cpu: 0 });
  });

  it('podRequest does not change the Pod', () => {
    const given = [startingPod([sidecar({ cpu: '1' })], { cpu: '1' }, {}), { cpu: '100m' }];
    expect(copyBack(podRequest, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Init containers and overhead', () => {
  it('an init container counts only where it needs more than the containers together', () => {
    expect(podRequest(startingPod([container({ cpu: '3' })], { cpu: '1' }, { cpu: '1' }))).toEqual({
      cpu: 3000,
    });
    expect(podRequest(startingPod([container({ cpu: '1' })], { cpu: '1' }, { cpu: '1' }))).toEqual({
      cpu: 2000,
    });
  });

  it('the largest is sought for each resource by itself', () => {
    const init = container({ cpu: '3', memory: '1Gi' });
    expect(podRequest(startingPod([init], { cpu: '1', memory: '2Gi' }))).toEqual({
      cpu: 3000,
      memory: 2 * gi,
    });
  });

  it('several init containers do not add up', () => {
    const inits = [container({ cpu: '2' }), container({ cpu: '3' }), container({ cpu: '1' })];
    expect(podRequest(startingPod(inits, { cpu: '1' }))).toEqual({ cpu: 3000 });
  });

  it('an init container may be the only one to request something', () => {
    expect(podRequest(startingPod([container({ 'example.com/gpu': '1' })], {}))).toEqual({
      'example.com/gpu': 1,
    });
    expect(podRequest(startingPod([container({ cpu: '0' })], {})), 'With 0').toEqual({ cpu: 0 });
  });

  it('a sidecar counts with the containers', () => {
    expect(podRequest(startingPod([sidecar({ cpu: '200m' })], { cpu: '1' }))).toEqual({
      cpu: 1200,
    });
    expect(
      podRequest(startingPod([sidecar({ cpu: '3' })], { cpu: '1' })),
      'Not the larger of both',
    ).toEqual({ cpu: 4000 });
  });

  it('an init container runs beside the sidecars before it, not beside those after it', () => {
    const big = container({ cpu: '2' });
    const small = sidecar({ cpu: '500m' });
    expect(podRequest(startingPod([small, big], { cpu: '1' })), 'The sidecar is first').toEqual({
      cpu: 2500,
    });
    expect(podRequest(startingPod([big, small], { cpu: '1' })), 'The sidecar is last').toEqual({
      cpu: 2000,
    });
    const between = [sidecar({ cpu: '100m' }), big, sidecar({ cpu: '1' })];
    expect(podRequest(startingPod(between, { cpu: '1' })), 'Between two').toEqual({ cpu: 2100 });
  });

  it('only restartPolicy Always makes a sidecar', () => {
    const never = { ...container({ cpu: '2' }), restartPolicy: 'OnFailure' } as Container;
    expect(podRequest(startingPod([never], { cpu: '1' }))).toEqual({ cpu: 2000 });
  });

  it('overhead comes on top of whatever is largest', () => {
    const overhead = { cpu: '250m', memory: '120Mi' };
    const withOverhead = (who: Pod): Pod => ({ spec: { ...who.spec!, overhead } });
    expect(podRequest(withOverhead(pod({ cpu: '1' })))).toEqual({ cpu: 1250, memory: 120 * mi });
    const starting = startingPod([container({ cpu: '3' })], { cpu: '1' });
    expect(podRequest(withOverhead(starting)), 'An init container is largest').toEqual({
      cpu: 3250,
      memory: 120 * mi,
    });
    expect(podRequest(withOverhead(pod())), 'Nothing else').toEqual({ cpu: 250, memory: 120 * mi });
  });

  it('ifMissing counts for init containers too, and not for overhead', () => {
    const defaults = { cpu: '100m' };
    const inits = [sidecar(), container()];
    expect(podRequest(startingPod(inits), defaults), 'Sidecar and init container').toEqual({
      cpu: 200,
    });
    const who: Pod = { spec: { containers: [{ name: 'c' }], overhead: { memory: '1Mi' } } };
    expect(podRequest(who, defaults)).toEqual({ cpu: 100, memory: mi });
  });
});

describe('What does not fit', () => {
  const row = (resource: string, requested: number, used: number, capacity: number) => ({
    resource,
    reason: `Insufficient ${resource}`,
    ...{ requested, used, capacity },
  });

  it('what fits is no row, and exactly the rest fits', () => {
    const info = nodeInfo({ cpu: '4', memory: '8Gi' }, pod({ cpu: '3', memory: '4Gi' }));
    expect(insufficientResources(pod({ cpu: '1', memory: '4Gi' }), info)).toEqual([]);
    expect(insufficientResources(pod({ cpu: '1001m' }), info)).toEqual([
      row('cpu', 1001, 3000, 4000),
    ]);
  });

  it('used is what the Pods on the node request together, by the same rules', () => {
    const first: Pod = { spec: { ...pod({ cpu: '1' }).spec!, overhead: { cpu: '250m' } } };
    const second = startingPod([container({ cpu: '2' })], { cpu: '500m' });
    const info = nodeInfo({ cpu: '4' }, first, second);
    expect(insufficientResources(pod({ cpu: '1' }), info)).toEqual([row('cpu', 1000, 3250, 4000)]);
  });

  it('each Pod on the node is rounded by itself', () => {
    const info = nodeInfo({ cpu: '2m' }, pod({ cpu: '100u' }), pod({ cpu: '100u' }));
    expect(insufficientResources(pod({ cpu: '1m' }), info)).toEqual([row('cpu', 1, 2, 2)]);
  });

  it('every resource that is short has its row, in order', () => {
    const asked = { 'ephemeral-storage': '3', memory: '2', cpu: '1m', 'example.com/gpu': '4' };
    const info = nodeInfo({ pods: '0' });
    expect(insufficientResources(pod(asked), info)).toEqual([
      { resource: 'pods', reason: 'Too many pods', requested: 1, used: 0, capacity: 0 },
      row('cpu', 1, 0, 0),
      row('memory', 2, 0, 0),
      row('ephemeral-storage', 3, 0, 0),
      row('example.com/gpu', 4, 0, 0),
    ]);
  });

  it('several other resources come in any order', () => {
    const asked = { 'example.com/gpu': '2', 'hugepages-2Mi': '4Mi', 'example.com/fpga': '1' };
    const rows = insufficientResources(pod(asked), nodeInfo({ 'example.com/gpu': '1' }));
    expect(sorted(rows)).toEqual([
      row('example.com/fpga', 1, 0, 0),
      row('example.com/gpu', 2, 0, 1),
      row('hugepages-2Mi', 4 * mi, 0, 0),
    ]);
  });

  it('a resource that the node does not list is not there', () => {
    expect(insufficientResources(pod({ 'example.com/gpu': '1' }), nodeInfo({ cpu: '4' }))).toEqual([
      row('example.com/gpu', 1, 0, 0),
    ]);
  });

  it('allocatable decides, not capacity, and never the limits', () => {
    const info = nodeInfo({ cpu: '1' });
    const roomy: NodeInfo = {
      ...info,
      node: { status: { ...info.node.status, capacity: { cpu: '8' } } },
    };
    expect(insufficientResources(pod({ cpu: '2' }), roomy)).toEqual([row('cpu', 2000, 0, 1000)]);
    const limited: Pod = {
      spec: { containers: [{ name: 'c', resources: { limits: { cpu: '64' } } }] },
    };
    expect(insufficientResources(limited, info)).toEqual([]);
  });

  it('what the Pod does not request is not looked at, however full the node is', () => {
    const full = nodeInfo({ cpu: '1', memory: '1Gi' }, pod({ cpu: '2', memory: '4Gi' }));
    expect(insufficientResources(pod(), full)).toEqual([]);
    expect(insufficientResources(pod({ cpu: '0' }), full), 'A request of 0').toEqual([]);
    expect(insufficientResources(pod({ memory: '1' }), full)).toEqual([
      row('memory', 1, 4 * gi, gi),
    ]);
  });

  it('a Pod takes a place, also one without requests', () => {
    const tooMany = (used: number, capacity: number) => [
      { resource: 'pods', reason: 'Too many pods', requested: 1, used, capacity },
    ];
    expect(insufficientResources(pod(), nodeInfo({ pods: '2' }, pod(), pod()))).toEqual(
      tooMany(2, 2),
    );
    expect(insufficientResources(pod(), nodeInfo({ pods: '2' }, pod())), 'The last place').toEqual(
      [],
    );
    expect(insufficientResources({}, { node: {}, pods: [] }), 'A node that lists nothing').toEqual(
      tooMany(0, 0),
    );
  });

  it('nothing is changed', () => {
    const given = [pod({ cpu: '2' }), nodeInfo({ cpu: '1' }, pod({ cpu: '1' }))];
    expect(copyBack(insufficientResources, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Filter', () => {
  it('a Pod that fits gets Success without reasons', () => {
    expect(filterResources(pod({ cpu: '1' }), nodeInfo({ cpu: '1' }))).toEqual({
      code: 'Success',
      reasons: [],
    });
  });

  it('a Pod that does not gets Unschedulable: evicting others would help', () => {
    expect(filterResources(pod({ cpu: '2' }), nodeInfo({ cpu: '1' }))).toEqual({
      code: 'Unschedulable',
      reasons: ['Insufficient cpu'],
    });
  });

  it('every reason is given, in order', () => {
    const info = nodeInfo({ pods: '1', cpu: '1' }, pod({ cpu: '1' }));
    expect(filterResources(pod({ memory: '1Gi', cpu: '1m' }), info)).toEqual({
      code: 'Unschedulable',
      reasons: ['Too many pods', 'Insufficient cpu', 'Insufficient memory'],
    });
  });

  it('usage defaults of the score have no place here', () => {
    expect(filterResources(pod({}, {}), nodeInfo({ cpu: '1m', memory: '1Mi' })).code).toBe(
      'Success',
    );
  });
});

describe('Score', () => {
  const thirty = pod({ cpu: '1', memory: '2000' }, { cpu: '2', memory: '3000' });

  it('an empty node and a Pod without containers give 100', () => {
    expect(scoreLeastAllocated(pod(), [nodeInfo({ cpu: '4', memory: '10000' })])).toEqual([100]);
  });

  it('the share that would be left decides, rounded down at each step', () => {
    const small = nodeInfo({ cpu: '4', memory: '10000' });
    const large = nodeInfo({ cpu: '6', memory: '10000' });
    expect(scoreLeastAllocated(thirty, [small, large]), '25 and 50; 50 and 50').toEqual([37, 50]);
    expect(
      scoreLeastAllocated(thirty, [large, small]),
      'The same nodes the other way round',
    ).toEqual([50, 37]);
    const odd = nodeInfo({ cpu: '3', memory: '3' });
    expect(scoreLeastAllocated(pod({ cpu: '1', memory: '2' }), [odd]), '66 and 33').toEqual([49]);
  });

  it('Pods on the node count', () => {
    const there = pod({ cpu: '3', memory: '5000' });
    const nodes = [
      nodeInfo({ cpu: '10', memory: '20000' }, pod({ cpu: '3', memory: '0' })),
      nodeInfo({ cpu: '10', memory: '50000' }, there),
    ];
    expect(scoreLeastAllocated(thirty, nodes), '40 and 75; 40 and 80').toEqual([57, 60]);
  });

  it('the share is reckoned in whole numbers: of 1000 with 900 requested 10 is left', () => {
    const node = nodeInfo({ cpu: '1' });
    expect(scoreLeastAllocated(pod({ cpu: '900m' }), [node], { cpu: 1 })).toEqual([10]);
    expect(scoreLeastAllocated(pod({ cpu: '430m' }), [node], { cpu: 1 })).toEqual([57]);
  });

  it('weights weigh', () => {
    const nodes = [nodeInfo({ cpu: '4', memory: '10000' })];
    expect(scoreLeastAllocated(thirty, nodes, { memory: 2, cpu: 1 })).toEqual([41]);
    expect(scoreLeastAllocated(thirty, nodes, { cpu: 1 }), 'cpu alone').toEqual([25]);
  });

  it('a resource that would be over its limit scores 0, never less', () => {
    const nodes = [
      nodeInfo({ cpu: '4', memory: '10000' }, pod({ cpu: '3', memory: '0' })),
      nodeInfo({ cpu: '4', memory: '10000' }, pod({ cpu: '3', memory: '5000' })),
    ];
    expect(
      scoreLeastAllocated(pod({ cpu: '3', memory: '0' }), nodes),
      '0 and 100; 0 and 50',
    ).toEqual([50, 25]);
  });

  it('a container that says nothing counts with 100m and 200Mi, on both sides', () => {
    const silent = pod({});
    const node = (...pods: Pod[]) => nodeInfo({ cpu: '1', memory: '2000Mi' }, ...pods);
    expect(scoreLeastAllocated(silent, [node()]), 'The new Pod').toEqual([90]);
    expect(scoreLeastAllocated(silent, [node(silent, pod({}, {}))]), 'Three on the node').toEqual([
      60,
    ]);
    expect(scoreLeastAllocated(pod({ cpu: '0', memory: '0' }), [node()]), 'Requests of 0').toEqual([
      100,
    ]);
    expect(scoreLeastAllocated(pod({ cpu: '500m' }), [node()]), 'Only memory is missing').toEqual([
      70,
    ]);
  });

  it('a resource of which the node has nothing is left out', () => {
    expect(scoreLeastAllocated(thirty, [nodeInfo({ memory: '10000' })]), 'Memory alone').toEqual([
      50,
    ]);
    expect(scoreLeastAllocated(thirty, [nodeInfo({})]), 'Nothing at all').toEqual([0]);
    expect(scoreLeastAllocated(thirty, [{ node: {}, pods: [] }])).toEqual([0]);
  });

  it('another resource counts only for a Pod that requests it', () => {
    const weights = { cpu: 1, memory: 1, 'example.com/gpu': 1 };
    const node = (gpus: string) => nodeInfo({ cpu: '6', memory: '10000', 'example.com/gpu': gpus });
    expect(
      scoreLeastAllocated(thirty, [node('4'), node('10')], weights),
      'No GPU requested',
    ).toEqual([50, 50]);
    const zero = pod({ cpu: '3', memory: '5000', 'example.com/gpu': '0' });
    expect(scoreLeastAllocated(zero, [node('4')], weights), '0 GPUs requested').toEqual([50]);
    const two = pod({ cpu: '3', memory: '5000', 'example.com/gpu': '2' });
    expect(scoreLeastAllocated(two, [node('4'), node('10')], weights), '50; 80').toEqual([50, 60]);
  });

  it('ephemeral-storage counts like cpu and memory where it has a weight', () => {
    const node = nodeInfo(
      { cpu: '4', 'ephemeral-storage': '100' },
      pod({ cpu: '0', 'ephemeral-storage': '40' }),
    );
    expect(scoreLeastAllocated(pod({ cpu: '0' }), [node], { 'ephemeral-storage': 1 })).toEqual([
      60,
    ]);
  });

  it('no nodes, no scores; and nothing is changed', () => {
    expect(scoreLeastAllocated(thirty, [])).toEqual([]);
    const given = [thirty, [nodeInfo({ cpu: '4' }, pod({}))], { cpu: 2 }];
    expect(copyBack(scoreLeastAllocated, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Any Pods', () => {
  const ask: fc.Arbitrary<Ask> = fc.record(
    { cpu: fc.integer({ min: 0, max: 900 }), memory: fc.integer({ min: 0, max: 900 }) },
    { requiredKeys: [] },
  );
  const init = fc.tuple(ask, fc.boolean()).map(([own, stays]) => ({ ...own, stays }));
  const life: fc.Arbitrary<Life> = fc.record({
    inits: fc.array(init, { maxLength: 4 }),
    mains: fc.array(ask, { maxLength: 3 }),
    overhead: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: ask }),
  });
  const node = fc.record({
    lives: fc.array(life, { maxLength: 2 }),
    cpu: fc.integer({ min: 0, max: 4000 }),
    memory: fc.integer({ min: 0, max: 4000 }),
  });
  const cases = fc.array(fc.tuple(life, fc.array(node, { minLength: 1, maxLength: 3 })), {
    ...{ minLength: 8, maxLength: 16 },
  });

  const list = ({ cpu, memory }: Ask) => ({
    ...(cpu !== undefined && { cpu: `${cpu}m` }),
    ...(memory !== undefined && { memory: `${memory}` }),
  });
  const podOf = ({ inits, mains, overhead }: Life): Pod => ({
    spec: {
      initContainers: inits.map((own) => (own.stays ? sidecar : container)(list(own))),
      containers: mains.map((own) => container(list(own))),
      overhead: list(overhead),
    },
  });
  const infoOf = ({ lives, cpu, memory }: { lives: Life[]; cpu: number; memory: number }) =>
    nodeInfo({ cpu: `${cpu}m`, memory: `${memory}` }, ...lives.map(podOf));
  const total = (lives: readonly Life[], resource: 'cpu' | 'memory', ifMissing = 0) =>
    lives.reduce((sum, one) => sum + fullest(one, resource, ifMissing), 0);

  it('random Pods are short of what they would exceed at their fullest moment', () => {
    const property = fc.property(cases, (given) => {
      const pairs = given.flatMap(([one, nodes]) => nodes.map((on) => ({ one, on })));
      const answers = batch(
        insufficientResources,
        pairs.map(({ one, on }) => [podOf(one), infoOf(on)]),
      );
      for (const [i, { one, on }] of pairs.entries()) {
        const short = (['cpu', 'memory'] as const)
          .map((resource) => ({
            resource,
            reason: `Insufficient ${resource}`,
            requested: fullest(one, resource),
            used: total(on.lives, resource),
            capacity: on[resource],
          }))
          .filter((row) => row.requested > 0 && row.requested + row.used > row.capacity);
        expect(answers[i], told(one, on)).toEqual({ value: short });
      }
    });
    fc.assert(property, { numRuns: 6 });
  });

  it('random nodes score by what would be left', () => {
    const property = fc.property(cases, (given) => {
      const answers = batch(
        scoreLeastAllocated,
        given.map(([one, nodes]) => [podOf(one), nodes.map(infoOf)]),
      );
      for (const [i, [one, nodes]] of given.entries()) {
        const scores = nodes.map((on) => {
          const requested = (resource: 'cpu' | 'memory', ifMissing: number) =>
            total([one, ...on.lives], resource, ifMissing);
          return score({ cpu: requested('cpu', 100), memory: requested('memory', 200 * mi) }, on);
        });
        expect(answers[i], told(one, nodes)).toEqual({ value: scores });
      }
    });
    fc.assert(property, { numRuns: 6 });
  });

  function told(one: Life, on: unknown): string {
    return `A Pod of ${JSON.stringify(one)} on ${JSON.stringify(on)}, cpu in thousandths, memory in bytes`;
  }
});

function sorted(rows: readonly InsufficientResource[]): InsufficientResource[] {
  return [...rows].sort((a, b) => (a.resource < b.resource ? -1 : 1));
}
