import type { EndpointSlice, Pod } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { node, on8080, pod, slice, web } from './objects.ts';
import { EndpointSliceController, endpointOf, endpointPorts, sliceLabels } from './reference.ts';
import * as upstream from './upstream-cases.ts';
import { World } from './world.ts';

function titled([file, test, about]: upstream.Origin): string {
  return `${file} ${test}: ${about}`;
}

describe('the reference agrees with the tests of Kubernetes', () => {
  for (const {
    origin,
    pod: wish,
    publish = false,
    node: labels,
    conditions,
    ...more
  } of upstream.endpointCases)
    it(titled(origin), () => {
      const service = web({ publishNotReadyAddresses: publish });
      const received = endpointOf(pod('a', wish), service, 'IPv4', labels && node('n1', labels));
      const [ready, serving, terminating] = conditions;
      expect(received).toEqual({
        addresses: ['10.1.0.1'],
        ...more,
        conditions: { ready, serving, terminating },
        nodeName: 'n1',
        targetRef: { kind: 'Pod', namespace: 'default', name: 'a', uid: 'u-a' },
      });
    });

  for (const { origin, ports, container, expected } of upstream.portCases)
    it(titled(origin), () => {
      const spec = { containers: [{ name: 'c', ports: [...container] }] };
      expect(endpointPorts(web({ ports }), pod('a', { spec }))).toEqual(expected);
    });

  it('utils_test.go TestGetEndpointPorts: headless, no ports', () => {
    expect(endpointPorts(web({ ports: [], clusterIP: 'None' }), pod('a'))).toEqual([]);
  });

  for (const { origin, labels, clusterIP = '1.1.1.1', expected } of upstream.labelCases)
    it(titled(origin), () => {
      const service = web({ clusterIP }, labels && { labels });
      expect(sliceLabels(service)).toEqual({ ...upstream.always, ...expected });
    });

  for (const { origin, spec, expected } of upstream.familyCases)
    it(titled(origin), () => {
      const world = new World(EndpointSliceController, { services: [web(spec)] });
      world.sync();
      const families = world.slices().map(({ addressType }) => addressType);
      expect(families.sort()).toEqual(expected);
    });

  for (const { origin, max = 100, writes, sizes, ...scene } of upstream.packingCases)
    it(titled(origin), () => {
      const services = [web({}, { labels: labelsOf(scene.change) })];
      const world = new World(EndpointSliceController, {
        ...{ services, pods: podsOf(scene), slices: slicesOf(scene), max },
      });
      const verbs = world.sync().map((line) => line.split(' ')[0] ?? '');
      const count = (verb: string) => verbs.filter((each) => each === verb).length;
      expect([count('create'), count('update'), count('delete'), count('throws')]).toEqual([
        ...[writes.create ?? 0, writes.update ?? 0, writes.delete ?? 0, 0],
      ]);
      const lengths = world.slices().map(({ endpoints }) => endpoints.length);
      expect(lengths.sort((a, b) => a - b)).toEqual(sizes);
    });
});

type Scene = Pick<(typeof upstream.packingCases)[number], 'pods' | 'slices' | 'change'>;

function labelsOf(change: Scene['change']) {
  if (change === 'labels') return { foo: 'bar' };
  if (change === 'reserved labels') return { 'kubernetes.io/service-name': 'bad' };
  return {};
}

function numbers({ from, to, every = 1 }: upstream.Range): number[] {
  return Array.from({ length: Math.ceil((to - from) / every) }, (_, i) => from + i * every);
}

/** Pods as they are now. */
function podsOf({ pods, change }: Scene): Pod[] {
  return pods.flatMap(numbers).map((i) =>
    pod(`p${i}`, {
      ...(change === 'port' && { port: 9090 }),
      ...(change === 'five ports' && { port: 8080 + (i % 5) }),
      ready: change === 'every tenth not ready' && i % 10 === 0 && i < 200 ? 'False' : 'True',
    }),
  );
}

/** Slices that list Pods as they were. */
function slicesOf({ slices = [], change }: Scene): EndpointSlice[] {
  return slices.map((range, i) => {
    const listed = numbers(range).map((n) => endpointOf(pod(`p${n}`), web(), 'IPv4'));
    return slice(`s${i}`, listed, {
      ...(change === 'owner' && { owner: 'different' }),
      ...(change === 'family' && { family: 'IP' }),
      ports: on8080,
    });
  });
}
