import type { PodCondition } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { containersReady, initialized, podReady } from '#exercise/kubelet/pod-phase-and-conditions';
import { podOf, type Scene, told } from '../pods.ts';

type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';
type Made = (pod: ReturnType<typeof podOf>, phase: Phase) => PodCondition;

/** The condition without its type, which has a test of its own. */
function expectCondition(make: Made, scene: Scene, phase: Phase, ...rest: string[]): void {
  const [status, reason, message] = rest;
  const { type: _, ...condition } = make(podOf(scene), phase);
  expect(condition, `${told(scene)}; phase ${phase}`).toEqual({
    status,
    ...(reason && { reason }),
    ...(message && { message }),
  });
}

export function readiness(): void {
  describe('Ready', () => {
    it('each condition has its type and a status that is a text (rule 14)', () => {
      const pod = podOf({ main: { app: 'ready' } });
      expect(containersReady(pod, 'Running')).toEqual({ type: 'ContainersReady', status: 'True' });
      expect(initialized(pod, 'Running')).toEqual({ type: 'Initialized', status: 'True' });
      expect(podReady(pod, 'Running')).toEqual({ type: 'Ready', status: 'True' });
    });

    it('without any status the containers are unknown (rule 15)', () => {
      const scene = { main: { app: null } };
      for (const phase of ['Pending', 'Failed', 'Succeeded'] as const)
        expectCondition(containersReady, scene, phase, 'False', 'UnknownContainerStatuses');
      const init = { init: { init: 'ended 0' as const }, main: { app: null } };
      expectCondition(
        ...([containersReady, init, 'Pending', 'False', 'ContainersNotReady'] as const),
        'containers with unknown status: [app]',
      );
    });

    it('a Pod that has ended is not ready, whatever its containers say (rule 16)', () => {
      const scene: Scene = { main: { app: 'ready' } };
      expectCondition(containersReady, scene, 'Failed', 'False', 'PodFailed');
      expectCondition(containersReady, scene, 'Succeeded', 'False', 'PodCompleted');
      const half: Scene = { main: { app: 'ended 0', log: null } };
      expectCondition(containersReady, half, 'Failed', 'False', 'PodFailed');
      expectCondition(
        ...([containersReady, half, 'Succeeded', 'False', 'ContainersNotReady'] as const),
        'containers with unknown status: [log], containers with unready status: [app]',
      );
    });

    it('the message names the containers that are not ready, in their order (rule 17)', () => {
      expectCondition(
        ...([containersReady, { main: { b: 'runs', a: 'waits', c: 'ready' } }, 'Running'] as const),
        ...(['False', 'ContainersNotReady', 'containers with unready status: [b a]'] as const),
      );
      const main = { a: null, b: 'runs', c: null, d: 'ready' } as const;
      expectCondition(
        ...([containersReady, { main }, 'Pending', 'False', 'ContainersNotReady'] as const),
        'containers with unknown status: [a c], containers with unready status: [b]',
      );
    });

    it('sidecars have to be ready, too, and come first; plain init containers do not count (rule 15)', () => {
      const init = { init: 'ended 1', side1: 'ready', side2: 'runs, started' } as const;
      expectCondition(
        ...([containersReady, { init, main: { app: 'runs' } }, 'Running'] as const),
        ...(['False', 'ContainersNotReady'] as const),
        'containers with unready status: [side2 app]',
      );
      const plain: Scene = { init: { init: 'ended 1' }, main: { app: 'ready' } };
      expectCondition(containersReady, plain, 'Running', 'True');
    });

    it('with init containers and no status at all, it is not known whether they are done (rule 19)', () => {
      const scene = { init: { init: null }, main: { app: null } };
      expectCondition(initialized, scene, 'Pending', 'False', 'UnknownContainerStatuses');
      expectCondition(initialized, { main: { app: null } }, 'Pending', 'True');
    });

    it('a plain init container is finished when it is ready, a sidecar when it is started (rule 21)', () => {
      const init = { a: 'ended 0', side1: 'runs', side2: 'runs, started', b: 'waits' } as const;
      expectCondition(
        ...([initialized, { init, main: { app: 'waits' } }, 'Pending'] as const),
        ...(['False', 'ContainersNotInitialized'] as const),
        'containers with incomplete status: [a side1 b]',
      );
      const done = { a: 'ready', side: 'runs, started' } as const;
      expectCondition(initialized, { init: done, main: { app: 'waits' } }, 'Pending', 'True');
    });

    it('init containers without a status are named first (rule 21)', () => {
      const init = { a: 'runs', b: null } as const;
      expectCondition(
        ...([initialized, { init, main: { app: 'waits' } }, 'Pending'] as const),
        ...(['False', 'ContainersNotInitialized'] as const),
        'containers with unknown status: [b], containers with incomplete status: [a]',
      );
    });

    it('a Pod that has been under way stays initialized (rule 20)', () => {
      const restarting: Scene = { init: { side: 'waits after 1' }, main: { app: 'runs' } };
      expectCondition(initialized, restarting, 'Running', 'True');
      const ended: Scene = { init: { init: null }, main: { app: 'ended 1' } };
      expectCondition(initialized, ended, 'Running', 'True');
      expectCondition(
        ...([initialized, { ...ended, main: { app: 'waits after 1' } }, 'Running'] as const),
        ...([
          'False',
          'ContainersNotInitialized',
          'containers with unknown status: [init]',
        ] as const),
      );
    });

    it('a Pod that has succeeded was initialized (rule 20)', () => {
      const scene: Scene = { init: { init: 'ended 0' }, main: { app: 'ended 0' } };
      expectCondition(initialized, scene, 'Succeeded', 'True', 'PodCompleted');
      expectCondition(
        initialized,
        { main: { app: 'ended 0' } },
        'Succeeded',
        'True',
        'PodCompleted',
      );
      const forgotten: Scene = { init: { init: null }, main: { app: 'ended 0' } };
      expectCondition(initialized, forgotten, 'Succeeded', 'True');
    });

    it('a Pod is as unready as its containers, with their reason and message (rule 22)', () => {
      const scene: Scene = { main: { app: 'runs' }, gates: ['lb'] };
      expectCondition(
        ...([podReady, scene, 'Running', 'False', 'ContainersNotReady'] as const),
        'containers with unready status: [app]',
      );
      expectCondition(podReady, { main: { app: 'ready' } }, 'Failed', 'False', 'PodFailed');
      expect(podReady(podOf(scene), 'Running').type, 'Its type').toBe('Ready');
    });

    it('each readiness gate needs its condition, with the status True (rule 22)', () => {
      const scene = (...conditions: PodCondition[]): Scene => {
        return { main: { app: 'ready' }, gates: ['lb', 'dns'], conditions };
      };
      const lb: PodCondition = { type: 'lb', status: 'True' };
      const dns = { type: 'dns', status: 'True' };
      expectCondition(podReady, scene(lb, dns), 'Running', 'True');
      for (const status of ['False', 'Unknown']) {
        const found = podReady(podOf(scene({ type: 'dns', status }, lb)), 'Running');
        expect(found, `dns is ${status}`).toMatchObject({
          ...{ type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady' },
        });
        expect(found.message, `The message while dns is ${status}`).toContain('dns');
      }
      const none = podReady(podOf(scene()), 'Running');
      expect(none.message, 'The message without conditions').toMatch(/lb.*dns|dns.*lb/s);
    });

    it('gates are no matter of the containers (rules 18, 22)', () => {
      const scene: Scene = { main: { app: 'ready' }, gates: ['lb'] };
      expectCondition(containersReady, scene, 'Running', 'True');
    });
  });
}
