import { Marked, type Token, type TokenizerAndRendererExtension } from 'marked';
import { AuthorError } from '../../../exercises/checked.ts';
import { checkTerm } from '../check-term.ts';
import type { Glossary } from '../glossary.ts';

/** `[[lease]]`: a word that the glossary explains. */
const term: TokenizerAndRendererExtension = {
  name: 'term',
  level: 'inline',
  start: (text) => text.indexOf('[['),
  tokenizer(text) {
    const [raw, word] = /^\[\[([^\]\n]+)\]\]/.exec(text) ?? [];
    return raw ? { type: 'term', raw, text: word } : undefined;
  },
};

const markdown = new Marked({ gfm: true, extensions: [term] });

/** The kinds of fences that are no code; they stand for themselves, never inside a list or a quote. */
export const specialFences = ['diagram', 'quiz', 'simulation'];

/** Marks of a callout, `> [!NOTE]`. */
export const callouts = ['NOTE', 'WARNING', 'HISTORY'];

/** Cuts Markdown into marked's tokens. */
export function lex(text: string): Token[] {
  return markdown.lexer(text);
}

/** First word behind the ``` of a fence; empty for other tokens. */
export function fenceOf(token: Token): string {
  return token.type === 'code' ? String(token.lang ?? '').split(/\s/)[0]! : '';
}

/** Throws AuthorError for what a terminal cannot show, or what was surely meant otherwise. */
export function checkMarkdown(tokens: readonly Token[], glossary: Glossary, file: string): void {
  markdown.walkTokens([...tokens], (token) => {
    if (token.type === 'term') checkTerm(token.text, glossary, file);
    if (token.type === 'html') checkHtml(token.raw, file);
    if (token.type === 'code') checkFence(token, file);
    if (token.type === 'blockquote') checkCallout(token.text, file);
    if (token.type === 'heading' && token.depth === 1)
      throw new AuthorError(
        file,
        `"# ${token.text}"`,
        'is a heading of the first level',
        'write ##: the title stands in the front matter',
      );
  });
}

function checkHtml(raw: string, file: string): void {
  if (/^\s*<!--[\s\S]*-->\s*$/.test(raw)) return;
  throw new AuthorError(
    file,
    `"${raw.trim().split('\n')[0]}"`,
    'is HTML, which no terminal shows',
    'write it as Markdown, or in backquotes if it is meant literally',
  );
}

function checkFence(token: Token, file: string): void {
  if (token.type !== 'code' || token.codeBlockStyle === 'indented') return;
  const start = `the code "${token.text.split('\n')[0]}"`;
  const fence = fenceOf(token);
  if (!fence)
    throw new AuthorError(
      file,
      start,
      'names no language',
      'write one behind ```, `text` if there is none',
    );
  if (specialFences.includes(fence))
    throw new AuthorError(
      file,
      start,
      `is a ${fence} inside a list or a quote`,
      'move it to the left margin',
    );
}

function checkCallout(text: string, file: string): void {
  const [mark, word] = /^\[!(\w+)\]/.exec(text) ?? [];
  if (word && !callouts.includes(word))
    throw new AuthorError(
      file,
      mark!,
      'is no known mark',
      `write one of ${callouts.map((name) => `[!${name}]`).join(', ')}`,
    );
}
