import { describe, expect, it } from 'vitest';
import { containerWith, later, podWith, running, waiting } from './pods.ts';
import { ProbeWorker, resultOf, withProbeResults } from './reference.ts';
import * as cases from './upstream-cases.ts';

describe('the reference agrees with the test tables of Kubernetes', () => {
  for (const { origin, type, probe, seen, goesOn, result } of cases.roundCases)
    it(`${titled(origin)}, ${type}`, () => {
      const worker = new ProbeWorker(type, containerWith(type, probe));
      expect(worker.tick(seen ? podWith(seen) : {}, later, () => 'success')).toBe(goesOn);
      expect(worker.result).toBe(result);
    });

  for (const { origin, type, probe, rounds } of cases.rowCases)
    it(titled(origin), () => {
      const worker = new ProbeWorker(type, containerWith(type, probe));
      for (const [answer, result, id = 'a'] of rounds) {
        const goesOn = worker.tick(podWith({ id, started: type !== 'startup' }), later, () => {
          if (answer === 'crash') throw new Error('the probe crashed');
          return answer;
        });
        expect([goesOn, worker.result]).toEqual([true, result]);
      }
    });

  for (const { origin, probes, runs, results, started, ready } of cases.statusCases)
    it(titled(origin), () => {
      const container = {
        name: 'app',
        ...Object.fromEntries(probes.map((p) => [`${p}Probe`, {}])),
      };
      const [status] = podWith({ state: runs ? running : waiting }).status!.containerStatuses!;
      expect(withProbeResults(container, status!, (type) => results[type])).toMatchObject({
        ...{ started, ready },
      });
    });

  for (const { origin, status, answer } of cases.httpCases)
    it(titled(origin), () => {
      expect(resultOf({ httpStatus: status })).toBe(answer);
    });
});

function titled([file, test, about]: cases.Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
