import { formatTime, type PodCondition, type PodStatus } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { nextStatus } from '#exercise/kubelet/pod-phase-and-conditions';
import { copyBack } from '#suite';
import { podOf } from '../pods.ts';

const earlier = '2025-01-01T00:00:00Z';
const now = 1735689660000;
const nowText = formatTime(now);

const conditionsOf = ({ conditions = [] }: PodStatus) =>
  Object.fromEntries(conditions.map(({ type, ...rest }) => [type, rest]));
const typesOf = ({ conditions = [] }: PodStatus) => conditions.map(({ type }) => type).sort();
const since = (type: string, status: string): PodCondition => {
  return { type, status, lastTransitionTime: earlier };
};

export function nextStatuses(): void {
  describe('The next status', () => {
    it('has phase, class and the kubelet’s four conditions (rules 23, 24, 25)', () => {
      const found = nextStatus(podOf({ main: { app: 'ready' } }), now, false);
      expect([found.phase, found.qosClass]).toEqual(['Running', 'BestEffort']);
      const yes = { status: 'True', lastTransitionTime: nowText };
      expect(conditionsOf(found)).toEqual({
        ...{ Initialized: yes, Ready: yes, ContainersReady: yes, PodScheduled: yes },
      });
      expect(found.conditions, 'Each type once').toHaveLength(4);
    });

    it('keeps the rest of the status, and conditions of others (rules 23, 24)', () => {
      const lb = { type: 'lb', status: 'False', reason: 'NoTarget', lastTransitionTime: earlier };
      const pod = podOf({ main: { app: 'ready' }, gates: ['lb'], conditions: [lb] });
      pod.status!.podIP = '10.0.0.7';
      const found = nextStatus(pod, now, false);
      expect([found.podIP, found.containerStatuses]).toEqual([
        ...['10.0.0.7', pod.status!.containerStatuses],
      ]);
      const { type, ...rest } = lb;
      expect(conditionsOf(found)[type], 'A condition that is not the kubelet’s').toEqual(rest);
      expect(conditionsOf(found).Ready).toMatchObject({ reason: 'ReadinessGatesNotReady' });
    });

    it('the class is for life (rule 23)', () => {
      const pod = podOf({ main: { app: 'ready' } });
      pod.status!.qosClass = 'Guaranteed';
      const found = nextStatus(pod, now, false);
      expect(found.qosClass, 'It was Guaranteed when the Pod was created').toBe('Guaranteed');
    });

    it('a condition remembers since when it has its status (rule 25)', () => {
      const conditions = [since('Ready', 'False'), since('ContainersReady', 'True')];
      const found = nextStatus(podOf({ main: { app: 'ready' }, conditions }), now, false);
      expect(conditionsOf(found), 'Before: Ready False, ContainersReady True').toMatchObject({
        Ready: { status: 'True', lastTransitionTime: nowText },
        ContainersReady: { status: 'True', lastTransitionTime: earlier },
      });
    });

    it('another reason is no transition (rule 25)', () => {
      const before = { ...since('Ready', 'False'), reason: 'ContainersNotReady', message: 'x' };
      const pod = podOf({ policy: 'Never', main: { app: 'ended 1' }, conditions: [before] });
      expect(conditionsOf(nextStatus(pod, now, false)).Ready).toEqual({
        ...{ status: 'False', reason: 'PodFailed', lastTransitionTime: earlier },
      });
    });

    it('a Pod that has succeeded or failed stays so (rule 23)', () => {
      for (const [phase, reason] of [
        ['Succeeded', 'PodCompleted'],
        ['Failed', 'PodFailed'],
      ] as const) {
        const found = nextStatus(podOf({ phase, main: { app: 'runs' } }), now, false);
        expect(found.phase, `It was ${phase}, and a container runs`).toBe(phase);
        expect(conditionsOf(found).Ready?.reason, `The reason of Ready (${phase})`).toBe(reason);
      }
      for (const phase of ['Pending', 'Running']) {
        const found = nextStatus(podOf({ phase, main: { app: 'waits' } }), now, false);
        expect(found.phase, `It was ${phase}, and a container waits`).toBe('Pending');
      }
    });

    it('knows when the Pod has ended (rule 13)', () => {
      const pod = podOf({ main: { app: 'ended 0' } });
      expect(nextStatus(pod, now, false).phase, 'ended: false').toBe('Running');
      expect(nextStatus(pod, now, true).phase, 'ended: true').toBe('Succeeded');
    });

    it('the Pod that was given is not changed', () => {
      const given = podOf({ main: { app: 'ready' }, conditions: [since('Ready', 'False')] });
      const after = copyBack(nextStatus, given, now, false).args[0];
      expect(after, 'The Pod afterwards').toEqual(given);
    });

    it('told again, it says the same (rules 23 to 25)', () => {
      const pod = podOf({ policy: 'OnFailure', main: { app: 'ended 1', log: 'runs' } });
      const first = nextStatus(pod, now, false);
      const again = nextStatus({ ...pod, status: first }, now + 60_000, false);
      expect(typesOf(again), 'The types of its conditions, a minute later').toEqual(typesOf(first));
      for (const [type, condition] of Object.entries(conditionsOf(first)))
        expect(conditionsOf(again)[type], `${type}, a minute later`).toEqual(condition);
      const rest = (status: PodStatus) => ({ ...status, conditions: [] });
      expect(rest(again), 'All but the conditions, a minute later').toEqual(rest(first));
    });
  });
}
