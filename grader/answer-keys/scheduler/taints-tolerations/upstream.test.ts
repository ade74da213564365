import { describe, expect, it } from 'vitest';
import { filterTaints, filterUnschedulable, scoreTaints, toleratesTaint } from './reference.ts';
import {
  cordonCases,
  filterCases,
  type Origin,
  scoreCases,
  tolerationCases,
} from './upstream-cases.ts';

describe('the reference agrees with the test tables of Kubernetes', () => {
  for (const { origin, toleration, taint, expected } of tolerationCases)
    it(titled(origin), () => {
      expect(toleratesTaint(toleration, taint)).toBe(expected);
    });

  for (const { origin, pod, node, expected } of filterCases)
    it(titled(origin), () => {
      expect(filterTaints(pod, node)).toEqual(expected);
    });

  for (const { origin, pod, node, expected } of cordonCases)
    it(titled(origin), () => {
      expect(filterUnschedulable(pod, node)).toEqual(expected);
    });

  for (const { origin, pod, nodes, expected } of scoreCases)
    it(titled(origin), () => {
      expect(scoreTaints(pod, nodes)).toEqual(expected);
    });
});

function titled([file, test, about]: Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
