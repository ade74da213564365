import { describe, expect, it } from 'vitest';
import { slowStart } from '#exercise/controllers/replicaset';

/** Slow start. */
export function testSlowStart(): void {
  describe('Slow start', () => {
    /** Work that fails at these calls, counted from 1. */
    function workFailingAt(...calls: number[]) {
      let made = 0;
      const work = () => {
        made += 1;
        if (calls.includes(made)) throw new Error(`call ${made}`);
      };
      return { work, made: () => made };
    }

    it('all goes well: everything is done (rule 15)', () => {
      for (const count of [0, 1, 10]) {
        const { work, made } = workFailingAt();
        const { done, error } = slowStart(count, work);
        expect([done, error, made()], `${count} calls`).toEqual([count, undefined, count]);
      }
    });

    it('after a failure nothing new is begun: 1, 2, 4, 8 (rules 15 and 16)', () => {
      const expected = [
        [1, 1, 0],
        [2, 3, 2],
        [3, 3, 2],
        [4, 7, 6],
        [7, 7, 6],
        [8, 15, 14],
        [16, 20, 19],
      ];
      for (const [at, calls, successes] of expected) {
        const { work, made } = workFailingAt(at!);
        const { done, error } = slowStart(20, work);
        expect([made(), done, (error as Error).message], `20 wanted, call ${at} fails`).toEqual([
          ...[calls, successes, `call ${at}`],
        ]);
      }
    });

    it('of several failures the first is told (rule 16)', () => {
      const { work, made } = workFailingAt(5, 7);
      const { done, error } = slowStart(10, work);
      expect([made(), done, (error as Error).message]).toEqual([7, 5, 'call 5']);
    });
  });
}
