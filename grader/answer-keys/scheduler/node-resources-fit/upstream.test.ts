import { describe, expect, it } from 'vitest';
import { insufficientResources, scoreLeastAllocated } from './reference.ts';
import { fitCases, type Origin, scoreCases } from './upstream-cases.ts';

describe('the reference agrees with the test tables of Kubernetes', () => {
  for (const { origin, pod, node, short } of fitCases)
    it(titled(origin), () => {
      const rows = insufficientResources(pod, node);
      expect(
        rows.map(({ resource, requested, used, capacity }) => [
          resource,
          requested,
          used,
          capacity,
        ]),
      ).toEqual(short);
    });

  for (const { origin, pod, nodes, weights, expected } of scoreCases)
    it(titled(origin), () => {
      expect(scoreLeastAllocated(pod, nodes, weights)).toEqual(expected);
    });
});

function titled([file, test, about]: Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
