import { expect, it } from 'vitest';
import { knownEditor } from './known-editors.ts';

it.each([
  ['nano', ['+12,3', 'a.ts']],
  ['/usr/bin/vim', ['+call cursor(12,3)', 'a.ts']],
  ['vi', ['+12', 'a.ts']],
  ['emacs', ['+12:3', 'a.ts']],
  ['hx', ['a.ts:12:3']],
  ['code', ['--goto', 'a.ts:12:3']],
  ['subl', ['a.ts:12:3']],
  ['webstorm', ['--line', '12', '--column', '3', 'a.ts']],
  ['constructor', ['a.ts']],
])('goes to a line and a column in %s', (program, args) => {
  expect(knownEditor(program).open('a.ts', { line: 12, column: 3 })).toEqual(args);
});

it('opens a file at its start when no place is given', () => {
  expect(knownEditor('code').open('a.ts')).toEqual(['a.ts']);
});

it('goes to the first column when only the line is known', () => {
  expect(knownEditor('nano').open('a.ts', { line: 12 })).toEqual(['+12,1', 'a.ts']);
});
