import type { Meaning, Style, Theme } from '../theme.ts';
import { asciiText } from './ascii.ts';
import type { Line, Span } from './line.ts';

/** The line as the terminal takes it: letters with escape codes for looks and links. */
export function paint(spans: Line, theme: Theme): string {
  return spans.map((part) => paintSpan(part, theme)).join('');
}

function paintSpan(part: Span, theme: Theme): string {
  const codes = part.as ? codesOf(part.as, theme) : '';
  const letters = harmless(part.text);
  const text = theme.ascii ? asciiText(letters) : letters;
  const painted = codes ? `\u001b[${codes}m${text}\u001b[0m` : text;
  return part.href ? linked(painted, part.href) : painted;
}

/** The text as a link (OSC 8). */
export function linked(text: string, href: string): string {
  return `\u001b]8;;${harmless(href)}\u0007${text}\u001b]8;;\u0007`;
}

/** What comes from outside (a learner's output, an error's text) cannot steer the terminal. */
export function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
}

function codesOf(meanings: readonly Meaning[], theme: Theme): string {
  const style: Style = Object.assign({}, ...meanings.map((meaning) => theme.look[meaning]));
  return [
    style.bold ? '1' : '',
    style.italic ? '3' : '',
    style.underline ? '4' : '',
    style.inverse ? '7' : '',
    style.color ? colorCode(style.color, theme.depth, 38) : '',
    style.background ? colorCode(style.background, theme.depth, 48) : '',
  ]
    .filter(Boolean)
    .join(';');
}

/** `layer` is 38 for letters, 48 for their background. */
function colorCode(color: readonly [number, number], depth: 16 | 256, layer: 38 | 48): string {
  const [palette, basic] = color;
  if (depth === 256) return `${layer};5;${palette}`;
  const base = layer === 38 ? 30 : 40;
  return String(basic < 8 ? base + basic : base + 60 + basic - 8);
}
