/** What a piece of text means; the color follows from it. */
export type Tone = 'good' | 'bad' | 'strong' | 'quiet' | 'link' | 'warning';

/** Colors a text by its meaning. */
export type Paint = (tone: Tone, text: string) => string;

/** No colors at all. */
export const plainPaint: Paint = (_, text) => text;

const codes: Record<Tone, readonly [open: number, close: number]> = {
  good: [32, 39],
  bad: [31, 39],
  strong: [1, 22],
  quiet: [2, 22],
  link: [36, 39],
  warning: [33, 39],
};

/** Colors with the terminal's own sixteen, so that they follow its theme. */
export const ansiPaint: Paint = (tone, text) => {
  const [open, close] = codes[tone];
  return `\u001B[${open}m${text}\u001B[${close}m`;
};
