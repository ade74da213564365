import type { Mutant } from '../../../author/mutant.ts';

const requests = 'What a Pod requests';
const starting = 'Init containers and overhead';
const room = 'What does not fit';

/** Mistakes that people make with requests and room. */
export const mutants: Mutant[] = [
  {
    name: 'counts-limits',
    find: 'resources?.requests',
    replace: 'resources?.limits, ...resources?.requests',
    fails: [`${requests} > a Pod without requests requests nothing`],
  },
  {
    name: 'cpu-in-whole-units',
    find: "name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity)",
    replace: 'quantityValue(quantity)',
    fails: [`${requests} > cpu counts in thousandths, everything else in whole units`],
  },
  {
    name: 'everything-in-thousandths',
    find: "name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity)",
    replace: 'quantityMilliValue(quantity)',
    fails: [`${requests} > cpu counts in thousandths, everything else in whole units`],
  },
  {
    name: 'takes-the-last-container',
    find: 'running = plus(running, requests(container));',
    replace: 'running = requests(container);',
    fails: [`${requests} > the containers of a Pod add up, each resource by itself`],
  },
  {
    name: 'rounds-each-container',
    find: "total.set(name, addQuantities(a.get(name) ?? '0', quantity));",
    replace: `total.set(name, addQuantities(a.get(name) ?? '0', name === 'cpu' ? \`\${quantityMilliValue(quantity)}m\` : \`\${quantityValue(quantity)}\`));`,
    fails: [`${requests} > amounts are rounded up once, after everything was added`],
  },
  {
    name: 'zero-is-left-out',
    find: '    [...quantities].map(([name, quantity]) => [',
    replace:
      '    [...quantities].filter(([, quantity]) => quantityMilliValue(quantity) > 0).map(([name, quantity]) => [',
    fails: [`${requests} > a resource that is requested with 0 is named in the answer`],
  },
  {
    name: 'zero-counts-as-missing',
    find: 'new Map(Object.entries({ ...ifMissing, ...resources?.requests }))',
    replace:
      "new Map(Object.entries({ ...ifMissing, ...Object.fromEntries(Object.entries(resources?.requests ?? {}).filter(([name, quantity]) => quantity !== '0' || !(name in ifMissing))) }))",
    fails: [`${requests} > a request of 0 is not a missing one`],
  },
  {
    name: 'missing-only-where-nothing-is-requested',
    find: '{ ...ifMissing, ...resources?.requests }',
    replace: 'resources?.requests ?? ifMissing',
    fails: [`${requests} > ifMissing counts for each container that does not name the resource`],
  },
  {
    name: 'missing-once-for-the-pod',
    find: 'let running: Quantities = new Map();',
    replace: 'let running: Quantities = new Map(Object.entries(ifMissing)); ifMissing = {};',
    fails: [`${requests} > ifMissing counts for each container that does not name the resource`],
  },
  {
    name: 'adds-init-containers',
    find: 'const most = largest(plus(running, sidecars), starting);',
    replace: 'const most = plus(plus(running, sidecars), starting);',
    fails: [
      `${starting} > an init container counts only where it needs more than the containers together`,
    ],
  },
  {
    name: 'forgets-init-containers',
    find: 'largest(plus(running, sidecars), starting)',
    replace: 'plus(running, sidecars)',
    fails: [
      `${starting} > an init container counts only where it needs more than the containers together`,
    ],
  },
  {
    name: 'takes-the-last-init-container',
    find: 'starting = largest(starting, atOnce);',
    replace: 'starting = atOnce;',
    fails: [`${starting} > several init containers do not add up`],
  },
  {
    name: 'adds-up-init-containers',
    find: 'starting = largest(starting, atOnce);',
    replace: 'starting = plus(starting, requests(container));',
    fails: [`${starting} > several init containers do not add up`],
  },
  {
    name: 'sidecars-end-before-the-containers-start',
    find: 'largest(plus(running, sidecars), starting)',
    replace: 'largest(running, starting)',
    fails: [`${starting} > a sidecar counts with the containers`],
  },
  {
    name: 'init-containers-run-without-sidecars',
    find: 'starting = largest(starting, atOnce);',
    replace: 'starting = largest(starting, requests(container));',
    fails: [
      `${starting} > an init container runs beside the sidecars before it, not beside those after it`,
    ],
  },
  {
    name: 'init-containers-run-beside-all-sidecars',
    find: '  const most = largest(plus(running, sidecars), starting);',
    replace: `  for (const container of initContainers)
    if (container.restartPolicy !== 'Always')
      starting = largest(starting, plus(sidecars, requests(container)));
  const most = largest(plus(running, sidecars), starting);`,
    fails: [
      `${starting} > an init container runs beside the sidecars before it, not beside those after it`,
    ],
  },
  {
    name: 'every-restart-policy-makes-a-sidecar',
    find: "container.restartPolicy === 'Always'",
    replace: 'container.restartPolicy',
    fails: [`${starting} > only restartPolicy Always makes a sidecar`],
  },
  {
    name: 'knows-no-sidecars',
    find: "if (container.restartPolicy === 'Always') sidecars = atOnce;",
    replace: '',
    fails: [`${starting} > a sidecar counts with the containers`],
  },
  {
    name: 'forgets-overhead',
    find: 'amounts(plus(most, new Map(Object.entries(overhead))))',
    replace: 'amounts(most)',
    fails: [`${starting} > overhead comes on top of whatever is largest`],
  },
  {
    name: 'overhead-only-for-containers',
    find: `const most = largest(plus(running, sidecars), starting);
  return amounts(plus(most, new Map(Object.entries(overhead))));`,
    replace:
      'return amounts(largest(plus(plus(running, sidecars), new Map(Object.entries(overhead))), starting));',
    fails: [`${starting} > overhead comes on top of whatever is largest`],
  },
  {
    name: 'equal-does-not-fit',
    find: 'row.requested > row.capacity - row.used',
    replace: 'row.requested >= row.capacity - row.used',
    fails: [`${room} > what fits is no row, and exactly the rest fits`],
  },
  {
    name: 'does-not-look-at-what-is-used',
    find: 'row.requested > row.capacity - row.used',
    replace: 'row.requested > row.capacity',
    fails: [`${room} > what fits is no row, and exactly the rest fits`],
  },
  {
    name: 'rounds-the-node-once',
    find: `  const used: Record<string, number> = {};
  for (const pod of pods)
    for (const [name, amount] of Object.entries(podRequest(pod, ifMissing)))
      used[name] = (used[name] ?? 0) + amount;
  return used;`,
    replace: `  const all = pods.flatMap(({ spec }) => spec?.containers ?? []);
  if (pods.some(({ spec }) => spec?.initContainers ?? spec?.overhead)) {
    const used: Record<string, number> = {};
    for (const pod of pods)
      for (const [name, amount] of Object.entries(podRequest(pod, ifMissing)))
        used[name] = (used[name] ?? 0) + amount;
    return used;
  }
  return podRequest({ spec: { containers: all } }, ifMissing);`,
    fails: [`${room} > each Pod on the node is rounded by itself`],
  },
  {
    name: 'reports-only-the-first',
    find: `  return [places, ...rows].filter(
    (row) => row.requested > 0 && row.requested > row.capacity - row.used,
  );`,
    replace: `  return [places, ...rows].filter(
    (row) => row.requested > 0 && row.requested > row.capacity - row.used,
  ).slice(0, 1);`,
    fails: [`${room} > every resource that is short has its row, in order`],
  },
  {
    name: 'places-come-last',
    find: 'return [places, ...rows].filter(',
    replace: 'return [...rows, places].filter(',
    fails: [`${room} > every resource that is short has its row, in order`],
  },
  {
    name: 'compares-with-capacity',
    find: 'node.status?.allocatable ?? {}',
    replace: 'node.status?.capacity ?? node.status?.allocatable ?? {}',
    fails: [`${room} > allocatable decides, not capacity, and never the limits`],
  },
  {
    name: 'unknown-resources-are-plenty',
    find: `    capacity: capacity[resource] ?? 0,
  }));`,
    replace: `    capacity: capacity[resource] ?? (native.includes(resource) ? 0 : Number.POSITIVE_INFINITY),
  }));`,
    fails: [`${room} > a resource that the node does not list is not there`],
  },
  {
    name: 'blames-the-pod-for-a-full-node',
    find: 'row.requested > 0 && row.requested',
    replace: 'row.requested',
    fails: [`${room} > what the Pod does not request is not looked at, however full the node is`],
  },
  {
    name: 'pods-without-requests-need-no-place',
    find: '    requested: 1,\n',
    replace: '    requested: Object.keys(request).length > 0 ? 1 : 0,\n',
    fails: [`${room} > a Pod takes a place, also one without requests`],
  },
  {
    name: 'one-place-too-many',
    find: 'used: nodeInfo.pods.length,',
    replace: 'used: nodeInfo.pods.length - 1,',
    fails: [`${room} > a Pod takes a place, also one without requests`],
  },
  {
    name: 'too-full-for-preemption',
    find: "'Success' : 'Unschedulable'",
    replace: "'Success' : 'UnschedulableAndUnresolvable'",
    fails: ['Filter > a Pod that does not gets Unschedulable: evicting others would help'],
  },
  {
    name: 'filters-with-the-defaults-of-the-score',
    find: `  const request = podRequest(pod);
  const used = usedOn(nodeInfo);`,
    replace: `  const request = podRequest(pod, scoringDefaults);
  const used = usedOn(nodeInfo);`,
    fails: ['Filter > usage defaults of the score have no place here'],
  },
  {
    name: 'does-not-count-the-new-pod',
    find: '(used[name] ?? 0) + (request[name] ?? 0)',
    replace: 'used[name] ?? 0',
    fails: ['Score > the share that would be left decides, rounded down at each step'],
  },
  {
    name: 'rounds-only-the-score-of-the-node',
    find: 'Math.max(0, Math.floor(((capacity - requested) * maxNodeScore) / capacity))',
    replace: 'Math.max(0, ((capacity - requested) * maxNodeScore) / capacity)',
    fails: ['Score > the share that would be left decides, rounded down at each step'],
  },
  {
    name: 'rounds-to-the-nearest',
    find: 'Math.floor(sum(parts.map(({ points }) => points)) / weight)',
    replace: 'Math.round(sum(parts.map(({ points }) => points)) / weight)',
    fails: ['Score > the share that would be left decides, rounded down at each step'],
  },
  {
    name: 'divides-before-it-multiplies',
    find: '((capacity - requested) * maxNodeScore) / capacity',
    replace: '(1 - requested / capacity) * maxNodeScore',
    fails: [
      'Score > the share is reckoned in whole numbers: of 1000 with 900 requested 10 is left',
    ],
  },
  {
    name: 'prefers-full-nodes',
    find: '((capacity - requested) * maxNodeScore) / capacity',
    replace: '(requested * maxNodeScore) / capacity',
    fails: ['Score > an empty node and a Pod without containers give 100'],
  },
  {
    name: 'ignores-weights',
    find: 'points: weight * leftOver(',
    replace: 'points: leftOver(',
    fails: ['Score > weights weigh'],
  },
  {
    name: 'scores-below-zero',
    find: 'Math.max(0, Math.floor(',
    replace: 'Math.max(-100, Math.floor(',
    fails: ['Score > a resource that would be over its limit scores 0, never less'],
  },
  {
    name: 'scores-without-defaults',
    find: 'const request = podRequest(pod, scoringDefaults);',
    replace: 'const request = podRequest(pod);',
    fails: ['Score > a container that says nothing counts with 100m and 200Mi, on both sides'],
  },
  {
    name: 'scores-the-nodes-pods-without-defaults',
    find: 'const used = usedOn(nodeInfo, scoringDefaults);',
    replace: 'const used = usedOn(nodeInfo);',
    fails: ['Score > a container that says nothing counts with 100m and 200Mi, on both sides'],
  },
  {
    name: 'a-node-without-the-resource-scores-zero-for-it',
    find: '([name]) => capacity[name] && (native.includes(name) || request[name]),',
    replace: '([name]) => native.includes(name) || request[name],',
    fails: ['Score > a resource of which the node has nothing is left out'],
  },
  {
    name: 'other-resources-always-count',
    find: 'capacity[name] && (native.includes(name) || request[name])',
    replace: 'capacity[name]',
    fails: ['Score > another resource counts only for a Pod that requests it'],
  },
  {
    name: 'ephemeral-storage-is-another-resource',
    find: "const native = ['cpu', 'memory', 'ephemeral-storage'];",
    replace: "const native = ['cpu', 'memory'];",
    fails: ['Score > ephemeral-storage counts like cpu and memory where it has a weight'],
  },
];
