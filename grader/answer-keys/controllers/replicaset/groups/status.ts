import { formatTime, type ReplicaSetStatus } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { statusOf } from '#exercise/controllers/replicaset';
import { hoursAgo, own, secondsAgo, start, web } from '../objects.ts';

/** The status. */
export function testStatus(): void {
  describe('The status', () => {
    const counts = (status: ReplicaSetStatus) => {
      const { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas } = status;
      return [replicas, fullyLabeledReplicas ?? 0, readyReplicas ?? 0, availableReplicas ?? 0];
    };
    const conditions = (status: ReplicaSetStatus) => status.conditions ?? [];

    it('no Pods: zeros (rule 11)', () => {
      expect(counts(statusOf(web(2), [], start))).toEqual([0, 0, 0, 0]);
    });

    it('counts the Pods, those with all labels of the template, the ready ones (rule 11)', () => {
      const template = { metadata: { labels: { app: 'web', tier: 'front' } } };
      const pods = [
        own('a', { ready: hoursAgo(1), labels: { app: 'web', tier: 'front', more: 'x' } }),
        own('b', { ready: true }),
        own('c', { labels: { app: 'web', tier: 'back' } }),
        own('d', { phase: 'Pending', labels: { app: 'web', tier: 'front' } }),
      ];
      expect(counts(statusOf(web(4, { spec: { template } }), pods, start))).toEqual([4, 2, 2, 2]);
      const bare = web(1, { spec: { template: {} } });
      expect(counts(statusOf(bare, [own('a')], start)), 'A template without labels').toEqual([
        ...[1, 1, 0, 0],
      ]);
    });

    it('available is who has been ready for longer than minReadySeconds (rule 12)', () => {
      const pods = [9, 11, 3600].map((seconds) => own('a', { ready: secondsAgo(seconds) }));
      const slow = web(3, { spec: { minReadySeconds: 10 } });
      expect(counts(statusOf(slow, pods, start))).toEqual([3, 3, 3, 2]);
      expect(
        counts(statusOf(slow, [own('a', { ready: true })], start)),
        'Ready without a time',
      ).toEqual([1, 1, 1, 0]);
      expect(counts(statusOf(slow, [own('a')], start)), 'Not ready at all').toEqual([1, 1, 0, 0]);
    });

    it('without minReadySeconds whoever is ready is available (rule 12)', () => {
      const pods = [own('a', { ready: true }), own('b', { ready: secondsAgo(0) })];
      expect(counts(statusOf(web(2), pods, start))).toEqual([2, 2, 2, 2]);
      expect(counts(statusOf(web(2, { spec: { minReadySeconds: 0 } }), pods, start))).toEqual([
        ...[2, 2, 2, 2],
      ]);
    });

    it('says which generation it is about (rule 13)', () => {
      const status = { replicas: 0, observedGeneration: 3 };
      const changed = web(2, { metadata: { generation: 4 }, status });
      expect(statusOf(changed, [], start).observedGeneration).toBe(4);
    });

    it('a failure becomes a condition, with a reason by what was to be done (rule 14)', () => {
      const failure = (reason: string) => ({
        type: 'ReplicaFailure',
        status: 'True',
        reason,
        message: 'quota',
        lastTransitionTime: formatTime(start),
      });
      expect(conditions(statusOf(web(2), [own('a')], start, 'quota'))).toEqual([
        failure('FailedCreate'),
      ]);
      const tooMany = [own('a'), own('b')];
      expect(conditions(statusOf(web(1), tooMany, start, 'quota'))).toEqual([
        failure('FailedDelete'),
      ]);
      expect(conditions(statusOf(web(undefined), tooMany, start, 'quota')), '1 replica').toEqual([
        failure('FailedDelete'),
      ]);
      expect(conditions(statusOf(web(undefined), [], start, 'quota')), '1 replica').toEqual([
        failure('FailedCreate'),
      ]);
    });

    it('neither the ReplicaSet nor a Pod need have any parts (rules 11 to 14)', () => {
      const status = statusOf({}, [{}, {}], start, 'quota');
      expect(counts(status)).toEqual([2, 2, 0, 0]);
      expect(status.observedGeneration ?? 0).toBe(0);
      const untold = { spec: { selector: {} } };
      expect(counts(statusOf(untold, [{}], start)), 'Without a template').toEqual([1, 1, 0, 0]);
      expect(conditions(status)).toMatchObject([{ reason: 'FailedDelete' }]);
    });

    it('as many Pods as wanted are not too few (rule 14)', () => {
      expect(conditions(statusOf(web(1), [own('a')], start, 'no'))).toMatchObject([
        { reason: 'FailedDelete' },
      ]);
    });

    it('an empty message is a failure, too (rule 14)', () => {
      expect(conditions(statusOf(web(2), [], start, ''))).toMatchObject([{ message: '' }]);
    });

    it('a failure that stands there already stays as it is (rule 14)', () => {
      const before = [
        { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'first' },
      ];
      const failing = web(2, { status: { replicas: 0, conditions: before } });
      expect(conditions(statusOf(failing, [], start, 'second'))).toEqual(before);
    });

    it('without a failure the condition goes; others stay (rule 14)', () => {
      const other = { type: 'Else', status: 'True' };
      const before = [other, { type: 'ReplicaFailure', status: 'True' }];
      const failing = web(2, { status: { replicas: 0, conditions: before } });
      expect(conditions(statusOf(failing, [], start))).toEqual([other]);
      const fine = web(2, { status: { replicas: 0, conditions: [other] } });
      expect(conditions(statusOf(fine, [], start, 'no'))).toMatchObject([
        ...[other, { type: 'ReplicaFailure' }],
      ]);
    });
  });
}
