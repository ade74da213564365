import { seededRandom } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { pod, waitsFor } from './objects.ts';
import {
  filterNodes,
  fitErrorMessage,
  pickNode,
  SchedulingQueue,
  scoreNodes,
} from './reference.ts';
import {
  messageCases,
  nodesOf,
  type Origin,
  orderCases,
  pickCases,
  type QueueStep,
  queueCases,
  scheduleCases,
} from './upstream-cases.ts';

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

/** The different answers to all seeds, sorted. */
function picks(pick: (seed: number) => string): string[] {
  return [...new Set(seeds.map(pick))].sort();
}

describe('the reference agrees with the tests of Kubernetes', () => {
  for (const { origin, statuses, expected } of messageCases)
    it(titled(origin), () => {
      expect(fitErrorMessage(statuses)).toBe(expected);
    });

  for (const { origin, scores, possible } of pickCases)
    it(titled(origin), () => {
      const list = scores.map(([nodeName, score]) => ({ nodeName, score }));
      expect(picks((seed) => pickNode(list, seededRandom(seed)))).toEqual(possible);
    });

  for (const each of scheduleCases)
    it(titled(each.origin), () => {
      const nodeInfos = nodesOf(each);
      const { feasible, refusals } = filterNodes(each.plugins, pod(each.name), nodeInfos);
      const refused = Object.fromEntries(
        refusals.map(({ nodeName, plugin }) => [nodeName, plugin]),
      );
      if (each.refused) expect(refused).toEqual(each.refused);
      if (!each.possible) return;
      const scores = scoreNodes(each.plugins, pod(each.name), feasible, nodeInfos);
      expect(picks((seed) => pickNode(scores, seededRandom(seed)))).toEqual(each.possible);
    });

  for (const { origin, p1, p2, first } of orderCases)
    it(titled(origin), () => {
      const queue = new SchedulingQueue([]);
      queue.add(pod('p1', { priority: p1[0] }), p1[1]);
      queue.add(pod('p2', { priority: p2[0] }), p2[1]);
      expect(queue.pop(10)?.pod.metadata?.name).toBe(first);
    });

  for (const { origin, steps } of queueCases)
    it(titled(origin), () => {
      const queue = new SchedulingQueue([waitsFor('fake', 'NodeAdd')]);
      for (const step of steps) run(queue, step);
    });
});

function run(queue: SchedulingQueue, step: QueueStep): void {
  if (step[0] === 'add') queue.add(pod(step[1], { priority: step[2] }), step[3]);
  else if (step[0] === 'requeue') queue.requeue(`default/${step[1]}`, step[2], step[3]);
  else if (step[0] === 'move') queue.move(step[1]);
  else expect(queue.pop(step[2])?.pod.metadata?.name).toBe(step[1]);
}

function titled([file, test, about]: Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
