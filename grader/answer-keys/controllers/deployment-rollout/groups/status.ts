import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { deploymentStatus } from '#exercise/controllers/deployment-rollout';
import { progressing, set, start, time, type Wish, web } from '../objects.ts';
import { each } from './asked.ts';

/** A moment, in seconds since the start, with all that a status depends on. */
interface Moment {
  readonly wish?: Wish;
  readonly own?: ReplicaSet | undefined;
  readonly olds?: readonly ReplicaSet[];
  readonly before?: DeploymentStatus;
  readonly at?: number;
  readonly created?: boolean;
}

const ten: Wish = { replicas: 10, surge: 3, unavailable: 2 };

function statuses(...moments: Moment[]): DeploymentStatus[] {
  return each(
    deploymentStatus,
    moments.map(({ wish = ten, own, olds = [], before, at = 0, created }) => {
      const deployment: Deployment = before ? { status: before, ...web(wish) } : web(wish);
      const told = [deployment, own, olds, start + at * 1000];
      return created === undefined ? told : [...told, created];
    }),
  );
}

function found(status: DeploymentStatus | undefined, type: string) {
  return status?.conditions?.find((each) => each.type === type);
}

/** `True ReplicaSetUpdated`, and for how many seconds after the start its times stand. */
function told(condition: DeploymentCondition | undefined): unknown[] {
  if (!condition) return ['none'];
  const { status, reason, lastUpdateTime, lastTransitionTime } = condition;
  const seconds = (text?: string) => (text ? (Date.parse(text) - start) / 1000 : undefined);
  return [`${status} ${reason}`, seconds(lastUpdateTime), seconds(lastTransitionTime)];
}

/** What `Progressing` says at each moment. */
const progress = (...moments: Moment[]) =>
  statuses(...moments).map((status) => told(found(status, 'Progressing')));

/** The status of a rollout half way: so many new, so many old, so many available of all. */
function halfway(
  updated: number,
  old: number,
  available: number,
  ...conditions: DeploymentCondition[]
): DeploymentStatus {
  const counts = { updatedReplicas: updated, replicas: updated + old };
  return { conditions, ...counts, readyReplicas: available, availableReplicas: available };
}

/** Status. */
export function testStatus(): void {
  describe('Status', () => {
    it('counts the Pods of all ReplicaSets, and those of the new one', () => {
      const own = set('new', 5, { running: 4, ready: 3, available: 2 });
      const olds = [set('a', 8, { available: 7 }), set('b', 0, { running: 1, available: 0 })];
      const [status] = statuses({ own, olds });
      const expected = {
        ...{ replicas: 13, updatedReplicas: 4, readyReplicas: 10 },
        ...{ availableReplicas: 9, unavailableReplicas: 4, observedGeneration: 1 },
      };
      expect(status, 'rule 18').toMatchObject(expected);
    });

    it('is available while no more are missing than may be', () => {
      const available = (...counts: number[]) =>
        statuses(...counts.map((count) => ({ own: set('new', 10, { available: count }) }))).map(
          (status) => told(found(status, 'Available')),
        );
      expect(available(10, 8, 7), 'rule 19: at least 10 - 2').toEqual([
        ['True MinimumReplicasAvailable', 0, 0],
        ['True MinimumReplicasAvailable', 0, 0],
        ['False MinimumReplicasUnavailable', 0, 0],
      ]);
      const [recreate] = statuses({
        wish: { replicas: 3, recreate: true },
        own: set('new', 3, { available: 2 }),
      });
      expect(found(recreate, 'Available')?.status, 'rule 19: Recreate').toBe('False');
    });

    it('a condition that says the same keeps its times, one that turns has new ones', () => {
      const yes = { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' };
      const times = { lastUpdateTime: time(1), lastTransitionTime: time(1) };
      const before = { conditions: [{ ...yes, ...times }] };
      const [same, turned] = statuses(
        { own: set('new', 10), before, at: 9 },
        { own: set('new', 10, { available: 0 }), before, at: 9 },
      );
      expect(told(found(same, 'Available')), 'rule 19').toEqual([
        ...['True MinimumReplicasAvailable', 1, 1],
      ]);
      expect(told(found(turned, 'Available')), 'rule 19').toEqual([
        ...['False MinimumReplicasUnavailable', 9, 9],
      ]);
      expect(same?.conditions?.filter(({ type }) => type === 'Available')).toHaveLength(1);
    });

    it('progress begins when the new ReplicaSet is created, or is found', () => {
      const own = set('new', 3, { running: 0, available: 0 });
      const olds = [set('old', 10)];
      const over = halfway(10, 0, 10, progressing('True', 'NewReplicaSetAvailable', 0));
      expect(
        progress(
          { own, olds, before: over, at: 60, created: true },
          { own, olds, before: halfway(0, 10, 10), at: 60, created: false },
          { olds, before: halfway(0, 10, 10), at: 60 },
        ),
        'rule 20: created; found; neither',
      ).toEqual([
        ['True NewReplicaSetCreated', 60, 0],
        ['True FoundNewReplicaSet', 60, 60],
        ['none'],
      ]);
      const [without] = statuses({ olds, before: halfway(0, 10, 10) });
      expect(found(without, 'Available')?.status, 'rule 19: without Progressing').toBe('True');
    });

    it('each kind of progress starts the clock again', () => {
      const had = (updated: number, old: number, available: number) =>
        halfway(updated, old, available, progressing('True', 'ReplicaSetUpdated', 10, 5));
      const own = set('new', 5, { available: 3 });
      const olds = [set('old', 6)];
      const ready = set('new', 5, { ready: 4, available: 3 });
      const moments: Moment[] = [
        { before: had(4, 6, 9), own, olds },
        { before: had(5, 7, 9), own, olds },
        { before: had(5, 6, 9), own: ready, olds },
        { before: { ...had(5, 6, 9), availableReplicas: 8 }, own, olds },
      ];
      const renewed = ['True ReplicaSetUpdated', 99, 5];
      expect(
        progress(...moments.map((moment) => ({ ...moment, at: 99 }))),
        'rule 21: more new ones, fewer old ones, more ready, more available',
      ).toEqual([renewed, renewed, renewed, renewed]);
    });

    it('fewer new ones or fewer available ones are no progress, nor is standing still', () => {
      const had = (updated: number, old: number, available: number) =>
        halfway(updated, old, available, progressing('True', 'ReplicaSetUpdated', 10, 5));
      const own = set('new', 5, { available: 3 });
      const olds = [set('old', 6)];
      const stays = ['True ReplicaSetUpdated', 10, 5];
      expect(
        progress(
          { before: had(5, 6, 9), own, olds, at: 99 },
          { before: had(6, 6, 10), own, olds, at: 99 },
          { before: had(6, 5, 9), own, olds, at: 99 },
        ),
        'rule 21: the same; fewer new; more old',
      ).toEqual([stays, stays, stays]);
    });

    it('it is complete when all are new and available', () => {
      const at = 70;
      const before = halfway(9, 1, 9, progressing('True', 'ReplicaSetUpdated', 10, 5));
      const full = set('new', 10);
      const gone = set('old', 0, { running: 0 });
      expect(progress({ own: full, olds: [gone], before, at }), 'rule 21').toEqual([
        ['True NewReplicaSetAvailable', 70, 5],
      ]);
      const missing = (own: ReplicaSet, ...olds: ReplicaSet[]): Moment => ({
        own,
        olds,
        before,
        at,
      });
      const reasons = progress(
        missing(full, set('old', 0, { running: 1, available: 0 })),
        missing(set('new', 10, { available: 9 })),
        missing(set('new', 9), set('old', 1)),
      ).map(([reason]) => reason);
      expect(reasons, 'rule 21: an old one runs; one is not available; one is old').toEqual([
        ...['True ReplicaSetUpdated', 'True ReplicaSetUpdated', 'True ReplicaSetUpdated'],
      ]);
      const [created] = progress({ wish: { replicas: 0 }, own: set('new', 0), created: true });
      expect(created?.[0], 'rule 21 after 20: 0 replicas').toBe('True NewReplicaSetAvailable');
    });

    it('once complete, Pods that come and go are no rollout', () => {
      const before = halfway(10, 0, 8, progressing('True', 'NewReplicaSetAvailable', 10, 5));
      const stays = ['True NewReplicaSetAvailable', 10, 5];
      expect(
        progress(
          { own: set('new', 10, { available: 9 }), before, at: 5000 },
          { own: set('new', 12), before, at: 5000 },
        ),
        'rule 21: the first line',
      ).toEqual([stays, stays]);
    });

    it('after a complete rollout the next one has no deadline until it is begun', () => {
      const before = halfway(10, 0, 10, progressing('True', 'NewReplicaSetAvailable', 10, 5));
      const moment = { before, own: set('new', 0), olds: [set('old', 10)], at: 5000 };
      expect(progress(moment), 'rule 21: no deadline after NewReplicaSetAvailable').toEqual([
        ['True NewReplicaSetAvailable', 10, 5],
      ]);
      const own = set('new', 2, { available: 0 });
      const fewer = {
        before: { ...before, updatedReplicas: 0 },
        own,
        olds: [set('old', 10)],
        at: 60,
      };
      expect(progress(fewer), 'rule 21: progress after an undo').toEqual([
        ['True ReplicaSetUpdated', 60, 5],
      ]);
    });

    it('more than the deadline without progress: exceeded', () => {
      const own = set('new', 5, { available: 3 });
      const olds = [set('old', 6)];
      const since = (reason: string) => halfway(5, 6, 9, progressing('True', reason, 10, 5));
      const at = (seconds: number, wish: Wish, reason = 'ReplicaSetUpdated') => ({
        ...{ own, olds, before: since(reason), at: seconds, wish: { ...ten, ...wish } },
      });
      expect(
        progress(
          at(40, { progressDeadlineSeconds: 30 }),
          at(40.001, { progressDeadlineSeconds: 30 }),
          at(610, {}),
          at(611, {}),
          at(611, {}, 'NewReplicaSetCreated'),
        ),
        'rule 21: 30 s after second 10, not yet and over; 600 s, not yet and over',
      ).toEqual([
        ['True ReplicaSetUpdated', 10, 5],
        ['False ProgressDeadlineExceeded', 40, 40],
        ['True ReplicaSetUpdated', 10, 5],
        ['False ProgressDeadlineExceeded', 611, 611],
        ['False ProgressDeadlineExceeded', 611, 611],
      ]);
    });

    it('exceeded, it stays so until there is progress again', () => {
      const failed = progressing('False', 'ProgressDeadlineExceeded', 611);
      const own = set('new', 5, { available: 3 });
      const olds = [set('old', 6)];
      expect(
        progress(
          { before: halfway(5, 6, 9, failed), own, olds, at: 9999 },
          { before: halfway(5, 6, 8, failed), own, olds, at: 9999 },
          { before: halfway(10, 0, 9, failed), own: set('new', 10), at: 9999 },
        ),
        'rule 22: no progress; progress; complete',
      ).toEqual([
        ['False ProgressDeadlineExceeded', 611, 611],
        ['True ReplicaSetUpdated', 9999, 9999],
        ['True NewReplicaSetAvailable', 9999, 9999],
      ]);
    });

    it('paused, nobody counts', () => {
      const own = set('new', 5);
      const olds = [set('old', 6)];
      const wish = { ...ten, paused: true };
      const paused = progressing('Unknown', 'DeploymentPaused', 20);
      const failed = progressing('False', 'ProgressDeadlineExceeded', 20);
      const running = progressing('True', 'ReplicaSetUpdated', 10, 5);
      expect(
        progress(
          { wish, before: halfway(4, 6, 9, running), own, olds, at: 60 },
          { wish, before: halfway(4, 6, 9, paused), own, olds, at: 9999 },
          { wish, before: halfway(4, 6, 9, failed), own, olds, at: 60 },
          { wish, own: set('new', 10), at: 60 },
          { wish, olds, at: 60 },
        ),
        'rule 20: now paused; already paused; exceeded before; complete; without a new one',
      ).toEqual([
        ['Unknown DeploymentPaused', 60, 60],
        ['Unknown DeploymentPaused', 20, 20],
        ['False ProgressDeadlineExceeded', 20, 20],
        ['Unknown DeploymentPaused', 60, 60],
        ['Unknown DeploymentPaused', 60, 60],
      ]);
    });

    it('resumed, the clock starts again', () => {
      const own = set('new', 5);
      const olds = [set('old', 6)];
      const paused = progressing('Unknown', 'DeploymentPaused', 20);
      const resumed = progressing('Unknown', 'DeploymentResumed', 9999, 20);
      expect(
        progress(
          { before: halfway(5, 6, 11, paused), own, olds, at: 9999 },
          { before: halfway(5, 6, 11, resumed), own, olds, at: 10_599 },
          { before: halfway(5, 6, 11, resumed), own, olds, at: 10_600 },
          { before: halfway(5, 6, 10, paused), own, olds, at: 9999 },
        ),
        'rules 20, 21: resumed; 600 s later; one more; resumed with progress',
      ).toEqual([
        ['Unknown DeploymentResumed', 9999, 20],
        ['Unknown DeploymentResumed', 9999, 20],
        ['False ProgressDeadlineExceeded', 10_600, 10_600],
        ['True ReplicaSetUpdated', 9999, 9999],
      ]);
    });

    it('a Deployment and its ReplicaSets may be nothing but that', () => {
      const status = deploymentStatus({}, {}, [{}], start);
      expect(status, 'rules 18, 19').toMatchObject({
        observedGeneration: 0,
        unavailableReplicas: 2,
      });
      expect(told(found(status, 'Available')), 'rule 19').toEqual([
        ...['False MinimumReplicasUnavailable', 0, 0],
      ]);
      expect(told(found(status, 'Progressing')), 'rule 20').toEqual([
        'True FoundNewReplicaSet',
        0,
        0,
      ]);
      const none = { observedGeneration: 9 };
      const [again] = statuses({ before: none, own: set('new', 0), wish: { replicas: 1 } });
      expect(told(found(again, 'Progressing')), 'rule 20').toEqual([
        'True FoundNewReplicaSet',
        0,
        0,
      ]);
    });
  });
}
