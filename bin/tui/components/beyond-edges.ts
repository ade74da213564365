import { type Line, span } from '../text/line.ts';
import { clampTop, type Page } from '../text/page.ts';

/** What of a text lies outside its panel: how much above and how much below; nothing where all is seen. */
export function beyondEdges(
  page: Pick<Page, 'lines' | 'height'>,
  top: number,
  spoken: boolean,
): { readonly note: Line; readonly below: Line } {
  const at = clampTop(top, page);
  const under = page.lines.length - at - page.height;
  const told = (sign: string, count: number, text: string) =>
    count > 0 ? [span(`${spoken ? '' : sign}${lines(count)}${text}`, 'muted')] : [];
  return { note: told('▲ ', at, ' above'), below: told('▼ ', under, ' below') };
}

function lines(count: number): string {
  return `${count} ${count === 1 ? 'line' : 'lines'}`;
}
