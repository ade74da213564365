import { InvalidSelectorError } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { filterNodeAffinity, matchNodeSelector, scoreNodeAffinity } from './reference.ts';
import { filterCases, matchCases, type Origin, scoreCases } from './upstream-cases.ts';

describe('the reference agrees with the test tables of Kubernetes', () => {
  for (const { origin, selector, node: on, expected } of matchCases)
    it(titled(origin), () => {
      expect(answer(() => matchNodeSelector(selector, on))).toEqual(expected);
    });

  for (const { origin, pod, node: on, fits } of filterCases)
    it(titled(origin), () => {
      expect(filterNodeAffinity(pod, on)).toEqual(
        fits
          ? { code: 'Success', reasons: [] }
          : {
              code: 'UnschedulableAndUnresolvable',
              reasons: ["node(s) didn't match Pod's node affinity/selector"],
            },
      );
    });

  for (const { origin, pod, nodes, expected } of scoreCases)
    it(titled(origin), () => {
      expect(answer(() => scoreNodeAffinity(pod, nodes))).toEqual(expected);
    });
});

/** What a call returned, or the paths in the error it threw. */
function answer(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof InvalidSelectorError)) throw error;
    return error.errors.map(({ field }) => field);
  }
}

function titled([file, test, name]: Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${name}`;
}
