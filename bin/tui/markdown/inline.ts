import type { Token } from 'marked';
import type { Line, Span } from '../text/line.ts';
import type { Meaning } from '../theme.ts';

/** The text of a paragraph, a heading or a cell, as spans. */
export function inline(tokens: readonly Token[], as: readonly Meaning[] = [], href?: string): Line {
  return tokens.flatMap((token) => spansOf(token, as, href));
}

const wraps: Readonly<Record<string, Meaning>> = { strong: 'strong', em: 'emphasis', del: 'muted' };

function spansOf(token: Token, as: readonly Meaning[], href?: string): Line {
  const wrapped = wraps[token.type];
  if (wrapped) return inline(childrenOf(token), [...as, wrapped], href);
  switch (token.type) {
    case 'link':
      return inline(childrenOf(token), [...as, 'link'], token.href);
    case 'codespan':
      return [piece(token.text, [...as, 'code'], href)];
    case 'term':
      return [piece(token.text, [...as, 'term'], href)];
    case 'br':
      return [piece('\n', as, href)];
    case 'html':
      return [];
    default:
      if (childrenOf(token).length > 0) return inline(childrenOf(token), as, href);
      return [piece('text' in token ? String(token.text) : token.raw, as, href)];
  }
}

function childrenOf(token: Token): readonly Token[] {
  return ('tokens' in token && token.tokens) || [];
}

function piece(text: string, as: readonly Meaning[], href?: string): Span {
  const unbroken = text === '\n' ? text : withoutEntities(text.replace(/\s*\n\s*/g, ' '));
  return {
    text: unbroken,
    ...(as.length > 0 ? { as } : {}),
    ...(href ? { href } : {}),
  };
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
};

function withoutEntities(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity);
}
