import { type Line, line, lineWidth, span } from '../text/line.ts';
import { wrap } from '../text/wrap.ts';
import type { Setting } from './typeset.ts';

const bar = span('│ ', 'border');
const again = span('↪ ', 'muted');

/** Code behind a bar. A line that is too long goes on below, marked. */
export function typesetCode(text: string, language: string, setting: Setting): Line[] {
  const colored = setting.highlight?.(text, language) ?? text.split('\n').map((row) => line(row));
  if (setting.spoken) return [...colored];
  return colored.flatMap((row) => codeLine(row, setting.width - 2).map((part) => [bar, ...part]));
}

function codeLine(row: Line, width: number): Line[] {
  if (lineWidth(row) <= width) return [row];
  const [first, ...rest] = wrap(row, width);
  return [first!, ...rest.flatMap((part) => wrap(part, width - 2)).map((part) => [again, ...part])];
}
