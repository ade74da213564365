import type { Token, Tokens } from 'marked';
import stringWidth from 'string-width';
import { inlineText } from './inline-text.ts';
import { tableText } from './table-text.ts';
import { styled, type TextOptions, wrapped } from './text-style.ts';

/** Markdown as lines of text, paragraphs apart by an empty one. */
export function markdownText(tokens: readonly Token[], options: TextOptions): string[] {
  return spaced(tokens.map((token) => blockText(token, options)));
}

/** Puts an empty line between pieces; empty pieces vanish. */
export function spaced(pieces: readonly (readonly string[])[]): string[] {
  return pieces
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** A heading that is one without color as well. */
export function underlined(text: string, sign: string, options: TextOptions): string[] {
  const lines = wrapped(text, options);
  const rule = sign.repeat(Math.max(...lines.map((line) => stringWidth(line))));
  return [...lines, rule].map((line) => styled('heading', line, options));
}

/** Moves lines to the right; empty ones stay empty. */
export function indented(lines: readonly string[], by: string): string[] {
  return lines.map((line) => (by + line).trimEnd());
}

function blockText(token: Token, options: TextOptions): string[] {
  switch (token.type) {
    case 'heading':
      return headingText(token as Tokens.Heading, options);
    case 'list':
      return listText(token as Tokens.List, options);
    case 'table':
      return tableText(token as Tokens.Table, options);
    case 'code':
      return indented(String(token.text).split('\n'), '    ');
    case 'blockquote':
      return quoteText(token as Tokens.Blockquote, options);
    case 'hr':
      return ['-'.repeat(Math.min(options.width, 20))];
    case 'paragraph':
    case 'text':
      return wrapped(inlineText(token.tokens ?? [token], options), options);
    default:
      return [];
  }
}

function headingText(token: Tokens.Heading, options: TextOptions): string[] {
  const text = inlineText(token.tokens, { ...options, color: false });
  return underlined(text, token.depth === 2 ? '-' : '~', options);
}

function listText(list: Tokens.List, options: TextOptions): string[] {
  const items = list.items.map((item, index) => {
    const mark = list.ordered ? `${Number(list.start || 1) + index}. ` : '- ';
    return itemText(item, mark, list.loose, options);
  });
  return list.loose ? spaced(items) : items.flat();
}

function itemText(
  item: Tokens.ListItem,
  mark: string,
  loose: boolean,
  options: TextOptions,
): string[] {
  const inside = { ...options, width: options.width - mark.length };
  const pieces = item.tokens.map((token) => blockText(token, inside));
  const lines = loose ? spaced(pieces) : pieces.flat();
  const rest = ' '.repeat(mark.length);
  return lines.map((line, index) => ((index === 0 ? mark : rest) + line).trimEnd());
}

/** `> [!NOTE]` says its word; any other quote has only the bar. */
function quoteText(quote: Tokens.Blockquote, options: TextOptions): string[] {
  const inside = { ...options, width: options.width - 2 };
  const [, word] = /^\[!([A-Z]+)\]/.exec(quote.text) ?? [];
  const label = word ? [styled('strong', `${word[0]}${word.slice(1).toLowerCase()}`, options)] : [];
  const lines = markdownText(word ? withoutMark(quote.tokens) : quote.tokens, inside);
  return indented([...label, ...lines], '| ');
}

/** The mark is the start of the first paragraph's first text. */
function withoutMark(tokens: readonly Token[]): Token[] {
  const [first, ...others] = tokens as [Tokens.Paragraph, ...Token[]];
  const [start, ...more] = first.tokens as [Tokens.Text, ...Token[]];
  const text = start.text.replace(/^\[![A-Z]+\]\s*/, '');
  const paragraph =
    text || more.length > 0 ? [{ ...first, tokens: [{ ...start, text }, ...more] }] : [];
  return [...paragraph, ...others];
}
