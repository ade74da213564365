import { expect, it } from 'vitest';
import { machineMutants } from './machine-mutants.ts';

it('makes each change alone, and says where it is', async () => {
  const text = 'export function more(a: number, b: number): boolean {\n  return a > b;\n}\n';
  const mutants = await machineMutants(text);
  expect(mutants).toContainEqual({
    line: 2,
    change: 'a > b => a >= b',
    text: text.replace('a > b', 'a >= b'),
  });
  expect(new Set(mutants.map((mutant) => mutant.text)).size).toBe(mutants.length);
});
