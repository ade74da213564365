import { expect, it } from 'vitest';
import { remote } from '../boundary/remote.ts';
import { shown } from './suite-tools.ts';

class Counter {
  #count = 0;
  get count(): number {
    return this.#count;
  }
  add(step: number): number {
    this.#count += step;
    return this.#count;
  }
  open() {
    return { twice: (step: number) => this.add(step) && this.add(step) };
  }
}

/** A stand-in for a graded object, which keeps what it is told. */
function graded() {
  const notes: unknown[] = [];
  const note = (label: string, args: unknown, { value }: { value: unknown }) =>
    notes.push([label, args, value]);
  const encode = (value: unknown) => value;
  const names = new Map<object, string>();
  const name = (part: object, label: string) => names.set(part, label);
  return { notes, names, object: { [remote]: { sender: { note, name, encode } } } };
}

it('does what the part does and tells each call with its arguments and its result', () => {
  const { notes, object } = graded();
  const counter = shown(new Counter(), 'counter', object);
  expect(counter.add(2)).toBe(2);
  expect(counter.count).toBe(2);
  expect(notes).toEqual([['counter.add', [2], 2]]);
});

it('tells the calls of what a call gives, too', () => {
  const { notes, object } = graded();
  const counter = shown(new Counter(), 'counter', object);
  expect(counter.open().twice(3)).toBe(6);
  expect(counter.count).toBe(6);
  expect(notes).toEqual([
    ['counter.open', [], undefined],
    ['counter.open().twice', [3], 6],
  ]);
});

it('names the part, so that calls by the learner are told under that name', () => {
  const { names, object } = graded();
  const counter = new Counter();
  shown(counter, 'counter', object);
  expect(names.get(counter)).toBe('counter');
});

it('is the part itself where nothing is behind a stand-in', () => {
  const counter = new Counter();
  expect(shown(counter, 'counter', {})).toBe(counter);
});
