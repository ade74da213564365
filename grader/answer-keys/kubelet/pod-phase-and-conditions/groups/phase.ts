import { describe, expect, it } from 'vitest';
import { podPhase } from '#exercise/kubelet/pod-phase-and-conditions';
import { batch } from '#suite';
import { allKnown, type Known, podOf, type Scene, told } from '../pods.ts';

const policies = ['Always', 'OnFailure', 'Never'] as const;
type Case = readonly [scene: Scene, phase: string];

/** Asks for many phases in one crossing and compares them one by one. */
function expectPhases(cases: readonly Case[], ended = false): void {
  const found = batch(
    podPhase,
    cases.map(([scene]) => [podOf(scene), ended]),
  );
  for (const [i, [scene, phase]] of cases.entries()) {
    const one = found[i]!;
    if ('error' in one) throw one.error;
    expect(one.value, `${told(scene)}${ended ? '; ended' : ''}`).toBe(phase);
  }
}

const under = (main: Scene['main'], phase: string): Case[] =>
  policies.map((policy) => [{ policy, main: main! }, phase]);

export function phases(): void {
  describe('Phase', () => {
    it('while a container has not started, the Pod is Pending (rule 5)', () => {
      expectPhases([
        ...under({ app: 'waits' }, 'Pending'),
        ...under({ app: 'runs', log: 'waits' }, 'Pending'),
        ...under({ app: 'ended 0', log: 'waits' }, 'Pending'),
      ]);
    });

    it('a container of which nothing is known has not started (rule 5)', () => {
      expectPhases([
        ...under({ app: null }, 'Pending'),
        ...under({ app: 'says nothing' }, 'Pending'),
        ...under({ app: 'runs', log: null }, 'Pending'),
        ...under({ app: 'runs', log: 'says nothing' }, 'Pending'),
        ...under({ app: 'ended 0', log: null }, 'Pending'),
      ]);
      expect(podPhase({ spec: { containers: [{ name: 'app' }] } }, false), 'No status').toBe(
        'Pending',
      );
    });

    it('one that runs is enough for Running, whatever became of the others (rule 6)', () => {
      expectPhases([
        ...under({ app: 'runs' }, 'Running'),
        ...under({ app: 'runs', log: 'ended 1' }, 'Running'),
        ...under({ app: 'ended 0', log: 'runs' }, 'Running'),
      ]);
    });

    it('a crash loop is Running: it waits, but has been started before (rules 4, 6)', () => {
      expectPhases([
        [{ main: { app: 'waits after 1' } }, 'Running'],
        [{ policy: 'OnFailure', main: { app: 'waits after 1' } }, 'Running'],
        [{ policy: 'Never', main: { app: 'runs', log: 'waits after 1' } }, 'Running'],
      ]);
    });

    it('with Always, or no policy, a Pod whose containers have all stopped is Running (rule 7)', () => {
      expectPhases([
        [{ policy: 'Always', main: { app: 'ended 0' } }, 'Running'],
        [{ policy: 'Always', main: { app: 'ended 1', log: 'ended 0' } }, 'Running'],
        [{ main: { app: 'ended 0' } }, 'Running'],
      ]);
    });

    it('without Always it is Succeeded when all have succeeded (rule 8)', () => {
      expectPhases([
        [{ policy: 'Never', main: { app: 'ended 0', log: 'ended 0' } }, 'Succeeded'],
        [{ policy: 'OnFailure', main: { app: 'ended 0', log: 'ended 0' } }, 'Succeeded'],
      ]);
    });

    it('a failure is the end with Never, and not with OnFailure (rule 8)', () => {
      expectPhases([
        [{ policy: 'Never', main: { app: 'ended 1', log: 'ended 0' } }, 'Failed'],
        [{ policy: 'OnFailure', main: { app: 'ended 1', log: 'ended 0' } }, 'Running'],
      ]);
    });

    it('what waits to be started again has stopped, but not succeeded (rules 4, 8)', () => {
      expectPhases([
        [{ policy: 'OnFailure', main: { app: 'waits after 0' } }, 'Running'],
        [{ policy: 'Never', main: { app: 'waits after 0' } }, 'Failed'],
      ]);
    });

    it('containers are found by name, in any order (rule 4)', () => {
      const pod = podOf({ policy: 'Never', main: { app: 'ended 0', log: 'ended 0' } });
      pod.status!.containerStatuses!.reverse();
      pod.status!.containerStatuses!.push({
        ...pod.status!.containerStatuses![0]!,
        ...{ name: 'gone', state: { running: {} } },
      });
      expect(podPhase(pod, false), 'With the status of a container that is not in the spec').toBe(
        'Succeeded',
      );
    });
  });
}

export function beforeItStarts(): void {
  describe('Before it starts', () => {
    it('a plain init container that is pending keeps the Pod Pending (rules 9, 11)', () => {
      const pending: Known[] = ['runs', 'waits', 'says nothing', null];
      expectPhases(
        pending.flatMap((init): Case[] => [
          [{ init: { init }, main: { app: 'waits' } }, 'Pending'],
          [{ policy: 'Never', init: { init }, main: { app: 'waits' } }, 'Pending'],
        ]),
      );
      expectPhases([[{ init: { init: 'runs' }, main: { app: null } }, 'Pending']]);
    });

    it('one that has ended well is in nobody’s way (rule 9)', () => {
      expectPhases([
        [{ init: { init: 'ended 0' }, main: { app: 'runs' } }, 'Running'],
        [{ init: { init: 'ended 0' }, main: { app: 'waits' } }, 'Pending'],
        [{ policy: 'Never', init: { init: 'ended 0' }, main: { app: 'ended 0' } }, 'Succeeded'],
      ]);
    });

    it('one that fails fails the Pod with Never, and with no other policy (rule 10)', () => {
      const cases: Known[] = ['ended 1', 'waits after 1'];
      expectPhases(
        cases.flatMap((init): Case[] => [
          [{ policy: 'Never', init: { init }, main: { app: null } }, 'Failed'],
          [{ policy: 'Never', init: { init }, main: { app: 'waits' } }, 'Failed'],
          [{ policy: 'OnFailure', init: { init }, main: { app: 'waits' } }, 'Pending'],
          [{ init: { init }, main: { app: 'waits' } }, 'Pending'],
        ]),
      );
    });

    it('a failure goes before all else (rule 10)', () => {
      expectPhases([
        [{ policy: 'Never', init: { a: 'ended 1', b: 'waits' }, main: { app: 'runs' } }, 'Failed'],
        [{ policy: 'Never', init: { a: 'runs', b: 'ended 1' }, main: { app: null } }, 'Failed'],
      ]);
    });

    it('whatever the containers do (rule 11)', () => {
      expectPhases([
        [{ init: { init: 'runs' }, main: { app: 'runs' } }, 'Pending'],
        [{ init: { init: null }, main: { app: 'ended 1' } }, 'Pending'],
        [{ policy: 'Never', init: { init: 'waits' }, main: { app: 'ended 0' } }, 'Pending'],
      ]);
    });

    it('a sidecar that starts again does not make a Pod new (rule 12)', () => {
      expectPhases([
        [{ init: { side: 'runs' }, main: { app: 'runs' } }, 'Running'],
        [{ init: { side: 'runs' }, main: { app: 'ended 1' } }, 'Running'],
        [{ init: { init: 'ended 0', side: 'runs' }, main: { app: 'runs' } }, 'Running'],
        [{ init: { init: 'runs', side: 'runs' }, main: { app: 'runs' } }, 'Pending'],
      ]);
    });

    it('a sidecar keeps the Pod Pending until it is started (rule 12)', () => {
      expectPhases([
        [{ init: { side: 'runs' }, main: { app: 'waits' } }, 'Pending'],
        [{ init: { side: 'runs' }, main: { app: null } }, 'Pending'],
        [{ init: { side: 'runs' }, main: { app: 'waits after 1' } }, 'Pending'],
        [{ init: { side: 'runs, started' }, main: { app: 'waits after 1' } }, 'Running'],
        [{ init: { side: 'waits' }, main: { app: 'waits after 1' } }, 'Pending'],
      ]);
    });

    it('a sidecar that has not started makes even a running Pod Pending (rules 5, 12)', () => {
      expectPhases([
        [{ init: { side: 'waits' }, main: { app: 'runs' } }, 'Pending'],
        [{ init: { side: null }, main: { app: 'runs' } }, 'Pending'],
        [{ init: { side: 'says nothing' }, main: { app: 'runs' } }, 'Pending'],
      ]);
    });

    it('a sidecar that runs keeps the Pod Running (rules 6, 12)', () => {
      expectPhases([
        [{ policy: 'Never', init: { side: 'runs' }, main: { app: 'ended 0' } }, 'Running'],
        [{ policy: 'Never', init: { side: 'runs, started' }, main: { app: 'ended 1' } }, 'Running'],
      ]);
    });

    it('a sidecar that has stopped counts for nothing (rule 12)', () => {
      const stopped: Known[] = ['ended 0', 'ended 1', 'waits after 0', 'waits after 1'];
      expectPhases(
        stopped.flatMap((side): Case[] => [
          [{ policy: 'Never', init: { side }, main: { app: 'ended 0' } }, 'Succeeded'],
          [{ policy: 'OnFailure', init: { side }, main: { app: 'ended 0' } }, 'Succeeded'],
          [{ policy: 'Never', init: { side }, main: { app: 'ended 1' } }, 'Failed'],
          [{ init: { side }, main: { app: 'waits after 1' } }, 'Running'],
        ]),
      );
    });

    it('an init container is a sidecar by its own policy, not by the Pod’s (rule 12)', () => {
      const pod = podOf({
        policy: 'Always',
        init: { init: 'runs' },
        main: { app: 'waits after 1' },
      });
      expect(podPhase(pod, false), 'A plain init container that runs').toBe('Pending');
      pod.spec!.initContainers![0]!.restartPolicy = 'Always';
      pod.status!.initContainerStatuses![0]!.started = true;
      expect(podPhase(pod, false), 'The same as a sidecar that is started').toBe('Running');
    });
  });
}

export function whenItEnds(): void {
  describe('When it ends', () => {
    it('a Pod that has ended well has Succeeded, whatever the policy (rule 13)', () => {
      expectPhases(under({ app: 'ended 0', log: 'ended 0' }, 'Succeeded'), true);
    });

    it('with any failure it has Failed, whatever the policy (rule 13)', () => {
      expectPhases(
        [
          ...under({ app: 'ended 1' }, 'Failed'),
          ...under({ app: 'ended 1', log: 'ended 0' }, 'Failed'),
          ...under({ app: 'waits after 0' }, 'Failed'),
        ],
        true,
      );
    });

    it('what still runs, or never started, is told first (rule 13)', () => {
      expectPhases(
        [
          ...under({ app: 'ended 0', log: 'runs' }, 'Running'),
          ...under({ app: 'ended 0', log: 'waits' }, 'Pending'),
          [{ init: { init: 'runs' }, main: { app: 'waits' } }, 'Pending'],
          [{ policy: 'Never', init: { init: 'ended 1' }, main: { app: 'ended 0' } }, 'Failed'],
          [{ init: { side: 'runs' }, main: { app: 'ended 0' } }, 'Running'],
        ],
        true,
      );
    });

    it('a sidecar’s failure does not make it fail (rules 12, 13)', () => {
      expectPhases([[{ init: { side: 'ended 1' }, main: { app: 'ended 0' } }, 'Succeeded']], true);
    });

    it('every single state of one container (rules 4 to 8, 13)', () => {
      const of = (known: Known) =>
        known === 'runs' ? 'Running' : known === 'ended 0' ? 'Succeeded' : 'Failed';
      const started = allKnown.filter(
        (known) => known && known !== 'waits' && known !== 'says nothing',
      );
      expectPhases(
        started.map((app): Case => [{ main: { app } }, of(app)]),
        true,
      );
    });
  });
}
