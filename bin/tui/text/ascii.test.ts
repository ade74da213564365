import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { standingSigns } from '../components/signs.ts';
import { asciiText } from './ascii.ts';
import { widthOf } from './width.ts';

it('frames and arrows have their ASCII, column for column', () => {
  expect(asciiText('╭─ Keys ─╮')).toBe('+- Keys -+');
  expect(asciiText('↑↓ move  Don’t “wait” …')).toBe('^v move  Don\'t "wait" .');
});

it('a letter with an accent loses it, and a wide one leaves two question marks', () => {
  expect(asciiText('café 修订')).toBe('cafe ????');
});

it('standings stay different from each other', () => {
  const shown = standingSigns.map(({ sign }) => asciiText(sign));
  expect(new Set(shown).size).toBe(new Set(standingSigns.map(({ sign }) => sign)).size);
});

it('every picture of the tests keeps its columns and needs no question mark but for Chinese', () => {
  const folder = join(import.meta.dirname, '..');
  const goldens = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes('golden') && name.endsWith('.txt'),
  );
  expect(goldens.length).toBeGreaterThan(30);
  for (const name of goldens)
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const text = asciiText(line);
      expect(widthOf(text), line).toBe(widthOf(line));
      if (widthOf(line) === line.length)
        expect(text.replaceAll('?', ''), line).toHaveLength(line.replaceAll('?', '').length);
    }
});

it('the signs in the pictures of simulations have their ASCII', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'exercises');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^[^/]+\/[^/]+\/simulation(\.ts$|\/.*\.ts$)/.test(name),
  );
  expect(files.length).toBeGreaterThan(5);
  for (const name of files)
    for (const sign of readFileSync(join(folder, name), 'utf8').match(/[\u{a0}-\u{10ffff}]/gu) ??
      [])
      expect(asciiText(sign), `${sign} in ${name}`).not.toBe('?');
});
