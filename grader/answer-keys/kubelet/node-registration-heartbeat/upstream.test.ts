import { ApiError, formatTime, type Node, type NodeStatus, parseQuantity } from 'course/kit';
import { describe, expect, it } from 'vitest';
import * as reference from './reference.ts';
import * as cases from './upstream-cases.ts';
import { start, World } from './world.ts';

const { attachAnnotation, NodeHeartbeat, reconciled, statusHasChanged, withCondition } = reference;

describe('the reference agrees with the test tables of Kubernetes', () => {
  for (const { origin, own, existing, after } of cases.labelCases)
    it(titled(origin), () => {
      const node = (labels: Record<string, string>): Node => ({ metadata: { labels } });
      expect(reconciled(node(existing), node(own))?.metadata?.labels).toEqual(after);
    });

  for (const { origin, own, existing, updates } of cases.attachCases)
    it(titled(origin), () => {
      const node = (value?: string): Node => ({
        metadata: { name: 'n1', ...(value && { annotations: { [attachAnnotation]: value } }) },
      });
      const world = new World(NodeHeartbeat, { node: node(own) }).place(node(existing));
      expect(world.heartbeat.register()).toBe(true);
      expect(world.writes().includes('update nodes')).toBe(updates);
      expect(world.node().metadata.annotations?.[attachAnnotation]).toBe(own);
    });

  for (const { origin, exists, refused, requests } of cases.refusalCases)
    it(titled(origin), () => {
      const world = new World(NodeHeartbeat);
      if (exists) world.place();
      const error = new ApiError({ code: 409, reason: 'Conflict', message: 'conflict' });
      if (refused === 'get') world.unreadable.set('nodes', error);
      else world.cluster.fail({ verb: refused, resource: 'nodes', error });
      expect(world.heartbeat.register()).toBe(false);
      expect(world.writes().length + world.reads().length).toBe(requests);
    });

  for (const { origin, type, before, status, transits } of cases.conditionCases)
    it(titled(origin), () => {
      const [old, now] = [formatTime(start - 60_000), formatTime(start)];
      const times = { lastHeartbeatTime: old, lastTransitionTime: old };
      const given = before ? [{ type, status: before, ...times }] : [];
      const fresh = { type, status, reason: 'R', message: 'm' };
      expect(withCondition(given, fresh, start)).toEqual([
        { ...fresh, lastHeartbeatTime: now, lastTransitionTime: transits ? now : old },
      ]);
    });

  const [early, late] = [formatTime(start), formatTime(start + 1000)];
  const ready = { type: 'Ready', status: 'True', lastHeartbeatTime: early };
  const disk = { type: 'DiskPressure', status: 'False', lastTransitionTime: early };
  const changed: NodeStatus[] = [
    { conditions: [disk, { ...ready, lastHeartbeatTime: late }] },
    { conditions: [ready, { ...disk, lastTransitionTime: late }] },
    { conditions: [ready, disk, { ...disk, type: 'PIDPressure' }] },
    { conditions: [ready, disk], phase: 'Running' },
  ];
  for (const [i, { origin, changes }] of cases.changeCases.entries())
    it(titled(origin), () => {
      expect(statusHasChanged({ conditions: [ready, disk] }, changed[i]!)).toBe(changes);
    });

  for (const { origin, refusals, renewed } of cases.retryCases)
    it(titled(origin), () => {
      const world = new World(NodeHeartbeat).place();
      world.heartbeat.renewLease();
      world.wait(10);
      for (const [i, error] of refusals.entries())
        world.cluster.fail({ verb: 'update', resource: 'leases', nth: i + 1, error });
      expect(world.heartbeat.renewLease()).toBe(renewed);
    });

  it('controller_test.go TestUpdateUsingLatestLease: need to create, node does not exist', () => {
    const world = new World(NodeHeartbeat);
    expect([world.heartbeat.renewLease(), world.hasLease()]).toEqual([false, false]);
  });

  for (const { origin, capacity, kept, left } of cases.allocatableCases)
    it(titled(origin), () => {
      const amounts = reference.allocatableOf(capacity, { systemReserved: kept });
      const numbers = Object.entries(amounts).map(([name, text]) => [
        ...[name, Number(parseQuantity(text).nano) / 1e9],
      ]);
      expect(Object.fromEntries(numbers)).toEqual(left);
    });
});

function titled([file, test, about]: cases.Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
