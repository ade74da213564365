import { expect, it } from 'vitest';
import { SpokenWriter } from './spoken-writer.ts';

/** What is said for each picture in turn. */
function said(...pictures: readonly string[][]): string[] {
  const heard: string[] = [];
  let now = '';
  const writer = new SpokenWriter((text) => {
    now += text;
  });
  for (const lines of pictures) {
    now = '';
    writer.put(0, [...lines, ...Array.from({ length: 6 - lines.length }, () => '')]);
    writer.show(6);
    heard.push(now);
  }
  return heard;
}

it('the first picture is said whole, without looks, links and empty lines', () => {
  expect(
    said(['\u001b[1mmy-cluster\u001b[0m', '', '\u001b]8;;file:///a\u0007a.ts\u001b]8;;\u0007']),
  ).toEqual(['my-cluster\na.ts\n']);
});

it('a movement says the line that is selected now, not the one that was', () => {
  expect(said(['▸ one', '  two', '  three'], ['  one', '▸ two', '  three'])[1]).toBe(
    'Selected: two\n',
  );
});

it('a page that scrolls says the lines that came', () => {
  expect(said(['10 %', 'a', 'b', 'c'], ['25 %', 'b', 'c', 'd'])[1]).toBe('d\n');
});

it('bars and rules are not said, and a choice behind a bar is said as selected', () => {
  expect(said(['The problem', '───────────', '┃', '┃ ▸ 1. Yes.', '┃   2. No.'])).toEqual([
    'The problem\nSelected: 1. Yes.\n2. No.\n',
  ]);
});

it('a picture that is the same says nothing, and one that comes again is said again', () => {
  expect(said(['a'], ['a'], ['b'], ['a'])).toEqual(['a\n', '', 'b\n', 'a\n']);
});

it('a line that stands there once more is news', () => {
  expect(said(['✓ Passed'], ['✓ Passed', '✓ Passed'])[1]).toBe('✓ Passed\n');
});
