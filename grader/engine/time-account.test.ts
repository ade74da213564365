import { describe, expect, it } from 'vitest';
import { type Look, TimeAccount, type TimeVerdict } from './time-account.ts';

const limits = { test: 3000, total: 15_000 };
const second: Look = { passedMs: 1000, test: 1, waiting: true, cpuMs: 1000, asleep: false };

/** Enters a look until it leads to something; gives that and how many looks it took. */
function until(
  look: (n: number) => Look,
  patience?: number,
): { verdict: TimeVerdict; looks: number } {
  const account = new TimeAccount({ ...limits, ...(patience && { patience }) });
  for (let looks = 1; ; looks++) {
    const verdict = account.enter(look(looks));
    if (verdict) return { verdict, looks };
    if (looks > 1000) throw new Error('no verdict');
  }
}

describe('time is charged to the code that is graded', () => {
  it('when it uses the CPU', () => {
    expect(until(() => second)).toEqual({ verdict: 'test', looks: 3 });
  });

  it('when it sleeps while the suite waits for it', () => {
    const sleeping = { ...second, cpuMs: 0, asleep: true };
    expect(until(() => sleeping)).toEqual({ verdict: 'test', looks: 3 });
  });

  it('not when a busy machine withholds the CPU: only the clock on the wall ends that, and as our trouble', () => {
    const starved = { ...second, cpuMs: 50 };
    expect(until(() => starved)).toEqual({ verdict: 'starved', looks: 30 });
  });

  it('and that later, where somebody is patient', () => {
    const starved = { ...second, cpuMs: 50 };
    expect(until(() => starved, 100)).toEqual({ verdict: 'test', looks: 60 });
  });

  it('not when the suite itself computes', () => {
    const computing = { ...second, waiting: false, asleep: true, cpuMs: 0 };
    expect(until(() => computing)).toEqual({ verdict: 'stuck', looks: 30 });
  });

  it('by the clock on the wall where the kernel tells nothing', () => {
    expect(until(() => ({ ...second, cpuMs: null }))).toEqual({ verdict: 'test', looks: 3 });
  });

  it('from test to test anew, until all together are too many', () => {
    const slow = (n: number): Look => ({ ...second, test: Math.floor(n / 2) });
    expect(until(slow)).toEqual({ verdict: 'total', looks: 15 });
  });
});
