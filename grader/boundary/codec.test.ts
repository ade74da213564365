import { isDeepStrictEqual } from 'node:util';
import { EtcdError, NotImplemented } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Opaque } from './decode.ts';
import { twoSides } from './testing/two-sides.ts';
import { caps, Tag, type Wire, WireError } from './wire.ts';

const roundTrip = (value: unknown) => twoSides().toTrusted(value);

const plainData = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  maxDepth: 4,
});

describe('a value that crosses the boundary', () => {
  it('arrives as it was sent', () => {
    fc.assert(
      fc.property(plainData, (value) => {
        expect(isDeepStrictEqual(roundTrip(value), value)).toBe(true);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it.each([
    ['minus zero', -0],
    ['not a number', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['undefined', undefined],
    ['a big integer', -(2n ** 70n)],
    ['bytes', new Uint8Array([0, 255, 128])],
    ['half a character', 'a\ud800b'],
    ['an invalid date', new Date(Number.NaN)],
    ['an undefined property', { a: undefined }],
    ['nested maps', new Map([[{ a: 1 }, new Set([new Map()])]])],
  ])('keeps %s', (_, value) => {
    expect(roundTrip(value)).toStrictEqual(value);
    expect(Object.is(roundTrip(-0), -0)).toBe(true);
  });

  it('keeps __proto__ as an ordinary key and pollutes nothing', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": 1}}',
    );
    const arrived = roundTrip(hostile) as object;
    expect(Object.getPrototypeOf(arrived)).toBe(Object.prototype);
    expect(Object.keys(arrived)).toEqual(['__proto__', 'constructor']);
    expect('polluted' in {}).toBe(false);
  });

  it('turns holes of an array into undefined', () => {
    // biome-ignore lint/suspicious/noSparseArray: holes are the point
    expect(roundTrip([1, , 3])).toStrictEqual([1, undefined, 3]);
  });

  it('says what cannot cross', () => {
    expect(roundTrip([Promise.resolve(), Symbol('x')])).toEqual([
      new Opaque('a Promise'),
      new Opaque('a symbol'),
    ]);
  });

  it('must not contain itself, nest too deeply or have too many parts', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => roundTrip(cyclic)).toThrow(/contains itself/);
    let deep: unknown = 0;
    for (let i = 0; i <= caps.depth; i++) deep = [deep];
    expect(() => roundTrip(deep)).toThrow(WireError);
    expect(() => roundTrip(new Array(caps.nodes + 1).fill(0))).toThrow(/more than 400000 parts/);
    expect(() => roundTrip(10n ** 5000n)).toThrow(/digits/);
  });

  it('is refused early when it is one part many times over', () => {
    let doubling: unknown = 'x';
    for (let i = 0; i < 60; i++) doubling = [doubling, doubling];
    expect(() => roundTrip(doubling)).toThrow(WireError);
    expect(() => roundTrip(new Array(4_000_000_000))).toThrow(WireError);
  });
});

describe('an error that crosses', () => {
  it('keeps name, message and own data, and never its stack', () => {
    const error = Object.assign(new RangeError('too far'), { limit: 3, stack: 'secret place' });
    const arrived = roundTrip(error) as Error;
    expect(arrived).toMatchObject({ name: 'RangeError', message: 'too far', limit: 3 });
    expect(arrived.stack).toBe('RangeError: too far');
  });

  it('is of the class that course/kit knows by its name', () => {
    const arrived = roundTrip(new NotImplemented('step 1'));
    expect(arrived).toBeInstanceOf(NotImplemented);
    expect(arrived).toEqual(new NotImplemented('step 1'));
    expect(Object.prototype.toString.call(arrived)).toBe('[object Error]');
    expect(EtcdError.prototype).toBeInstanceOf(Error);
  });

  it('has texts for name and message whatever its sender says', () => {
    const { trusted } = twoSides();
    const wire: Wire = [
      Tag.error,
      'E',
      'm',
      '',
      { message: { toString: 1 }, name: [0, 1], stack: 1 },
    ];
    const arrived = trusted.decode(wire) as Error;
    expect([arrived.name, arrived.message, arrived.stack]).toEqual(['E', 'm', 'E: m']);
  });
});

describe('the decoder', () => {
  const anyTag = fc.oneof(fc.constantFrom(...Object.values(Tag)), fc.integer(), fc.string());
  const { wire } = fc.letrec((tie) => ({
    wire: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue(),
      fc.string(),
      fc.integer(),
      fc
        .tuple(anyTag, fc.array(tie('wire'), { maxLength: 5 }))
        .map(([tag, rest]) => [tag, ...rest]),
      fc.dictionary(fc.string(), tie('wire')),
    ),
  }));

  it('never fails on hostile input but with a WireError', () => {
    fc.assert(
      fc.property(wire, (hostile) => {
        const { trusted } = twoSides();
        try {
          trusted.decode(hostile as Wire);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 2000, seed: 2 },
    );
  });

  it.each<[string, Wire]>([
    ['an unknown tag', [99]],
    ['an unknown reference', [Tag.yours, 7]],
    ['an id that is no whole number', [Tag.mine, 1.5, 'function', 'f', [], []]],
    ['a date that is an object', [Tag.date, { valueOf: 1 }]],
    ['a number in words', [Tag.number, '0x10']],
    ['a missing value', [Tag.date]],
    ['a pair of three', [Tag.map, [1, 2, 3]]],
    ['too many method names', [Tag.object, 1, {}, new Array(caps.names + 1).fill('m'), []]],
  ])('refuses %s', (_, hostile) => {
    expect(() => twoSides().trusted.decode(hostile)).toThrow(WireError);
  });

  it('refuses more depth or more parts than the encoder makes', () => {
    let deep: Wire = 0;
    for (let i = 0; i <= caps.depth; i++) deep = [Tag.array, deep];
    expect(() => twoSides().trusted.decode(deep)).toThrow(WireError);
    expect(() => twoSides().trusted.decode(new Array(caps.nodes + 2).fill(0))).toThrow(WireError);
  });
});
