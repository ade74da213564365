import type { Container, Pod, ResourceRequirements } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { qosClass, withDefaultRequests } from '#exercise/kubelet/pod-phase-and-conditions';
import { copyBack } from '#suite';

const one = (resources?: ResourceRequirements): Container => {
  return { name: 'app', ...(resources && { resources }) };
};
const podWith = (...containers: Container[]): Pod => ({ spec: { containers } });
const same = (cpu: string, memory: string): Container => {
  return one({ limits: { cpu, memory }, requests: { cpu, memory } });
};

export function qualityOfService(): void {
  describe('Quality of service', () => {
    it('a limit stands in for a request that is missing, resource by resource (rule 1)', () => {
      const limits = { cpu: '1', memory: '1Gi', 'example.com/gpu': '2' };
      const found = withDefaultRequests(podWith(one({ limits, requests: { cpu: '500m' } })));
      expect(found.spec?.containers[0]?.resources).toEqual({
        limits,
        requests: { cpu: '500m', memory: '1Gi', 'example.com/gpu': '2' },
      });
    });

    it('init containers get theirs, too; what has no limits stays as it is (rule 1)', () => {
      const spec = {
        initContainers: [one({ limits: { cpu: '1' } })],
        containers: [one(), one({ requests: { cpu: '1' } })],
      };
      const found = withDefaultRequests({ metadata: { name: 'web' }, spec });
      expect(found.metadata, 'The rest of the Pod').toEqual({ name: 'web' });
      expect(found.spec?.initContainers?.[0]?.resources?.requests).toEqual({ cpu: '1' });
      expect(found.spec?.containers[0]?.resources?.requests ?? {}, 'Without limits').toEqual({});
      expect(found.spec?.containers[1]?.resources?.requests).toEqual({ cpu: '1' });
    });

    it('the Pod that was given is not changed (rule 1)', () => {
      const given = podWith(one({ limits: { cpu: '1' } }));
      expect(copyBack(withDefaultRequests, given).args, 'The argument afterwards').toEqual([given]);
    });

    it('without requests and limits it is BestEffort (rule 3)', () => {
      expect(qosClass(podWith(one(), one({})))).toBe('BestEffort');
      expect(qosClass(podWith(one({ requests: { cpu: '0' }, limits: {} }))), 'cpu: 0').toBe(
        'BestEffort',
      );
    });

    it('only cpu and memory count (rule 2)', () => {
      const gpu = { 'example.com/gpu': '1' };
      expect(qosClass(podWith(one({ requests: gpu, limits: gpu })))).toBe('BestEffort');
      const more = one({
        limits: { cpu: '1', memory: '1Gi', ...gpu },
        requests: { cpu: '1', memory: '1Gi' },
      });
      expect(qosClass(podWith(more)), 'The request for the gpu is missing').toBe('Guaranteed');
    });

    it('with limits and equal requests for both in each container it is Guaranteed (rules 2, 3)', () => {
      expect(qosClass(podWith(same('1', '1Gi'), same('2', '4Gi')))).toBe('Guaranteed');
      const values = one({
        limits: { cpu: '1', memory: '1Gi' },
        requests: { cpu: '1000m', memory: '1024Mi' },
      });
      expect(qosClass(podWith(values)), '1000m of 1, 1024Mi of 1Gi').toBe('Guaranteed');
    });

    it('less than the limit is Burstable (rule 3)', () => {
      const limits = { cpu: '1', memory: '1Gi' };
      const requests = { cpu: '1', memory: '512Mi' };
      expect(qosClass(podWith(one({ limits, requests })))).toBe('Burstable');
      expect(qosClass(podWith(one({ requests }))), 'No limits').toBe('Burstable');
    });

    it('without a limit for both it is Burstable, however equal (rule 3)', () => {
      const cpu = { cpu: '1' };
      expect(qosClass(podWith(one({ limits: cpu, requests: cpu })))).toBe('Burstable');
      const memory = { memory: '1Gi' };
      expect(qosClass(podWith(one({ limits: memory, requests: memory })))).toBe('Burstable');
    });

    it('one container that promises less makes the Pod Burstable (rule 3)', () => {
      expect(qosClass(podWith(same('1', '1Gi'), one())), 'Guaranteed and BestEffort').toBe(
        'Burstable',
      );
      const spec = { initContainers: [one()], containers: [same('1', '1Gi')] };
      expect(qosClass({ spec }), 'An init container without resources').toBe('Burstable');
      const burstable = one({ requests: { cpu: '1' } });
      expect(qosClass(podWith(burstable, burstable)), 'Both are Burstable').toBe('Burstable');
    });

    it('defaults are not filled in on the way (rule 3)', () => {
      expect(qosClass(podWith(one({ limits: { cpu: '1', memory: '1Gi' } })))).toBe('Burstable');
    });
  });
}
