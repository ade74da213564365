import wrapAnsi from 'wrap-ansi';

/** How content becomes text. */
export interface TextOptions {
  /** Columns. */
  readonly width: number;
  readonly color?: boolean;
}

/** What a piece of text is; with color it shows, without it reads as well. */
export type Style = 'heading' | 'strong' | 'emphasis' | 'code' | 'link' | 'term' | 'quiet';

const codes: Record<Style, readonly [open: string, close: string]> = {
  heading: ['1;36', '22;39'],
  strong: ['1', '22'],
  emphasis: ['3', '23'],
  code: ['33', '39'],
  link: ['4', '24'],
  term: ['35', '39'],
  quiet: ['2', '22'],
};

/** Colors a text with the terminal's own sixteen, so that it follows its theme. */
export function styled(style: Style, text: string, { color }: TextOptions): string {
  const [open, close] = codes[style];
  return color && text ? `\u001B[${open}m${text}\u001B[${close}m` : text;
}

/** Breaks a text into lines, but no address, so that it can be copied; `first` stands before the first line, its width in spaces before the others. */
export function wrapped(
  text: string,
  { width }: TextOptions,
  first = '',
  rest = first.replace(/./gu, ' '),
): string[] {
  return wrapAnsi(text, Math.max(width - rest.length, 10), { hard: !text.includes('://') })
    .split('\n')
    .map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd());
}
