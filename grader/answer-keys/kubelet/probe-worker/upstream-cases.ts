import type { Probe, ProbeResult } from 'course/kit';
import { type Seen, type Type, terminated, waiting } from './pods.ts';

/** Where a case comes from in kubernetes: file, test and what the case is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

const worker = 'pkg/kubelet/prober/worker_test.go';
const manager = 'pkg/kubelet/prober/prober_manager_test.go';
const http = 'pkg/probe/http/http_test.go';

/** One round of a new worker: what is seen (null: the Pod has no status), and what comes of it. */
export interface RoundCase {
  readonly origin: Origin;
  readonly type: Type;
  readonly probe?: Probe;
  readonly seen: Seen | null;
  readonly goesOn: boolean;
  /** Undefined where no result is recorded. */
  readonly result?: ProbeResult;
}

const once = (about: string): Origin => [worker, 'TestDoProbe', about];
const early: Type[] = ['liveness', 'readiness'];

/** Upstream's table, run there for liveness, readiness and startup. `started` is what lets each of them ask. */
export const roundCases: readonly RoundCase[] = (
  ['liveness', 'readiness', 'startup'] as const
).flatMap((type): RoundCase[] => {
  const started = early.includes(type);
  return [
    { origin: once('no status'), type, seen: null, goesOn: true },
    { origin: once('the Pod has failed'), type, seen: { started, phase: 'Failed' }, goesOn: false },
    { origin: once('no container status'), type, seen: { started, id: '' }, goesOn: true },
    {
      ...{ origin: once('the container waits'), type, goesOn: true, result: 'failure' },
      seen: { started, state: waiting, restartPolicy: 'Never' },
    },
    {
      ...{
        origin: once('the container has terminated, Never'),
        type,
        goesOn: false,
        result: 'failure',
      },
      seen: { started, state: terminated, restartPolicy: 'Never' },
    },
    { origin: once('a success'), type, seen: { started }, goesOn: true, result: 'success' },
    {
      ...{ origin: once('the initial delay is over'), type, goesOn: true, result: 'success' },
      ...{ probe: { initialDelaySeconds: 100 }, seen: { started } },
    },
    {
      ...{ origin: once('the Pod is deleted'), type, goesOn: type === 'readiness' },
      ...{ seen: { started, deleted: true }, result: 'success' },
    },
  ];
});

/** A row of rounds: `answers` of the probe (`crash`: it panics) and the results after each; `id` names the container of each. */
export interface RowCase {
  readonly origin: Origin;
  readonly type: Type;
  readonly probe: Probe;
  readonly rounds: readonly (readonly [
    answer: 'success' | 'failure' | 'crash',
    ProbeResult,
    id?: string,
  ])[];
}

const [S, F] = ['success', 'failure'] as const;
const both = <T>(once: readonly T[]): T[] => [...once, ...once];

export const rowCases: readonly RowCase[] = [
  {
    origin: [worker, 'TestFailureThreshold', 'three failures after successes, twice'],
    ...{ type: 'readiness', probe: { successThreshold: 1, failureThreshold: 3 } },
    rounds: both([
      [S, S],
      [S, S],
      [S, S],
      [F, S],
      [F, S],
      [F, F],
      [F, F],
      [F, F],
    ]),
  },
  {
    origin: [worker, 'TestSuccessThreshold', 'three successes after a failure, twice'],
    ...{ type: 'readiness', probe: { successThreshold: 3, failureThreshold: 1 } },
    rounds: both([
      [S, F],
      [S, F],
      [S, S],
      [S, S],
      [S, S],
      [F, F],
    ]),
  },
  {
    origin: [worker, 'TestStartupProbeSuccessThreshold', 'one success is enough'],
    ...{ type: 'startup', probe: { successThreshold: 1, failureThreshold: 3 } },
    rounds: [[S, S]],
  },
  {
    origin: [worker, 'TestStartupProbeFailureThreshold', 'the third failure'],
    ...{ type: 'startup', probe: { successThreshold: 1, failureThreshold: 3 } },
    rounds: [
      [F, 'unknown'],
      [F, 'unknown'],
      [F, F],
      [S, F],
    ],
  },
  {
    origin: [worker, 'TestHandleCrash', 'a probe that crashes changes nothing'],
    ...{ type: 'readiness', probe: {} },
    rounds: [
      [S, S],
      ['crash', S],
    ],
  },
  {
    origin: [
      worker,
      'TestOnHoldOnLivenessOrStartupCheckFailure',
      'liveness on hold until the next container',
    ],
    ...{ type: 'liveness', probe: { successThreshold: 1, failureThreshold: 1 } },
    rounds: [
      [F, F, 'a'],
      [S, F, 'a'],
      [S, S, 'b'],
    ],
  },
  {
    origin: [
      worker,
      'TestOnHoldOnLivenessOrStartupCheckFailure',
      'startup on hold until the next container',
    ],
    ...{ type: 'startup', probe: { successThreshold: 1, failureThreshold: 1 } },
    rounds: [
      [F, F, 'a'],
      [S, F, 'a'],
      [S, S, 'b'],
    ],
  },
  {
    origin: [worker, 'TestResultRunOnLivenessCheckFailure', 'the row ends with a hold'],
    ...{ type: 'liveness', probe: { successThreshold: 1, failureThreshold: 3 } },
    rounds: [
      [S, S],
      [F, S],
      [F, S],
      [F, F],
      [F, S, 'b'],
      [F, S, 'b'],
      [F, F, 'b'],
    ],
  },
  {
    origin: [worker, 'TestResultRunOnStartupCheckFailure', 'the row ends with a hold'],
    ...{ type: 'startup', probe: { successThreshold: 1, failureThreshold: 3 } },
    rounds: [
      [F, 'unknown'],
      [F, 'unknown'],
      [F, F],
      [F, 'unknown', 'b'],
      [F, 'unknown', 'b'],
      [F, F, 'b'],
    ],
  },
];

/** What the probes' results make of a container. */
export interface StatusCase {
  readonly origin: Origin;
  readonly probes: readonly Type[];
  readonly runs: boolean;
  readonly results: Partial<Record<Type, ProbeResult>>;
  readonly started: boolean;
  readonly ready: boolean;
}

const update = (about: string): Origin => [manager, 'TestUpdatePodStatus', about];
export const statusCases: readonly StatusCase[] = [
  {
    ...{ origin: update('no probe'), probes: [], runs: true, results: {} },
    ...{ started: true, ready: true },
  },
  {
    ...{ origin: update('readiness succeeded'), probes: ['readiness'], runs: true },
    ...{ results: { readiness: S }, started: true, ready: true },
  },
  {
    ...{ origin: update('readiness failed'), probes: ['readiness'], runs: true },
    ...{ results: { readiness: F }, started: true, ready: false },
  },
  {
    ...{ origin: update('not asked yet'), probes: ['readiness'], runs: true, results: {} },
    ...{ started: true, ready: false },
  },
  {
    ...{ origin: update('not running, ready before'), probes: ['readiness'], runs: false },
    ...{ results: { readiness: S }, started: false, ready: false },
  },
  {
    ...{ origin: update('startup succeeded'), probes: ['startup'], runs: true },
    ...{ results: { startup: S }, started: true, ready: true },
  },
  {
    ...{
      origin: update('startup not decided'),
      probes: ['startup'],
      runs: true,
      results: {},
    },
    ...{ started: false, ready: false },
  },
];

/** HTTP statuses of the server and what the probe says. */
export const httpCases: readonly {
  origin: Origin;
  status: number;
  answer: 'success' | 'failure';
}[] = [
  { origin: [http, 'TestHTTPProbeChecker', 'a body and 200'], status: 200, answer: S },
  { origin: [http, 'TestHTTPProbeChecker', 'a moved page'], status: 301, answer: S },
  { origin: [http, 'TestHTTPProbeChecker', 'an error behind a redirect'], status: 500, answer: F },
];
