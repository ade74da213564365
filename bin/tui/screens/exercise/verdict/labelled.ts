import { type Line, type Span, span } from '../../../text/line.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Meaning } from '../../../theme.ts';

/** Columns of the labels beside a remark's texts. */
export const labelWidth = 10;

/** A label in its own column, the text beside it. */
export function labelled(label: string, lines: readonly Line[], as?: Meaning): Line[] {
  return lines.map((row, index) => [
    span((index === 0 ? label : '').padEnd(labelWidth), 'muted'),
    ...(as ? row.map((part): Span => ({ ...part, as: [as, ...(part.as ?? [])] })) : row),
  ]);
}

/** A text of the record, wrapped. */
export function rows(text: string, width: number): Line[] {
  return wrap([span(untabbed(text.trimEnd()))], width);
}

/** Tabs and returns take no columns that can be counted. */
export function untabbed(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll('\r', '');
}
