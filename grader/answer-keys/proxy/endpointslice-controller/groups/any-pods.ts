import type { EndpointSlice, Stored } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Changes,
  packSlices,
  planSlices,
  type Target,
} from '#exercise/proxy/endpointslice-controller';
import { empty, endpoint, endpoints, on8080, on9090, slice, thinSlice, web } from '../objects.ts';
import { each } from './asked.ts';

const all = [...'abcdefghijklmnop'];

/** Slices as letters, the Pods that there are now, and how many a slice may have. */
interface Case {
  readonly max: number;
  readonly slices: readonly string[];
  readonly now: string;
}

/** Each Pod: in which slice it is listed (or in none), and whether it is gone, ready, or not ready now. */
const oneCase: fc.Arbitrary<Case> = fc
  .record({
    max: fc.integer({ min: 1, max: 5 }),
    fates: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 5 }),
        fc.constantFrom('gone', 'as ever', 'as ever', 'new'),
      ),
      { maxLength: all.length },
    ),
  })
  .map(({ max, fates }) => {
    const slices = ['', '', '', ''];
    let now = '';
    for (const [i, [at, fate]] of fates.entries()) {
      const fits = at < slices.length && slices[at]!.length < max;
      if (fits) slices[at] += all[i]!;
      if (fate !== 'gone') now += fate === 'new' ? all[i]!.toUpperCase() : all[i]!;
    }
    return { max, slices: slices.filter((letters) => letters !== ''), now };
  });

/** Many at once, the shortest first: what crosses the boundary together is quicker. */
const cases = fc
  .array(oneCase, { minLength: 60, maxLength: 60 })
  .map((list) => list.toSorted((a, b) => size(a) - size(b)));
const once = { numRuns: 1, endOnFailure: true };

function size({ slices, now }: Case): number {
  return slices.join('').length + now.length;
}

function existing({ slices }: Case, made = thinSlice): Stored<EndpointSlice>[] {
  return slices.map((letters, i) => made(`s${i}`, letters));
}

/** The sizes that come out, counted Pod by Pod. */
function model({ max, slices, now }: Case) {
  const there = (letter: string) => now.toLowerCase().includes(letter);
  const kept = slices.map((letters) => [...letters].filter(there));
  const written = slices.map((letters, i) => {
    const news = kept[i]!.some((letter) => !now.includes(letter));
    return news || kept[i]!.length < letters.length;
  });
  let left = now.length - kept.flat().length;
  const sizes = kept.map((letters) => letters.length);
  const byFullness = sizes
    .map((count, i) => ({ count, i }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  for (const { i } of byFullness)
    for (; written[i] && left > 0 && sizes[i]! < max; left--) sizes[i]! += 1;
  const made: number[] = [];
  for (; left >= max; left -= max) made.push(max);
  const host = byFullness.find(({ i }) => !written[i] && sizes[i]! + left <= max);
  if (left > 0 && host) {
    sizes[host.i]! += left;
    written[host.i] = true;
  } else if (left > 0) made.push(left);
  const sorted = (list: number[]) => list.sort((a, b) => a - b);
  return {
    create: sorted(made),
    update: sorted(sizes.filter((count, i) => written[i] && count > 0)),
    deleted: sizes.filter((count) => count === 0).length,
  };
}

function counted({ create, update, delete: gone }: Changes) {
  const sizes = (list: readonly EndpointSlice[]) =>
    list.map((one) => one.endpoints.length).sort((a, b) => a - b);
  return { create: sizes(create), update: sizes(update), deleted: gone.length };
}

/** What is there once the changes are written. */
function afterwards(before: readonly Stored<EndpointSlice>[], changes: Changes) {
  const written = new Map(changes.update.map((one) => [one.metadata.name, one]));
  const gone = new Set(changes.delete.map(({ metadata }) => metadata.name));
  const made = changes.create.map((one, i) => ({
    ...slice(`new${i}`, one.endpoints),
    ...(one.ports && { ports: one.ports }),
  }));
  return [
    ...before
      .filter(({ metadata }) => !gone.has(metadata.name))
      .map((one) => written.get(one.metadata.name) ?? one),
    ...made,
  ];
}

function targetsOf({ now }: Case): Target[] {
  return endpoints(now, endpoint).map((one, i) => ({
    ports: i % 2 ? on9090 : on8080,
    endpoint: one,
  }));
}

/** Any Pods. */
export function testAnyPods(): void {
  describe('Any Pods', () => {
    it('as many writes as needed, and no more (rules 11 to 15)', () => {
      fc.assert(
        fc.property(cases, (list) => {
          const received = each(
            packSlices,
            list.map((one) => [existing(one), endpoints(one.now), empty, one.max]),
          );
          for (const [i, one] of list.entries())
            expect({ ...one, ...counted(received[i]!) }, 'rules 11 to 15').toEqual({
              ...one,
              ...model(one),
            });
        }),
        once,
      );
    });

    it('every Pod is listed once, as it is now (rules 11, 14)', () => {
      fc.assert(
        fc.property(cases, (list) => {
          const received = each(
            packSlices,
            list.map((one) => [existing(one), endpoints(one.now), empty, one.max]),
          );
          for (const [i, one] of list.entries()) {
            const listed = afterwards(existing(one), received[i]!).flatMap(
              (each) => each.endpoints,
            );
            const letters = listed.map(({ targetRef, conditions }) =>
              conditions?.ready ? targetRef?.name : targetRef?.name?.toUpperCase(),
            );
            expect({ ...one, listed: letters.sort().join('') }, 'rules 11, 14').toEqual({
              ...{ ...one, listed: [...one.now].sort().join('') },
            });
          }
        }),
        once,
      );
    });

    it('once written, nothing is left to write (rules 12, 16 to 18)', () => {
      fc.assert(
        fc.property(cases, (list) => {
          const plan = (slices: (one: Case, i: number) => Stored<EndpointSlice>[]) =>
            each(
              planSlices,
              list.map((one, i) => [web(), 'IPv4', targetsOf(one), slices(one, i), one.max]),
            );
          const whole = (one: Case) => existing(one, slice);
          const first = plan(whole);
          const again = plan((one, i) => afterwards(whole(one), first[i]!));
          for (const [i, one] of list.entries())
            expect({ ...one, again: counted(again[i]!) }, 'rules 12, 16 to 18').toEqual({
              ...{ ...one, again: { create: [], update: [], deleted: 0 } },
            });
        }),
        once,
      );
    });
  });
}
