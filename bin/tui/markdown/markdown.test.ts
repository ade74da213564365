import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { expectGolden } from '../testing/golden.ts';
import { lineWidth, plainText } from '../text/line.ts';
import { highlight } from './highlight.ts';
import { parseMarkdown } from './parse.ts';
import { type Setting, typesetAll } from './typeset.ts';

const folder = import.meta.dirname;
const sample = readFileSync(`${folder}/golden/sample.md`, 'utf8');
const text = (setting: Setting, markdown = sample) =>
  typesetAll(parseMarkdown(markdown), setting).map(plainText).join('\n');

it.each([76, 40])('Markdown is readable at %i columns', (width) => {
  expectGolden(folder, `sample-${width}`, text({ width }));
});

it('without colors inline code keeps its backticks, and a listener hears the diagram as a sentence', () => {
  expectGolden(folder, 'sample-spoken', text({ width: 60, ticks: true, spoken: true }));
});

it('nothing but drawings is wider than the page', () => {
  const prose = sample.replace(/```diagram[\s\S]*?```/, '');
  for (let width = 24; width <= 90; width += 3)
    for (const row of typesetAll(parseMarkdown(prose), { width }))
      expect(lineWidth(row)).toBeLessThanOrEqual(width);
});

it('colors change no letter', () => {
  expect(text({ width: 76, highlight })).toBe(text({ width: 76 }));
});

it('code is told by its meaning', () => {
  const [row] = highlight("const a = 'x'; // why", 'ts')!;
  expect(row?.filter((part) => part.as).map((part) => [part.text, part.as?.[0]])).toEqual([
    ['const', 'keyword'],
    ["'x'", 'string'],
    ['// why', 'comment'],
  ]);
});

it('a language that nobody knows stays plain', () => {
  expect(highlight('x', 'befunge')).toBeNull();
});
