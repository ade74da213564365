import { describe, expect, it } from 'vitest';
import { filterPodAffinity, filterTopologySpread } from './reference.ts';
import { affinityCases, type Case, spreadCases } from './upstream-cases.ts';

const words: Record<string, readonly [code: string, reason?: string]> = {
  y: ['Success'],
  a: ['UnschedulableAndUnresolvable', "node(s) didn't match pod affinity rules"],
  A: ['Unschedulable', "node(s) didn't match pod anti-affinity rules"],
  o: ['Unschedulable', "node(s) didn't satisfy existing pods anti-affinity rules"],
  s: ['Unschedulable', "node(s) didn't match pod topology spread constraints"],
  k: [
    'UnschedulableAndUnresolvable',
    "node(s) didn't match pod topology spread constraints (missing required label)",
  ],
};

describe('the reference agrees with the test tables of Kubernetes', () => {
  compare(affinityCases, filterPodAffinity);
  compare(spreadCases, filterTopologySpread);
});

function compare(cases: readonly Case[], filter: typeof filterPodAffinity) {
  for (const { origin, pod, nodes, namespaceLabels = {}, expected } of cases)
    it(`${origin[0].split('/').slice(-2).join('/')} ${origin[1]}: ${origin[2]}`, () => {
      const answers = nodes.map(({ node }) =>
        filter(pod, node, { nodeInfos: nodes, namespaceLabels }),
      );
      const wanted = [...expected].map((letter) => {
        const [code, ...reasons] = words[letter]!;
        return { code, reasons };
      });
      expect(answers).toEqual(wanted);
    });
}
