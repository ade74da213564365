import type { Container, ContainerState, ContainerStatus, Pod, PodCondition } from 'course/kit';

/** What is known of a container, by a word. `null`: it has no status. */
export type Known =
  | null
  | 'runs'
  | 'waits'
  | 'ended 0'
  | 'ended 1'
  | 'waits after 0'
  | 'waits after 1'
  | 'says nothing'
  | 'runs, started'
  | 'ready';

export const allKnown = [
  ...(['runs', 'waits', 'ended 0', 'ended 1', 'waits after 0', 'waits after 1'] as const),
  ...(['says nothing', null] as const),
];

const ended = (exitCode: number): ContainerState => ({ terminated: { exitCode } });
const states: Record<Exclude<Known, null>, Partial<ContainerStatus>> = {
  runs: { state: { running: {} } },
  'runs, started': { state: { running: {} }, started: true },
  ready: { state: { running: {} }, started: true, ready: true },
  waits: { state: { waiting: {} } },
  'ended 0': { state: ended(0) },
  'ended 1': { state: ended(1) },
  'waits after 0': { state: { waiting: {} }, lastState: ended(0) },
  'waits after 1': { state: { waiting: {} }, lastState: ended(1) },
  'says nothing': {},
};

/** Containers by name; a name that begins with `side` is a sidecar where it stands under `init`. */
export interface Scene {
  readonly policy?: 'Always' | 'OnFailure' | 'Never';
  readonly init?: Readonly<Record<string, Known>>;
  readonly main?: Readonly<Record<string, Known>>;
  readonly gates?: readonly string[];
  readonly conditions?: readonly PodCondition[];
  readonly phase?: string;
}

/** A Pod in which so much is known. No more than the functions look at, so that a failed test tells it in a line. */
export function podOf(scene: Scene): Pod {
  const { policy, init = {}, main = { app: null }, gates, conditions, phase } = scene;
  const inits = Object.keys(init).map((name): Container => {
    return { name, ...(name.startsWith('side') && { restartPolicy: 'Always' }) };
  });
  return {
    spec: {
      ...(policy && { restartPolicy: policy }),
      ...(inits.length > 0 && { initContainers: inits }),
      containers: Object.keys(main).map((name) => ({ name })),
      ...(gates && { readinessGates: gates.map((conditionType) => ({ conditionType })) }),
    },
    status: {
      ...(phase && { phase }),
      ...(conditions && { conditions: [...conditions] }),
      ...listed('initContainerStatuses', init),
      ...listed('containerStatuses', main),
    },
  };
}

function listed(field: string, known: Readonly<Record<string, Known>>): object {
  const list = Object.entries(known).flatMap(([name, what]) =>
    what === null ? [] : [{ name, ready: false, ...states[what] }],
  );
  return list.length === 0 ? {} : { [field]: list };
}

/** The scene in words, for a failed test. */
export function told({ policy = 'Always', init = {}, main = { app: null } }: Scene): string {
  const part = (containers: Readonly<Record<string, Known>>) =>
    Object.entries(containers)
      .map(([name, what]) => `${name} ${inWords(what)}`)
      .join(', ');
  const inits = part(init);
  return `restartPolicy ${policy}; ${inits && `init: ${inits}; `}${part(main)}`;
}

/** `ended 1` is `ended with exit code 1`; `waits after 1` is `waits after exit code 1`. */
function inWords(known: Known): string {
  if (known === null) return 'has no status';
  return known.replace('ended ', 'ended with ').replace(/(?=\d)/, 'exit code ');
}
