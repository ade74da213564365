import { describe, expect, it } from 'vitest';
import { podOf } from './pods.ts';
import { nextStatus, podPhase } from './reference.ts';
import * as cases from './upstream-cases.ts';

describe('the reference agrees with the test tables of Kubernetes', () => {
  for (const { origin, scene, ended, phase } of cases.phaseCases)
    it(titled(origin), () => {
      expect(podPhase(podOf(scene), ended)).toBe(phase);
    });

  for (const { origin, scene, ended, phase, conditions } of cases.statusCases)
    it(titled(origin), () => {
      const found = nextStatus(podOf(scene), 0, ended);
      const told = (found.conditions ?? []).map(({ type, status, reason }) => [
        ...[type, [status, reason].filter(Boolean).join(' ')],
      ]);
      expect(found.phase).toBe(phase);
      expect(Object.fromEntries(told)).toMatchObject(conditions);
    });
});

function titled([file, test, about]: cases.Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
