import type { Meaning } from '../theme.ts';
import { widthOf } from './width.ts';

/** A piece of text with one look. */
export interface Span {
  readonly text: string;
  readonly as?: readonly Meaning[];
  /** Where it leads, for terminals that know links. */
  readonly href?: string;
}

/** One line of the screen. */
export type Line = readonly Span[];

/** A span that means this. */
export function span(text: string, ...as: Meaning[]): Span {
  return as.length > 0 ? { text, as } : { text };
}

/** A line of one span. */
export function line(text: string, ...as: Meaning[]): Line {
  return [span(text, ...as)];
}

/** The line's letters, without looks. */
export function plainText(spans: Line): string {
  return spans.map((part) => part.text).join('');
}

/** Columns that the line takes. */
export function lineWidth(spans: Line): number {
  return spans.reduce((sum, part) => sum + widthOf(part.text), 0);
}

/** The same line, every part meaning this as well. */
export function meaning(spans: Line, ...as: Meaning[]): Line {
  return spans.map((part) => ({ ...part, as: [...(part.as ?? []), ...as] }));
}
