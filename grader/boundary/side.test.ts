import { describe, expect, it } from 'vitest';
import { Opaque } from './decode.ts';
import { twoSides } from './testing/two-sides.ts';
import { Tag, type Wire, WireError } from './wire.ts';

class Counter {
  count = 0;
  add(by: number) {
    this.count += by;
    return this.count;
  }
  get double() {
    return this.count * 2;
  }
}

describe('what crosses with behavior', () => {
  it('a function can be called from the other side, and comes home as itself', () => {
    const { toBox, toTrusted } = twoSides();
    const add = (a: number, b: number) => a + b;
    const there = toBox(add) as typeof add;
    expect(there(2, 3)).toBe(5);
    expect(toTrusted(there)).toBe(add);
    expect(toBox(add)).toBe(there);
  });

  it('an object of a class brings its data, methods and getters', () => {
    const { toTrusted } = twoSides();
    const counter = new Counter();
    const arrived = toTrusted(counter) as Counter;
    expect(arrived.add(4)).toBe(4);
    expect(counter.count).toBe(4);
    expect(arrived.double).toBe(8);
    expect(arrived.count, 'data is a copy').toBe(0);
    expect(Object.keys(arrived), 'methods do not count as data').toEqual(['count']);
  });

  it('what came from one box can be handed on to another, and is still asked where it lives', () => {
    const counter = new Counter();
    const standIn = twoSides().toTrusted(counter);
    const further = twoSides().toBox(standIn) as Counter;
    expect(further.add(4)).toBe(4);
    expect(further.double).toBe(8);
    expect(counter.count).toBe(4);
  });

  it('an instance of an exported class stays where it is', () => {
    const { toTrusted } = twoSides((target) => target instanceof Counter);
    const arrived = toTrusted(new Counter()) as { standsFor: { methods: string[] } };
    expect(arrived.standsFor).toMatchObject({ name: 'Counter', methods: ['add'] });
  });

  it('an exported class may extend an array, a map or an error', () => {
    class Queue extends Array {}
    class Store extends Map {}
    class Problem extends Error {}
    const exported = [Queue, Store, Problem];
    const { toTrusted } = twoSides((target) => exported.some((type) => target instanceof type));
    expect(toTrusted(new Queue())).toMatchObject({ standsFor: { name: 'Queue' } });
    expect(toTrusted(new Store())).toMatchObject({ standsFor: { name: 'Store' } });
    expect(toTrusted(new Problem('no'))).toBeInstanceOf(Error);
  });

  it('an override decides what a name is', () => {
    class Base {
      get size() {
        return 1;
      }
    }
    class Derived extends Base {
      // @ts-expect-error a method in place of a getter
      override size() {
        return 2;
      }
    }
    const arrived = twoSides().toTrusted(new Derived()) as { size(): number };
    expect(arrived.size()).toBe(2);
  });
});

describe('what the learner may reach on the trusted side', () => {
  const kept = (value: unknown) => {
    const { trusted } = twoSides();
    const wire = trusted.encode(value) as Wire[];
    return { trusted, id: wire[1] as number };
  };

  it('is a function as a call, never its properties', () => {
    const { trusted, id } = kept(() => 1);
    expect(trusted.callable(id, null)([])).toBe(1);
    for (const name of ['constructor', 'call', 'apply', 'bind', 'toString', '__proto__']) {
      expect(() => trusted.callable(id, name), name).toThrow(WireError);
      expect(() => trusted.readable(id, name), name).toThrow(WireError);
    }
  });

  it('is an object by the methods and getters that were announced, nothing else', () => {
    const { trusted, id } = kept(new Counter());
    expect(trusted.callable(id, 'add')([1])).toBe(1);
    expect(trusted.readable(id, 'double')()).toBe(2);
    for (const name of ['constructor', 'hasOwnProperty', '__defineGetter__', 'double'])
      expect(() => trusted.callable(id, name), name).toThrow(WireError);
    for (const name of ['constructor', '__proto__', 'count', 'add'])
      expect(() => trusted.readable(id, name), name).toThrow(WireError);
    expect(() => trusted.callable(id, null)).toThrow(WireError);
  });

  it('is nothing that was never announced', () => {
    expect(() => kept({}).trusted.callable(1, null)).toThrow(WireError);
  });
});

describe('functions under names that the trusted side calls by itself', () => {
  const names = ['asymmetricMatch', 'then', 'toJSON', 'constructor', '$$typeof', 'inspect'];

  it.each(names)('%s arrives as something that cannot be called', (name) => {
    const arrived = twoSides().toTrusted({ [name]: () => true, other: () => 1 });
    expect(arrived).toMatchObject({ [name]: new Opaque('a function') });
    expect((arrived as { other: () => number }).other()).toBe(1);
  });

  it.each(names)('%s is not a method either', (name) => {
    const wire: Wire = [Tag.object, 1, { a: 1 }, [name, 'fine'], [name]];
    const arrived = twoSides().trusted.decode(wire) as object;
    expect(Object.getOwnPropertyNames(arrived)).toEqual(['a', 'fine']);
  });

  it('an object that looks like a matcher is compared as data', () => {
    const fake = twoSides().toTrusted({
      $$typeof: Symbol.for('jest.asymmetricMatcher'),
      asymmetricMatch: () => true,
    });
    expect(fake).not.toEqual({ rev: 2 });
    expect({ rev: 2 }).not.toEqual(fake);
  });
});
