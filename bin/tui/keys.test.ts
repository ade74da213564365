import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Mode, modeTitles } from './input/key-facts.ts';
import { bindingsOf, footerLine, keysAsMarkdown } from './input/key-help.ts';
import { bindingFor, blockedReason } from './input/key-press.ts';
import { bindings } from './keys.ts';
import { lineWidth, plainText } from './text/line.ts';

const modes = Object.keys(modeTitles) as Mode[];

it('a key means one thing in each mode', () => {
  for (const mode of modes) {
    const keys = bindingsOf(mode).flatMap((row) => row.keys);
    expect(keys, mode).toEqual([...new Set(keys)]);
  }
});

it('Ctrl+C quits everywhere, and q wherever no letters are typed', () => {
  for (const mode of modes) {
    expect(bindingFor(mode, 'ctrl+c')?.id, mode).toBe('quit');
    if (mode !== 'search' && mode !== 'find') expect(bindingFor(mode, 'q')?.id, mode).toBe('quit');
  }
});

it('Esc leaves every state but the first start', () => {
  for (const mode of modes)
    if (mode !== 'first-run' && mode !== 'too-small')
      expect(['back', 'no', 'cancel-search'], mode).toContain(bindingFor(mode, 'esc')?.id);
});

it('the footer never grows over its line, and keeps the way out longest', () => {
  for (const mode of modes)
    for (const columns of [20, 40, 58, 78, 118])
      expect(lineWidth(footerLine(mode, {}, columns)), mode).toBeLessThanOrEqual(columns);
  expect(plainText(footerLine('lesson', {}, 20))).toContain('? keys');
  expect(plainText(footerLine('lesson', {}, 20))).toContain('q quit');
});

it('a key that cannot work is not in the footer', () => {
  expect(plainText(footerLine('exercise', { passed: false }, 200))).not.toContain('solution');
  expect(plainText(footerLine('exercise', { passed: true }, 200))).toContain('solution');
});

it('every reason is a sentence', () => {
  for (const row of bindings)
    for (const facts of [
      {},
      { answered: true, outermost: true },
      { hints: false, questions: 0, terms: 0, matches: 0 },
    ]) {
      const reason = blockedReason(row, facts);
      if (reason) expect(reason).toMatch(/^[A-Z].*\.$/);
    }
});

it('the docs are made from the same table, and are current (RECORD=1 writes them)', () => {
  const path = join(import.meta.dirname, 'KEYS.md');
  const docs = `# Keys\n\nMade from keys.ts; the course shows the same with \`?\`.\n\n${keysAsMarkdown()}`;
  if (process.env.RECORD === '1') writeFileSync(path, docs);
  expect(docs).toBe(readFileSync(path, 'utf8'));
});
