import type { Known, Scene } from './pods.ts';

/** Where a case comes from in kubernetes: file, test and what the case is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

/** A Pod, whether it has ended, and its phase. */
export interface PhaseCase {
  readonly origin: Origin;
  readonly scene: Scene;
  readonly ended: boolean;
  readonly phase: string;
}

type Row = readonly [
  about: string,
  phase: string,
  main: Readonly<Record<string, Known>>,
  init?: Known,
  ended?: 'ended',
];

const file = 'pkg/kubelet/kubelet_pods_test.go';

/** The rows of one test table; `init` says of which kind its init container is. */
function table(
  test: string,
  policy: Scene['policy'],
  kind: 'none' | 'init' | 'side',
  rows: readonly Row[],
): PhaseCase[] {
  return rows.map(([about, phase, main, init = null, ended]) => ({
    ...{ origin: [file, test, about], phase, ended: ended !== undefined },
    scene: { ...(policy && { policy }), main, ...(kind !== 'none' && { init: { [kind]: init } }) },
  }));
}

const nothing = { a: null, b: null } as const;
const run = { a: 'runs', b: 'runs' } as const;
const good = { a: 'ended 0', b: 'ended 0' } as const;
const bad = { a: 'ended 1', b: 'ended 1' } as const;
const one = { a: 'runs', b: null } as const;

export const phaseCases: readonly PhaseCase[] = [
  ...table('TestPodPhaseWithRestartAlways', 'Always', 'none', [
    ['nothing yet', 'Pending', nothing],
    ['all run', 'Running', run],
    ['all stopped', 'Running', good],
    ['all stopped, the Pod has ended: well', 'Succeeded', good, null, 'ended'],
    ['all stopped, the Pod has ended: badly', 'Failed', bad, null, 'ended'],
    ['one runs, one stopped', 'Running', { a: 'runs', b: 'ended 0' }],
    ['one runs, one unknown', 'Pending', one],
    ['one runs, one waits', 'Pending', { a: 'runs', b: 'waits' }],
    ['one runs, one in a crash loop', 'Running', { a: 'runs', b: 'waits after 0' }],
  ]),
  ...table('TestPodPhaseWithRestartNever', 'Never', 'none', [
    ['nothing yet', 'Pending', nothing],
    ['all run', 'Running', run],
    ['all succeeded', 'Succeeded', good],
    ['all failed', 'Failed', bad],
    ['one runs, one succeeded', 'Running', { a: 'runs', b: 'ended 0' }],
    ['one runs, one unknown', 'Pending', one],
    ['one runs, one waits', 'Pending', { a: 'runs', b: 'waits' }],
  ]),
  ...table('TestPodPhaseWithRestartOnFailure', 'OnFailure', 'none', [
    ['nothing yet', 'Pending', nothing],
    ['all run', 'Running', run],
    ['all succeeded', 'Succeeded', good],
    ['all failed', 'Running', bad],
    ['one runs, one succeeded', 'Running', { a: 'runs', b: 'ended 0' }],
    ['one runs, one unknown', 'Pending', one],
    ['one runs, one waits', 'Pending', { a: 'runs', b: 'waits' }],
    ['one runs, one in a crash loop', 'Running', { a: 'runs', b: 'waits after 0' }],
  ]),
  ...table('TestPodPhaseWithRestartNeverInitContainers', 'Never', 'init', [
    ['nothing yet', 'Pending', nothing],
    ['init runs', 'Pending', nothing, 'runs'],
    ['init failed', 'Failed', nothing, 'ended 1'],
    ['init waits after a success', 'Pending', nothing, 'waits after 0'],
    ['init waits after a failure', 'Failed', nothing, 'waits after 1'],
    ['init waits', 'Pending', nothing, 'waits'],
    ['init succeeded, all run', 'Running', run, 'ended 0'],
  ]),
  ...table('TestPodPhaseWithRestartNeverRestartableInitContainers', 'Never', 'side', [
    ['nothing yet', 'Pending', nothing],
    ['sidecar runs', 'Pending', nothing, 'runs'],
    ['sidecar stopped', 'Pending', nothing, 'ended 0'],
    ['sidecar waits after a success', 'Pending', nothing, 'waits after 0'],
    ['sidecar waits after a failure', 'Pending', nothing, 'waits after 1'],
    ['sidecar waits', 'Pending', nothing, 'waits'],
    ['sidecar started, one runs', 'Pending', one, 'runs, started'],
    ['sidecar started, all succeeded', 'Running', good, 'runs, started'],
    ['sidecar runs, all succeeded', 'Running', good, 'runs'],
    ['everything succeeded', 'Succeeded', good, 'ended 0'],
    ['sidecar failed, all succeeded', 'Succeeded', good, 'ended 1'],
    ['sidecar waits after a success, all succeeded', 'Succeeded', good, 'waits after 0'],
    ['sidecar waits after a failure, all succeeded', 'Succeeded', good, 'waits after 1'],
  ]),
  ...table('TestPodPhaseWithRestartAlwaysRestartableInitContainers', 'Always', 'side', [
    ['sidecar waits after a success', 'Pending', nothing, 'waits after 0'],
    ['sidecar waits after a failure', 'Pending', nothing, 'waits after 1'],
    ['sidecar waits', 'Pending', nothing, 'waits'],
    ['sidecar started, one runs', 'Pending', one, 'runs, started'],
    ['sidecar started, all run', 'Running', run, 'runs, started'],
    ['sidecar runs, all run', 'Running', run, 'runs'],
    ['sidecar stopped, all run', 'Running', run, 'ended 0'],
    ['sidecar in a crash loop, all run', 'Running', run, 'waits after 0'],
    ['sidecar failed, all succeeded, ended', 'Succeeded', good, 'ended 1', 'ended'],
    ['everything succeeded, ended', 'Succeeded', good, 'ended 0', 'ended'],
  ]),
  ...(
    [
      ['all run at once', 'Pending', 'runs', 'runs'],
      ['stopped, while both init containers run', 'Pending', 'runs', 'ended 0'],
      ['stopped, while the sidecar runs', 'Running', 'ended 0', 'ended 0'],
      ['runs, and so does the sidecar', 'Running', 'ended 0', 'runs'],
    ] as const
  ).map(
    ([about, phase, init, a]): PhaseCase => ({
      ...{ origin: [file, 'TestPodPhaseWithRestartAlwaysAndPodHasRun', about], phase },
      ...{ ended: false, scene: { policy: 'Always', init: { init, side: 'runs' }, main: { a } } },
    }),
  ),
];

/** The whole status, as far as these functions make it. */
export interface StatusCase {
  readonly origin: Origin;
  readonly scene: Scene;
  readonly ended: boolean;
  readonly phase: string;
  /** Of Initialized, Ready, ContainersReady: status and reason. */
  readonly conditions: Readonly<Record<string, string>>;
}

const status = (about: string): Origin => [file, 'Test_generateAPIPodStatus', about];

export const statusCases: readonly StatusCase[] = [
  {
    ...{ origin: status('a Pod that has succeeded stays so'), ended: false, phase: 'Succeeded' },
    scene: {
      policy: 'Always',
      phase: 'Succeeded',
      main: { a: 'waits after 1', b: 'waits after 1' },
    },
    conditions: {
      ...{ Initialized: 'True PodCompleted', Ready: 'False PodCompleted' },
      ContainersReady: 'False PodCompleted',
    },
  },
  {
    ...{ origin: status('the Pod was deleted, and has ended badly'), ended: true, phase: 'Failed' },
    scene: { policy: 'Always', main: { a: 'waits after 1', b: 'waits after 1' } },
    conditions: { Ready: 'False PodFailed', ContainersReady: 'False PodFailed' },
  },
  {
    ...{ origin: status('running can become pending again'), ended: false, phase: 'Pending' },
    scene: { policy: 'Always', phase: 'Running', main: { a: 'waits', b: 'waits' } },
    conditions: { Initialized: 'True' },
  },
];
