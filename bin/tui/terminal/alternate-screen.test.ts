import { expect, it } from 'vitest';
import { AlternateScreen } from './alternate-screen.ts';

it('the cursor and the first screen come back once, however often the end is reached', () => {
  const written: string[] = [];
  const screen = new AlternateScreen((text) => written.push(text));
  screen.enter();
  screen.enter();
  screen.leave();
  screen.leave();
  expect(written).toHaveLength(2);
  expect(written[0]).toContain('\u001b[?1049h');
  expect(written[1]).toContain('\u001b[?25h');
  expect(written[1]?.endsWith('\u001b[?1049l')).toBe(true);
});

it('a process that dies gives the terminal back', () => {
  const written: string[] = [];
  const before = process.listenerCount('exit');
  const screen = new AlternateScreen((text) => written.push(text));
  screen.enter();
  expect(process.listenerCount('exit')).toBe(before + 1);
  const leave = process.listeners('exit').at(-1) as (code: number) => void;
  leave(1);
  expect(written[1]).toContain('\u001b[?1049l');
  expect(process.listenerCount('exit')).toBe(before);
});
