import {
  ApiError,
  apiResources,
  conflict,
  forbidden,
  formatMicroTime,
  formatTime,
  type Node,
  type NodeCondition,
  parseQuantity,
} from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocatableOf,
  NodeHeartbeat,
  type NodeHeartbeatParts,
  observePressures,
  type PressureMemory,
  type PressureType,
  pressuresSeen,
  type Resources,
  reconciled,
  statusHasChanged,
  withCondition,
} from '#exercise/kubelet/node-registration-heartbeat';
import { batch, copyBack } from '#suite';
import { start, World } from './world.ts';

const minute = 60_000;
const attach = 'volumes.kubernetes.io/controller-managed-attach-detach';
const world = (given?: Partial<NodeHeartbeatParts>) => new World(NodeHeartbeat, given);
const down = new ApiError({ code: 500, reason: 'InternalError', message: 'etcd is down' });
const stale = conflict(apiResources.leases, 'n1');

/** Amounts as numbers: in what way they are written does not matter. */
function amounts(resources: Resources): Record<string, number> {
  const number = (text: string) => Number(parseQuantity(text).nano) / 1e9;
  return Object.fromEntries(Object.entries(resources).map(([name, text]) => [name, number(text)]));
}

describe('Allocatable', () => {
  const gi = 1024 ** 3;

  it('the reservations of both kinds are taken off (rule 1)', () => {
    const kept = { kubeReserved: { cpu: '100m' }, systemReserved: { cpu: '0.2', memory: '1Gi' } };
    const left = allocatableOf({ cpu: '2', memory: '8Gi', pods: '110' }, kept);
    expect(amounts(left)).toEqual({ cpu: 1.7, memory: 7 * gi, pods: 110 });
  });

  it('without reservations all is allocatable (rule 1)', () => {
    expect(amounts(allocatableOf({ cpu: '1500m', 'example.com/gpu': '2' }, {}))).toEqual({
      cpu: 1.5,
      'example.com/gpu': 2,
    });
    expect(allocatableOf({}, {})).toEqual({});
  });

  it('what the node does not have is not allocatable (rule 1)', () => {
    const kept = { systemReserved: { memory: '1Gi' }, evictionHard: { 'memory.available': '1Gi' } };
    expect(amounts(allocatableOf({ cpu: '1' }, kept))).toEqual({ cpu: 1 });
  });

  it('two eviction thresholds count, the others do not (rule 2)', () => {
    const evictionHard = {
      'memory.available': '1Gi',
      'nodefs.available': '10Gi',
      'imagefs.available': '5Gi',
      'nodefs.inodesFree': '1k',
      'pid.available': '100',
    } as const;
    const capacity = { memory: '8Gi', 'ephemeral-storage': '100Gi', cpu: '1' };
    expect(amounts(allocatableOf(capacity, { evictionHard }))).toEqual({
      ...{ memory: 7 * gi, 'ephemeral-storage': 90 * gi, cpu: 1 },
    });
  });

  it('huge pages are taken off memory, in full (rule 3)', () => {
    const capacity = { memory: '8Gi', 'hugepages-2Mi': '1Gi', 'hugepages-1Gi': '2Gi' };
    const kept = { kubeReserved: { 'hugepages-1Gi': '1Gi' } };
    expect(amounts(allocatableOf(capacity, kept))).toEqual({
      ...{ memory: 5 * gi, 'hugepages-2Mi': gi, 'hugepages-1Gi': gi },
    });
    expect(amounts(allocatableOf({ 'hugepages-1Gi': '2Gi' }, {}))).toEqual({
      'hugepages-1Gi': 2 * gi,
    });
  });

  it('never less than nothing (rule 4)', () => {
    const kept = { systemReserved: { cpu: '3', memory: '1Gi' } };
    const capacity = { cpu: '2', memory: '2Gi', 'hugepages-1Gi': '2Gi' };
    expect(amounts(allocatableOf(capacity, kept))).toEqual({
      ...{ cpu: 0, memory: 0, 'hugepages-1Gi': 2 * gi },
    });
  });

  it('for any amounts: what is left after all three, at least 0 (rules 1 to 4)', () => {
    const amount = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, amount, amount, amount), { maxLength: 10 }), (all) => {
        const calls = all.map(([capacity, kube, system, evicted]) => [
          { memory: `${capacity}Mi` },
          {
            kubeReserved: { memory: `${kube}Mi` },
            systemReserved: { memory: `${system}Mi` },
            evictionHard: { 'memory.available': `${evicted}Mi` },
          },
        ]);
        const left = batch(allocatableOf, calls).map((outcome) => {
          if ('error' in outcome) throw outcome.error;
          return amounts(outcome.value as Resources).memory;
        });
        const mib = 1024 ** 2;
        expect(left).toEqual(all.map(([c, k, s, e]) => Math.max(0, c - k - s - e) * mib));
      }),
      { numRuns: 10 },
    );
  });
});

describe('An existing Node', () => {
  const node = (labels: Record<string, string>, annotations?: Record<string, string>) => ({
    metadata: { name: 'n1', labels, ...(annotations && { annotations }) },
  });
  const labelsAfter = (existing: Node, mine: Node) => reconciled(existing, mine)?.metadata?.labels;

  it('own labels are set right, others stay (rule 5)', () => {
    const existing = node({
      'kubernetes.io/os': 'windows',
      team: 'a',
      'kubernetes.io/arch': 'arm',
    });
    expect(labelsAfter(existing, node({ 'kubernetes.io/os': 'linux' }))).toEqual({
      ...{ 'kubernetes.io/os': 'linux', team: 'a', 'kubernetes.io/arch': 'arm' },
    });
    expect(labelsAfter(node({}), node({ 'kubernetes.io/hostname': 'n1' }))).toEqual({
      'kubernetes.io/hostname': 'n1',
    });
  });

  it('six labels are its own (rule 5)', () => {
    const names = [
      ...['hostname', 'os', 'arch'].map((name) => `kubernetes.io/${name}`),
      'node.kubernetes.io/instance-type',
      ...['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'],
    ];
    const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
    expect(labelsAfter(node(all('old')), node(all('new')))).toEqual(all('new'));
    expect(labelsAfter({}, node(all('new')))).toEqual(all('new'));
    expect(reconciled(node({ team: 'a' }), { metadata: { name: 'n1' } })).toBeUndefined();
  });

  it('labels that are not its own are not brought in (rule 5)', () => {
    const mine = node({ 'topology.kubernetes.io/zone': 'z1', team: 'b', new: 'x' });
    expect(labelsAfter(node({ team: 'a' }), mine)).toEqual({
      ...{ team: 'a', 'topology.kubernetes.io/zone': 'z1' },
    });
    expect(reconciled(node({ team: 'a' }), node({ team: 'b' }))).toBeUndefined();
  });

  it('the empty text removes an own label (rule 6)', () => {
    const mine = node({ 'topology.kubernetes.io/zone': '' });
    const after = labelsAfter(node({ 'topology.kubernetes.io/zone': 'z1', team: 'a' }), mine);
    expect(after).toEqual({ team: 'a' });
    expect(reconciled(node({ team: 'a' }), mine), 'Nothing to remove').toBeUndefined();
  });

  it('the annotation about attaching volumes is set or removed, others stay (rule 7)', () => {
    const annotationsAfter = (before?: Record<string, string>, mine?: Record<string, string>) =>
      reconciled(node({}, before), node({}, mine))?.metadata?.annotations;
    expect(annotationsAfter({ note: 'x' }, { [attach]: 'true', other: 'y' })).toEqual({
      ...{ note: 'x', [attach]: 'true' },
    });
    expect(annotationsAfter({ note: 'x', [attach]: 'true' })).toEqual({ note: 'x' });
    expect(annotationsAfter({ [attach]: 'true' }, { [attach]: '' }) ?? {}).toEqual({});
    expect(annotationsAfter({ note: 'x' }, { other: 'y' })).toBeUndefined();
    expect(annotationsAfter({ [attach]: 'true' }, { [attach]: 'true' })).toBeUndefined();
  });

  it('taints and all else stay (rule 8)', () => {
    const status = { phase: 'Running' };
    const spec = { taints: [{ key: 'old', effect: 'NoExecute' }], unschedulable: true };
    const existing = { ...node({ 'kubernetes.io/os': 'x' }), spec, status };
    const mine = {
      ...node({ 'kubernetes.io/os': 'linux' }),
      spec: { taints: [{ key: 'new', effect: 'NoSchedule' }] },
    };
    expect(reconciled(existing, mine)).toMatchObject({
      metadata: { name: 'n1', labels: { 'kubernetes.io/os': 'linux' } },
      ...{ spec, status },
    });
    const right = { ...existing, ...node({ 'kubernetes.io/os': 'linux' }) };
    expect(reconciled(right, mine), 'Other taints alone are no reason').toBeUndefined();
  });

  it('neither Node needs metadata, and neither is changed (rule 8)', () => {
    expect(reconciled({}, {})).toBeUndefined();
    const mine = node({ 'kubernetes.io/os': 'linux' }, { [attach]: 'true' });
    expect(reconciled<Node>({}, mine)?.metadata).toMatchObject({
      ...{ labels: { 'kubernetes.io/os': 'linux' }, annotations: { [attach]: 'true' } },
    });
    const existing = node({ 'kubernetes.io/os': 'x' }, {});
    expect(copyBack(reconciled, existing, mine).args).toEqual([existing, mine]);
    expect(reconciled(existing, {}), 'Without own labels').toBeUndefined();
  });
});

describe('Conditions', () => {
  const early = formatTime(start - 10 * minute);
  const now = formatTime(start);
  const old = (status = 'True', type = 'Ready'): NodeCondition => ({
    ...{ type, status, reason: 'Old', message: 'old' },
    ...{ lastHeartbeatTime: early, lastTransitionTime: early },
  });
  const fresh = (status: string) => ({ type: 'Ready', status, reason: 'New', message: 'new' });

  it('a new condition is put at the end (rules 9 and 10)', () => {
    const told = { ...fresh('True'), lastHeartbeatTime: now, lastTransitionTime: now };
    expect(withCondition([], fresh('True'), start)).toEqual([told]);
    const other = old('False', 'DiskPressure');
    expect(withCondition([other], fresh('True'), start)).toEqual([other, told]);
  });

  it('the same status: only the heartbeat moves (rule 10)', () => {
    expect(withCondition([old()], fresh('True'), start)).toEqual([
      { ...fresh('True'), lastHeartbeatTime: now, lastTransitionTime: early },
    ]);
  });

  it('another status is a transition (rule 10)', () => {
    for (const status of ['False', 'Unknown'])
      expect(withCondition([old(status)], fresh('True'), start)).toEqual([
        { ...fresh('True'), lastHeartbeatTime: now, lastTransitionTime: now },
      ]);
  });

  it('it keeps its place, and others stay (rule 9)', () => {
    const [first, last] = [old('True', 'A'), old('False', 'Z')];
    const after = withCondition([first, old(), last], fresh('False'), start + 999);
    expect(after).toEqual([
      first,
      { ...fresh('False'), lastHeartbeatTime: now, lastTransitionTime: now },
      last,
    ]);
  });

  it('the given conditions are not changed (before rule 1)', () => {
    const given = [old()];
    expect(copyBack(withCondition, given, fresh('False'), start).args[0]).toEqual(given);
  });
});

describe('Pressure', () => {
  it('less than the threshold is too little, as much is enough (rule 11)', () => {
    const seen = (left: string) =>
      pressuresSeen({ 'memory.available': left }, { 'memory.available': '1Gi' });
    expect([seen('1Gi'), seen('1024Mi'), seen('1025Mi')]).toEqual([[], [], []]);
    expect(seen('1023Mi')).toEqual(['MemoryPressure']);
    expect(seen('0')).toEqual(['MemoryPressure']);
  });

  it('which signal means which pressure (rule 11)', () => {
    const signals = [
      ...['memory.available', 'nodefs.available', 'nodefs.inodesFree'],
      ...['imagefs.available', 'imagefs.inodesFree', 'pid.available'],
    ];
    expect(signals.map((each) => pressuresSeen({ [each]: '1' }, { [each]: '2' }))).toEqual([
      ...[['MemoryPressure'], ['DiskPressure'], ['DiskPressure']],
      ...[['DiskPressure'], ['DiskPressure'], ['PIDPressure']],
    ]);
  });

  it('each pressure once (rule 11)', () => {
    const few = {
      'nodefs.available': '1',
      'imagefs.available': '1',
      'pid.available': '1',
    } as const;
    const more = {
      'nodefs.available': '2',
      'imagefs.available': '2',
      'pid.available': '2',
    } as const;
    expect(pressuresSeen(few, more).toSorted()).toEqual(['DiskPressure', 'PIDPressure']);
  });

  it('without a threshold or a measurement there is no pressure (rule 11)', () => {
    expect(pressuresSeen({ 'memory.available': '0' }, {})).toEqual([]);
    expect(pressuresSeen({}, { 'memory.available': '1Gi' })).toEqual([]);
    expect(pressuresSeen({ 'pid.available': '0' }, { 'memory.available': '1Gi' })).toEqual([]);
  });

  /** What is told, for each observation: the pressures seen and when. */
  function told(...observations: [PressureType[], number][]): string[][] {
    let memory: PressureMemory = {};
    return observations.map(([seen, ms]) => {
      const after = observePressures(memory, seen, start + ms);
      memory = after.memory;
      return after.pressures.toSorted();
    });
  }

  it('begins at once, ends five minutes after it was last seen (rule 12)', () => {
    const [m] = [['MemoryPressure']] as [PressureType[]];
    expect(told([[], 0], [m, 1000], [[], 2000])).toEqual([[], m, m]);
    expect(told([m, 0], [[], 5 * minute - 1], [[], 5 * minute])).toEqual([m, m, []]);
    expect(told([m, 0], [m, 4 * minute], [[], 6 * minute], [[], 9 * minute])).toEqual([
      m,
      m,
      m,
      [],
    ]);
  });

  it('each pressure has a time of its own (rule 12)', () => {
    const both = ['DiskPressure', 'PIDPressure'];
    expect(
      told(
        [['DiskPressure'], 0],
        [['PIDPressure'], 3 * minute],
        [[], 6 * minute],
        [[], 9 * minute],
      ),
    ).toEqual([['DiskPressure'], both, ['PIDPressure'], []]);
  });

  it('what is remembered is not changed (before rule 1)', () => {
    const memory = { ...observePressures({}, ['MemoryPressure'], start).memory };
    const { args } = copyBack(observePressures, memory, ['DiskPressure'], start + 1);
    expect(args).toEqual([memory, ['DiskPressure'], start + 1]);
  });
});

describe('Has it changed', () => {
  const ready: NodeCondition = {
    ...{ type: 'Ready', status: 'True', reason: 'R', message: 'm' },
    ...{ lastHeartbeatTime: formatTime(start), lastTransitionTime: formatTime(start) },
  };
  const disk = { ...ready, type: 'DiskPressure' };
  const later = formatTime(start + minute);

  it('heartbeats and order are no news (rule 13)', () => {
    const beaten = { ...ready, lastHeartbeatTime: later };
    expect(statusHasChanged({ conditions: [ready] }, { conditions: [beaten] })).toBe(false);
    expect(statusHasChanged({ conditions: [ready, disk] }, { conditions: [disk, beaten] })).toBe(
      false,
    );
    expect(statusHasChanged({}, {})).toBe(false);
  });

  it('all else in a condition is (rule 13)', () => {
    const others = [
      { ...ready, status: 'False' },
      { ...ready, reason: 'X' },
      { ...ready, message: 'x' },
      { ...ready, lastTransitionTime: later },
      disk,
    ];
    expect(
      others.map((each) => statusHasChanged({ conditions: [ready] }, { conditions: [each] })),
    ).toEqual([true, true, true, true, true]);
  });

  it('one condition more or less is (rule 13)', () => {
    const [one, two] = [{ conditions: [ready] }, { conditions: [ready, disk] }];
    expect([statusHasChanged(one, two), statusHasChanged(two, one)]).toEqual([true, true]);
    expect([statusHasChanged({}, one), statusHasChanged(one, {})]).toEqual([true, true]);
  });

  it('so is anything outside of the conditions; empty and absent are the same (rule 13)', () => {
    const told = { capacity: { cpu: '2' }, conditions: [ready] };
    expect(statusHasChanged(told, { ...told, capacity: { cpu: '3' } })).toBe(true);
    expect(statusHasChanged(told, { ...told, phase: 'x' })).toBe(true);
    expect(statusHasChanged(told, { ...told, images: [], allocatable: {} })).toBe(false);
    expect(statusHasChanged(undefined, {}), 'There was no status').toBe(true);
  });
});

describe('Registering', () => {
  it('creates the Node as it describes itself, once (rules 14 and 15)', () => {
    const w = world();
    expect([w.heartbeat.register(), w.heartbeat.register()]).toEqual([true, true]);
    expect(w.writes()).toEqual(['create nodes']);
    expect(w.node()).toMatchObject({
      metadata: { labels: { 'kubernetes.io/os': 'linux' } },
      spec: { taints: [{ key: 'new' }] },
    });
  });

  it('a Node that exists is set right, its taints stay (rules 8 and 14)', () => {
    const metadata = { name: 'n1', labels: { 'kubernetes.io/os': 'x', team: 'a' } };
    const w = world().place({ metadata, spec: { taints: [{ key: 'old', effect: 'NoExecute' }] } });
    expect(w.heartbeat.register()).toBe(true);
    expect(w.writes()).toEqual(['create nodes (409)', 'update nodes']);
    expect(w.node()).toMatchObject({
      metadata: { labels: { 'kubernetes.io/os': 'linux', team: 'a' } },
      spec: { taints: [{ key: 'old', effect: 'NoExecute' }] },
    });
  });

  it('a Node that is right is not written (rule 14)', () => {
    const w = world().place({ metadata: { name: 'n1', labels: { 'kubernetes.io/os': 'linux' } } });
    expect(w.heartbeat.register()).toBe(true);
    expect(w.writes()).toEqual(['create nodes (409)']);
  });

  it('a refusal is told, and the next call begins anew (rule 14)', () => {
    const w = world();
    const error = forbidden(apiResources.nodes, 'n1', 'no');
    w.cluster.fail({ verb: 'create', resource: 'nodes', nth: 1, error });
    expect([w.heartbeat.register(), w.reads()], 'create is refused').toEqual([false, []]);
    expect(w.heartbeat.register(), 'and then is not').toBe(true);
    expect(w.writes()).toEqual(['create nodes (403)', 'create nodes']);
    const other = world().place();
    other.cluster.fail({ verb: 'update', resource: 'nodes', nth: 1, error: down });
    expect(other.heartbeat.register(), 'update is refused').toBe(false);
    other.unreadable.set('nodes', down);
    expect(other.heartbeat.register(), 'the Node cannot be read').toBe(false);
    other.unreadable.clear();
    expect(other.heartbeat.register()).toBe(true);
    expect(other.node().metadata.labels).toEqual({ 'kubernetes.io/os': 'linux' });
  });

  it('somebody else was faster: the update is refused (rule 14)', () => {
    const w = world().place();
    const metadata = { name: 'n1', labels: { team: 'a' } };
    w.afterRead.set('nodes', () => w.cluster.server.update('nodes', { metadata }));
    expect([w.heartbeat.register(), w.heartbeat.register()]).toEqual([false, true]);
    expect(w.node().metadata.labels).toEqual({ team: 'a', 'kubernetes.io/os': 'linux' });
  });

  it('with --register-node=false nobody is called (rule 15)', () => {
    const w = world({ registerNode: false });
    expect(w.heartbeat.register()).toBe(true);
    expect([...w.writes(), ...w.reads()]).toEqual([]);
  });

  it('a Node that is deleted later is not created again (rule 15)', () => {
    const w = world();
    w.heartbeat.register();
    w.cluster.server.delete('nodes', '', 'n1');
    w.writes();
    expect([w.heartbeat.register(), w.heartbeat.syncStatus()]).toEqual([true, false]);
    expect(w.writes()).toEqual([]);
  });
});

describe('Reporting', () => {
  it('registers, looks at the machine, tells what it found (rules 16 and 17)', () => {
    const w = world();
    expect(w.heartbeat.syncStatus()).toBe(true);
    expect(w.writes()).toEqual(['create nodes', 'updateStatus nodes']);
    expect(w.looks, 'So often it looked at the machine').toBe(1);
    const { capacity, allocatable, addresses } = w.status();
    expect(capacity).toEqual({ cpu: '4', memory: '8Gi' });
    expect(amounts(allocatable ?? {})).toEqual({ cpu: 4, memory: 7 * 1024 ** 3 });
    expect(addresses).toEqual([{ type: 'InternalIP', address: '10.0.0.1' }]);
    expect(w.conditions()).toEqual({
      ...{ MemoryPressure: 'False', DiskPressure: 'False', PIDPressure: 'False', Ready: 'True' },
    });
  });

  it('what it does not know of stays (rule 17)', () => {
    const w = world({ registerNode: false }).place({
      metadata: { name: 'n1' },
      status: {
        capacity: { cpu: '2', 'example.com/gpu': '2' },
        phase: 'Running',
        conditions: [{ type: 'NetworkUnavailable', status: 'False' }],
      },
    });
    expect(w.heartbeat.syncStatus()).toBe(true);
    const { capacity, allocatable, phase } = w.status();
    expect(capacity).toEqual({ cpu: '4', memory: '8Gi', 'example.com/gpu': '2' });
    expect(amounts(allocatable ?? {})).toMatchObject({ cpu: 4, 'example.com/gpu': 2 });
    expect(phase).toBe('Running');
    expect(w.conditions()).toMatchObject({ NetworkUnavailable: 'False', Ready: 'True' });
  });

  it('the conditions are told in the given words (rule 17)', () => {
    const words = (w: World) =>
      w.status().conditions?.map(({ type, reason, message }) => [type, reason, message].join(': '));
    const w = world();
    w.heartbeat.syncStatus();
    expect(words(w)?.toSorted()).toEqual([
      'DiskPressure: KubeletHasNoDiskPressure: the node has no DiskPressure',
      'MemoryPressure: KubeletHasSufficientMemory: the node has no MemoryPressure',
      'PIDPressure: KubeletHasSufficientPID: the node has no PIDPressure',
      'Ready: KubeletReady: kubelet is posting ready status',
    ]);
    w.machine = { ...w.machine, errors: ['down'], available: { 'memory.available': '0' } };
    w.heartbeat.syncStatus();
    expect(words(w)).toContain(
      'MemoryPressure: KubeletHasInsufficientMemory: the node has MemoryPressure',
    );
    expect(words(w)).toContain('Ready: KubeletNotReady: down');
  });

  it('why it is not ready (rule 17)', () => {
    const w = world();
    w.machine = { ...w.machine, errors: ['no runtime', 'no network'] };
    w.heartbeat.syncStatus();
    const ready = w.status().conditions?.find(({ type }) => type === 'Ready');
    expect(ready).toMatchObject({ status: 'False', message: 'no runtime,no network' });
  });

  it('nothing new: nothing is written for five minutes (rule 18)', () => {
    const w = world();
    const written = [0, 10, 289, 1, 10, 290].map((seconds) => {
      w.wait(seconds);
      expect(w.heartbeat.syncStatus()).toBe(true);
      return w.writes().includes('updateStatus nodes');
    });
    expect(written).toEqual([true, false, false, true, false, true]);
  });

  it('a change is written at once, and the five minutes begin anew (rule 18)', () => {
    const w = world();
    w.heartbeat.syncStatus();
    w.wait(200);
    w.machine = { ...w.machine, errors: ['no runtime'] };
    w.heartbeat.syncStatus();
    w.writes();
    const written = [200, 100].map((seconds) => {
      w.wait(seconds);
      w.heartbeat.syncStatus();
      return w.writes();
    });
    expect(written).toEqual([[], ['updateStatus nodes']]);
  });

  it('pressure is remembered from call to call (rules 12 and 16)', () => {
    const w = world();
    w.heartbeat.syncStatus();
    const tight = { ...w.machine, available: { 'memory.available': '50Mi' } };
    const told = [tight, w.machine, w.machine, w.machine].map((machine, i) => {
      w.wait([10, 10, 289, 1][i]!);
      w.machine = machine;
      w.heartbeat.syncStatus();
      return w.conditions().MemoryPressure;
    });
    expect(told).toEqual(['True', 'True', 'True', 'False']);
    const told2 = w.status().conditions?.find(({ type }) => type === 'MemoryPressure');
    expect(told2?.lastTransitionTime).toBe(formatTime(start + 310_000));
  });

  it('without thresholds there is no pressure (rules 11 and 17)', () => {
    const w = world({ reservations: {} });
    w.machine = { ...w.machine, available: { 'memory.available': '0' } };
    expect(w.heartbeat.syncStatus()).toBe(true);
    expect(w.conditions().MemoryPressure).toBe('False');
  });

  it('somebody else was faster: it reads again, and keeps what they wrote (rules 18 and 19)', () => {
    const w = world({ registerNode: false }).place();
    const theirs = { metadata: { name: 'n1' }, status: { phase: 'Theirs' } };
    w.afterRead.set('nodes', () => w.cluster.server.updateStatus('nodes', theirs));
    expect(w.heartbeat.syncStatus()).toBe(true);
    expect(w.writes()).toEqual(['updateStatus nodes (409)', 'updateStatus nodes']);
    expect(w.status().phase).toBe('Theirs');
    expect(w.looks, 'So often it looked at the machine').toBe(1);
  });

  it('gives up after five tries, whatever is refused (rule 19)', () => {
    const w = world({ registerNode: false }).place();
    w.cluster.fail({ verb: 'updateStatus', resource: 'nodes', error: down });
    expect(w.heartbeat.syncStatus()).toBe(false);
    expect([w.writes().length, w.reads().length]).toEqual([5, 5]);
    w.cluster.heal();
    w.unreadable.set('nodes', down);
    expect(w.heartbeat.syncStatus()).toBe(false);
    expect([w.writes().length, w.reads().length]).toEqual([0, 5]);
    w.unreadable.clear();
    for (const nth of [1, 2, 3, 4])
      w.cluster.fail({ verb: 'updateStatus', resource: 'nodes', nth, error: down });
    expect(w.heartbeat.syncStatus(), 'The fifth try is good').toBe(true);
  });

  it('a refused write does not count as the last one (rule 18)', () => {
    const w = world({ registerNode: false }).place();
    w.heartbeat.syncStatus();
    w.wait(300);
    w.cluster.fail({ verb: 'updateStatus', resource: 'nodes', error: down });
    w.heartbeat.syncStatus();
    w.cluster.heal();
    w.writes();
    w.wait(10);
    w.heartbeat.syncStatus();
    expect(w.writes()).toEqual(['updateStatus nodes']);
  });

  it('not registered: nothing more (rule 16)', () => {
    const w = world();
    w.cluster.fail({ verb: 'create', resource: 'nodes', error: down });
    expect(w.heartbeat.syncStatus()).toBe(false);
    expect([w.writes(), w.reads()]).toEqual([['create nodes (500)'], []]);
    w.cluster.heal();
    expect(w.heartbeat.syncStatus()).toBe(true);
  });
});

describe('The Lease', () => {
  const renewed = (w: World) => w.lease().spec?.renewTime;
  const lease = { metadata: { namespace: 'kube-node-lease', name: 'n1' } };

  it('is created when there is none (rule 20)', () => {
    const w = world().place();
    expect(w.heartbeat.renewLease()).toBe(true);
    expect(w.writes()).toEqual(['create leases']);
    const { metadata, spec } = w.lease();
    expect(spec).toEqual({
      ...{ holderIdentity: 'n1', leaseDurationSeconds: 40, renewTime: formatMicroTime(start) },
    });
    const { uid } = w.node().metadata;
    expect(metadata.ownerReferences).toEqual([{ apiVersion: 'v1', kind: 'Node', name: 'n1', uid }]);
  });

  it('is renewed without being read (rule 21)', () => {
    const w = world().place();
    w.heartbeat.renewLease();
    w.reads();
    w.writes();
    for (const seconds of [10, 10]) {
      w.wait(seconds);
      expect(w.heartbeat.renewLease()).toBe(true);
    }
    expect([w.reads(), w.writes()]).toEqual([[], ['update leases', 'update leases']]);
    expect(renewed(w)).toBe(formatMicroTime(start + 20_000));
    expect(w.lease().spec).toMatchObject({ holderIdentity: 'n1', leaseDurationSeconds: 40 });
    expect(w.lease().metadata.ownerReferences).toHaveLength(1);
  });

  it('one that exists is taken over and renewed; the rest of it stays (rules 20 and 21)', () => {
    const w = world().place();
    const labels = { a: 'b' };
    const spec = { holderIdentity: 'n1', leaseDurationSeconds: 25 };
    w.cluster.server.place('leases', { metadata: { ...lease.metadata, labels }, spec });
    expect(w.heartbeat.renewLease()).toBe(true);
    expect([w.reads(), w.writes()]).toEqual([['get leases'], ['update leases']]);
    expect(w.lease()).toMatchObject({ metadata: { labels }, spec });
    expect(renewed(w)).toBe(formatMicroTime(start));
  });

  it('somebody changed it: read again, and theirs stays (rules 21 and 22)', () => {
    const w = world().place();
    w.heartbeat.renewLease();
    w.reads();
    w.writes();
    const theirs = { ...w.lease(), metadata: { ...lease.metadata, labels: { a: 'b' } } };
    w.cluster.server.update('leases', theirs);
    w.wait(10);
    expect(w.heartbeat.renewLease()).toBe(true);
    expect([w.reads(), w.writes()]).toEqual([
      ['get leases'],
      ['update leases (409)', 'update leases'],
    ]);
    expect(w.lease().metadata.labels).toEqual({ a: 'b' });
    expect(renewed(w)).toBe(formatMicroTime(start + 10_000));
  });

  it('somebody deleted it: it is created again (rule 22)', () => {
    const w = world().place();
    w.heartbeat.renewLease();
    w.cluster.server.delete('leases', 'kube-node-lease', 'n1');
    w.writes();
    expect(w.heartbeat.renewLease()).toBe(true);
    expect(w.writes()).toEqual(['update leases (404)', 'create leases']);
  });

  it('other refusals: the same again, five times (rule 22)', () => {
    const w = world().place();
    w.heartbeat.renewLease();
    w.reads();
    w.writes();
    w.cluster.fail({ verb: 'update', resource: 'leases', error: down });
    expect(w.heartbeat.renewLease()).toBe(false);
    expect([w.reads(), w.writes()]).toEqual([[], Array(5).fill('update leases (500)')]);
    w.cluster.heal();
    for (const nth of [1, 2, 3, 4])
      w.cluster.fail({ verb: 'update', resource: 'leases', nth, error: down });
    expect(w.heartbeat.renewLease(), 'The fifth update is good').toBe(true);
    w.wait(10);
    expect(w.heartbeat.renewLease()).toBe(true);
    expect(renewed(w)).toBe(formatMicroTime(start + 10_000));
  });

  it('conflicts count as well: five updates in one call (rule 22)', () => {
    const w = world().place();
    w.heartbeat.renewLease();
    w.writes();
    w.cluster.fail({ verb: 'update', resource: 'leases', error: stale });
    expect(w.heartbeat.renewLease()).toBe(false);
    expect(w.writes()).toEqual(Array(5).fill('update leases (409)'));
    w.cluster.heal();
    expect(w.heartbeat.renewLease()).toBe(true);
  });

  it('what cannot be read or created is told at once (rule 23)', () => {
    const w = world().place();
    w.unreadable.set('leases', down);
    expect([w.heartbeat.renewLease(), w.writes()]).toEqual([false, []]);
    w.unreadable.clear();
    w.cluster.fail({ verb: 'create', resource: 'leases', error: down });
    expect([w.heartbeat.renewLease(), w.writes()]).toEqual([false, ['create leases (500)']]);
    w.cluster.heal();
    w.unreadable.set('nodes', down);
    expect([w.heartbeat.renewLease(), w.writes()], 'The Node is needed').toEqual([false, []]);
    w.unreadable.clear();
    expect([w.heartbeat.renewLease(), w.hasLease()]).toEqual([true, true]);
  });

  it('without its Node there is no Lease (rules 20 and 23)', () => {
    const w = world();
    expect([w.heartbeat.renewLease(), w.hasLease()]).toEqual([false, false]);
  });

  it('a quiet quarter of an hour: ninety Leases, three statuses (rules 18 and 21)', () => {
    const w = world();
    for (let i = 0; i < 90; i++) {
      w.heartbeat.syncStatus();
      w.heartbeat.renewLease();
      w.wait(10);
    }
    const writes = w.writes();
    const count = (verb: string) => writes.filter((each) => each === verb).length;
    expect(
      ['create nodes', 'updateStatus nodes', 'create leases', 'update leases'].map(count),
    ).toEqual([1, 3, 1, 89]);
  });
});
