import type { NodeInfo, Pod, PodAffinityTerm, TopologySpreadConstraint } from 'course/kit';
import fc from 'fast-check';
import type { Snapshot } from '#exercise/scheduler/pod-affinity-and-spread';
import { node, type PodParts, pod, selector } from './objects.ts';

const namespaces = ['shop', 'bank'];
const oftenThere = fc.constantFrom('zone', 'zone', 'zone', 'host', 'host', 'rack');
const key = fc.constantFrom('zone', 'zone', 'host', 'rack');
const which = fc.constantFrom('app=a', 'app=b', 'app', '!app', 'app=a|b', 'tier').map(selector);
const few = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<T[]>([]) },
    { weight: 3, arbitrary: fc.array(arbitrary, { minLength: 1, maxLength: 2 }) },
  );

const term: fc.Arbitrary<PodAffinityTerm> = fc
  .tuple(
    fc.record({ labelSelector: which, topologyKey: key }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      {
        weight: 1,
        arbitrary: fc.record({ namespaces: fc.subarray(namespaces, { minLength: 1 }) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          namespaceSelector: fc.constantFrom({}, selector('team=red'), selector('!team')),
        }),
      },
    ),
  )
  .map(([base, reach]) => ({ ...base, ...reach }));

const constraint: fc.Arbitrary<TopologySpreadConstraint> = fc.record(
  {
    ...{ maxSkew: fc.constantFrom(1, 1, 2), topologyKey: oftenThere, labelSelector: which },
    whenUnsatisfiable: fc.constantFrom('DoNotSchedule', 'DoNotSchedule', 'ScheduleAnyway'),
    minDomains: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ['maxSkew', 'topologyKey', 'whenUnsatisfiable', 'labelSelector'] },
);

const podLabels = fc.constantFrom('app=a', 'app=b', 'app=a,tier=x', '');
const namespace = fc.constantFrom('shop', 'shop', 'bank');

const existing: fc.Arbitrary<Pod> = fc
  .tuple(
    podLabels,
    fc.record({
      namespace,
      antiAffinity: few(term),
      ending: fc.constantFrom(false, false, false, true),
    }),
  )
  .map(([text, { antiAffinity, ...parts }]) =>
    pod(text, { ...parts, ...(antiAffinity.length === 2 && { antiAffinity: [antiAffinity[0]!] }) }),
  );

const nodeLabels = fc.constantFrom(
  'zone=1',
  'zone=1',
  'zone=2',
  'zone=2,rack=x',
  'zone=3,rack=y',
  '',
);

const nodeInfos: fc.Arbitrary<NodeInfo[]> = fc
  .array(fc.tuple(nodeLabels, fc.array(existing, { maxLength: 4 })), { minLength: 1, maxLength: 4 })
  .map((list) =>
    list.map(([text, pods], i) =>
      node(`node-${i}`, [`host=${i}`, text].filter(Boolean).join(','), ...pods),
    ),
  );

/** A small cluster: two namespaces, up to four nodes, some without a zone. */
export const snapshot: fc.Arbitrary<Snapshot> = nodeInfos.map((infos) => ({
  ...{ nodeInfos: infos, namespaceLabels: { shop: { team: 'red' }, bank: {} } },
}));

const incoming = (parts: fc.Arbitrary<PodParts>): fc.Arbitrary<Pod> =>
  fc.tuple(podLabels, parts).map(([text, own]) => pod(text, own));

/** A Pod that wants to be together with some and apart from others. */
export const choosy = incoming(
  fc.record({ namespace, affinity: few(term), antiAffinity: few(term) }),
);

/** A Pod that is to be spread. */
export const spreading = incoming(
  fc.record({ namespace, spread: fc.array(constraint, { minLength: 1, maxLength: 2 }) }),
);
