import type { Taint, Toleration } from 'course/kit';
import { expect, it } from 'vitest';
import { defaultTolerations, evictionDelayMs } from '#exercise/controllers/node-lifecycle';
import { fiveMinutes, notReady, taint, tolerates, toleration, unreachable } from '../objects.ts';

/** The tests of this group. */
export function tolerations(): void {
  const keys = (tolerations: readonly Toleration[] | undefined) =>
    defaultTolerations(tolerations).map(({ key, tolerationSeconds }) => [key, tolerationSeconds]);

  it('a Pod that says nothing tolerates both for 300 seconds', () => {
    for (const none of [undefined, []])
      expect(defaultTolerations(none), 'rule 18').toEqual(expect.arrayContaining(fiveMinutes));
    expect(defaultTolerations([]), 'rule 18').toHaveLength(2);
  });

  it('its own tolerations stay; one of its own for the key replaces the default', () => {
    const own = [toleration('gpu'), toleration(unreachable, 5)];
    const result = defaultTolerations(own);
    expect(result.slice().sort(byKey), 'rule 18').toEqual(
      [...own, toleration(notReady, 300)].sort(byKey),
    );
    expect(keys([toleration(unreachable)]), 'rule 18: for ever').toEqual(
      expect.arrayContaining([
        [unreachable, undefined],
        [notReady, 300],
      ]),
    );
  });

  const byKey = (a: Toleration, b: Toleration) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1);

  it('no key or an empty one is every key, no effect or an empty one every effect', () => {
    const everything: Toleration[] = [
      { operator: 'Exists' },
      { operator: 'Exists', key: '', effect: '' },
    ];
    for (const each of everything) expect(defaultTolerations([each]), 'rule 18').toEqual([each]);
    expect(keys([{ key: notReady, operator: 'Exists' }]), 'rule 18').toHaveLength(2);
  });

  it('another effect is no reason to leave the default out, another value is', () => {
    const schedule: Toleration = { key: notReady, operator: 'Exists', effect: 'NoSchedule' };
    expect(keys([schedule]), 'rule 18: effect NoSchedule').toHaveLength(3);
    const value: Toleration = { key: notReady, operator: 'Equal', value: 'v', effect: 'NoExecute' };
    expect(keys([value]), 'rule 18: any value').toHaveLength(2);
  });

  const delay = (tolerations: Toleration[] | undefined, ...taints: Taint[]) =>
    evictionDelayMs(tolerations, taints, tolerates);

  it('without a NoExecute taint a Pod may stay for ever', () => {
    expect(delay(undefined, taint('a', 'NoSchedule')), 'rule 19').toBeUndefined();
    expect(evictionDelayMs([], undefined, tolerates), 'rule 19').toBeUndefined();
  });

  it('a NoExecute taint that is not tolerated: not at all', () => {
    expect(delay(undefined, taint('a')), 'rule 19, no tolerations').toBe(0);
    expect(delay([toleration('a', 5)], taint('a'), taint('b')), 'rule 19, one of two').toBe(0);
  });

  it('tolerated with seconds: so long; without: for ever', () => {
    expect(delay([toleration('a', 5)], taint('a')), 'rule 20').toBe(5000);
    expect(delay([toleration('a')], taint('a')), 'rule 20').toBeUndefined();
  });

  it('of several taints the least seconds decide; those without seconds say nothing', () => {
    const all = [toleration('a', 300), toleration('b', 5), toleration('c')];
    expect(delay(all, taint('a'), taint('b'), taint('c')), 'rule 20').toBe(5000);
    expect(delay(all, taint('c'), taint('a')), 'rule 20').toBe(300_000);
  });

  it('only the first toleration that fits a taint counts', () => {
    const two = [toleration('a', 300), toleration('a', 5)];
    expect(delay(two, taint('a')), 'rule 19').toBe(300_000);
    expect(delay([toleration('a'), toleration('a', 5)], taint('a')), 'rule 19').toBeUndefined();
  });

  it('tolerations that no taint asks about say nothing', () => {
    expect(delay([toleration('a', 5), toleration('b', 300)], taint('b')), 'rule 20').toBe(300_000);
  });

  it('0 seconds and less: not at all', () => {
    expect([
      delay([toleration('a', 0)], taint('a')),
      delay([toleration('a', -9)], taint('a')),
    ]).toEqual([0, 0]);
  });

  it('a taint with another effect does not matter', () => {
    const taints = [taint('a'), taint('b', 'NoSchedule'), taint('c', 'PreferNoSchedule')];
    expect(delay([toleration('a', 5)], ...taints), 'rule 19').toBe(5000);
  });

  it('what tolerates what is for the function that it is given to say', () => {
    const asked: string[] = [];
    const strange = ({ key }: Toleration, { value }: Taint) => {
      asked.push(`${key} ${value}`);
      return key === value;
    };
    const taints = [{ ...taint('x'), value: 'b' }];
    expect(evictionDelayMs([toleration('a', 1), toleration('b', 2)], taints, strange)).toBe(2000);
    expect(asked.at(-1), 'rule 19: the last that was asked').toBe('b b');
  });
}
