import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

/** Compares a text with `golden/<name>.txt` beside the test; RECORD=1 writes it instead, to be read before it is kept. */
export function expectGolden(folder: string, name: string, text: string): void {
  const path = join(folder, 'golden', `${name}.txt`);
  const whole = `${text.trimEnd()}\n`.replace(/ +$/gm, '');
  if (process.env.RECORD === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, whole);
  }
  expect(existsSync(path), `${path} is missing: run the test once with RECORD=1`).toBe(true);
  expect(whole).toBe(readFileSync(path, 'utf8'));
}
