import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { signs } from './signs.ts';

/** Letters, figures, punctuation, frames and bars, arrows, carets: everybody reads these, or they belong to a drawing. */
const plain = /[\p{L}\p{N}\p{P}\s\u2500-\u2502\u2504-\u257f←→↑↓$+×<=>^`|~▏▲]/gu;

it('every sign on the screens stands in the help, in words', () => {
  const tui = join(import.meta.dirname, '..');
  const pictures = readdirSync(tui, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /golden.*\.txt$/.test(path) && !/markdown|ascii/.test(path),
  );
  expect(pictures.length).toBeGreaterThan(50);
  const told = new Set(signs.map(({ sign }) => sign));
  for (const path of pictures) {
    const drawn = readFileSync(join(tui, path), 'utf8').replace(plain, '');
    const untold = [...new Set(drawn)].filter((sign) => !told.has(sign));
    expect(untold, path).toEqual([]);
  }
});
