import { expect, it } from 'vitest';
import { codeFrame } from './code-frame.ts';

it('marks the place below its line', () => {
  expect(codeFrame('const a = 1;\nfunction (', 2, 10)).toBe('  2 │ function (\n    │          ^');
});

it('a tab is one column, so that the mark stands below the letter', () => {
  expect(codeFrame('\tput(;', 1, 6)).toBe('  1 │  put(;\n    │      ^');
});

it('of a long line shows what is around the place', () => {
  const [line, mark] = codeFrame(`${'x'.repeat(200)};${'y'.repeat(200)}`, 1, 201).split('\n');
  expect(line!.length).toBeLessThan(52);
  expect(line![mark!.indexOf('^')]).toBe(';');
});

it('says nothing of a line that is not there, or is empty', () => {
  expect(codeFrame('a\n\n', 2, 1)).toBe('');
  expect(codeFrame('a', 7, 1)).toBe('');
});

it('what steers a terminal is shown, not done', () => {
  expect(codeFrame('a\u001b[2Jb', 1, 7)).toContain('\\u001b[2J');
});
