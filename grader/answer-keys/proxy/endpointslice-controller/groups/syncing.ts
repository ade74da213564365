import { ApiError } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { EndpointSliceController } from '#exercise/proxy/endpointslice-controller';
import { node, on9090, pod, slice, web, webLabels } from '../objects.ts';
import { type Beginning, World } from '../world.ts';

const refusal = (code: number) => new ApiError({ code, reason: 'Refused', message: 'no' });
const world = (beginning: Beginning = {}) =>
  new World(EndpointSliceController, { services: [web()], ...beginning });

/** Looking, Writing, Waking up. */
export function testSyncing(): void {
  describe('Looking', () => {
    it('lists the Pods that the Service selects, in its namespace (rule 22)', () => {
      const pods = [
        pod('a', { labels: { app: 'web', x: 'y' } }),
        pod('b', { labels: { app: 'db' } }),
        pod('c', { namespace: 'other' }),
      ];
      expect(world({ pods }).sync(), 'rule 22').toEqual(['create 8080 a']);
    });

    it('leaves out those that have ended or have no address of the family (rules 1, 22)', () => {
      const pods = [pod('a', { phase: 'Failed' }), pod('b', { ips: ['fd00::1'] }), pod('c')];
      expect(world({ pods }).sync(), 'rules 1, 22').toEqual(['create 8080 c']);
    });

    it('a Pod that is not ready, or leaves, is listed and not ready (rules 1, 3)', () => {
      const pods = [pod('a'), pod('b', { ready: 'False' }), pod('c', { leaving: true })];
      expect(world({ pods }).sync(), 'rules 1, 3').toEqual(['create 8080 aBC']);
    });

    it('different ports, different slices (rules 8, 16)', () => {
      const w = world({ pods: [pod('a'), pod('b', { port: 9090 })] });
      w.sync();
      expect(w.shown(), 'rules 8, 16').toEqual(['8080 a', '9090 b']);
    });

    it('tells the zone of the node (rules 5, 23)', () => {
      const nodes = [node('n1', { 'topology.kubernetes.io/zone': 'z1' })];
      const w = world({ pods: [pod('a')], nodes });
      w.sync();
      expect(
        w.endpoints().map(({ zone }) => zone),
        'rules 5, 23',
      ).toEqual(['z1']);
    });

    it('a headless Service has slices like any other (rule 20)', () => {
      const services = [web({ clusterIP: 'None' })];
      expect(world({ services, pods: [pod('a')] }).sync(), 'rule 20').toEqual(['create 8080 a']);
    });

    it('a Service without selector is left alone, and so are its slices (rule 20)', () => {
      const { selector: _, ...spec } = web().spec ?? {};
      const bare = { metadata: web().metadata, spec };
      const { metadata } = web();
      const services = [bare, web({ selector: {} }), web({ type: 'ExternalName' }), { metadata }];
      for (const service of services) {
        const w = world({ services: [service], pods: [pod('a')], slices: [slice('s', 'b')] });
        expect(w.sync(), 'rule 20').toEqual([]);
      }
    });

    it('a Service that is gone is forgotten, and nothing else (rule 20)', () => {
      const w = world({ services: [], slices: [slice('s', 'a')] });
      w.expected.splice(0);
      expect(w.sync(), 'rule 20').toEqual([]);
      expect(w.expected, 'rule 20').toEqual(['forgets default/web after 0 writes']);
    });

    it('only its own slices are touched (rule 22)', () => {
      const by = (key: string, value: string) => ({ labels: { ...webLabels, [key]: value } });
      const slices = [
        slice('a', 'x', by('kubernetes.io/service-name', 'db')),
        slice('b', 'x', by('endpointslice.kubernetes.io/managed-by', 'me')),
        slice('c', 'x', { leaving: true }),
      ];
      expect(world({ slices, pods: [pod('p')] }).sync(), 'rule 22').toEqual(['create 8080 p']);
    });

    it('plans each family by itself (rule 22)', () => {
      const services = [web({ ipFamilies: ['IPv4', 'IPv6'] })];
      const pods = [pod('a', { ips: ['10.1.0.1', 'fd00::1'] }), pod('b')];
      const slices = [slice('s', 'ab'), slice('t', 'b', { family: 'IPv6' })];
      const w = world({ services, pods, slices });
      w.sync();
      const shown = w
        .slices()
        .map(({ addressType, endpoints }) => [
          addressType,
          ...endpoints.flatMap(({ addresses }) => addresses),
        ]);
      expect(shown.sort(), 'rules 2, 22').toEqual([
        ['IPv4', '10.1.0.1', '10.1.0.1'],
        ['IPv6', 'fd00::1'],
      ]);
    });

    it('without families the cluster IP tells, or it is both (rule 22)', () => {
      const ips = ['10.0.0.1', 'fd00::1', 'None', ''];
      const received = ips.map((clusterIP) => {
        const w = world({ services: [web({ ipFamilies: [], clusterIP })] });
        w.sync();
        return w
          .slices()
          .map(({ addressType }) => addressType)
          .sort()
          .join();
      });
      expect(received, "rule 22: addressTypes, for an IP of each family, 'None' and ''").toEqual([
        ...['IPv4', 'IPv6', 'IPv4,IPv6', 'IPv4,IPv6'],
      ]);
    });

    it('slices of a family that it does not have are deleted (rule 22)', () => {
      const slices = [slice('s', 'a'), slice('t', 'a', { family: 'IPv6' })];
      expect(world({ pods: [pod('a')], slices }).sync(), 'rule 22').toEqual(['delete t']);
    });

    it('the number that a slice may have is that of the controller (rule 22)', () => {
      const w = world({ pods: [...'abc'].map((name) => pod(name)), max: 2 });
      w.sync();
      expect(
        w
          .slices()
          .map((each) => each.endpoints.length)
          .sort(),
        'rule 22',
      ).toEqual([1, 2]);
    });

    it('a Pod whose node nobody knows is left out, and sync throws after its writes (rule 23)', () => {
      const pods = [pod('a'), pod('b', { spec: { nodeName: 'n9' } })];
      expect(world({ pods }).sync(), 'rule 23').toEqual(['create 8080 a', 'throws 404']);
      const bare = world({ pods: [pod('a', { spec: { nodeName: '' } })] });
      expect(bare.sync(), 'rule 23: no node').toEqual(['create - .', 'throws 404']);
    });

    it('with publishNotReadyAddresses it is listed (rule 23)', () => {
      const services = [web({ publishNotReadyAddresses: true })];
      const w = world({ services, pods: [pod('a', { spec: { nodeName: 'n9' } })] });
      expect(w.sync(), 'rule 23').toEqual(['create 8080 a']);
      expect(
        w.endpoints().map(({ nodeName }) => nodeName),
        'rules 5, 23',
      ).toEqual(['n9']);
    });
  });

  describe('Writing', () => {
    it('creates, then updates, then deletes (rule 24)', () => {
      const slices = [
        slice('old', 'a', { owner: 'u-old' }),
        slice('s', 'ab', { labels: { ...webLabels, team: 'x' } }),
      ];
      const pods = [pod('a'), pod('b'), pod('c', { port: 9090 })];
      expect(world({ slices, pods }).sync(), 'rule 24').toEqual([
        ...['create 9090 c', 'update s 8080 ab', 'delete old'],
      ]);
    });

    it('a slice that is gone already is deleted enough (rule 24)', () => {
      const slices = [slice('s', 'a', { owner: 'u-old' }), slice('t', 'a', { owner: 'u-old' })];
      const w = world({ slices, pods: [pod('a')] });
      w.cluster.fail({ verb: 'delete', resource: 'endpointslices', nth: 1, error: refusal(404) });
      expect(
        w.sync().map((line) => line.replace(/ [st]\b/, '')),
        'rule 24',
      ).toEqual([...['create 8080 a', 'delete (404)', 'delete']]);
    });

    it('any other refusal goes through, and nothing more is written (rule 24)', () => {
      const plans = [
        ['create', ['create 9090 c (500)', 'throws 500']],
        ['update', ['create 9090 c', 'update s 8080 aB (500)', 'throws 500']],
        ['delete', ['create 9090 c', 'update s 8080 aB', 'delete old (500)', 'throws 500']],
      ] as const;
      for (const [verb, lines] of plans) {
        const slices = [slice('old', 'a', { owner: 'u-old' }), slice('s', 'ab')];
        const pods = [pod('a'), pod('b', { ready: 'False' }), pod('c', { port: 9090 })];
        const w = world({ slices, pods });
        w.cluster.fail({ verb, resource: 'endpointslices', error: refusal(500) });
        expect(w.sync(), 'rule 24').toEqual(lines);
      }
    });

    it('an update from an old cache is refused (rules 18, 24)', () => {
      const w = world({ slices: [slice('s', 'a')], pods: [pod('b')] });
      const { server } = w.cluster;
      const stored = server.get('endpointslices', 'default', 's');
      server.update('endpointslices', { ...stored, endpoints: [] });
      expect(w.sync(), 'the slice keeps its resourceVersion: 409').toEqual([
        ...['update s 8080 b (409)', 'throws 409'],
      ]);
    });

    it('expects what it creates, before it does (rule 25)', () => {
      const w = world({ pods: [pod('a'), pod('b', { port: 9090 })] });
      w.sync();
      expect(w.expected, 'rule 25').toEqual(['expects 2 after 0 writes']);
    });

    it('expects nothing where nothing is created (rule 25)', () => {
      const w = world({ slices: [slice('s', 'ab')], pods: [pod('a')] });
      w.expected.splice(0);
      w.sync();
      expect(w.expected, 'rule 25').toEqual([]);
    });

    it('does nothing until it has seen what it created (rule 21)', () => {
      const w = world({ pods: [pod('a')] });
      w.sync();
      expect(w.sync(), 'rule 21: the cache is behind').toEqual([]);
      w.cluster.server.place('pods', pod('b'));
      w.cluster.deliver('pods');
      expect(w.sync(), 'rule 21: still').toEqual([]);
      expect(w.step(), 'rule 21: now it is there').toEqual([
        expect.stringMatching(/^update web-\S+ 8080 ab$/),
      ]);
    });

    it('does not wait for what was refused or never tried (rule 25)', () => {
      const ports = [pod('a'), pod('b', { port: 9090 }), pod('c', { port: 7070 })];
      const w = world({ pods: ports });
      w.cluster.fail({ verb: 'create', resource: 'endpointslices', nth: 2, error: refusal(500) });
      expect(w.sync(), 'rule 24').toHaveLength(3);
      expect(
        w.expected.map((each) => each.replace(/ after.*/, '')),
        'rule 25: one was created, two were not',
      ).toEqual(['expects 3', 'observes default/web', 'observes default/web']);
      w.cluster.heal();
      expect(w.step(), 'rules 21, 25: then it goes on').toHaveLength(2);
      expect(w.shown(), 'rule 25').toEqual(['7070 c', '8080 a', '9090 b']);
    });

    it('for a Service that is being deleted nothing is created (rule 26)', () => {
      const leaving = { deletionTimestamp: '2025-01-01T00:00:00Z', finalizers: ['x'] };
      const slices = [slice('s', 'ab'), slice('old', 'a', { owner: 'u-old' })];
      const pods = [pod('a'), pod('c', { port: 9090 })];
      const w = world({ services: [web({}, leaving)], slices, pods });
      w.expected.splice(0);
      expect(w.sync(), 'rule 26').toEqual(['update s 8080 a', 'delete old']);
      expect(w.expected, 'rule 26: nothing is expected').toEqual([]);
    });
  });

  describe('Waking up', () => {
    const hearing = () => {
      const named = (name: string, spec: object, namespace = 'default') =>
        web(spec, { name, uid: `u-${name}`, namespace });
      const { selector: _, ...spec } = web().spec ?? {};
      const w = world({
        services: [
          web(),
          named('db', { selector: { app: 'db' } }),
          named('other', {}, 'other'),
          named('ext', { type: 'ExternalName' }),
          { metadata: named('bare', {}).metadata, spec },
          named('all', { selector: {} }),
        ],
        pods: [pod('a')],
        hears: true,
      });
      w.woken();
      return w;
    };

    it('a new Pod wakes the Services that select it (rule 27)', () => {
      const w = hearing();
      w.cluster.server.place('pods', pod('b'));
      expect(w.woken(), 'rule 27').toEqual(['default/web']);
    });

    it('one that is gone as well, even if its end was missed (rule 27)', () => {
      const w = hearing();
      w.cluster.server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
      expect(w.woken(), 'rule 27').toEqual(['default/web']);
      const missed = hearing();
      missed.cluster.server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
      missed.cluster.informer('pods').relist();
      expect(missed.woken(), 'rule 27: a Tombstone').toEqual(['default/web']);
    });

    it('one that is not ready any more wakes its Services (rule 27)', () => {
      const w = hearing();
      w.cluster.server.place('pods', pod('a', { ready: 'False' }));
      expect(w.woken(), 'rule 27').toEqual(['default/web']);
    });

    it('other labels wake the Services of before and of now (rule 27)', () => {
      const w = hearing();
      w.cluster.server.place('pods', pod('a', { labels: { app: 'db' } }));
      expect(w.woken(), 'rule 27').toEqual(['default/db', 'default/web']);
    });

    it('a Service that is new, has changed or is gone is looked at (given)', () => {
      const w = hearing();
      const { server } = w.cluster;
      server.place('services', web({ type: 'ExternalName' }, { name: 'x', uid: 'u-x' }));
      expect(w.woken(), 'the constructor is given').toEqual(['default/x']);
      server.place('services', web({}, { name: 'x', uid: 'u-x' }));
      expect(w.woken(), 'the constructor is given').toEqual(['default/x']);
      server.delete('services', 'default', 'x');
      expect(w.woken(), 'the constructor is given').toEqual(['default/x']);
      server.delete('services', 'default', 'db');
      w.cluster.informer('services').relist();
      expect(w.woken(), 'the constructor is given: a Tombstone').toContain('default/db');
    });

    it('a slice of ours that somebody touches is looked at, others are not (given)', () => {
      const w = hearing();
      const { server } = w.cluster;
      for (const name of ['s', 't']) server.place('endpointslices', slice(name, 'a'));
      expect(w.woken(), 'the constructor is given').toEqual(['default/web']);
      expect(w.expected, 'a slice that arrives is a creation seen').toContain(
        'observes default/web after 0 writes',
      );
      const other = { ...webLabels, 'kubernetes.io/service-name': 'db' };
      server.place('endpointslices', slice('s', 'a', { labels: other }));
      expect(w.woken(), 'the constructor is given').toEqual(['default/db', 'default/web']);
      server.delete('endpointslices', 'default', 's');
      expect(w.woken(), 'the constructor is given').toEqual(['default/db']);
      server.delete('endpointslices', 'default', 't');
      w.cluster.informer('endpointslices').relist();
      expect(w.woken(), 'the constructor is given: a Tombstone').toEqual(['default/web']);
      const count = w.expected.length;
      for (const letters of ['a', 'b'])
        server.place('endpointslices', slice('foreign', letters, { labels: {} }));
      w.cluster.deliver();
      server.place('endpointslices', slice('foreign', 'c', { labels: {} }));
      w.cluster.deliver();
      server.delete('endpointslices', 'default', 'foreign');
      expect(w.woken(), 'the constructor is given: not one of ours').toEqual([]);
      expect(w.expected.length, 'the constructor is given: not one of ours').toBe(count);
    });

    it('what a new list repeats is no change (rule 27)', () => {
      const w = hearing();
      w.cluster.informer('pods').relist();
      expect(w.woken(), 'rule 27').toEqual([]);
    });
  });
}

/** Stories. */
export function testStories(): void {
  describe('Stories', () => {
    it('a rolling update: new Pods come, become ready, old ones leave', () => {
      const w = world({ pods: [pod('a'), pod('b')], hears: true });
      const { cluster, controller, queue } = w;
      const live = () => {
        cluster.settle({ controller, queue });
        return w.shown();
      };
      expect(live(), 'rules 1, 3').toEqual(['8080 ab']);
      cluster.server.place('pods', pod('c', { ready: 'False', port: 9090 }));
      expect(live(), 'rule 16: the new version has another port').toEqual(['8080 ab', '9090 C']);
      cluster.server.place('pods', pod('c', { port: 9090 }));
      cluster.server.place('pods', pod('a', { leaving: true }));
      expect(live(), 'rule 3: a serves on, and gets nothing new').toEqual(['8080 Ab', '9090 c']);
      cluster.server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
      cluster.server.delete('pods', 'default', 'b', { gracePeriodSeconds: 0 });
      expect(live(), 'rules 11, 16').toEqual(['9090 c']);
    });

    it('250 Pods, one breaks: one slice of three is written', () => {
      const pods = Array.from({ length: 250 }, (_, i) => pod(`p${i}`));
      const w = world({ pods });
      expect(w.sync(), 'rule 14').toHaveLength(3);
      w.cluster.server.place('pods', pod('p7', { ready: 'False' }));
      expect(w.step(), 'rules 12, 15').toHaveLength(1);
      expect(w.step(), 'rule 15').toEqual([]);
      const ready = w.endpoints().filter(({ conditions }) => conditions?.ready);
      expect(ready.length, 'rule 3').toBe(249);
    });

    it('a Service is deleted and made anew: nothing of the old one stays', () => {
      const services = [web({}, { uid: 'u-new' })];
      const slices = [slice('s', 'a'), slice('t', 'b', { ports: on9090 })];
      const w = world({ services, slices, pods: [pod('a')] });
      expect(w.sync()[0], 'rule 19').toBe('create 8080 a');
      expect(w.shown(), 'rule 19').toEqual(['8080 a']);
      const owners = w.slices().flatMap(({ metadata }) => metadata.ownerReferences ?? []);
      expect(
        owners.map(({ uid }) => uid),
        'rule 19',
      ).toEqual(['u-new']);
    });
  });
}
