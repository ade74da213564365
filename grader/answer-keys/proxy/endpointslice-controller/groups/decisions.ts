import type { Container, ServicePort } from 'course/kit';
import { describe, expect, it } from 'vitest';
import {
  endpointOf,
  endpointPorts,
  isListed,
  sliceLabels,
} from '#exercise/proxy/endpointslice-controller';
import { node, pod, web, webLabels } from '../objects.ts';
import { each } from './asked.ts';

/** Which Pods, The endpoint, Ports, Labels. */
export function testDecisions(): void {
  describe('Which Pods', () => {
    const listed = (...pods: Parameters<typeof isListed>[0][]) =>
      each(
        isListed,
        pods.map((one) => [one]),
      );

    it('those that have ended are not listed, all others are (rule 1)', () => {
      const phases = ['Succeeded', 'Failed', 'Running', 'Pending', 'Unknown'];
      const received = listed(...phases.map((phase) => pod('a', { phase })));
      expect(received, `rule 1: ${phases.join(', ')}`).toEqual([false, false, true, true, true]);
    });

    it('one without an address is not listed (rule 1)', () => {
      const { status: _, ...bare } = pod('a');
      const pods = [pod('a', { ips: [] }), { ...bare, status: { podIP: '10.1.0.1' } }, bare];
      expect(listed(...pods), 'rule 1: status.podIPs counts').toEqual([false, false, false]);
    });

    it('one that is not ready, or is being deleted, is listed (rule 1)', () => {
      const pods = [pod('a', { ready: 'False' }), pod('a', { leaving: true })];
      expect(listed(...pods), 'rule 1: its conditions will tell').toEqual([true, true]);
    });
  });

  describe('The endpoint', () => {
    it('tells the address, the Pod, the node and the zone (rules 2, 3, 5)', () => {
      const zone = { 'topology.kubernetes.io/zone': 'z1' };
      expect(endpointOf(pod('a'), web(), 'IPv4', node('n1', zone)), 'rules 2, 3, 5').toEqual({
        addresses: ['10.1.0.1'],
        conditions: { ready: true, serving: true, terminating: false },
        targetRef: { kind: 'Pod', namespace: 'default', name: 'a', uid: 'u-a' },
        nodeName: 'n1',
        zone: 'z1',
      });
    });

    it('has the addresses of one family, in their order (rule 2)', () => {
      const one = pod('a', { ips: ['10.1.0.1', 'fd00::1', '10.1.0.2'] });
      one.status!.podIPs!.push({});
      const received = each(endpointOf, [
        [one, web(), 'IPv4'],
        [one, web(), 'IPv6'],
        [pod('a'), web(), 'IPv6'],
      ]).map(({ addresses }) => addresses);
      expect(received, 'rule 2: of IPv4, of IPv6, and of a Pod without IPv6').toEqual([
        ...[['10.1.0.1', '10.1.0.2'], ['fd00::1'], []],
      ]);
    });

    const conditions = (...wishes: Parameters<typeof pod>[1][]) => {
      const received = each(
        endpointOf,
        wishes.map((wish) => [pod('a', wish), web(), 'IPv4']),
      );
      return received.map((one) => one.conditions);
    };

    it('serves when the Pod is ready, and only then (rule 3)', () => {
      const not = { ready: false, serving: false, terminating: false };
      const wishes = ['False', 'Unknown', undefined].map((ready) => ({ ready }));
      expect(conditions(...wishes), 'rule 3: False, Unknown, no such condition').toEqual([
        ...[not, not, not],
      ]);
    });

    it('no other condition counts as ready (rule 3)', () => {
      const one = pod('a');
      one.status!.conditions = [
        { type: 'Initialized', status: 'True' },
        { type: 'Ready', status: 'False' },
      ];
      expect(endpointOf(one, web(), 'IPv4').conditions?.serving, 'rule 3').toBe(false);
    });

    it('a Pod that is being deleted may serve, but is not ready (rule 3)', () => {
      const received = conditions({ leaving: true }, { leaving: true, ready: 'False' });
      expect(received, 'rule 3').toEqual([
        { ready: false, serving: true, terminating: true },
        { ready: false, serving: false, terminating: true },
      ]);
    });

    it('with publishNotReadyAddresses all are ready, and the rest is told as it is (rule 4)', () => {
      const service = web({ publishNotReadyAddresses: true });
      const received = each(endpointOf, [
        [pod('a', { ready: 'False' }), service, 'IPv4'],
        [pod('a', { leaving: true }), service, 'IPv4'],
        [pod('a', { ready: 'False' }), web({ publishNotReadyAddresses: false }), 'IPv4'],
      ]).map((one) => one.conditions);
      expect(
        received,
        'rule 4: not ready; being deleted; not ready, but the field is false',
      ).toEqual([
        { ready: true, serving: false, terminating: false },
        { ready: true, serving: true, terminating: true },
        { ready: false, serving: false, terminating: false },
      ]);
    });

    it('leaves out the node and the zone that there are not (rule 5)', () => {
      const received = each(endpointOf, [
        [pod('a', { spec: { nodeName: '' } }), web(), 'IPv4'],
        [pod('a'), web(), 'IPv4', node('n1')],
        [pod('a'), web(), 'IPv4', node('n1', { 'topology.kubernetes.io/zone': '' })],
        [pod('a'), web(), 'IPv4', { metadata: { name: 'n1' } }],
        [pod('a'), web(), 'IPv4', {}],
      ]).map((one) => [
        one.nodeName ?? 'none',
        one.zone ?? 'none',
        'zone' in one,
        'hostname' in one,
      ]);
      expect(received, 'rules 5, 6: node, zone, is there a zone, is there a hostname').toEqual([
        ['none', 'none', false, false],
        ...Array.from({ length: 4 }, () => ['n1', 'none', false, false]),
      ]);
    });

    it('works for a Pod of which hardly anything is known (rules 2, 3, 5)', () => {
      const { metadata } = pod('a');
      const { addresses, conditions } = endpointOf(
        { metadata },
        { metadata: web().metadata },
        'IPv4',
      );
      expect([addresses, conditions], 'any part may be missing').toEqual([
        ...[[], { ready: false, serving: false, terminating: false }],
      ]);
    });

    it('has the hostname of a Pod whose subdomain is the Service (rule 6)', () => {
      const specs = [
        { hostname: 'h', subdomain: 'web' },
        { hostname: 'h', subdomain: 'other' },
        { hostname: 'h' },
        { hostname: '', subdomain: 'web' },
      ];
      const received = each(
        endpointOf,
        specs.map((spec) => [pod('a', { spec }), web(), 'IPv4']),
      ).map((one) => ('hostname' in one ? one.hostname : 'none'));
      expect(received, `rule 6: ${JSON.stringify(specs)}`).toEqual(['h', 'none', 'none', 'none']);
    });
  });

  describe('Ports', () => {
    const ports = (list: ServicePort[], containers: Container[] = [], init: Container[] = []) =>
      endpointPorts(web({ ports: list }), pod('a', { spec: { containers, initContainers: init } }));
    const http = (containerPort: number, protocol?: string) => ({
      name: 'http',
      containerPort,
      ...(protocol && { protocol }),
    });

    it('a number is the port, no target is the own port (rule 7)', () => {
      const received = ports([
        { name: 'x', port: 80, targetPort: 8080 },
        { name: 'y', port: 81, protocol: 'UDP' },
      ]);
      expect(received, 'rule 7').toEqual([
        { name: 'x', port: 8080, protocol: 'TCP' },
        { name: 'y', port: 81, protocol: 'UDP' },
      ]);
    });

    it('appProtocol goes along, if there is one, and an absent name is empty (rule 7)', () => {
      const received = ports([{ port: 80, appProtocol: 'h2' }, { port: 81 }]);
      expect(received, 'rule 7').toEqual([
        { name: '', port: 80, protocol: 'TCP', appProtocol: 'h2' },
        { name: '', port: 81, protocol: 'TCP' },
      ]);
      expect('appProtocol' in received[1]!, 'rule 7: if there is one').toBe(false);
    });

    it('a text is the name of a port of a container (rule 8)', () => {
      const containers = [
        { name: 'c' },
        { name: 'd', ports: [{ containerPort: 1 }, { name: 'x', containerPort: 2 }, http(8080)] },
      ];
      expect(ports([{ port: 80, targetPort: 'http' }], containers), 'rule 8').toEqual([
        { name: '', port: 8080, protocol: 'TCP' },
      ]);
    });

    it('only with the same protocol, and absent is TCP (rule 8)', () => {
      const containers = [{ name: 'c', ports: [http(53, 'UDP'), http(54), http(55, 'TCP')] }];
      const received = ports(
        [
          { port: 80, targetPort: 'http' },
          { port: 81, targetPort: 'http', protocol: 'UDP' },
          { port: 82, targetPort: 'http', protocol: 'TCP' },
        ],
        containers,
      );
      expect(
        received.map(({ port }) => port),
        'rule 8: TCP, UDP, TCP',
      ).toEqual([54, 53, 54]);
    });

    it('containers come first, then those init containers that stay (rule 8)', () => {
      const once = { name: 'once', ports: [http(1)] };
      const stays = { name: 'stays', restartPolicy: 'Always', ports: [http(2)] };
      const target: ServicePort[] = [{ port: 80, targetPort: 'http' }];
      const received = [
        ports(target, [{ name: 'c', ports: [http(3)] }], [once, stays]),
        ports(target, [{ name: 'c' }], [once, stays]),
        ports(target, [], [once]),
      ].map(([first]) => first?.port);
      expect(received, 'rules 8, 9: a container, a sidecar, an init container that ends').toEqual([
        ...[3, 2, undefined],
      ]);
    });

    it('a Pod without such a port has the others (rule 9)', () => {
      const received = ports([
        { name: 'x', port: 80, targetPort: 'http' },
        { name: 'y', port: 81 },
      ]);
      expect(received, 'rule 9').toEqual([{ name: 'y', port: 81, protocol: 'TCP' }]);
    });

    it('without ports, or without a Pod that tells any, there are none (rule 9)', () => {
      const { metadata } = pod('a');
      const received = each(endpointPorts, [
        [web({ ports: [] }), pod('a')],
        [{ metadata: web().metadata }, pod('a')],
        [web(), { metadata }],
      ]);
      expect(received, 'rule 9: no ports, no spec, a Pod without spec').toEqual([[], [], []]);
    });
  });

  describe('Labels', () => {
    const headless = { 'service.kubernetes.io/headless': '' };

    it('those of the Service, and whose the slice is (rule 10)', () => {
      expect(sliceLabels(web({}, { labels: { team: 'a' } })), 'rule 10').toEqual({
        ...{ ...webLabels, team: 'a' },
      });
    });

    it('without a cluster IP the Service is headless (rule 10)', () => {
      const received = each(
        sliceLabels,
        ['10.0.0.1', 'None', ''].map((clusterIP) => [web({ clusterIP })]),
      );
      const bare = sliceLabels({ metadata: web().metadata });
      expect([...received, bare], "rule 10: an IP, 'None', '', no spec").toEqual([
        webLabels,
        ...Array.from({ length: 3 }, () => ({ ...webLabels, ...headless })),
      ]);
    });

    it("a Service's own labels cannot say otherwise (rule 10)", () => {
      const labels = {
        'kubernetes.io/service-name': 'x',
        'endpointslice.kubernetes.io/managed-by': 'x',
        'service.kubernetes.io/headless': 'x',
      };
      const received = each(sliceLabels, [
        [web({}, { labels })],
        [web({ clusterIP: 'None' }, { labels })],
      ]);
      expect(received, 'rule 10: the three keys').toEqual([
        webLabels,
        { ...webLabels, ...headless },
      ]);
    });
  });
}
