import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it.each([
  ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
  ['an operating system command', '\u009d0;title\u0007', '\\u009d0;title\\u0007'],
  ['a carriage return', 'failed\rpassed', 'failed\\u000dpassed'],
  ['a backspace', 'x\b', 'x\\u0008'],
  ['turned text', '\u202egnp.exe', '\\u202egnp.exe'],
  ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ['half a character', '\ud800', '\\ud800'],
])('%s becomes visible', (_, text, shown) => {
  expect(visible(text, 100)).toBe(shown);
});

it('ordinary text stays as it is: lines, tabs, accents, emoji', () => {
  const text = 'a\n\tb é 漢字 👩‍🚀';
  expect(visible(text, 100)).toBe(text);
});

it('a line is no command of a workflow', () => {
  expect(visible('a\n  ::error::x\n##[group]\nb::c #', 100)).toBe(
    'a\n  \\u003a:error::x\n\\u0023#[group]\nb::c #',
  );
});

it('long text is cut, and a character cut in half is visible', () => {
  expect(visible('abcdef', 3)).toBe('abc... (cut)');
  expect(visible('ab🚀', 3)).toBe('ab\\ud83d... (cut)');
});
