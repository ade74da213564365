import type { Token } from 'marked';
import { plainOf, unescaped } from '../markdown/prose.ts';
import { styled, type TextOptions } from './text-style.ts';

/** The words of a paragraph, a heading or a cell. Without color, code keeps its backquotes. */
export function inlineText(tokens: readonly Token[], options: TextOptions): string {
  return tokens.map((token) => pieceText(token, options)).join('');
}

function pieceText(token: Token, options: TextOptions): string {
  const inner = 'tokens' in token && token.tokens ? inlineText(token.tokens, options) : '';
  switch (token.type) {
    case 'strong':
      return styled('strong', inner, options);
    case 'em':
      return styled('emphasis', inner, options);
    case 'link':
      return linkText(token, inner, options);
    case 'codespan':
      return options.color ? styled('code', token.text, options) : `\`${token.text}\``;
    case 'term':
      return styled('term', token.text, options);
    case 'checkbox':
      return token.checked ? '[x] ' : '[ ] ';
    case 'br':
      return '\n';
    case 'html':
      return '';
    default:
      return (
        inner ||
        unescaped('text' in token ? String(token.text) : token.raw).replace(/\s*\n\s*/g, ' ')
      );
  }
}

function linkText(token: Token, inner: string, options: TextOptions): string {
  const { href, tokens = [] } = token as { href: string; tokens?: Token[] };
  const shown = styled('link', inner, options);
  return plainOf(tokens) === href ? shown : `${shown} <${href}>`;
}
