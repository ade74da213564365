import {
  type ApiError,
  apiResources,
  conflict,
  notFound,
  PluginError,
  type Pod,
  type Random,
  type SchedulerPlugin,
  type SchedulingEvent,
  type Status,
  seededRandom,
} from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backoffMs,
  filterNodes,
  fitErrorMessage,
  pickNode,
  Scheduler,
  SchedulingQueue,
  scoreNodes,
} from '#exercise/scheduler/scheduling-cycle';
import { batch, batchAll, callAll, copyBack, seed } from '#suite';
import { QueueModel } from './model.ts';
import { empty, fits, label, likes, no, node, pod, room, waitsFor } from './objects.ts';

type Call = readonly [method: string, ...args: unknown[]];

/** A queue after some calls. What crosses the boundary together is quicker by far. */
function queueAfter(plugins: SchedulerPlugin[], ...calls: Call[]): SchedulingQueue {
  const steps = calls.map(([method, ...args]) => ({ on: 0, method, args }));
  return callAll([{ new: SchedulingQueue, args: [plugins] }, ...steps])[0] as SchedulingQueue;
}

const add = (name: string, now: number, priority?: number): Call => [
  ...(['add', pod(name, priority === undefined ? {} : { priority }), now] as const),
];
const pop = (now: number): Call => ['pop', now];
const requeue = (name: string, refusedBy: readonly string[], now: number): Call => [
  ...(['requeue', `default/${name}`, refusedBy, now] as const),
];
const move = (event: SchedulingEvent): Call => ['move', event];

/** The names of the next Pods at a time. */
function popped(queue: SchedulingQueue, now: number, count: number): (string | undefined)[] {
  const calls = Array.from({ length: count }, () => ({ on: queue, method: 'pop', args: [now] }));
  return callAll(calls).map((each) => (each as { pod: Pod } | undefined)?.pod.metadata?.name);
}

/** Where a Pod is at several times. */
function places(queue: SchedulingQueue, name: string, ...times: number[]): unknown[] {
  return callAll(
    times.map((now) => ({ on: queue, method: 'where', args: [`default/${name}`, now] })),
  );
}

describe('Who is next', () => {
  it('an empty queue gives nothing', () => {
    const queue = queueAfter([]);
    expect(queue.pop(0)).toBeUndefined();
    expect(queue.where('default/a', 0)).toBeUndefined();
  });

  it('the first attempt is the first, and gives the Pod as it was told', () => {
    const queue = queueAfter([], add('a', 0, 7));
    expect(queue.where('default/a', 0)).toBe('active');
    expect(queue.pop(0)).toEqual({ pod: pod('a', { priority: 7 }), attempts: 1 });
  });

  it('Pods of equal priority come in the order of their time', () => {
    const queue = queueAfter([], add('b', 0), add('c', 1), add('a', 2));
    expect(popped(queue, 5, 4)).toEqual(['b', 'c', 'a', undefined]);
  });

  it('a higher priority goes first, however late it came; none is 0', () => {
    const queue = queueAfter(
      [],
      ...[add('none', 0), add('low', 1, -5), add('high', 2, 1000), add('zero', 3, 0)],
    );
    expect(popped(queue, 5, 4)).toEqual(['high', 'none', 'zero', 'low']);
  });

  it('a popped Pod is in flight and is not given twice', () => {
    const queue = queueAfter([], add('a', 0), pop(0));
    expect(queue.where('default/a', 60_000)).toBe('in-flight');
    expect(queue.pop(60_000), 'A second pop, a minute later').toBeUndefined();
  });

  it('a newer version takes the place of the older one, and its time', () => {
    const queue = queueAfter([], add('a', 0), add('b', 1), add('a', 2));
    expect(popped(queue, 5, 3)).toEqual(['a', 'b', undefined]);
    const raised = queueAfter([], add('a', 0), add('b', 1), add('b', 2, 10));
    expect(popped(raised, 5, 3), 'b told again with priority 10').toEqual(['b', 'a', undefined]);
  });

  it('a newer version during an attempt does not bring the Pod back; the next attempt uses it', () => {
    const queue = queueAfter([], add('a', 0), pop(0), add('a', 1, 3));
    expect(queue.where('default/a', 1)).toBe('in-flight');
    queue.requeue('default/a', [], 2);
    expect(queue.pop(1002)).toEqual({ pod: pod('a', { priority: 3 }), attempts: 2 });
  });

  it('a deleted Pod is gone, waiting or in flight', () => {
    const queue = queueAfter([], add('a', 0), ['delete', 'default/a'], ['delete', 'default/x']);
    expect(queue.pop(0)).toBeUndefined();
    const inFlight = queueAfter(
      [],
      ...[add('a', 0), pop(0), ['delete', 'default/a'] as const, requeue('a', [], 1)],
    );
    expect(places(inFlight, 'a', 1, 60_000), 'Deleted during its attempt, then requeued').toEqual([
      undefined,
      undefined,
    ]);
  });

  it('a Pod that was deleted and comes again is a new one', () => {
    const queue = queueAfter(
      [],
      ...[add('a', 0), pop(0), requeue('a', [], 1), ['delete', 'default/a'] as const, add('a', 2)],
    );
    expect(queue.pop(2)).toEqual({ pod: pod('a'), attempts: 1 });
  });

  it('requeue of a Pod that is not in flight does nothing', () => {
    const queue = queueAfter([waitsFor('Room')], add('a', 0), requeue('a', ['Room'], 1));
    expect(places(queue, 'a', 1)).toEqual(['active']);
  });
});

describe('Back-off', () => {
  it('1 s after the first attempt, then doubled, 10 s at most', () => {
    const outcomes = batch(backoffMs, [[0], [1], [2], [3], [4], [5], [6], [100], [5000]]);
    expect(outcomes.map((each) => ('value' in each ? each.value : each.error))).toEqual([
      ...[0, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000],
    ]);
  });

  it('a Pod whose attempt failed waits, and is active to the millisecond', () => {
    const queue = queueAfter([], add('a', 0), pop(10), requeue('a', [], 50));
    expect(places(queue, 'a', 50, 1049, 1050)).toEqual(['backoff', 'backoff', 'active']);
    expect(queue.pop(1049)).toBeUndefined();
    expect(queue.pop(1050)).toEqual({ pod: pod('a'), attempts: 2 });
  });

  it('each further attempt doubles the wait, counted from its own end', () => {
    const queue = queueAfter(
      [],
      ...[add('a', 0), pop(0), requeue('a', [], 0), pop(1000), requeue('a', [], 1500)],
    );
    expect(places(queue, 'a', 3499, 3500)).toEqual(['backoff', 'active']);
  });

  it('who waits lets others pass, also those of lower priority', () => {
    const queue = queueAfter(
      [],
      ...[add('high', 0, 9), pop(0), requeue('high', [], 1), add('low', 2, 1)],
    );
    expect(popped(queue, 3, 2)).toEqual(['low', undefined]);
  });

  it('a Pod that comes back is ordered by the time of its requeue', () => {
    const queue = queueAfter(
      [],
      ...[add('early', 0), pop(0), requeue('early', [], 100), add('late', 50), add('last', 150)],
    );
    expect(popped(queue, 2000, 3)).toEqual(['late', 'early', 'last']);
  });
});

describe('Set aside', () => {
  const plugins = [
    waitsFor('Room', 'AssignedPodDelete', 'NodeAdd'),
    waitsFor('Label', 'NodeUpdate'),
  ];
  const aside = (refusedBy: string[], ...then: Call[]) =>
    queueAfter(plugins, add('a', 0), pop(0), requeue('a', refusedBy, 0), ...then);

  it('a refused Pod stays aside when its back-off is over', () => {
    const queue = aside(['Room']);
    expect(places(queue, 'a', 0, 1000, 60_000)).toEqual([
      ...['unschedulable', 'unschedulable', 'unschedulable'],
    ]);
    expect(queue.pop(60_000)).toBeUndefined();
  });

  it('an event that the refusing plugin names wakes it, any other does not', () => {
    expect(places(aside(['Room'], move('NodeUpdate')), 'a', 1000), 'NodeUpdate').toEqual([
      'unschedulable',
    ]);
    expect(places(aside(['Room'], move('NodeAdd')), 'a', 1000), 'NodeAdd').toEqual(['active']);
    expect(places(aside(['Label'], move('NodeAdd')), 'a', 1000), 'Refused by Label').toEqual([
      'unschedulable',
    ]);
  });

  it('awake, it still waits for the rest of its back-off', () => {
    const queue = aside(['Room'], move('AssignedPodDelete'));
    expect(places(queue, 'a', 999, 1000)).toEqual(['backoff', 'active']);
    expect(queue.pop(999)).toBeUndefined();
    expect(queue.pop(1000)?.attempts).toBe(2);
  });

  it('of several plugins that refused, one that is concerned is enough', () => {
    const queue = aside(['Room', 'Label'], move('NodeUpdate'));
    expect(places(queue, 'a', 1000)).toEqual(['active']);
  });

  it('a plugin that names no events is concerned by every one', () => {
    const all = [{ name: 'Any' }, waitsFor('None')];
    const refusedBy = (name: string) =>
      queueAfter(all, add('a', 0), pop(0), requeue('a', [name], 0), move('NodeDelete'));
    expect(places(refusedBy('Any'), 'a', 1000), 'Refused by a plugin without `events`').toEqual([
      'active',
    ]);
    expect(places(refusedBy('None'), 'a', 1000), 'Refused by a plugin with `events: []`').toEqual([
      'unschedulable',
    ]);
  });

  it('a plugin that names no events still needs one', () => {
    const queue = queueAfter([{ name: 'Any' }], add('a', 0), pop(0), requeue('a', ['Any'], 0));
    expect(places(queue, 'a', 1000)).toEqual(['unschedulable']);
  });

  it('an event wakes only those whom it may help', () => {
    const queue = queueAfter(
      plugins,
      ...[add('a', 0), add('b', 1), pop(1), pop(1)],
      ...[requeue('a', ['Room'], 2), requeue('b', ['Label'], 3), move('NodeUpdate')],
    );
    expect(popped(queue, 5000, 2)).toEqual(['b', undefined]);
  });

  it('after more than 5 minutes aside it is awake without an event', () => {
    const queue = aside(['Room']);
    expect(places(queue, 'a', 300_000, 300_001)).toEqual(['unschedulable', 'active']);
    expect(queue.pop(300_001)?.attempts).toBe(2);
  });

  it('the 5 minutes count from its last attempt', () => {
    const queue = aside(['Room'], pop(300_001), requeue('a', ['Room'], 300_002));
    expect(places(queue, 'a', 302_003, 600_002, 600_003)).toEqual([
      ...['unschedulable', 'unschedulable', 'active'],
    ]);
  });

  it('an event during the attempt is not lost', () => {
    const queue = queueAfter(
      plugins,
      ...[add('a', 0), pop(0), move('NodeAdd'), requeue('a', ['Room'], 5)],
    );
    expect(places(queue, 'a', 5, 1005), 'NodeAdd came between pop and requeue').toEqual([
      'backoff',
      'active',
    ]);
    const other = queueAfter(
      plugins,
      ...[add('a', 0), pop(0), move('NodeAdd'), requeue('a', ['Label'], 5)],
    );
    expect(places(other, 'a', 1005), 'Label does not wait for NodeAdd').toEqual(['unschedulable']);
  });

  it('an event before the attempt does not count: the attempt has seen its effect', () => {
    const queue = queueAfter(
      plugins,
      ...[add('a', 0), pop(0), move('NodeAdd'), requeue('a', [], 5), move('NodeAdd')],
      ...[pop(1005), requeue('a', ['Room'], 1010)],
    );
    expect(places(queue, 'a', 60_000)).toEqual(['unschedulable']);
  });

  it('refused by nobody, it waits for its back-off and for no event', () => {
    expect(places(aside([]), 'a', 999, 1000)).toEqual(['backoff', 'active']);
  });
});

describe('Filter', () => {
  const answers = (name: string, by: Record<string, Status>): SchedulerPlugin => ({
    name,
    filter: (_pod, { node: { metadata } }) => by[metadata?.name ?? ''] ?? fits,
  });

  it('a node is feasible when no plugin refuses it', () => {
    const nodes = empty('n1', 'n2', 'n3');
    const result = filterNodes([answers('A', { n1: no('a') }), likes('B', {})], pod('web'), nodes);
    expect(result.feasible).toEqual([nodes[1], nodes[2]]);
  });

  it('without plugins all nodes are feasible, and no node gives nothing', () => {
    const nodes = empty('n1', 'n2');
    expect(filterNodes([], pod('web'), nodes)).toEqual({ feasible: nodes, refusals: [] });
    expect(filterNodes([room(1)], pod('web'), [])).toEqual({ feasible: [], refusals: [] });
  });

  it('a refusal tells the node, the plugin and its status, in the order of the nodes', () => {
    const both: Status = { code: 'UnschedulableAndUnresolvable', reasons: ['x', 'y'] };
    const plugins = [answers('A', { n3: no('a') }), answers('B', { n1: both })];
    const { refusals } = filterNodes(plugins, pod('web'), empty('n1', 'n2', 'n3'));
    expect(refusals).toEqual([
      { nodeName: 'n1', plugin: 'B', status: both },
      { nodeName: 'n3', plugin: 'A', status: no('a') },
    ]);
  });

  it('the first no of a node is enough: later plugins are not asked about it', () => {
    const asked: string[] = [];
    const second: SchedulerPlugin = {
      name: 'Second',
      filter: (_pod, { node: { metadata } }) => {
        asked.push(metadata?.name ?? '');
        return no('second');
      },
    };
    const { refusals } = filterNodes(
      [answers('First', { n1: no('first') }), second],
      ...([pod('web'), empty('n1', 'n2')] as const),
    );
    expect(asked, 'Nodes that the second plugin was asked about').toEqual(['n2']);
    expect(refusals.map(({ plugin }) => plugin)).toEqual(['First', 'Second']);
  });

  it('a plugin is given the Pod, the node and all nodes', () => {
    const calls: unknown[][] = [];
    const nodes = empty('n1', 'n2');
    const filter = (...args: unknown[]) => {
      calls.push(args);
      return fits;
    };
    filterNodes([{ name: 'A', filter }], pod('web'), nodes);
    expect(calls).toEqual([
      [pod('web'), nodes[0], nodes],
      [pod('web'), nodes[1], nodes],
    ]);
  });

  it('a plugin that fails ends it', () => {
    const broken = answers('Disk', { n2: { code: 'Error', reasons: ['no answer', 'timeout'] } });
    const thrown = thrownBy(() => filterNodes([broken], pod('web'), empty('n1', 'n2', 'n3')));
    expect(thrown).toBe('PluginError: running "Disk" filter plugin: no answer, timeout');
  });
});

/** As text, so that a learner who throws nothing reads just that. */
function thrownBy(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const kind = error instanceof PluginError ? 'PluginError' : 'Error';
    return `${kind}: ${(error as Error).message}`;
  }
  return 'nothing was thrown';
}

describe('Why no node', () => {
  const cpu = no('Insufficient cpu');
  const taint: Status = {
    code: 'UnschedulableAndUnresolvable',
    reasons: ['node(s) had untolerated taint {key: value}'],
  };

  it('each reason is counted', () => {
    expect(fitErrorMessage([taint, cpu, taint])).toBe(
      '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {key: value}.',
    );
  });

  it('a node with several reasons counts for each of them, and is one node', () => {
    expect(fitErrorMessage([no('Insufficient cpu', 'Insufficient memory'), cpu])).toBe(
      '0/2 nodes are available: 1 Insufficient memory, 2 Insufficient cpu.',
    );
  });

  it('equal counts are in the order of the reasons', () => {
    expect(fitErrorMessage([no('b'), no('a'), no('B')])).toBe(
      '0/3 nodes are available: 1 B, 1 a, 1 b.',
    );
  });

  it('they are sorted as texts, so that 10 comes before 2', () => {
    const statuses = [no('few'), no('few'), ...Array.from({ length: 10 }, () => no('many'))];
    expect(fitErrorMessage(statuses)).toBe('0/12 nodes are available: 10 many, 2 few.');
  });

  it('without reasons there is nothing after the colon', () => {
    expect(fitErrorMessage([no(), no()])).toBe('0/2 nodes are available:');
  });
});

describe('Score and pick', () => {
  const scored = (plugins: SchedulerPlugin[], ...names: string[]) =>
    scoreNodes(plugins, pod('web'), empty(...names), empty(...names, 'full'));

  it('the scores of all plugins are added, by their weight', () => {
    const plugins = [likes('A', { n1: 10, n2: 100 }, 3), room(1), likes('B', { n1: 7 }, 2)];
    expect(scored(plugins, 'n1', 'n2', 'n3')).toEqual([
      { nodeName: 'n1', score: 44 },
      { nodeName: 'n2', score: 300 },
      { nodeName: 'n3', score: 0 },
    ]);
  });

  it('a weight that is absent is 1, and one of 0 counts nothing', () => {
    expect(scored([likes('A', { n1: 10 })], 'n1')).toEqual([{ nodeName: 'n1', score: 10 }]);
    expect(scored([likes('A', { n1: 10 }, 0)], 'n1')).toEqual([{ nodeName: 'n1', score: 0 }]);
  });

  it('without a plugin that scores, every node has 0', () => {
    expect(scored([room(1)], 'n1', 'n2')).toEqual([
      { nodeName: 'n1', score: 0 },
      { nodeName: 'n2', score: 0 },
    ]);
    expect(scored([likes('A', {})]), 'No nodes').toEqual([]);
  });

  it('a plugin is given the Pod, the feasible nodes and all nodes, once', () => {
    const calls: unknown[][] = [];
    const score = (...args: unknown[]) => {
      calls.push(args);
      return [1, 2];
    };
    scored([{ name: 'A', score }], 'n1', 'n2');
    expect(calls).toEqual([[pod('web'), empty('n1', 'n2'), empty('n1', 'n2', 'full')]]);
  });

  it('normalizeScore sees all scores of its plugin before they are weighed', () => {
    const seen: unknown[][] = [];
    const plugin: SchedulerPlugin = {
      ...likes('A', { n1: 4000, n2: -7 }, 5),
      normalizeScore: (...args) => {
        seen.push(args);
        return [100, 20];
      },
    };
    expect(scored([plugin], 'n1', 'n2')).toEqual([
      { nodeName: 'n1', score: 500 },
      { nodeName: 'n2', score: 100 },
    ]);
    expect(seen).toEqual([[pod('web'), [4000, -7]]]);
  });

  it('0 and 100 are in the range, what lies outside is an error', () => {
    expect(scored([likes('A', { n1: 100, n2: 0 }, 4)], 'n1', 'n2')[0]?.score).toBe(400);
    for (const wrong of [101, -1]) {
      const thrown = thrownBy(() => scored([likes('A', { n1: 50, n2: wrong })], 'n1', 'n2'));
      expect(thrown, `A score of ${wrong}`).toBe(
        `PluginError: plugin "A" returns an invalid score ${wrong}, it should in the range of [0, 100] after normalizing`,
      );
    }
  });

  it('a score is checked after normalizing and before the weight, also one of 0', () => {
    const plugin: SchedulerPlugin = { ...likes('A', { n1: 5 }, 0), normalizeScore: () => [150] };
    const thrown = thrownBy(() => scored([plugin], 'n1'));
    expect(thrown, 'A score of 150 with weight 0').toBe(
      'PluginError: plugin "A" returns an invalid score 150, it should in the range of [0, 100] after normalizing',
    );
  });

  const picked = (scores: Record<string, number>, seed: number) =>
    pickNode(
      Object.entries(scores).map(([nodeName, score]) => ({ nodeName, score })),
      seededRandom(seed),
    );

  it('the highest score wins, wherever it stands', () => {
    expect(picked({ a: 3, b: 1, c: 2 }, 1)).toBe('a');
    expect(picked({ a: 1, b: 3, c: 2 }, 1)).toBe('b');
    expect(picked({ a: 9, b: 10, c: 100 }, 1)).toBe('c');
    expect(picked({ only: 0 }, 1)).toBe('only');
  });

  it('of several with the highest score each may win, and no other', () => {
    const random = seededRandom(seed());
    const scores = Object.entries({ a: 5, low: 4, b: 5, c: 5 });
    const list = scores.map(([nodeName, score]) => ({ nodeName, score }));
    const picks = callAll(
      Array.from({ length: 40 }, () => ({ on: pickNode, args: [list, random] })),
    );
    expect([...new Set(picks)].sort(), 'Nodes picked in 40 turns').toEqual(['a', 'b', 'c']);
  });

  it('the same chance makes the same choice', () => {
    const tie = { a: 1, b: 1, c: 1, d: 1 };
    const choices = Array.from({ length: 12 }, () => picked(tie, 7));
    expect(new Set(choices).size, 'Different choices in 12 runs with the same seed').toBe(1);
  });
});

/** A scheduler whose bindings are noted; `refuses` says what the apiserver answers instead. */
function scheduler(
  plugins: SchedulerPlugin[],
  more: {
    refuses?: (name: string) => Error | undefined;
    schedulerName?: string;
    random?: Random;
  } = {},
) {
  const bindings: string[] = [];
  const { refuses, random = seededRandom(1), ...rest } = more;
  const bind = ({ metadata: { name = '' } = {} }: Pod, nodeName: string) => {
    bindings.push(`${name} to ${nodeName}`);
    const error = refuses?.(name);
    if (error) throw error;
  };
  return { scheduler: new Scheduler({ plugins, random, bind, ...rest }), bindings };
}

const nodes = (...names: string[]): Call[] => names.map((name) => ['nodeChanged', node(name)]);
const told = (who: Pod, now = 0): Call => ['podChanged', who, now];

function tell(to: Scheduler, ...calls: Call[]): void {
  callAll(calls.map(([method, ...args]) => ({ on: to, method, args })));
}

/** Outcomes of several calls of scheduleOne at these times. */
function tried(by: Scheduler, ...times: number[]): unknown[] {
  return callAll(times.map((now) => ({ on: by, method: 'scheduleOne', args: [now] })));
}

/** Which Pods are on which nodes, as the scheduler sees it. */
function onNodes(of: Scheduler): Record<string, string[]> {
  const seen = of
    .nodeInfos()
    .map(({ node: { metadata }, pods }): [string, string[]] => [
      ...([metadata?.name ?? '', pods.map((each) => each.metadata?.name ?? '').sort()] as const),
    ]);
  return Object.fromEntries(seen);
}

const placed = (name: string, nodeName: string) => ({ pod: `default/${name}`, nodeName });
const unschedulable = (name: string, message: string) => ({
  ...{ pod: `default/${name}`, reason: 'Unschedulable', message },
});

describe('One attempt', () => {
  it('nobody waits: nothing to do', () => {
    const { scheduler: sched } = scheduler([]);
    tell(sched, ...nodes('n1'));
    expect(sched.scheduleOne(0)).toBeUndefined();
  });

  it('the best of the feasible nodes is assumed for the Pod, at once', () => {
    const { scheduler: sched, bindings } = scheduler([
      ...[room(1), likes('Likes', { n1: 100, n2: 50, n3: 10 })],
    ]);
    tell(sched, ...nodes('n1', 'n2', 'n3'), told(pod('x', { nodeName: 'n1' })), told(pod('web')));
    expect(sched.scheduleOne(0)).toEqual(placed('web', 'n2'));
    expect(sched.nodeInfos()[1]?.pods, 'Pods on n2').toMatchObject([
      { metadata: { name: 'web' }, spec: { nodeName: 'n2' } },
    ]);
    expect(bindings, 'Bindings before bindOne').toEqual([]);
  });

  it('an assumed Pod counts for the next one, though nothing is bound yet', () => {
    const { scheduler: sched } = scheduler([room(1)]);
    tell(sched, ...nodes('n1', 'n2'), told(pod('a'), 0), told(pod('b'), 1), told(pod('c'), 2));
    const outcomes = tried(sched, 3, 3, 3, 3) as { nodeName?: string }[];
    expect(
      outcomes
        .slice(0, 2)
        .map((each) => each.nodeName)
        .sort(),
    ).toEqual(['n1', 'n2']);
    expect(outcomes.slice(2)).toEqual([
      unschedulable('c', '0/2 nodes are available: 2 Too many pods.'),
      undefined,
    ]);
  });

  it('a node that is the only feasible one is not scored', () => {
    const broken = likes('Broken', { n1: 999, n2: 999 });
    const { scheduler: sched } = scheduler([room(1), broken]);
    tell(sched, ...nodes('n1', 'n2'), told(pod('x', { nodeName: 'n1' })), told(pod('web')));
    expect(sched.scheduleOne(0)).toEqual(placed('web', 'n2'));
  });

  it('among equal nodes the given chance decides', () => {
    const random = seededRandom(seed());
    const { scheduler: sched } = scheduler([], { random });
    const pods = Array.from({ length: 20 }, (_, i) => told(pod(`p${i}`), i));
    tell(sched, ...nodes('n1', 'n2'), ...pods);
    const outcomes = tried(sched, ...pods.map(() => 20)) as { nodeName?: string }[];
    const chosen = new Set(outcomes.map(({ nodeName }) => nodeName));
    expect([...chosen].sort(), 'Nodes chosen for 20 Pods').toEqual(['n1', 'n2']);
  });

  it('a Pod that fits nowhere is told why, and waits for an event that concerns its plugins', () => {
    const { scheduler: sched } = scheduler([label, room(0)]);
    tell(sched, ['nodeChanged', node('n1', { for: 'other' })], ...nodes('n2'), told(pod('web')));
    expect(sched.scheduleOne(0)).toEqual(
      unschedulable('web', '0/2 nodes are available: 1 Not for this Pod, 1 Too many pods.'),
    );
    expect(sched.scheduleOne(60_000), 'A minute later, nothing has happened').toBeUndefined();
    sched.nodeChanged(node('n1', { for: 'other', more: 'yes' }));
    expect(sched.scheduleOne(60_000), 'NodeUpdate concerns Label').toMatchObject({
      reason: 'Unschedulable',
    });
    tell(sched, ...nodes('n3'));
    expect(sched.scheduleOne(61_999), 'NodeAdd concerns both, but the back-off is 2 s').toBe(
      undefined,
    );
    expect(sched.scheduleOne(62_000)).toMatchObject({ reason: 'Unschedulable' });
  });

  it('without any node there is no plugin to wait for, only the back-off', () => {
    const { scheduler: sched } = scheduler([room(1)]);
    tell(sched, told(pod('web')));
    const sorry = unschedulable('web', 'no nodes available to schedule pods');
    expect(tried(sched, 0, 999, 1000)).toEqual([sorry, undefined, sorry]);
  });

  it('a plugin that fails makes it an error, and the Pod is tried again after its back-off', () => {
    const bad = likes('Bad', { n1: 1000 });
    const { scheduler: sched } = scheduler([bad]);
    tell(sched, ...nodes('n1', 'n2'), told(pod('web')));
    const failed = {
      pod: 'default/web',
      reason: 'SchedulerError',
      message:
        'plugin "Bad" returns an invalid score 1000, it should in the range of [0, 100] after normalizing',
    };
    expect(tried(sched, 0, 999, 1000)).toEqual([failed, undefined, failed]);
    expect(onNodes(sched), 'Nothing is assumed').toEqual({ n1: [], n2: [] });
  });

  it('only Pods without a node, of this scheduler, that are not being deleted are tried', () => {
    const { scheduler: sched } = scheduler([]);
    const leaving = { ...pod('leaving'), metadata: { ...pod('leaving').metadata } };
    leaving.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    tell(
      sched,
      ...[...nodes('n1'), told(pod('placed', { nodeName: 'n1' })), told(leaving)],
      ...[
        told(pod('other', { schedulerName: 'mine' })),
        told(pod('named', { schedulerName: 'default-scheduler' })),
      ],
    );
    expect(tried(sched, 0, 0)).toEqual([placed('named', 'n1'), undefined]);
  });

  it('a scheduler of another name takes the Pods that ask for it', () => {
    const { scheduler: sched } = scheduler([], { schedulerName: 'mine' });
    tell(sched, ...nodes('n1'), told(pod('no')), told(pod('yes', { schedulerName: 'mine' })));
    expect(tried(sched, 0, 0)).toEqual([placed('yes', 'n1'), undefined]);
  });

  it('a waiting Pod that is deleted, being deleted, placed or ended is not tried', () => {
    const names = ['gone', 'leaving', 'placed', 'ended'];
    const { scheduler: sched } = scheduler([]);
    const leaving = pod('leaving');
    const ended: Pod = { ...pod('ended'), status: { phase: 'Failed' } };
    tell(
      sched,
      ...[...nodes('n1'), ...names.map((name, i) => told(pod(name), i))],
      ...[['podDeleted', pod('gone')] as const, told(pod('placed', { nodeName: 'n1' }), 5)],
      ...[
        told(
          {
            ...leaving,
            metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
          },
          5,
        ),
        told(ended, 5),
      ],
    );
    expect(sched.scheduleOne(6)).toBeUndefined();
    expect(onNodes(sched)).toEqual({ n1: ['placed'] });
  });

  it('a Pod that has ended, or is deleted, makes room, and that is an event', () => {
    for (const phase of ['Succeeded', 'Failed', undefined]) {
      const { scheduler: sched } = scheduler([room(1)]);
      const old = pod('old', { nodeName: 'n1' });
      tell(sched, ...nodes('n1'), told(old), told(pod('web')));
      expect(sched.scheduleOne(0)).toMatchObject({ reason: 'Unschedulable' });
      tell(sched, phase ? told({ ...old, status: { phase } }, 1) : ['podDeleted', old]);
      expect(sched.scheduleOne(1000), `old: ${phase ?? 'deleted'}`).toEqual(placed('web', 'n1'));
    }
  });

  it('a Pod is an event when it is first told with a node, not each time', () => {
    const friends: SchedulerPlugin = {
      name: 'Friends',
      events: ['AssignedPodAdd'],
      filter: ({ metadata }, { pods }) =>
        pods.length > 1 || metadata?.name === 'first' ? fits : no('No friends here'),
    };
    const { scheduler: sched } = scheduler([friends]);
    const first = pod('first', { nodeName: 'n1' });
    tell(sched, ...nodes('n1'), told(pod('first'), 0), told(pod('web'), 1));
    expect(sched.scheduleOne(2)).toEqual(placed('first', 'n1'));
    expect(sched.scheduleOne(2)).toMatchObject({ reason: 'Unschedulable' });
    expect(sched.scheduleOne(2000), 'An assumed Pod is no event yet').toBeUndefined();
    tell(sched, told(first, 2001));
    expect(sched.scheduleOne(2001), 'first is told with its node').toMatchObject({
      reason: 'Unschedulable',
    });
    tell(sched, told(first, 2002));
    expect(sched.scheduleOne(9000), 'first is told once more').toBeUndefined();
    tell(sched, told(pod('third', { nodeName: 'n1' }), 9000));
    expect(sched.scheduleOne(9000)).toEqual(placed('web', 'n1'));
  });

  it('a bug is not taken for an answer of the plugin', () => {
    const filter = () => {
      throw new RangeError('a bug');
    };
    const { scheduler: sched } = scheduler([{ name: 'Buggy', filter }]);
    tell(sched, ...nodes('n1'), told(pod('web')));
    expect(thrownBy(() => sched.scheduleOne(0))).toBe('Error: a bug');
  });

  it('a node that is gone takes nobody, and that is an event', () => {
    const lonely: SchedulerPlugin = {
      name: 'Lonely',
      events: ['NodeDelete'],
      filter: (_pod, _node, all) => (all.length === 1 ? fits : no('Not alone')),
    };
    const { scheduler: sched } = scheduler([lonely]);
    tell(sched, ...nodes('n1', 'n2'), told(pod('web')));
    expect(sched.scheduleOne(0)).toMatchObject({ reason: 'Unschedulable' });
    tell(sched, ['nodeDeleted', node('n3')]);
    expect(sched.scheduleOne(1000), 'A node that nobody knew is gone').toBeUndefined();
    tell(sched, ['nodeDeleted', node('n1')]);
    expect(sched.scheduleOne(1000)).toEqual(placed('web', 'n2'));
  });

  it('a Pod may be nothing but a name', () => {
    const { scheduler: sched } = scheduler([room(1)]);
    const bare = (name: string): Pod => ({ metadata: { name } });
    tell(sched, ...nodes('n1', 'n2'), told(bare('a'), 0), told(bare('b'), 1));
    expect(tried(sched, 2, 2)).toMatchObject([{ pod: 'a' }, { pod: 'b' }]);
    expect(sched.bindOne(3)).toMatchObject({ pod: 'a' });
  });

  it('what is told of a Pod with a node is kept, also before its node is told', () => {
    const { scheduler: sched } = scheduler([]);
    tell(sched, told(pod('early', { nodeName: 'n2' })), ...nodes('n1', 'n2'));
    tell(sched, told(pod('late', { nodeName: 'n1' }), 1), ['podDeleted', pod('unknown')]);
    expect(onNodes(sched)).toEqual({ n1: ['late'], n2: ['early'] });
  });

  it('the Pod that was told is not changed', () => {
    const { args } = copyBack([scheduler([]).scheduler, 'podChanged'], pod('web'), 0);
    expect(args).toEqual([pod('web'), 0]);
  });
});

describe('Binding', () => {
  const taken = (name: string) =>
    conflict(apiResources.pods, name, `pod ${name} is already assigned to node "n9"`);
  const refused = (name: string, error: ApiError) => ({
    ...{ pod: `default/${name}`, reason: 'SchedulerError', message: error.message },
  });

  it('nothing is assumed: nothing to bind', () => {
    const { scheduler: sched } = scheduler([]);
    tell(sched, ...nodes('n1'), told(pod('a')));
    expect(sched.bindOne(0)).toBeUndefined();
  });

  it('Pods are bound in the order in which they were assumed, each once', () => {
    const { scheduler: sched, bindings } = scheduler([]);
    tell(sched, ...nodes('n1'), told(pod('b'), 0), told(pod('a'), 1));
    tried(sched, 2, 2);
    const outcomes = callAll([0, 1, 2].map(() => ({ on: sched, method: 'bindOne', args: [3] })));
    expect(outcomes).toEqual([placed('b', 'n1'), placed('a', 'n1'), undefined]);
    expect(bindings).toEqual(['b to n1', 'a to n1']);
  });

  it('a bound Pod stays on its node and is not tried again, whatever older news say', () => {
    const { scheduler: sched } = scheduler([room(1)]);
    tell(sched, ...nodes('n1'), told(pod('a')));
    expect(sched.scheduleOne(0)).toEqual(placed('a', 'n1'));
    tell(sched, told(pod('a'), 1));
    sched.bindOne(2);
    tell(sched, told(pod('a'), 3));
    expect(onNodes(sched)).toEqual({ n1: ['a'] });
    expect(sched.scheduleOne(600_000)).toBeUndefined();
    tell(sched, told(pod('a', { nodeName: 'n1' }), 600_001));
    expect(onNodes(sched), 'Told with its node').toEqual({ n1: ['a'] });
    expect(sched.bindOne(600_002)).toBeUndefined();
  });

  it('a refused Pod is forgotten and tried again after its back-off', () => {
    let conflicts = 1;
    const { scheduler: sched, bindings } = scheduler([room(1)], {
      refuses: (name) => (conflicts-- > 0 ? taken(name) : undefined),
    });
    tell(sched, ...nodes('n1'), told(pod('a')));
    sched.scheduleOne(0);
    expect(sched.bindOne(5)).toEqual(refused('a', taken('a')));
    expect(onNodes(sched), 'The node is free again').toEqual({ n1: [] });
    expect(sched.bindOne(6), 'Forgotten: nothing to bind').toBeUndefined();
    expect(tried(sched, 1004, 1005)).toEqual([undefined, placed('a', 'n1')]);
    expect(sched.bindOne(1006)).toEqual(placed('a', 'n1'));
    expect(bindings).toEqual(['a to n1', 'a to n1']);
  });

  it('each refusal counts as an attempt: the back-off grows', () => {
    const { scheduler: sched } = scheduler([], { refuses: taken });
    tell(sched, ...nodes('n1'), told(pod('a')));
    for (const now of [0, 1000]) {
      sched.scheduleOne(now);
      sched.bindOne(now);
    }
    expect(tried(sched, 2999, 3000)).toEqual([undefined, placed('a', 'n1')]);
  });

  it('any refusal of the apiserver counts, not only a conflict', () => {
    const gone = notFound(apiResources.pods, 'a');
    const { scheduler: sched } = scheduler([], { refuses: () => gone });
    tell(sched, ...nodes('n1'), told(pod('a')));
    sched.scheduleOne(0);
    expect(sched.bindOne(0)).toEqual(refused('a', gone));
  });

  it('the place that a refused Pod gives back wakes others', () => {
    const { scheduler: sched } = scheduler([room(1)], { refuses: taken });
    tell(sched, ...nodes('n1'), told(pod('a'), 0), told(pod('b'), 1));
    expect(tried(sched, 2, 2)).toMatchObject([{ nodeName: 'n1' }, { reason: 'Unschedulable' }]);
    sched.bindOne(3);
    expect(sched.scheduleOne(1002)).toEqual(placed('b', 'n1'));
  });

  it('who was faster, or deleted, or has ended meanwhile is not bound', () => {
    const { scheduler: sched, bindings } = scheduler([]);
    const names = ['taken', 'gone', 'ended', 'a'];
    tell(sched, ...nodes('n1', 'n2'), ...names.map((name, i) => told(pod(name), i)));
    tried(sched, 5, 5, 5, 5);
    tell(
      sched,
      ...[told(pod('taken', { nodeName: 'n2' }), 6), ['podDeleted', pod('gone')] as const],
      told({ ...pod('ended'), status: { phase: 'Succeeded' } }, 6),
    );
    expect(sched.bindOne(7)).toMatchObject({ pod: 'default/a' });
    expect(sched.bindOne(7)).toBeUndefined();
    expect(bindings.length, 'Calls of bind').toBe(1);
    const on = onNodes(sched);
    expect([...(on.n1 ?? []), ...(on.n2 ?? [])].sort()).toEqual(['a', 'taken']);
    expect(on.n2, 'taken is where it was told to be').toContain('taken');
  });

  it('a Pod that comes back has a new turn, behind those assumed meanwhile', () => {
    let conflicts = 1;
    const { scheduler: sched, bindings } = scheduler([], {
      refuses: (name) => (conflicts-- > 0 ? taken(name) : undefined),
    });
    tell(sched, ...nodes('n1'), told(pod('a'), 0), told(pod('b'), 1));
    tried(sched, 2, 2);
    sched.bindOne(3);
    tell(sched, ['podDeleted', pod('b')], told(pod('c'), 4), told(pod('b'), 5));
    tried(sched, 6, 6, 1003);
    callAll([0, 1, 2].map(() => ({ on: sched, method: 'bindOne', args: [1004] })));
    expect(bindings).toEqual(['a to n1', 'c to n1', 'b to n1', 'a to n1']);
  });

  it('what is no refusal of the apiserver is not swallowed', () => {
    const { scheduler: sched } = scheduler([], { refuses: () => new RangeError('a bug') });
    tell(sched, ...nodes('n1'), told(pod('a')));
    sched.scheduleOne(0);
    expect(thrownBy(() => sched.bindOne(0))).toBe('Error: a bug');
  });
});

describe('Any queue', () => {
  const interests: Record<string, readonly SchedulingEvent[]> = {
    Room: ['NodeAdd', 'AssignedPodDelete'],
    Label: ['NodeUpdate'],
  };
  const names = ['a', 'b', 'c', 'd'];
  const name = fc.constantFrom(...names);
  const step = fc.oneof(
    fc.tuple(fc.constant('add' as const), name, fc.constantFrom(0, 0, 1, 5)),
    fc.tuple(fc.constant('pop' as const)),
    fc.tuple(fc.constant('pop' as const)),
    fc.tuple(
      fc.constant('requeue' as const),
      ...([name, fc.constantFrom([], ['Room'], ['Label'], ['Label', 'Room'])] as const),
    ),
    fc.tuple(
      fc.constant('move' as const),
      fc.constantFrom<SchedulingEvent>('NodeAdd', 'NodeUpdate', 'AssignedPodDelete', 'NodeDelete'),
    ),
    fc.tuple(fc.constant('delete' as const), name),
  );
  const wait = fc.constantFrom(1, 1, 1, 500, 1000, 2000, 9000, 300_000);
  const history = fc.array(fc.tuple(wait, step), { minLength: 10, maxLength: 40 });

  it('random calls give what three queues and a clock would', () => {
    const plugins = Object.entries(interests).map(([each, events]) => waitsFor(each, ...events));
    const property = fc.property(history, (calls) => {
      const model = new QueueModel(interests);
      let now = 0;
      const timed = calls.map(([ms, call]) => {
        now += ms;
        return { call, now };
      });
      const asked = timed.map(({ call, now: at }): Call => {
        if (call[0] === 'add') return add(call[1], at, call[2]);
        if (call[0] === 'requeue') return requeue(call[1], call[2], at);
        if (call[0] === 'delete') return ['delete', `default/${call[1]}`];
        return call[0] === 'move' ? call : pop(at);
      });
      const ends = names.map((each): Call => ['where', `default/${each}`, now]);
      const outcomes = batchAll([
        { new: SchedulingQueue, args: [plugins] },
        ...[...asked, ...ends].map(([method, ...args]) => ({ on: 0, method, args })),
      ]).slice(1);
      for (const [i, { call, now: at }] of timed.entries()) {
        const expected = model.run(call, at);
        if (call[0] !== 'pop') continue;
        const got = outcomes[i] as { value?: { pod: Pod; attempts: number }; error?: Error };
        if (got.error) throw got.error;
        const value = got.value && `${got.value.pod.metadata?.name}, attempt ${got.value.attempts}`;
        expect(value, `${toldUpTo(i, timed)}\nThe last pop gives`).toBe(expected);
      }
      model.flush(now);
      const where = outcomes
        .slice(asked.length)
        .map((each) => ('value' in each ? each.value : each.error));
      expect(where, `${toldUpTo(timed.length, timed)}\nThen ${names.join(', ')} are at`).toEqual(
        names.map((each) => model.place(each)),
      );
    });
    fc.assert(property, { numRuns: 40 });
  });

  function toldUpTo(last: number, timed: readonly { call: readonly unknown[]; now: number }[]) {
    const lines = timed
      .slice(0, last + 1)
      .map(
        ({ call: [method, ...args], now }) => `${now} ms: ${method} ${args.map(String).join(' ')}`,
      );
    return lines.join('\n');
  }
});

describe('Stories', () => {
  it('a Deployment is scaled beyond its cluster; a node is added', () => {
    const { scheduler: sched, bindings } = scheduler([room(2)]);
    const pods = ['w1', 'w2', 'w3', 'w4'].map((name, i) => told(pod(name), i));
    tell(sched, ...nodes('n1'), ...pods);
    expect(tried(sched, 10, 10, 10, 10)).toEqual([
      ...[placed('w1', 'n1'), placed('w2', 'n1')],
      unschedulable('w3', '0/1 nodes are available: 1 Too many pods.'),
      unschedulable('w4', '0/1 nodes are available: 1 Too many pods.'),
    ]);
    callAll([0, 1].map(() => ({ on: sched, method: 'bindOne', args: [20] })));
    tell(sched, ...nodes('n2'));
    expect(tried(sched, 1009, 1010, 1010)).toEqual([
      ...[undefined, placed('w3', 'n2'), placed('w4', 'n2')],
    ]);
    callAll([0, 1].map(() => ({ on: sched, method: 'bindOne', args: [1011] })));
    expect(bindings).toEqual(['w1 to n1', 'w2 to n1', 'w3 to n2', 'w4 to n2']);
  });

  it('an urgent Pod passes a queue of others, but takes nobody’s place', () => {
    const { scheduler: sched } = scheduler([room(1)]);
    tell(
      sched,
      ...nodes('n1'),
      told(pod('calm', { priority: 1 }), 0),
      told(pod('urgent', { priority: 9 }), 1),
    );
    expect(tried(sched, 2, 2)).toEqual([
      placed('urgent', 'n1'),
      unschedulable('calm', '0/1 nodes are available: 1 Too many pods.'),
    ]);
  });

  it('two schedulers chose for the same Pod: the slower one finds out, and learns', () => {
    const { scheduler: sched, bindings } = scheduler([room(1)], {
      refuses: (name) =>
        name === 'a'
          ? conflict(apiResources.pods, name, 'pod a is already assigned to node "n2"')
          : undefined,
    });
    tell(sched, ...nodes('n1'), told(pod('a'), 0));
    expect(sched.scheduleOne(1)).toEqual(placed('a', 'n1'));
    expect(sched.bindOne(2)).toMatchObject({ reason: 'SchedulerError' });
    tell(sched, ...nodes('n2'), told(pod('a', { nodeName: 'n2' }), 3), told(pod('b'), 4));
    expect(sched.scheduleOne(5_000), 'a has a node now; b is next').toEqual(placed('b', 'n1'));
    sched.bindOne(5_000);
    expect(sched.scheduleOne(10_000)).toBeUndefined();
    expect(onNodes(sched)).toEqual({ n1: ['b'], n2: ['a'] });
    expect(bindings).toEqual(['a to n1', 'b to n1']);
  });
});
