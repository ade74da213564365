import { visible } from '../verdict/visible.ts';

const longest = 20_000;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is ready to be put into a page. Only the template below makes it. */
export class Markup {
  constructor(readonly text: string) {}
}

type Piece = Markup | string | number | null | false | readonly Piece[];

/** A template for HTML and XML in which every text is escaped; nothing a learner wrote can become markup. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const parts = pieces.map(textOf);
  return new Markup(String.raw({ raw: strings }, ...parts));
}

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (piece === null || piece === false) return '';
  if (Array.isArray(piece)) return piece.map(textOf).join('');
  return escaped(String(piece));
}

/** A text between tags or in a quoted attribute. Characters that XML does not know become visible. */
function escaped(text: string): string {
  return visible(text, longest).replace(/[&<>"']/g, (char) => entities[char]!);
}
