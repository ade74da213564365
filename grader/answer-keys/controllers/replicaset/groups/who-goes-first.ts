import type { Pod } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { isActive, podsToDelete } from '#exercise/controllers/replicaset';
import { callAll, copyBack } from '#suite';
import { hoursAgo, nameOf, pod, secondsAgo, start } from '../objects.ts';

/** Which Pods count, who goes first. */
export function testWhoGoesFirst(): void {
  describe('Which Pods count', () => {
    const active = (pods: readonly Pod[]) =>
      callAll(pods.map((each) => ({ on: isActive, args: [each] })));

    it('those that have ended do not, all others do (rule 1)', () => {
      const phases = ['Succeeded', 'Failed', 'Pending', 'Running', 'Unknown', ''];
      const pods = [...phases.map((phase) => pod('a', { phase })), {}];
      expect(active(pods)).toEqual([false, false, true, true, true, true, true]);
    });

    it('one that is being deleted does not, whatever its phase (rule 1)', () => {
      const deleted = secondsAgo(-30);
      const pods = ['Running', 'Pending', 'Failed'].map((phase) => pod('a', { deleted, phase }));
      expect(active(pods)).toEqual([false, false, false]);
    });
  });

  describe('Who goes first', () => {
    /** Asks with both in either order, so that a list left as it is does not pass. */
    function expectFirst(first: Pod, second: Pod, related: readonly Pod[] = []): void {
      const asked = [
        [[first, second], related, 1, start],
        [[second, first], related, 1, start],
      ];
      const gone = callAll(asked.map((args) => ({ on: podsToDelete, args })));
      expect(
        namesOf(gone),
        `Of ${nameOf(first)} and ${nameOf(second)}, then of the two swapped`,
      ).toEqual([[nameOf(first)], [nameOf(first)]]);
    }

    const namesOf = (lists: unknown[]) => lists.map((pods) => (pods as Pod[]).map(nameOf));
    const running = (name: string, facts: Parameters<typeof pod>[1] = {}) =>
      pod(name, { phase: 'Running', node: 'n1', ...facts });
    const ready = (name: string, facts: Parameters<typeof pod>[1] = {}) =>
      running(name, { ready: hoursAgo(5), created: hoursAgo(9), ...facts });

    it('one without a node before one with a node, though it is ready (rule 2)', () => {
      expectFirst(pod('no-node', { phase: 'Running', ready: hoursAgo(9) }), running('placed'));
      expectFirst(
        pod('empty-node', { phase: 'Running', node: '' }),
        running('pending', { phase: 'Pending' }),
      );
    });

    it('two on different nodes are not told apart by that (rule 2)', () => {
      expectFirst(running('pending', { phase: 'Pending', node: 'n9' }), running('placed'));
      expectFirst(running('pending', { phase: 'Pending' }), running('placed', { node: 'n9' }));
    });

    it('Pending before Unknown before Running (rule 3)', () => {
      const [pending, unknown] = ['Pending', 'Unknown'].map((phase) =>
        pod(phase, { phase, node: 'n1' }),
      );
      expectFirst(pending!, unknown!);
      expectFirst(unknown!, running('Running'));
      expectFirst(pending!, running('Running'));
      expectFirst(pod('none', { node: 'n1' }), unknown!);
    });

    it('the phase counts before readiness (rule 3)', () => {
      expectFirst(
        pod('Unknown', { phase: 'Unknown', node: 'n1', ready: hoursAgo(1) }),
        running('Running'),
      );
    });

    it('not ready before ready (rule 4)', () => {
      expectFirst(
        running('unready', { created: hoursAgo(9) }),
        ready('ready', { created: hoursAgo(1) }),
      );
      const saysFalse: Pod = {
        ...running('says-False', { created: hoursAgo(99) }),
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: hoursAgo(99) }],
        },
      };
      const scheduled: Pod = {
        ...running('scheduled', { created: hoursAgo(99) }),
        status: {
          phase: 'Running',
          conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: hoursAgo(99) }],
        },
      };
      expectFirst(saysFalse, ready('ready'));
      expectFirst(scheduled, ready('ready'));
    });

    it('the cheaper one first; none costs 0 (rule 5)', () => {
      expectFirst(ready('ten', { cost: '10' }), ready('hundred', { cost: '100' }));
      expectFirst(ready('none'), ready('one', { cost: '1' }));
      expectFirst(ready('minus', { cost: '-5' }), ready('none'));
    });

    it('a cost that is no whole number is 0 (rule 5)', () => {
      for (const cost of ['+10', '008', 'much', '1.5', '2147483648', '-2147483649', ''])
        expectFirst(ready('cheap', { cost: '-1' }), ready(`"${cost}"`, { cost }));
      for (const cost of ['+10', '008', '2147483648'])
        expectFirst(ready(`"${cost}"`, { cost }), ready('one', { cost: '1' }));
      expectFirst(ready('most', { cost: '2147483646' }), ready('more', { cost: '2147483647' }));
      expectFirst(ready('least', { cost: '-2147483648' }), ready('less', { cost: '-2147483647' }));
    });

    it('readiness counts before the cost (rules 4 and 5)', () => {
      expectFirst(running('unready', { cost: '100' }), ready('ready', { cost: '-100' }));
    });

    it('the one with more related Pods on its node first (rule 6)', () => {
      const related = [ready('r1', { node: 'n2' }), ready('r2', { node: 'n2' }), ready('r3')];
      expectFirst(
        ready('crowded', { node: 'n2' }),
        ready('alone', { ready: hoursAgo(1) }),
        related,
      );
      expectFirst(ready('cheap', { cost: '-1' }), ready('crowded', { node: 'n2' }), related);
    });

    it('related Pods count that are active, ready or not (rules 1 and 6)', () => {
      const ended = ['Failed', 'Succeeded'].map((phase) => running(phase, { phase, node: 'n2' }));
      const leaving = running('leaving', { deleted: secondsAgo(1), node: 'n2' });
      const related = [...ended, leaving, pod('starts', { phase: 'Pending', node: 'n1' })];
      expectFirst(ready('crowded'), ready('alone', { node: 'n2' }), related);
    });

    it('the one that became ready later first, if that is much later (rule 7)', () => {
      expectFirst(ready('2-hours', { ready: hoursAgo(2) }), ready('5-hours'));
      expectFirst(ready('no-time', { ready: true }), ready('now', { ready: secondsAgo(0) }));
      expectFirst(
        ready('2-hours', { ready: hoursAgo(2), restarts: [0], created: hoursAgo(99) }),
        ready('5-hours', { restarts: [9], created: hoursAgo(1) }),
      );
    });

    it('ages of about the same size are decided by the uid (rule 7)', () => {
      expectFirst(
        ready('8-hours', { ready: hoursAgo(8), uid: 'a' }),
        ready('5-hours', { uid: 'b' }),
      );
      expectFirst(
        ready('5-hours', { uid: 'a' }),
        ready('8-hours', { ready: hoursAgo(8), uid: 'b' }),
      );
      expectFirst(
        ready('a-restarts', { uid: 'a', restarts: [0] }),
        ready('b-restarts', { ready: hoursAgo(8), uid: 'b', restarts: [9] }),
      );
    });

    it('a time that is still to come is younger than any other (rule 7)', () => {
      expectFirst(
        ready('to-come', { ready: secondsAgo(-60) }),
        ready('a-second', { ready: secondsAgo(1) }),
      );
      expectFirst(
        ready('now', { ready: secondsAgo(0) }),
        ready('a-second', { ready: secondsAgo(1) }),
      );
    });

    it('two times that are still to come, or just now, are as young, and the uid decides (rule 7)', () => {
      const toCome = (uid: string) => ready(`to-come-${uid}`, { ready: secondsAgo(-60), uid });
      const now = (uid: string) => ready(`now-${uid}`, { ready: secondsAgo(0), uid });
      expectFirst(toCome('a'), now('b'));
      expectFirst(now('a'), toCome('b'));
    });

    it('no uid comes before any other (rule 7)', () => {
      expectFirst(ready('none', { ready: hoursAgo(8) }), ready('A', { uid: 'A' }));
      expectFirst(ready('none'), ready('A', { ready: hoursAgo(8), uid: 'A' }));
    });

    it('a Pod may have no parts at all (rules 2 to 9)', () => {
      expect(podsToDelete([{}, {}], [{}], 1, start)).toEqual([{}]);
      const readySince = (lastTransitionTime: string): Pod => ({
        status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] },
      });
      const bare = [readySince(hoursAgo(5)), readySince(hoursAgo(8))];
      expect(podsToDelete(bare, [], 1, start)).toHaveLength(1);
    });

    it('the one with the most restarts in any one container first (rule 8)', () => {
      expectFirst(ready('restarts', { restarts: [0, 3] }), ready('calm', { restarts: [2, 2] }));
      expectFirst(
        ready('once', { restarts: [1], created: hoursAgo(99) }),
        ready('never', { created: hoursAgo(1) }),
      );
    });

    it('the one that was created later first, if that is much later (rule 9)', () => {
      expectFirst(
        ready('young', { created: hoursAgo(6) }),
        ready('old', { created: hoursAgo(99) }),
      );
      expectFirst(
        running('young', { created: hoursAgo(1) }),
        running('old', { created: hoursAgo(9) }),
      );
      expectFirst(
        running('a', { created: hoursAgo(8), uid: 'a' }),
        running('b', { created: hoursAgo(5), uid: 'b' }),
      );
      expectFirst(running('no-time'), running('young', { created: secondsAgo(1) }));
    });

    it('the ready times of Pods that are not ready do not count (rule 7)', () => {
      const unready = (name: string, since: string, created: string): Pod => ({
        ...running(name, { created }),
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: since }],
        },
      });
      expectFirst(
        unready('young', hoursAgo(9), hoursAgo(1)),
        unready('old', hoursAgo(1), hoursAgo(9)),
      );
    });

    it('gives as many as asked for, in order, or all there are (rule 10)', () => {
      const pods = [ready('d'), running('c'), pod('b', { phase: 'Pending', node: 'n1' }), pod('a')];
      const asked = [0, 2, 4, 9].map((count) => [pods, [], count, start]);
      const names = namesOf(callAll(asked.map((args) => ({ on: podsToDelete, args }))));
      expect(names.slice(0, 2)).toEqual([[], ['a', 'b']]);
      expect(names.slice(2).map((each) => each.toSorted())).toEqual([
        ['a', 'b', 'c', 'd'],
        ['a', 'b', 'c', 'd'],
      ]);
    });

    it('changes nothing that it is given (rule 10)', () => {
      const pods = [ready('b'), pod('a')];
      const { args } = copyBack(podsToDelete, pods, pods, 1, start);
      expect(args).toEqual([pods, pods, 1, start]);
    });
  });
}
