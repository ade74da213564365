import type { Node, NodeInfo, Pod, SchedulerPlugin, SchedulingEvent, Status } from 'course/kit';

/** A Pod `default/<name>`, with these fields of its spec. */
export function pod(name: string, spec: Partial<Pod['spec']> = {}): Pod {
  return { metadata: { namespace: 'default', name }, spec: { containers: [], ...spec } };
}

/** A node, with these labels. */
export function node(name: string, labels?: Record<string, string>): Node {
  return { metadata: { name, ...(labels && { labels }) } };
}

/** Nodes as the scheduler keeps them, without Pods. */
export function empty(...names: string[]): NodeInfo[] {
  return names.map((name) => ({ node: node(name), pods: [] }));
}

export const fits: Status = { code: 'Success', reasons: [] };

/** A no, for these reasons. */
export function no(...reasons: string[]): Status {
  return { code: 'Unschedulable', reasons };
}

/** Refuses a node that holds so many Pods already. Pods that go may help, nodes that come as well. */
export function room(places: number): SchedulerPlugin {
  return {
    name: 'Room',
    events: ['NodeAdd', 'AssignedPodDelete'],
    filter: (_pod, { pods }) => (pods.length < places ? fits : no('Too many pods')),
  };
}

/** Refuses the nodes whose label `for` names another Pod than this one. */
export const label: SchedulerPlugin = {
  name: 'Label',
  events: ['NodeAdd', 'NodeUpdate'],
  filter: ({ metadata }, { node: { metadata: its } }) =>
    [undefined, metadata?.name].includes(its?.labels?.for) ? fits : no('Not for this Pod'),
};

/** Scores nodes by name; nodes it does not know get 0. */
export function likes(name: string, scores: Record<string, number>, weight?: number) {
  return {
    name,
    ...(weight !== undefined && { weight }),
    score: (_pod: Pod, feasible: readonly NodeInfo[]) =>
      feasible.map((each) => scores[each.node.metadata?.name ?? ''] ?? 0),
  } satisfies SchedulerPlugin;
}

/** A plugin that only waits for events. */
export function waitsFor(name: string, ...events: SchedulingEvent[]): SchedulerPlugin {
  return { name, events };
}
