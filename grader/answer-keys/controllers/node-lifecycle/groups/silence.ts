import type { Node } from 'course/kit';
import { expect, it } from 'vitest';
import { isSilent } from '#exercise/controllers/node-lifecycle';
import { condition, node, stamp, start } from '../objects.ts';

const told = (ready = 'True') => node('n1', { ready, heartbeat: 0 });
const mute = node('n1');

/** Is it silent so many milliseconds after its last heartbeat was noticed? */
function silentAt(which: Node, sinceMs: readonly number[], stamps = {}): unknown[] {
  return sinceMs.map((since) => isSilent(which, { at: start, ...stamps }, start + since));
}

/** The tests of this group. */
export function silence(): void {
  it('a node is silent after more than 50 seconds', () => {
    expect(
      silentAt(told(), [0, 49_999, 50_000, 50_001]),
      'rule 6: at once, after 49,999 ms, after 50,000 ms, after 50,001 ms',
    ).toEqual([false, false, false, true]);
  });

  it('a node that has never told how it is gets 60 seconds', () => {
    expect(
      silentAt(mute, [50_001, 60_000, 60_001]),
      'rule 6: after 50,001 ms, after 60,000 ms, after 60,001 ms',
    ).toEqual([false, false, true]);
    const other = node('n1', { conditions: [condition('DiskPressure', 'False')] });
    expect(
      silentAt(other, [60_000, 60_001]),
      'rule 6, it has only DiskPressure: after 60,000 ms, after 60,001 ms',
    ).toEqual([false, true]);
  });

  it('a node that says it is not ready is not silent', () => {
    expect(
      silentAt(told('False'), [50_000, 50_001]),
      'rule 6: after 50,000 ms, after 50,001 ms',
    ).toEqual([false, true]);
  });

  it('what the clock of the node says is no matter', () => {
    for (const hours of [-2, 2]) {
      const renewTime = stamp(hours * 3600);
      const ready = condition('Ready', 'True', hours * 3600);
      expect(
        silentAt(told(), [50_000, 50_001], { ready, renewTime }),
        `rules 1 and 6, stamps are ${hours} hours off: after 50,000 ms, after 50,001 ms`,
      ).toEqual([false, true]);
    }
  });
}
