import { expect, it } from 'vitest';
import { line, span } from './text/line.ts';
import { paint } from './text/paint.ts';
import { themeFor, themeNames } from './theme.ts';

const xterm = { TERM: 'xterm-256color' };

it.each([
  [{ ...xterm }, 'dark', 256],
  [{ ...xterm, NO_COLOR: '1' }, 'plain', 256],
  [{ ...xterm, NO_COLOR: '' }, 'dark', 256],
  [{ ...xterm, FORCE_COLOR: '0' }, 'plain', 256],
  [{ ...xterm, COURSE_THEME: 'light' }, 'light', 256],
  [{ ...xterm, COURSE_THEME: 'safe' }, 'dark-safe', 256],
  [{ ...xterm, COURSE_THEME: 'safe', COLORFGBG: '0;15' }, 'light-safe', 256],
  [{ ...xterm, COLORFGBG: '15;0' }, 'dark', 256],
  [{ ...xterm, COURSE_THEME: 'mauve' }, 'dark', 256],
  [{ TERM: 'linux' }, 'dark', 16],
  [{ TERM: 'dumb' }, 'plain', 16],
] as const)('%o asks for %s with %i colors', (env, name, depth) => {
  expect(themeFor(env)).toMatchObject({ name, depth });
});

it.each([
  [{}, false],
  [{ LANG: 'C.UTF-8' }, false],
  [{ LANG: 'de_DE.utf8' }, false],
  [{ LANG: 'C' }, true],
  [{ LANG: 'C', LC_ALL: 'en_US.UTF-8' }, false],
  [{ LANG: 'C.UTF-8', COURSE_ASCII: '1' }, true],
  [{ LANG: 'C', COURSE_ASCII: '0' }, false],
  [{ TERM: 'dumb', LANG: 'C.UTF-8' }, true],
] as const)('%o draws with ASCII alone: %s', (env, ascii) => {
  expect(themeFor({ ...xterm, ...env }).ascii).toBe(ascii);
});

it('without colors no color code is written', () => {
  const theme = themeFor({ NO_COLOR: '1' });
  const texts = (['fail', 'selected', 'link', 'heading', 'pass'] as const).map((meaning) =>
    paint(line('x', meaning), theme),
  );
  expect(texts).toEqual(
    ['1', '7', '4', '1', ''].map((code) => (code ? `\u001b[${code}mx\u001b[0m` : 'x')),
  );
});

it('good and bad differ in the blue of the color-blind-safe themes', () => {
  for (const name of themeNames.filter((each) => each.endsWith('safe'))) {
    const theme = themeFor({ ...xterm, COURSE_THEME: name });
    expect(theme.look.pass.color?.[0]).toBe(32);
    expect(theme.look.fail.color?.[0]).toBe(166);
  }
});

it('terminals with 16 colors get codes that they know', () => {
  expect(paint(line('x', 'fail'), themeFor({ TERM: 'linux' }))).toBe('\u001b[91mx\u001b[0m');
});

it('a link carries its address', () => {
  const text = paint([{ ...span('docs'), href: 'https://etcd.io' }], themeFor({ NO_COLOR: '1' }));
  expect(text).toBe('\u001b]8;;https://etcd.io\u0007docs\u001b]8;;\u0007');
});

it('what a learner prints cannot steer the terminal', () => {
  const text = paint(line('a\u001b[2Jb\u0007c\u009bd'), themeFor({ NO_COLOR: '1' }));
  expect(text).toBe('a[2Jbcd');
});
