/** A color: its place in the 256-color palette, and the one of the 16 basic colors that comes closest. */
type Color = readonly [palette: number, basic: number];

/** How one meaning looks. */
export interface Style {
  readonly color?: Color;
  readonly background?: Color;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

/** For dark backgrounds; its keys are the list of all meanings. A symbol, a word or a place tells each meaning as well. */
const dark = {
  title: { bold: true },
  heading: { color: [75, 12], bold: true },
  strong: { bold: true },
  emphasis: { italic: true },
  muted: { color: [245, 8] },
  accent: { color: [75, 12] },
  term: { color: [183, 13], underline: true },
  link: { color: [75, 12], underline: true },
  code: { color: [222, 11] },
  pass: { color: [114, 10] },
  partial: { color: [222, 11] },
  fail: { color: [210, 9] },
  differs: { bold: true, underline: true },
  warning: { color: [215, 11] },
  note: { color: [75, 12] },
  history: { color: [139, 5] },
  selected: { background: [237, 8] },
  match: { color: [234, 0], background: [222, 11] },
  key: { color: [253, 15], bold: true },
  border: { color: [240, 8] },
  focus: { color: [75, 12] },
  added: { color: [114, 10] },
  removed: { color: [210, 9] },
  keyword: { color: [176, 13] },
  string: { color: [150, 10] },
  number: { color: [215, 11] },
  comment: { color: [244, 8], italic: true },
  type: { color: [80, 14] },
  name: { color: [111, 12] },
} satisfies Record<string, Style>;

/** What a piece of text means. Screens name meanings, never colors. */
export type Meaning = keyof typeof dark;
type Look = Readonly<Record<Meaning, Style>>;

const light: Look = {
  ...dark,
  heading: { color: [25, 4], bold: true },
  muted: { color: [242, 8] },
  accent: { color: [25, 4] },
  term: { color: [91, 5], underline: true },
  link: { color: [25, 4], underline: true },
  code: { color: [94, 3] },
  pass: { color: [28, 2] },
  partial: { color: [94, 3] },
  fail: { color: [160, 1] },
  warning: { color: [130, 3] },
  note: { color: [25, 4] },
  history: { color: [97, 5] },
  selected: { background: [254, 7] },
  match: { color: [234, 0], background: [222, 11] },
  key: { color: [235, 0], bold: true },
  border: { color: [250, 7] },
  focus: { color: [25, 4] },
  added: { color: [28, 2] },
  removed: { color: [160, 1] },
  keyword: { color: [90, 5] },
  string: { color: [28, 2] },
  number: { color: [130, 3] },
  comment: { color: [243, 8], italic: true },
  type: { color: [30, 6] },
  name: { color: [25, 4] },
};

/** Good and bad are blue and orange, which every kind of color vision tells apart, on dark and on light. */
const bluePass = {
  pass: { color: [32, 12] },
  added: { color: [32, 12] },
  string: { color: [32, 12] },
  partial: { color: [178, 11] },
  fail: { color: [166, 9], bold: true },
  removed: { color: [166, 9] },
  warning: { color: [166, 9] },
} satisfies Partial<Look>;

/** No color at all: weight, slant, underline and reversal only. */
const plain: Look = {
  ...(Object.fromEntries(Object.keys(dark).map((meaning) => [meaning, {}])) as Look),
  title: { bold: true },
  heading: { bold: true },
  strong: { bold: true },
  emphasis: { italic: true },
  term: { underline: true },
  link: { underline: true },
  fail: { bold: true },
  differs: { bold: true, underline: true },
  selected: { inverse: true },
  match: { inverse: true },
  key: { bold: true },
  focus: { bold: true },
};

export const themeNames = ['dark', 'light', 'dark-safe', 'light-safe', 'plain'] as const;
export type ThemeName = (typeof themeNames)[number];

/** All looks; the safe ones do not ask the eye to tell red from green. */
const looks: Readonly<Record<ThemeName, Look>> = {
  dark,
  light,
  'dark-safe': { ...dark, ...bluePass },
  'light-safe': { ...light, ...bluePass },
  plain,
};

/** How meanings look here: the look, and how many colors the terminal knows. */
export interface Theme {
  readonly name: ThemeName;
  readonly depth: 16 | 256;
  readonly look: Look;
  /** Does the terminal know only ASCII? Frames and signs are then drawn with it. */
  readonly ascii: boolean;
}

/** The theme that the environment asks for: NO_COLOR, FORCE_COLOR, COURSE_THEME, COLORFGBG, TERM, COURSE_ASCII and the locale. */
export function themeFor(env: Readonly<Record<string, string | undefined>>): Theme {
  const name = themeName(env);
  return { name, depth: colorDepth(env), look: looks[name], ascii: knowsOnlyAscii(env) };
}

function themeName(env: Readonly<Record<string, string | undefined>>): ThemeName {
  if (env.FORCE_COLOR === '0' || env.TERM === 'dumb') return 'plain';
  if (env.NO_COLOR && !env.FORCE_COLOR) return 'plain';
  const background = isLightBackground(env.COLORFGBG) ? 'light' : 'dark';
  if (env.COURSE_THEME === 'safe') return `${background}-safe`;
  return themeNames.find((name) => name === env.COURSE_THEME) ?? background;
}

/** A locale that names another encoding than UTF-8; one that is not set says nothing. */
function knowsOnlyAscii(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.COURSE_ASCII) return env.COURSE_ASCII !== '0';
  if (env.TERM === 'dumb') return true;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || 'UTF-8';
  return !/utf-?8/i.test(locale);
}

/** COLORFGBG is `text;background` in the basic colors; 7 and 15 are the light ones. */
function isLightBackground(colors: string | undefined): boolean {
  const background = colors?.split(';').at(-1);
  return background === '7' || background === '15';
}

function colorDepth(env: Readonly<Record<string, string | undefined>>): 16 | 256 {
  if (env.FORCE_COLOR === '1') return 16;
  if (env.FORCE_COLOR === '2' || env.FORCE_COLOR === '3') return 256;
  return env.COLORTERM || env.TERM?.includes('256') || env.TERM_PROGRAM ? 256 : 16;
}
