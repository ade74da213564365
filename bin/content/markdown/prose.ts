import type { Token } from 'marked';

/** The words of inline tokens without their marks. */
export function plainOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ('tokens' in token && token.tokens ? plainOf(token.tokens) : wordOf(token)))
    .join('');
}

/** The prose in a run of tokens, a text for each paragraph, heading, list item or table cell; code is left out. */
export function proseOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token): string[] => {
    if (token.type === 'list')
      return token.items.flatMap((item: { tokens: Token[] }) => proseOf(item.tokens));
    if (token.type === 'table')
      return [token.header, ...token.rows]
        .flat()
        .map((cell: { tokens: Token[] }) => plainOf(cell.tokens));
    if (token.type === 'blockquote') return proseOf(token.tokens ?? []);
    if (token.type === 'code' || token.type === 'space' || token.type === 'hr') return [];
    return [plainOf([token])];
  });
}

function wordOf(token: Token): string {
  if (token.type === 'html') return '';
  if (token.type === 'br') return ' ';
  return unescaped('text' in token ? String(token.text) : token.raw);
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00A0',
};

/** Letters instead of the HTML entities that marked leaves or makes. */
export function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|amp|quot|#39|nbsp);/g, (entity) => entities[entity]!);
}
