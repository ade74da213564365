import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with endpoints. */
export const mutants: Mutant[] = [
  {
    name: 'lists-pods-that-have-failed',
    find: "status?.phase === 'Succeeded' || status?.phase === 'Failed'",
    replace: "status?.phase === 'Succeeded'",
    fails: ['Which Pods > those that have ended are not listed, all others are (rule 1)'],
  },
  {
    name: 'lists-running-pods-only',
    find: "status?.phase === 'Succeeded' || status?.phase === 'Failed'",
    replace: "status?.phase !== 'Running'",
    fails: ['Which Pods > those that have ended are not listed, all others are (rule 1)'],
  },
  {
    name: 'lists-pods-without-an-address',
    find: '  return (status?.podIPs ?? []).length > 0;',
    replace: '  return true;',
    fails: ['Which Pods > one without an address is not listed (rule 1)'],
  },
  {
    name: 'lists-ready-pods-only',
    find: '  return (status?.podIPs ?? []).length > 0;',
    replace: '  return (status?.podIPs ?? []).length > 0 && isReady({ status });',
    fails: ['Which Pods > one that is not ready, or is being deleted, is listed (rule 1)'],
  },
  {
    name: 'drops-pods-that-are-being-deleted',
    find: `export function isListed({ status }: Pod): boolean {
`,
    replace: `export function isListed({ metadata, status }: Pod): boolean {
  if (metadata?.deletionTimestamp) return false;
`,
    fails: ['Which Pods > one that is not ready, or is being deleted, is listed (rule 1)'],
  },
  {
    name: 'ready-while-being-deleted',
    find: '(serving && !terminating)',
    replace: 'serving',
    fails: ['The endpoint > a Pod that is being deleted may serve, but is not ready (rule 3)'],
  },
  {
    name: 'stops-serving-when-deleted',
    find: 'const serving = isReady(pod);',
    replace: 'const serving = isReady(pod) && deletionTimestamp === undefined;',
    fails: ['The endpoint > a Pod that is being deleted may serve, but is not ready (rule 3)'],
  },
  {
    name: 'any-true-condition-is-ready',
    find: "({ type }) => type === 'Ready'",
    replace: "({ status }) => status === 'True'",
    fails: ['The endpoint > no other condition counts as ready (rule 3)'],
  },
  {
    name: 'unknown-is-ready',
    find: "ready?.status === 'True'",
    replace: "ready !== undefined && ready.status !== 'False'",
    fails: ['The endpoint > serves when the Pod is ready, and only then (rule 3)'],
  },
  {
    name: 'publishes-as-serving-too',
    find: 'conditions: { ready, serving, terminating },',
    replace: 'conditions: { ready, serving: serving || ready, terminating },',
    fails: [
      'The endpoint > with publishNotReadyAddresses all are ready, and the rest is told as it is (rule 4)',
    ],
  },
  {
    name: 'publishes-only-those-not-deleted',
    find: 'service.spec?.publishNotReadyAddresses === true || (serving && !terminating)',
    replace: '(service.spec?.publishNotReadyAddresses === true || serving) && !terminating',
    fails: [
      'The endpoint > with publishNotReadyAddresses all are ready, and the rest is told as it is (rule 4)',
    ],
  },
  {
    name: 'mixes-the-families',
    find: 'ip && familyOf(ip) === family ? [ip] : []',
    replace: 'ip ? [ip] : []',
    fails: ['The endpoint > has the addresses of one family, in their order (rule 2)'],
  },
  {
    name: 'every-hostname-counts',
    find: 'hostname && subdomain === service.metadata.name && { hostname }',
    replace: 'hostname && { hostname }',
    fails: ['The endpoint > has the hostname of a Pod whose subdomain is the Service (rule 6)'],
  },
  {
    name: 'an-empty-zone-is-a-zone',
    find: '...(zone && { zone }),',
    replace: '...(zone !== undefined && { zone }),',
    fails: ['The endpoint > leaves out the node and the zone that there are not (rule 5)'],
  },
  {
    name: 'the-service-port-is-the-target',
    find: "if (typeof targetPort === 'number') return targetPort;",
    replace: "if (typeof targetPort === 'number') return port;",
    fails: ['Ports > a number is the port, no target is the own port (rule 7)'],
  },
  {
    name: 'a-name-is-enough-whatever-the-protocol',
    find: "each?.name === targetPort && (each.protocol ?? 'TCP') === protocol",
    replace: 'each?.name === targetPort',
    fails: ['Ports > only with the same protocol, and absent is TCP (rule 8)'],
  },
  {
    name: 'init-containers-that-end-count',
    find: "spec?.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always')",
    replace: 'spec?.initContainers',
    fails: ['Ports > containers come first, then those init containers that stay (rule 8)'],
  },
  {
    name: 'sidecars-do-not-count',
    find: '[spec?.containers, sidecars]',
    replace: '[spec?.containers]',
    fails: ['Ports > containers come first, then those init containers that stay (rule 8)'],
  },
  {
    name: 'a-missing-port-is-port-0',
    find: `    const port = targetPort(servicePort, pod);`,
    replace: `    const port = targetPort(servicePort, pod) ?? 0;`,
    fails: ['Ports > a Pod without such a port has the others (rule 9)'],
  },
  {
    name: 'the-service-names-its-manager',
    find: `    ...labels,
    ...(!hasIp && { [headless]: '' }),
    [serviceName]: metadata.name,
    [managedBy]: controllerName,
`,
    replace: `    ...(!hasIp && { [headless]: '' }),
    [serviceName]: metadata.name,
    [managedBy]: controllerName,
    ...labels,
`,
    fails: ["Labels > a Service's own labels cannot say otherwise (rule 10)"],
  },
  {
    name: 'headless-is-only-none',
    find: "const hasIp = spec?.clusterIP && spec.clusterIP !== 'None';",
    replace: "const hasIp = spec?.clusterIP !== 'None';",
    fails: ['Labels > without a cluster IP the Service is headless (rule 10)'],
  },
  {
    name: 'rewrites-every-slice',
    find: 'else if (deepEqual(next, slice)) untouched.push(slice);',
    replace: '',
    fails: ['Packing > what is as it should be is not written (rules 12, 15)'],
  },
  {
    name: 'changes-are-not-noticed',
    find: 'else if (deepEqual(next, slice)) untouched.push(slice);',
    replace: 'else if (kept.length === slice.endpoints.length) untouched.push(slice);',
    fails: ['Packing > a Pod that has changed is updated where it is (rules 11, 12)'],
  },
  {
    name: 'lists-a-pod-twice',
    find: '  return value === undefined ? [] : [value];',
    replace: '  return value === undefined ? [] : [value, value];',
    fails: ['Any Pods > every Pod is listed once, as it is now (rules 11, 14)'],
  },
  {
    name: 'a-pod-in-two-slices-stays-in-both',
    find: '  map.delete(key);\n',
    replace: '',
    fails: ['Packing > a Pod in two slices stays in one (rule 11)'],
  },
  {
    name: 'an-emptied-slice-stays',
    find: 'if (kept.length === 0) emptied.push(slice);\n    else if',
    replace: 'if',
    fails: ['Packing > a slice that keeps nobody is deleted, as it was (rule 12)'],
  },
  {
    name: 'fills-in-any-order',
    find: 'of update.toSorted(fuller))',
    replace: 'of update)',
    fails: ['Packing > the fullest of them first, up to max (rule 13)'],
  },
  {
    name: 'writes-another-slice-though-one-is-written',
    find: `  for (const { endpoints } of update.toSorted(fuller))
    endpoints.push(...rest.splice(0, Math.max(0, max - endpoints.length)));
`,
    replace: '',
    fails: ['Packing > a slice that is written anyway takes the new ones (rule 13)'],
  },
  {
    name: 'always-a-new-slice',
    find: 'const host = fullestWithRoom(untouched, rest.length, max);',
    replace: 'const host = fullestWithRoom([], rest.length, max);',
    fails: [
      'Packing > what is left goes into one untouched slice, the fullest where it fits (rule 14)',
    ],
  },
  {
    name: 'spreads-over-several-slices',
    find: 'endpoints.length + room <= max',
    replace: 'endpoints.length + Math.min(room, 1) <= max',
    fails: [
      'Packing > if it fits into none, a new slice is one write instead of several (rule 14)',
    ],
  },
  {
    name: 'the-emptiest-slice-takes-them',
    find: 'return b.endpoints.length - a.endpoints.length;',
    replace: 'return a.endpoints.length - b.endpoints.length;',
    fails: [
      'Packing > what is left goes into one untouched slice, the fullest where it fits (rule 14)',
    ],
  },
  {
    name: 'all-ports-in-one-slice',
    find: '    const key = portsKey(ports);',
    replace: "    const key = portsKey(ports) && '';",
    fails: ['Planning > different ports, different slices (rule 16)'],
  },
  {
    name: 'no-slice-without-pods',
    find: '    create.push(newSlice(service, family, []));',
    replace: '    create.push();',
    fails: ['Planning > without Pods there is one empty slice (rule 17)'],
  },
  {
    name: 'deletes-and-creates-instead-of-updating',
    find: 'const reused = unused.slice(0, create.length);',
    replace: 'const reused = unused.slice(0, 0);',
    fails: [
      'Planning > a slice whose ports nobody has any more is used for those that are needed (rule 18)',
    ],
  },
  {
    name: 'writes-the-empty-slice-again',
    find: '...renewed.filter((next, i) => !deepEqual(next, reused[i])),',
    replace: '...renewed,',
    fails: ['Planning > the empty slice stays as it is, and only one (rules 17, 18)'],
  },
  {
    name: 'takes-over-slices-of-an-older-service',
    find: 'const own = existing.filter((slice) => isOwned(slice, service));',
    replace: 'const own = existing;',
    fails: ['Planning > a slice of an older Service of this name goes, unused (rule 19)'],
  },
  {
    name: 'no-selector-selects-everything',
    find: "return spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0;",
    replace: "return spec?.type !== 'ExternalName';",
    fails: ['Looking > a Service without selector is left alone, and so are its slices (rule 20)'],
  },
  {
    name: 'does-not-forget',
    find: '      expectations.forget(key);\n',
    replace: '',
    fails: ['Looking > a Service that is gone is forgotten, and nothing else (rule 20)'],
  },
  {
    name: 'creates-again-what-the-cache-has-not-seen',
    find: '!isOurs(service) || !expectations.satisfied(key)',
    replace: '!isOurs(service)',
    fails: ['Writing > does nothing until it has seen what it created (rule 21)'],
  },
  {
    name: 'touches-slices-of-others',
    find: 'serviceKey(each) === keyOf(service) && !each.metadata.deletionTimestamp',
    replace: '!each.metadata.deletionTimestamp',
    fails: ['Looking > only its own slices are touched (rule 22)'],
  },
  {
    name: 'leaves-slices-of-another-family',
    find: `        ...slices.filter(({ addressType }) => !families.some((each) => each === addressType)),
`,
    replace: '',
    fails: ['Looking > slices of a family that it does not have are deleted (rule 22)'],
  },
  {
    name: 'lists-pods-of-nodes-that-are-gone',
    find: 'if (!node && !publishNotReadyAddresses) {',
    replace: 'if (!node && !publishNotReadyAddresses && nodeName === undefined) {',
    fails: [
      'Looking > a Pod whose node nobody knows is left out, and sync throws after its writes (rule 23)',
    ],
  },
  {
    name: 'does-not-come-back-for-a-lost-node',
    find: '    for (const node of lost) throw notFound(apiResources.nodes, node);\n',
    replace: '',
    fails: [
      'Looking > a Pod whose node nobody knows is left out, and sync throws after its writes (rule 23)',
    ],
  },
  {
    name: 'a-slice-that-is-gone-cannot-be-deleted',
    find: 'if (!(error instanceof ApiError && error.code === 404)) throw error;',
    replace: 'throw error;',
    fails: ['Writing > a slice that is gone already is deleted enough (rule 24)'],
  },
  {
    name: 'swallows-refused-deletes',
    find: 'if (!(error instanceof ApiError && error.code === 404)) throw error;',
    replace: 'if (!(error instanceof ApiError)) throw error;',
    fails: ['Writing > any other refusal goes through, and nothing more is written (rule 24)'],
  },
  {
    name: 'waits-for-slices-that-were-refused',
    find: '      for (; created < slices.length; created++) expectations.creationObserved(key);\n',
    replace: '',
    fails: ['Writing > does not wait for what was refused or never tried (rule 25)'],
  },
  {
    name: 'creates-for-a-service-that-goes',
    find: 'if (!service.metadata.deletionTimestamp) this.#create(key, changes.create);',
    replace: 'this.#create(key, changes.create);',
    fails: ['Writing > for a Service that is being deleted nothing is created (rule 26)'],
  },
  {
    name: 'the-former-service-sleeps-on',
    find: '    this.#wake(before);\n    this.#wake(after);\n',
    replace: '    this.#wake(after);\n',
    fails: ['Waking up > other labels wake the Services of before and of now (rule 27)'],
  },
];
