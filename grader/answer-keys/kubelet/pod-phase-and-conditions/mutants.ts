import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make when they tell how a Pod is, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'puts-limits-over-requests',
    find: 'requests: { ...limits, ...requests }',
    replace: 'requests: { ...requests, ...limits }',
    fails: [
      'Quality of service > a limit stands in for a request that is missing, resource by resource (rule 1)',
    ],
  },
  {
    name: 'leaves-init-containers-without-defaults',
    find: '  if (spec.initContainers) spec.initContainers = inits(pod).map(withRequests);\n',
    replace: '',
    fails: [
      'Quality of service > init containers get theirs, too; what has no limits stays as it is (rule 1)',
    ],
  },
  {
    name: 'defaults-only-cpu-and-memory-free',
    find: 'if (!limits) return container;',
    replace: 'if (!limits || requests) return container;',
    fails: [
      'Quality of service > a limit stands in for a request that is missing, resource by resource (rule 1)',
    ],
  },
  {
    name: 'forgets-init-containers-in-the-class',
    find: 'new Set([...inits(pod), ...mains(pod)].map(containerClass))',
    replace: 'new Set(mains(pod).map(containerClass))',
    fails: [
      'Quality of service > one container that promises less makes the Pod Burstable (rule 3)',
    ],
  },
  {
    name: 'takes-the-best-class',
    find: "return classes.size === 1 && only ? only : 'Burstable';",
    replace: "return classes.has('Guaranteed') ? 'Guaranteed' : (only ?? 'Burstable');",
    fails: [
      'Quality of service > one container that promises less makes the Pod Burstable (rule 3)',
    ],
  },
  {
    name: 'compares-quantities-as-texts',
    find: 'compareQuantities(request, limit) !== 0',
    replace: 'request !== limit',
    fails: [
      'Quality of service > with limits and equal requests for both in each container it is Guaranteed (rules 2, 3)',
    ],
  },
  {
    name: 'counts-every-resource',
    find: "['cpu', 'memory'].map",
    replace: "[...new Set(['cpu', 'memory', ...Object.keys(resources.limits ?? {})])].map",
    fails: ['Quality of service > only cpu and memory count (rule 2)'],
  },
  {
    name: 'is-guaranteed-with-one-limit',
    find: "return promised.length === amounts.length ? 'Guaranteed' : 'Burstable';",
    replace: "return 'Guaranteed';",
    fails: [
      'Quality of service > without a limit for both it is Burstable, however equal (rule 3)',
    ],
  },
  {
    name: 'takes-a-zero-for-a-promise',
    find: "compareQuantities(limit, '0') > 0",
    replace: 'limit !== undefined',
    fails: [
      'Quality of service > without requests and limits it is BestEffort (rule 3)',
      'Quality of service > only cpu and memory count (rule 2)',
    ],
  },
  {
    name: 'fills-in-defaults-on-the-way',
    find: "request: resources.requests?.[name] ?? '0',",
    replace: "request: resources.requests?.[name] ?? resources.limits?.[name] ?? '0',",
    fails: ['Quality of service > defaults are not filled in on the way (rule 3)'],
  },
  {
    name: 'is-running-when-any-runs',
    find: "  if (all.includes('not started')) return 'Pending';\n  if (all.includes('runs')) return 'Running';",
    replace:
      "  if (all.includes('runs')) return 'Running';\n  if (all.includes('not started')) return 'Pending';",
    fails: [
      'Phase > while a container has not started, the Pod is Pending (rule 5)',
      'Phase > a container of which nothing is known has not started (rule 5)',
    ],
  },
  {
    name: 'takes-a-crash-loop-for-pending',
    find: "return status?.state?.waiting && status.lastState?.terminated ? 'stopped' : 'not started';",
    replace: "return 'not started';",
    fails: [
      'Phase > a crash loop is Running: it waits, but has been started before (rules 4, 6)',
      'Phase > what waits to be started again has stopped, but not succeeded (rules 4, 8)',
    ],
  },
  {
    name: 'takes-what-tells-nothing-for-stopped',
    find: "? 'stopped' : 'not started';",
    replace: "? 'stopped' : status && !status.state?.waiting ? 'stopped' : 'not started';",
    fails: [
      'Phase > a container of which nothing is known has not started (rule 5)',
      'Before it starts > a sidecar that has not started makes even a running Pod Pending (rules 5, 12)',
    ],
  },
  {
    name: 'has-no-default-policy',
    find: "const { restartPolicy = 'Always' } = pod.spec!;",
    replace: "const { restartPolicy = 'Never' } = pod.spec!;",
    fails: [
      'Phase > a crash loop is Running: it waits, but has been started before (rules 4, 6)',
      'Phase > with Always, or no policy, a Pod whose containers have all stopped is Running (rule 7)',
    ],
  },
  {
    name: 'ends-a-pod-that-is-started-again',
    find: "  if (restartPolicy === 'Always') return 'Running';\n",
    replace: '',
    fails: [
      'Phase > with Always, or no policy, a Pod whose containers have all stopped is Running (rule 7)',
      'The next status > knows when the Pod has ended (rule 13)',
    ],
  },
  {
    name: 'fails-with-on-failure',
    find: "return restartPolicy === 'Never' ? 'Failed' : 'Running';",
    replace: "return 'Failed';",
    fails: [
      'Phase > a crash loop is Running: it waits, but has been started before (rules 4, 6)',
      'Phase > a failure is the end with Never, and not with OnFailure (rule 8)',
    ],
  },
  {
    name: 'never-fails',
    find: "return restartPolicy === 'Never' ? 'Failed' : 'Running';",
    replace: "return 'Running';",
    fails: [
      'Phase > a failure is the end with Never, and not with OnFailure (rule 8)',
      'Phase > what waits to be started again has stopped, but not succeeded (rules 4, 8)',
    ],
  },
  {
    name: 'takes-any-success-for-all',
    find: "main.every((stage) => stage === 'succeeded')",
    replace: "main.some((stage) => stage === 'succeeded')",
    fails: [
      'Phase > a failure is the end with Never, and not with OnFailure (rule 8)',
      'When it ends > with any failure it has Failed, whatever the policy (rule 13)',
    ],
  },
  {
    name: 'counts-a-former-success',
    find: "return status?.state?.waiting && status.lastState?.terminated ? 'stopped' : 'not started';",
    replace:
      "return status?.state?.waiting && status.lastState?.terminated ? (status.lastState.terminated.exitCode === 0 ? 'succeeded' : 'stopped') : 'not started';",
    fails: [
      'Phase > what waits to be started again has stopped, but not succeeded (rules 4, 8)',
      'When it ends > with any failure it has Failed, whatever the policy (rule 13)',
    ],
  },
  {
    name: 'looks-at-every-status',
    find: 'const main = mains(pod).map((container) => stageOf(statusOf(pod, container)));',
    replace:
      'const main = statuses(pod).filter(({ name }) => !inits(pod).some((init) => init.name === name)).map((status) => stageOf(status));',
    fails: [
      'Phase > a container of which nothing is known has not started (rule 5)',
      'Phase > containers are found by name, in any order (rule 4)',
    ],
  },
  {
    name: 'lets-a-running-init-container-pass',
    find: "return ['runs', 'not started'].includes(stageOf(status));",
    replace: "return stageOf(status) === 'not started';",
    fails: [
      'Before it starts > whatever the containers do (rule 11)',
      'Before it starts > a sidecar that starts again does not make a Pod new (rule 12)',
    ],
  },
  {
    name: 'forgets-init-containers-of-a-running-pod',
    find: "  if (before.some(pending)) return 'Pending';\n",
    replace: "  if (before.some(pending) && !anyStarted(pod)) return 'Pending';\n",
    fails: [
      'Before it starts > whatever the containers do (rule 11)',
      'Before it starts > a sidecar that starts again does not make a Pod new (rule 12)',
    ],
  },
  {
    name: 'takes-a-former-start-for-one',
    find: 'return state?.running !== undefined || state?.terminated !== undefined;',
    replace:
      'return state?.running !== undefined || state?.terminated !== undefined || statusOf(pod, container)?.lastState?.terminated !== undefined;',
    fails: [
      'Before it starts > a sidecar keeps the Pod Pending until it is started (rule 12)',
      'Ready > a Pod that has been under way stays initialized (rule 20)',
    ],
  },
  {
    name: 'fails-with-every-policy-before-it-starts',
    find: "if (restartPolicy === 'Never' && before.some(failed)) return 'Failed';",
    replace: "if (before.some(failed)) return 'Failed';",
    fails: [
      'Before it starts > one that fails fails the Pod with Never, and with no other policy (rule 10)',
    ],
  },
  {
    name: 'makes-a-pod-new-with-its-sidecar',
    find: "(statusOf(pod, each))) && !anyStarted(pod)) return 'Pending';",
    replace: "(statusOf(pod, each)))) return 'Pending';",
    fails: [
      'Before it starts > a sidecar that starts again does not make a Pod new (rule 12)',
      'Before it starts > a sidecar that runs keeps the Pod Running (rules 6, 12)',
    ],
  },
  {
    name: 'is-pending-before-it-fails',
    find: "  if (restartPolicy === 'Never' && before.some(failed)) return 'Failed';\n",
    replace:
      "  if (!before.some(pending) && restartPolicy === 'Never' && before.some(failed)) return 'Failed';\n",
    fails: ['Before it starts > a failure goes before all else (rule 10)'],
  },
  {
    name: 'forgets-a-former-failure',
    find: 'const end = terminated ?? (waiting && status?.lastState?.terminated);',
    replace: 'const end = terminated;',
    fails: [
      'Before it starts > one that fails fails the Pod with Never, and with no other policy (rule 10)',
    ],
  },
  {
    name: 'treats-sidecars-as-plain',
    find: 'const plain = inits(pod).filter((container) => !isSidecar(container));',
    replace: 'const plain = inits(pod);',
    fails: [
      'Before it starts > a sidecar that starts again does not make a Pod new (rule 12)',
      'Before it starts > a sidecar keeps the Pod Pending until it is started (rule 12)',
    ],
  },
  {
    name: 'does-not-wait-for-a-sidecar-to-start',
    find: "return stageOf(status) === 'runs' && status?.started !== true;",
    replace: 'return status === null;',
    fails: ['Before it starts > a sidecar keeps the Pod Pending until it is started (rule 12)'],
  },
  {
    name: 'does-not-count-sidecars',
    find: '[...main, ...sidecars.map((container) => stageOf(statusOf(pod, container)))]',
    replace: '[...main]',
    fails: [
      'Before it starts > a sidecar keeps the Pod Pending until it is started (rule 12)',
      'Before it starts > a sidecar that has not started makes even a running Pod Pending (rules 5, 12)',
    ],
  },
  {
    name: 'lets-a-sidecar-fail-the-pod',
    find: "main.every((stage) => stage === 'succeeded')",
    replace: "all.every((stage) => stage === 'succeeded')",
    fails: [
      'Before it starts > a sidecar that has stopped counts for nothing (rule 12)',
      'When it ends > a sidecar’s failure does not make it fail (rules 12, 13)',
    ],
  },
  {
    name: 'takes-a-sidecar-by-the-pods-policy',
    find: "function isSidecar({ restartPolicy }: Container): boolean {\n  return restartPolicy === 'Always';",
    replace:
      "function isSidecar({ restartPolicy }: Container): boolean {\n  return restartPolicy !== undefined && restartPolicy !== 'Always';",
    fails: [
      'Before it starts > a sidecar that starts again does not make a Pod new (rule 12)',
      'Before it starts > a sidecar keeps the Pod Pending until it is started (rule 12)',
    ],
  },
  {
    name: 'does-not-know-the-end',
    find: "ended ? 'Never' : restartPolicy",
    replace: 'restartPolicy',
    fails: [
      'When it ends > a Pod that has ended well has Succeeded, whatever the policy (rule 13)',
      'When it ends > with any failure it has Failed, whatever the policy (rule 13)',
    ],
  },
  {
    name: 'always-succeeds-at-the-end',
    find: "  if (restartPolicy === 'Always') return 'Running';\n  if (allSucceeded) return 'Succeeded';",
    replace:
      "  if (restartPolicy === 'Always') return 'Running';\n  if (allSucceeded || restartPolicy === 'Never') return 'Succeeded';",
    fails: [
      'Phase > a failure is the end with Never, and not with OnFailure (rule 8)',
      'Phase > what waits to be started again has stopped, but not succeeded (rules 4, 8)',
    ],
  },
  {
    name: 'is-ready-before-anything-is-known',
    find: "  if (statuses(pod).length === 0) return no(type, 'UnknownContainerStatuses');\n",
    replace: '',
    fails: ['Ready > without any status the containers are unknown (rule 15)'],
  },
  {
    name: 'stays-ready-after-the-failure',
    find: "  if (phase === 'Failed') return no(type, 'PodFailed');\n",
    replace: '',
    fails: [
      'Ready > a Pod that has ended is not ready, whatever its containers say (rule 16)',
      'Ready > a Pod is as unready as its containers, with their reason and message (rule 22)',
    ],
  },
  {
    name: 'completes-with-unknown-containers',
    find: "if (phase === 'Succeeded' && unknown.length === 0) return no(type, 'PodCompleted');",
    replace: "if (phase === 'Succeeded') return no(type, 'PodCompleted');",
    fails: ['Ready > a Pod that has ended is not ready, whatever its containers say (rule 16)'],
  },
  {
    name: 'does-not-ask-sidecars',
    find: '[...inits(pod).filter(isSidecar), ...mains(pod)]',
    replace: 'mains(pod)',
    fails: [
      'Ready > sidecars have to be ready, too, and come first; plain init containers do not count (rule 15)',
    ],
  },
  {
    name: 'asks-plain-init-containers',
    find: '[...inits(pod).filter(isSidecar), ...mains(pod)]',
    replace: '[...inits(pod), ...mains(pod)]',
    fails: [
      'Ready > without any status the containers are unknown (rule 15)',
      'Ready > sidecars have to be ready, too, and come first; plain init containers do not count (rule 15)',
    ],
  },
  {
    name: 'lists-names-with-commas',
    find: "list.join(' ')",
    replace: "list.join(', ')",
    fails: [
      'Ready > the message names the containers that are not ready, in their order (rule 17)',
      'Ready > sidecars have to be ready, too, and come first; plain init containers do not count (rule 15)',
    ],
  },
  {
    name: 'tells-unready-first',
    find: 'told({ unknown, unready: lacking })',
    replace: 'told({ unready: lacking, unknown })',
    fails: [
      'Ready > a Pod that has ended is not ready, whatever its containers say (rule 16)',
      'Ready > the message names the containers that are not ready, in their order (rule 17)',
    ],
  },
  {
    name: 'asks-sidecars-whether-they-are-ready',
    find: 'isSidecar(container) ? started === true : ready',
    replace: 'ready',
    fails: [
      'Ready > a plain init container is finished when it is ready, a sidecar when it is started (rule 21)',
    ],
  },
  {
    name: 'becomes-uninitialized-again',
    find: 'if (message && !anyStarted(pod)) return no',
    replace: 'if (message) return no',
    fails: ['Ready > a Pod that has been under way stays initialized (rule 20)'],
  },
  {
    name: 'gives-no-reason-for-the-end',
    find: "    return { type, status: 'True', reason: 'PodCompleted' };",
    replace: "    return { type, status: 'True' };",
    fails: ['Ready > a Pod that has succeeded was initialized (rule 20)'],
  },
  {
    name: 'is-not-initialized-without-init-containers',
    find: 'if (inits(pod).length > 0 && statuses(pod).length === 0)',
    replace: 'if (statuses(pod).length === 0)',
    fails: [
      'Ready > with init containers and no status at all, it is not known whether they are done (rule 19)',
    ],
  },
  {
    name: 'keeps-the-type-of-the-other-condition',
    find: 'return { ...containers, type };',
    replace: 'return { ...containers };',
    fails: [
      'Ready > a Pod is as unready as its containers, with their reason and message (rule 22)',
      'The next status > another reason is no transition (rule 25)',
    ],
  },
  {
    name: 'ignores-the-gates',
    find: "if (closed.length === 0) return { type, status: 'True' };",
    replace: "if (closed.length >= 0) return { type, status: 'True' };",
    fails: [
      'Ready > each readiness gate needs its condition, with the status True (rule 22)',
      'The next status > keeps the rest of the status, and conditions of others (rules 23, 24)',
    ],
  },
  {
    name: 'takes-an-absent-gate-for-open',
    find: "conditionOf(pod, conditionType)?.status !== 'True',",
    replace: "(conditionOf(pod, conditionType)?.status ?? 'True') !== 'True',",
    fails: ['Ready > each readiness gate needs its condition, with the status True (rule 22)'],
  },
  {
    name: 'takes-unknown-for-open',
    find: "conditionOf(pod, conditionType)?.status !== 'True',",
    replace: "(conditionOf(pod, conditionType)?.status ?? 'False') === 'False',",
    fails: ['Ready > each readiness gate needs its condition, with the status True (rule 22)'],
  },
  {
    name: 'names-only-the-first-gate',
    find: "closed.map(({ conditionType }) => conditionType).join(', ')",
    replace: 'closed[0]!.conditionType',
    fails: ['Ready > each readiness gate needs its condition, with the status True (rule 22)'],
  },
  {
    name: 'lets-an-ended-pod-run-again',
    find: "before === 'Succeeded' || before === 'Failed' ? before : podPhase(pod, ended)",
    replace: 'podPhase(pod, ended)',
    fails: ['The next status > a Pod that has succeeded or failed stays so (rule 23)'],
  },
  {
    name: 'makes-conditions-of-the-new-phase',
    find: "    podReady(pod, phase),\n    containersReady(pod, phase),\n    { type: 'PodScheduled'",
    replace:
      "    podReady(pod, podPhase(pod, ended)),\n    containersReady(pod, phase),\n    { type: 'PodScheduled'",
    fails: ['The next status > a Pod that has succeeded or failed stays so (rule 23)'],
  },
  {
    name: 'promises-anew-each-time',
    find: 'phase, qosClass: promised,',
    replace: 'phase, qosClass: qosClass(pod),',
    fails: ['The next status > the class is for life (rule 23)'],
  },
  {
    name: 'throws-away-what-others-say',
    find: 'conditions: [...others, ...timed]',
    replace: 'conditions: timed',
    fails: [
      'The next status > keeps the rest of the status, and conditions of others (rules 23, 24)',
    ],
  },
  {
    name: 'appends-to-the-old-conditions',
    find: '  const others = (pod.status!.conditions ?? []).filter(\n    ({ type }) => !own.some((condition) => condition.type === type),\n  );',
    replace: '  const others = pod.status!.conditions ?? [];',
    fails: ['The next status > told again, it says the same (rules 23 to 25)'],
  },
  {
    name: 'stamps-every-condition-anew',
    find: 'return { ...condition, lastTransitionTime: kept ?? formatTime(now) };',
    replace: 'return { ...condition, lastTransitionTime: formatTime(now) };',
    fails: [
      'The next status > a condition remembers since when it has its status (rule 25)',
      'The next status > another reason is no transition (rule 25)',
    ],
  },
  {
    name: 'keeps-the-time-of-another-status',
    find: 'before?.status === condition.status ? before.lastTransitionTime : undefined',
    replace: 'before?.lastTransitionTime',
    fails: ['The next status > a condition remembers since when it has its status (rule 25)'],
  },
  {
    name: 'takes-a-new-reason-for-a-transition',
    find: 'before?.status === condition.status ?',
    replace: 'before?.status === condition.status && before.reason === condition.reason ?',
    fails: ['The next status > another reason is no transition (rule 25)'],
  },
  {
    name: 'never-ends-a-pod',
    find: 'podPhase(pod, ended);\n  const own',
    replace: 'podPhase(pod, false);\n  const own',
    fails: ['The next status > knows when the Pod has ended (rule 13)'],
  },
  {
    name: 'drops-the-rest-of-the-status',
    find: 'return { ...pod.status, phase,',
    replace: 'return { phase,',
    fails: [
      'The next status > keeps the rest of the status, and conditions of others (rules 23, 24)',
      'The next status > told again, it says the same (rules 23 to 25)',
    ],
  },
  {
    name: 'forgets-that-it-is-scheduled',
    find: "    { type: 'PodScheduled', status: 'True' },\n",
    replace: '',
    fails: [
      'The next status > has phase, class and the kubelet’s four conditions (rules 23, 24, 25)',
    ],
  },
  {
    name: 'takes-plain-ones-for-sidecars',
    find: 'const sidecars = inits(pod).filter(isSidecar);',
    replace: 'const sidecars = inits(pod);',
    fails: [],
    equivalent:
      'the plain ones have all stopped by then, and one that has stopped counts for nothing',
  },
  {
    name: 'reads-started-of-no-status',
    find: 'status?.started',
    replace: 'status.started',
    fails: [],
    equivalent: 'only of a container with a status is it known that it runs',
  },
  {
    name: 'reads-the-last-state-of-no-status',
    find: '(waiting && status?.lastState?.terminated)',
    replace: '(waiting && status.lastState?.terminated)',
    fails: [],
    equivalent: 'only a container with a status has a state in which it waits',
  },
];
