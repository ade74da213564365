import type { Token, Tokens } from 'marked';
import { lex } from '../../content/markdown/markdown.ts';
import type { Line } from '../text/line.ts';
import type { Align, Block, Item, Tone } from './block.ts';
import { inline } from './inline.ts';

/** Reads Markdown into blocks. What a terminal cannot show (HTML, comments) is left out. */
export function parseMarkdown(text: string): Block[] {
  return blocksOf(lex(text.replaceAll('\t', '  ')));
}

/** Reads one paragraph of Markdown. */
export function inlineMarkdown(text: string): Line {
  const [first] = parseMarkdown(text);
  return first?.kind === 'paragraph' ? first.text : [{ text }];
}

/** Blocks from the tokens of marked's lexer. */
export function blocksOf(tokens: readonly Token[]): Block[] {
  return tokens.flatMap((token) => blockOf(token) ?? []);
}

function blockOf(token: Token): Block | undefined {
  switch (token.type) {
    case 'heading':
      return { kind: 'heading', level: token.depth, text: inline(token.tokens ?? []) };
    case 'paragraph':
    case 'text':
      return { kind: 'paragraph', text: inline(token.tokens ?? [token]) };
    case 'list':
      return listOf(token as Tokens.List);
    case 'table':
      return tableOf(token as Tokens.Table);
    case 'code':
      return fenceOf(token as Tokens.Code);
    case 'blockquote':
      return quoteOf(token as Tokens.Blockquote);
    case 'hr':
      return { kind: 'rule' };
  }
}

function listOf(token: Tokens.List): Block {
  const items = token.items.map(
    (item): Item => ({
      blocks: blocksOf(item.tokens),
      ...(item.task ? { done: item.checked === true } : {}),
    }),
  );
  return { kind: 'list', first: token.ordered ? Number(token.start || 1) : null, items };
}

function tableOf(token: Tokens.Table): Block {
  return {
    kind: 'table',
    header: token.header.map((cell) => inline(cell.tokens)),
    rows: token.rows.map((row) => row.map((cell) => inline(cell.tokens))),
    align: token.align.map((align): Align => align ?? 'left'),
  };
}

/** A fence's language says what stands in it: a diagram, a quiz, a simulation, or code. */
function fenceOf(token: Tokens.Code): Block {
  const language = token.lang?.split(/\s/)[0] ?? '';
  if (language === 'quiz') return { kind: 'quiz', text: token.text };
  if (language === 'simulation')
    return { kind: 'simulation', id: token.text.trim(), title: token.text.trim() };
  if (language === 'diagram') return diagramOf(token.text);
  return { kind: 'code', language, text: token.text };
}

function diagramOf(text: string): Block {
  const [, alt, drawing] = /^alt:\s*(.*)\n\n?([\s\S]*)$/.exec(text) ?? [];
  return { kind: 'diagram', alt: alt?.trim() ?? '', text: drawing ?? text };
}

const tones: Readonly<Record<string, Tone>> = {
  NOTE: 'note',
  TIP: 'note',
  IMPORTANT: 'warning',
  WARNING: 'warning',
  CAUTION: 'warning',
  HISTORY: 'history',
};

function quoteOf(token: Tokens.Blockquote): Block {
  const [mark, word] = /^\s*\[!([A-Z]+)\]\s*/.exec(token.text) ?? [];
  const tone = word ? tones[word] : undefined;
  if (!mark || !tone) return { kind: 'quote', blocks: blocksOf(token.tokens) };
  const blocks = blocksOf(lex(token.text.slice(mark.length)));
  return { kind: 'callout', tone, blocks };
}
