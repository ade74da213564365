import { fill } from '../text/fill.ts';
import { type Line, line, lineWidth, meaning, span } from '../text/line.ts';
import { wrap } from '../text/wrap.ts';
import type { Block, Item, Tone } from './block.ts';
import { type Table, typesetTable } from './table.ts';
import { typesetCode } from './typeset-code.ts';

/** What typesetting depends on beside the text. */
export interface Setting {
  readonly width: number;
  /** Colors code; null while the highlighter is not loaded, or when it does not know the language. */
  readonly highlight?: ((code: string, language: string) => readonly Line[] | null) | null;
  /** Code inside a sentence keeps its backticks, where no color tells it. */
  readonly ticks?: boolean;
  /** For people who listen: sentences in the place of drawings. */
  readonly spoken?: boolean;
}

/** The lines of one block; between blocks stands an empty line, which is not part of them. */
export function typeset(block: Block, setting: Setting): Line[] {
  switch (block.kind) {
    case 'heading':
      return heading(block.text, block.level, setting);
    case 'paragraph':
      return wrap(setting.ticks ? ticked(block.text) : block.text, setting.width);
    case 'list':
      return list(block.items, block.first, setting);
    case 'table':
      return typesetTable(setting.ticks ? tickedTable(block) : block, setting.width);
    case 'code':
      return typesetCode(block.text, block.language, setting);
    case 'diagram':
      return setting.spoken ? wrap([span(block.alt)], setting.width) : drawing(block.text);
    case 'callout':
      return barred(typesetAll(block.blocks, inner(setting, 2)), block.tone);
    case 'quote':
      return indented(typesetAll(block.blocks, inner(setting, 2)), [span('│ ', 'border')]);
    case 'simulation':
      return typesetSimulation(block.title, setting);
    case 'quiz':
      return [];
    case 'rule':
      return [line('─'.repeat(setting.width), 'border')];
  }
}

/** The lines of several blocks with an empty line between them. */
export function typesetAll(blocks: readonly Block[], setting: Setting): Line[] {
  return blocks.flatMap((block, index) => [...(index > 0 ? [[]] : []), ...typeset(block, setting)]);
}

function heading(text: Line, level: number, setting: Setting): Line[] {
  const lines = wrap(meaning(text, 'heading'), setting.width);
  if (level > 2) return lines;
  const width = Math.max(...lines.map(lineWidth));
  return [...lines, line((level === 1 ? '═' : '─').repeat(width), 'border')];
}

function tickedTable(table: Table): Table {
  const { header, rows } = table;
  return { ...table, header: header.map(ticked), rows: rows.map((cells) => cells.map(ticked)) };
}

function ticked(text: Line): Line {
  return text.map((part) =>
    part.as?.includes('code') ? { ...part, text: `\`${part.text}\`` } : part,
  );
}

function drawing(text: string): Line[] {
  return text.split('\n').map((row) => line(row));
}

function list(items: readonly Item[], first: number | null, setting: Setting): Line[] {
  const marks = items.map((item, index) => markOf(item, index, first));
  const width = Math.max(...marks.map((mark) => mark.length)) + 1;
  return items.flatMap((item, index) => [
    ...(index > 0 && (isLong(item) || isLong(items[index - 1]!)) ? [[]] : []),
    ...indented(itemLines(item, inner(setting, width)), [
      span(`${marks[index]!.padStart(width - 1)} `, 'accent'),
    ]),
  ]);
}

/** An item of several paragraphs has air around it. */
function isLong(item: Item): boolean {
  return item.blocks.filter((block) => block.kind !== 'list').length > 1;
}

function markOf(item: Item, index: number, first: number | null): string {
  if (item.done !== undefined) return item.done ? '[x]' : '[ ]';
  return first === null ? '•' : `${first + index}.`;
}

/** A list inside an item follows its sentence without an empty line. */
function itemLines(item: Item, setting: Setting): Line[] {
  return item.blocks.flatMap((block, index) => [
    ...(index > 0 && block.kind !== 'list' ? [[]] : []),
    ...typeset(block, setting),
  ]);
}

const words: Readonly<Record<Tone, string>> = {
  note: 'Note',
  warning: 'Watch out',
  history: 'History',
};

function barred(lines: readonly Line[], tone: Tone): Line[] {
  const bar = span('┃ ', tone);
  return [[bar, span(words[tone], tone, 'strong')], ...lines.map((text) => [bar, ...text])];
}

/** `mark` before the first line; blanks of its width before the others, or the mark again if it is a bar. */
export function indented(lines: readonly Line[], mark: Line): Line[] {
  const bar = mark[0]?.as?.includes('border') ?? false;
  const blank = bar ? mark : [span(' '.repeat(lineWidth(mark)))];
  return lines.map((text, index) => [...(index === 0 ? mark : blank), ...text]);
}

function inner(setting: Setting, columns: number): Setting {
  return { ...setting, width: Math.max(8, setting.width - columns) };
}

/** Something to press, not to read. */
function typesetSimulation(title: string, { width, spoken }: Setting): Line[] {
  const text = [span('Simulation: ', 'accent'), span(title, 'strong'), span('   ')];
  const how = [span('p', 'key'), span(' plays it', 'muted')];
  if (spoken) return wrap([...text, ...how], width);
  const rule = (left: string, right: string) =>
    line(`${left}${'─'.repeat(width - 2)}${right}`, 'border');
  const inner = fill([span('▶ ', 'accent'), ...text, ...how], width - 4);
  return [rule('╭', '╮'), [span('│ ', 'border'), ...inner, span(' │', 'border')], rule('╰', '╯')];
}
