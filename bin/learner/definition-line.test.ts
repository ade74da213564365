import { expect, it } from 'vitest';
import { definitionLine } from './definition-line.ts';

const text = `import { put } from './put.ts';
export class Store {
  #put = 1;
  get revision(): number {
    put(2);
    return this.put('a', 'b');
  }
  put(key: string, value: string): Response {
  }
  range<T>(
    key: T,
  ) {
  }
}
export function matches(a: string, b: string): boolean {
const helper = (a) => a;
`;

it.each([
  ['revision', 4],
  ['put', 8],
  ['range', 10],
  ['matches', 15],
  ['helper', 16],
  ['deleteRange', null],
])('finds where %s is defined, not where it is called', (name, line) => {
  expect(definitionLine(text, name)).toBe(line);
});
