import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with probes, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'takes-a-redirect-for-a-failure',
    find: 'outcome.httpStatus < 400',
    replace: 'outcome.httpStatus < 300',
    fails: ['One try > an HTTP status from 200 to 399 is a success (rule 2)'],
  },
  {
    name: 'takes-400-for-a-success',
    find: 'outcome.httpStatus < 400',
    replace: 'outcome.httpStatus <= 400',
    fails: ['One try > an HTTP status from 200 to 399 is a success (rule 2)'],
  },
  {
    name: 'takes-any-answer-for-a-success',
    find: 'outcome.httpStatus >= 200 && outcome.httpStatus < 400',
    replace: 'outcome.httpStatus < 500',
    fails: ['One try > an HTTP status from 200 to 399 is a success (rule 2)'],
  },
  {
    name: 'lets-a-silent-container-pass',
    find: "return 'health' in outcome && outcome.health === 'SERVING';",
    replace: "return !('health' in outcome) || outcome.health === 'SERVING';",
    fails: [
      'One try > a connection and the health SERVING are successes; silence is a failure (rule 2)',
    ],
  },
  {
    name: 'takes-unknown-health-for-success',
    find: "outcome.health === 'SERVING'",
    replace: "outcome.health !== 'NOT_SERVING'",
    fails: [
      'One try > a connection and the health SERVING are successes; silence is a failure (rule 2)',
    ],
  },
  {
    name: 'keeps-a-zero',
    find: '!(field in defaults) || value > 0',
    replace: '!(field in defaults) || value >= 0',
    fails: ['One try > a 0 gets the default, any other value stays (rule 1)'],
  },
  {
    name: 'tries-twice-before-it-gives-up',
    find: 'failureThreshold: 3',
    replace: 'failureThreshold: 2',
    fails: [
      'One try > what a probe does not say gets its default (rule 1)',
      'In a row > one success and three failures in a row are enough, unless the probe says otherwise (rules 3, 6)',
    ],
  },
  {
    name: 'believes-that-a-new-container-is-ready',
    find: "readiness: 'failure', startup",
    replace: "readiness: 'success', startup",
    fails: ['In a row > the first belief of a readiness worker is failure (rule 4)'],
  },
  {
    name: 'believes-that-a-new-container-is-dead',
    find: "liveness: 'success', readiness",
    replace: "liveness: 'failure', readiness",
    fails: ['In a row > the first belief of a liveness worker is success (rule 4)'],
  },
  {
    name: 'takes-a-new-container-for-started',
    find: "startup: 'unknown' }",
    replace: "startup: 'success' }",
    fails: ['In a row > the first belief of a startup worker is unknown (rule 4)'],
  },
  {
    name: 'counts-failures-that-are-not-in-a-row',
    find: 'this.#inRow = answer === this.#last ? this.#inRow + 1 : 1;',
    replace: "this.#inRow = answer === 'failure' || answer === this.#last ? this.#inRow + 1 : 1;",
    fails: ['In a row > failures with a success between them are not in a row (rule 6)'],
  },
  {
    name: 'needs-one-answer-too-many',
    find: "if (this.#inRow < (answer === 'success' ? successThreshold! : failureThreshold!)) return;",
    replace:
      "if (this.#inRow <= (answer === 'success' ? successThreshold! : failureThreshold!)) return;",
    fails: [
      'In a row > one success and three failures in a row are enough, unless the probe says otherwise (rules 3, 6)',
    ],
  },
  {
    name: 'believes-every-answer',
    find: "    if (this.#inRow < (answer === 'success' ? successThreshold! : failureThreshold!)) return;\n",
    replace: '',
    fails: [
      'In a row > one success and three failures in a row are enough, unless the probe says otherwise (rules 3, 6)',
    ],
  },
  {
    name: 'uses-the-failure-threshold-for-both',
    find: "answer === 'success' ? successThreshold! : failureThreshold!",
    replace: 'failureThreshold!',
    fails: [
      'In a row > one success and three failures in a row are enough, unless the probe says otherwise (rules 3, 6)',
    ],
  },
  {
    name: 'reads-another-probe',
    find: 'container[probeField[type]] ?? {}',
    replace: 'container.livenessProbe ?? container[probeField[type]] ?? {}',
    fails: ['In a row > each worker reads the thresholds of its own probe (rule 3)'],
  },
  {
    name: 'counts-a-broken-probe-as-a-failure',
    find: '    return undefined;\n  }\n}\n\nexport function withProbeResults',
    replace: "    return 'failure';\n  }\n}\n\nexport function withProbeResults",
    fails: [
      'In a row > a probe that throws gave no answer: nothing changes, and the row goes on after it (rule 7)',
    ],
  },
  {
    name: 'lets-the-probe-throw',
    find: '  try {\n    return ask();\n  } catch {\n    return undefined;\n  }',
    replace: '  return ask();',
    fails: [
      'In a row > a probe that throws gave no answer: nothing changes, and the row goes on after it (rule 7)',
    ],
  },
  {
    name: 'begins-a-new-row-after-a-broken-probe',
    find: '    if (answer === undefined) return;\n',
    replace: '    if (answer === undefined) {\n      this.#inRow = 0;\n      return;\n    }\n',
    fails: [
      'In a row > a probe that throws gave no answer: nothing changes, and the row goes on after it (rule 7)',
    ],
  },
  {
    name: 'forgets-what-it-cannot-see',
    find: '    if (!status?.containerID) return true;\n',
    replace:
      '    if (!status?.containerID) {\n      this.#result = undefined;\n      return true;\n    }\n',
    fails: [
      'When to ask > what it believes stays when the container is not to be seen for a while (rule 8)',
    ],
  },
  {
    name: 'gives-up-on-what-it-cannot-see',
    find: 'if (!status?.containerID) return true;',
    replace: 'if (!status?.containerID) return false;',
    fails: [
      'When to ask > without a status, or without a container in it, a worker waits (rule 8)',
    ],
  },
  {
    name: 'does-not-know-sidecars',
    find: 'return main?.containerID ? main : status?.initContainerStatuses?.find(named);',
    replace: 'return main;',
    fails: ['When to ask > a sidecar is found among the init containers (rule 8)'],
  },
  {
    name: 'prefers-an-entry-without-an-id',
    find: 'return main?.containerID ? main :',
    replace: 'return main ? main :',
    fails: ['When to ask > a sidecar is found among the init containers (rule 8)'],
  },
  {
    name: 'asks-one-moment-too-late',
    find: 'this.#probe.initialDelaySeconds! * 1000',
    replace: 'this.#probe.initialDelaySeconds! * 1000 + 1',
    fails: ['When to ask > nobody asks before the initial delay is over; then at once (rule 9)'],
  },
  {
    name: 'takes-the-delay-for-milliseconds',
    find: 'this.#probe.initialDelaySeconds! * 1000',
    replace: 'this.#probe.initialDelaySeconds!',
    fails: ['When to ask > nobody asks before the initial delay is over; then at once (rule 9)'],
  },
  {
    name: 'delays-nobody',
    find: '    if (this.#delayed(running.startedAt, now)) return true;\n',
    replace: '',
    fails: ['When to ask > nobody asks before the initial delay is over; then at once (rule 9)'],
  },
  {
    name: 'does-not-wait-for-the-start',
    find: "if ((status.started === true) === (this.#type === 'startup')) return true;",
    replace: "if (status.started === true && this.#type === 'startup') return true;",
    fails: ['When to ask > liveness and readiness wait until the container is started (rule 10)'],
  },
  {
    name: 'asks-for-the-start-for-ever',
    find: "if ((status.started === true) === (this.#type === 'startup')) return true;",
    replace: "if (status.started !== true && this.#type !== 'startup') return true;",
    fails: ['When to ask > startup asks until the container is started, and no more (rule 10)'],
  },
  {
    name: 'takes-an-absent-started-for-true',
    find: '(status.started === true)',
    replace: '(status.started !== false)',
    fails: ['When to ask > liveness and readiness wait until the container is started (rule 10)'],
  },
  {
    name: 'goes-on-after-the-pod-has-ended',
    find: "    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return false;\n",
    replace: '',
    fails: [
      'The life of a container > a Pod that has succeeded or failed needs no worker (rule 11)',
    ],
  },
  {
    name: 'goes-on-after-a-success',
    find: "pod.status?.phase === 'Succeeded' || ",
    replace: '',
    fails: [
      'The life of a container > a Pod that has succeeded or failed needs no worker (rule 11)',
    ],
  },
  {
    name: 'keeps-believing-in-what-has-crashed',
    find: "      this.#result = 'failure';\n      return !terminated",
    replace: '      return !terminated',
    fails: [
      'The life of a container > what does not run is not asked, and its result is failure (rule 12)',
    ],
  },
  {
    name: 'gives-up-with-every-end',
    find: 'return !terminated || this.#startsAgain(pod);',
    replace: 'return !terminated;',
    fails: [
      'The life of a container > what does not run is not asked, and its result is failure (rule 12)',
    ],
  },
  {
    name: 'waits-for-what-never-comes-back',
    find: 'return !terminated || this.#startsAgain(pod);',
    replace: 'return true;',
    fails: [
      'The life of a container > a container that has terminated and will not be started again ends its worker (rule 12)',
    ],
  },
  {
    name: 'gives-up-while-it-waits',
    find: 'return !terminated || this.#startsAgain(pod);',
    replace: 'return this.#startsAgain(pod);',
    fails: [
      'The life of a container > a container that has terminated and will not be started again ends its worker (rule 12)',
    ],
  },
  {
    name: 'takes-on-failure-for-never',
    find: "pod.spec?.restartPolicy !== 'Never'",
    replace: "(pod.spec?.restartPolicy ?? 'Always') === 'Always'",
    fails: [
      'The life of a container > a container that has terminated and will not be started again ends its worker (rule 12)',
    ],
  },
  {
    name: 'forgets-that-sidecars-come-back',
    find: " || this.#container.restartPolicy === 'Always'",
    replace: '',
    fails: [
      'The life of a container > a container that has terminated and will not be started again ends its worker (rule 12)',
    ],
  },
  {
    name: 'keeps-the-belief-for-the-next-container',
    find: '    this.#result = firstBelief[this.#type];\n',
    replace: '    this.#result ??= firstBelief[this.#type];\n',
    fails: ['The life of a container > another container, another belief (rule 4)'],
  },
  {
    name: 'kills-what-is-to-end',
    find: "    if (pod.metadata?.deletionTimestamp !== undefined && this.#type !== 'readiness') {\n      this.#result = 'success';\n      return false;\n    }\n",
    replace: '',
    fails: [
      'The life of a container > while a Pod is deleted, nobody finds its container dead (rule 13)',
    ],
  },
  {
    name: 'lets-deleted-pods-stay-ready',
    find: "pod.metadata?.deletionTimestamp !== undefined && this.#type !== 'readiness'",
    replace: 'pod.metadata?.deletionTimestamp !== undefined',
    fails: ['The life of a container > a Pod that is deleted still becomes unready (rule 13)'],
  },
  {
    name: 'leaves-the-last-belief-when-deleted',
    find: "      this.#result = 'success';\n      return false;",
    replace: '      return false;',
    fails: [
      'The life of a container > while a Pod is deleted, nobody finds its container dead (rule 13)',
    ],
  },
  {
    name: 'forgives-a-crash-before-the-start',
    find: "    const { running, terminated } = status.state ?? {};\n    if (!running) {\n      this.#result = 'failure';\n      return !terminated || this.#startsAgain(pod);\n    }\n",
    replace:
      "    // Until it is started only the startup probe asks, from then on only the others.\n    if ((status.started === true) === (this.#type === 'startup')) return true;\n    const { running, terminated } = status.state ?? {};\n    if (!running) {\n      this.#result = 'failure';\n      return !terminated || this.#startsAgain(pod);\n    }\n",
    fails: [
      'The life of a container > what has crashed before it was started has failed, too (rules 10, 12)',
    ],
  },
  {
    name: 'waits-for-the-start-of-what-is-deleted',
    find: "    if (pod.metadata?.deletionTimestamp !== undefined && this.#type !== 'readiness') {\n      this.#result = 'success';\n      return false;\n    }\n    if (this.#delayed(running.startedAt, now)) return true;\n    // Until it is started only the startup probe asks, from then on only the others.\n    if ((status.started === true) === (this.#type === 'startup')) return true;\n",
    replace:
      "    // Until it is started only the startup probe asks, from then on only the others.\n    if ((status.started === true) === (this.#type === 'startup')) return true;\n    if (pod.metadata?.deletionTimestamp !== undefined && this.#type !== 'readiness') {\n      this.#result = 'success';\n      return false;\n    }\n    if (this.#delayed(running.startedAt, now)) return true;\n",
    fails: [
      'The life of a container > a deletion comes before the delay, and before started (rules 9, 10, 13)',
    ],
  },
  {
    name: 'waits-for-the-delay-of-what-is-deleted',
    find: "    if (pod.metadata?.deletionTimestamp !== undefined && this.#type !== 'readiness') {\n      this.#result = 'success';\n      return false;\n    }\n    if (this.#delayed(running.startedAt, now)) return true;\n",
    replace:
      "    if (this.#delayed(running.startedAt, now)) return true;\n    if (pod.metadata?.deletionTimestamp !== undefined && this.#type !== 'readiness') {\n      this.#result = 'success';\n      return false;\n    }\n",
    fails: [
      'The life of a container > a deletion comes before the delay, and before started (rules 9, 10, 13)',
    ],
  },
  {
    name: 'goes-on-asking-what-is-killed',
    find: "    if (this.#type === 'startup' || (this.#type === 'liveness' && answer === 'failure'))\n      this.#hold();\n",
    replace: '',
    fails: [
      'On hold > a liveness worker that has found a failure leaves the container alone (rule 14)',
    ],
  },
  {
    name: 'holds-readiness',
    find: "    if (this.#type === 'startup' || (this.#type === 'liveness' && answer === 'failure'))\n      this.#hold();\n",
    replace: "    if (this.#type === 'startup' || answer === 'failure') this.#hold();\n",
    fails: ['On hold > a readiness worker goes on asking after a failure (rule 16)'],
  },
  {
    name: 'holds-only-liveness',
    find: "this.#type === 'startup' || (this.#type === 'liveness' && answer === 'failure')",
    replace: "this.#type === 'liveness' && answer === 'failure'",
    fails: [
      'On hold > a startup worker that has found a failure leaves the container alone (rule 14)',
    ],
  },
  {
    name: 'asks-again-after-the-start',
    find: "this.#type === 'startup' || (this.#type === 'liveness' && answer === 'failure')",
    replace: "this.#type !== 'readiness' && answer === 'failure'",
    fails: [
      'On hold > a startup worker that has found a success has nothing left to ask (rule 14)',
    ],
  },
  {
    name: 'holds-for-ever',
    find: '    this.#onHold = false;\n',
    replace: '',
    fails: [
      'On hold > the next container ends the hold, and its failures are counted from one (rules 14, 15)',
    ],
  },
  {
    name: 'carries-the-row-over-a-hold',
    find: '    this.#inRow = 0;\n',
    replace: '',
    fails: [
      'On hold > the next container ends the hold, and its failures are counted from one (rules 14, 15)',
    ],
  },
  {
    name: 'looks-at-the-state-before-the-hold',
    find: "    if (this.#onHold) return true;\n    const { running, terminated } = status.state ?? {};\n    if (!running) {\n      this.#result = 'failure';\n      return !terminated || this.#startsAgain(pod);\n    }\n",
    replace:
      "    const { running, terminated } = status.state ?? {};\n    if (!running) {\n      this.#result = 'failure';\n      return !terminated || this.#startsAgain(pod);\n    }\n    if (this.#onHold) return true;\n",
    fails: [
      'On hold > on hold it does not matter that the container ends or the Pod is deleted (rule 14)',
    ],
  },
  {
    name: 'is-ready-before-it-is-started',
    find: "ready: started && passed('readiness')",
    replace: "ready: status.state?.running !== undefined && passed('readiness')",
    fails: [
      'Started and ready > what is not started is not ready, and liveness has no part in it (rule 18)',
    ],
  },
  {
    name: 'takes-what-is-unknown-for-passed',
    find: "results(type, status.containerID ?? '') === 'success'",
    replace: "(results(type, status.containerID ?? '') ?? 'success') === 'success'",
    fails: [
      'Started and ready > with a startup probe it is started by a success, not before (rule 17)',
      'Started and ready > with a readiness probe it is ready by a success, not before (rule 18)',
    ],
  },
  {
    name: 'is-started-without-running',
    find: "status.state?.running !== undefined && passed('startup')",
    replace: "passed('startup')",
    fails: ['Started and ready > what does not run is neither (rules 17, 18)'],
  },
  {
    name: 'makes-a-dead-container-unready',
    find: "started && passed('readiness')",
    replace: "started && passed('liveness') && passed('readiness')",
    fails: [
      'Started and ready > what is not started is not ready, and liveness has no part in it (rule 18)',
    ],
  },
  {
    name: 'drops-the-rest-of-the-status',
    find: '{ ...status, started,',
    replace: "{ name: status.name, image: '', imageID: '', restartCount: 0, started,",
    fails: [
      'Started and ready > the rest of the status stays, and the status that was given is not changed (rule 17)',
    ],
  },
  {
    name: 'writes-into-the-status',
    find: "{ ...status, started, ready: started && passed('readiness') }",
    replace: "Object.assign(status, { started, ready: started && passed('readiness') })",
    fails: [
      'Started and ready > the rest of the status stays, and the status that was given is not changed (rule 17)',
    ],
  },
];
