import type { ItemName, SearchText } from '../../ports.ts';
import { remembering } from '../../text/remembering.ts';

/** A lesson, an exercise or a term in which all words of a query stand together. */
export interface Found {
  readonly text: SearchText;
  /** The paragraph that is shown: the first one found. */
  readonly excerpt: string;
  /** How many paragraphs hold the words. */
  readonly places: number;
  /** What Enter opens; for a term the first lesson that marks it, else the first that holds it. */
  readonly opens: ItemName | null;
}

/** What holds all words of a query in one paragraph: first where the title does, then in the course's order. */
export const foundIn = remembering(
  (texts: readonly SearchText[], query: string): readonly Found[] => {
    const words = wordsOf(query);
    if (words.length === 0) return [];
    const found = texts.flatMap((text) => foundOne(text, words, texts) ?? []);
    const inTitle = ({ text }: Found) => holdsAll(text.title.toLowerCase(), words);
    return [...found.filter(inTitle), ...found.filter((one) => !inTitle(one))];
  },
);

/** The words of a query, in small letters. */
export function wordsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

function foundOne(text: SearchText, words: readonly string[], all: readonly SearchText[]) {
  const paragraphs = paragraphsOf(text);
  const hits = paragraphs.filter((paragraph) => holdsAll(paragraph.toLowerCase(), words));
  const titled = holdsAll(text.title.toLowerCase(), words);
  if (hits.length === 0 && !titled) return undefined;
  const excerpt = hits[0] ?? paragraphs[0] ?? '';
  return { text, excerpt, places: hits.length, opens: openedBy(text, all) };
}

function openedBy({ kind, id, title }: SearchText, all: readonly SearchText[]): ItemName | null {
  if (kind !== 'term') return { kind, id };
  const lessons = all.filter((other) => other.kind === 'lesson');
  const holding = (words: string) =>
    lessons.find(({ text }) => text.toLowerCase().includes(words.toLowerCase()));
  const lesson = holding(`[[${title}`) ?? holding(title);
  return lesson ? { kind: 'lesson', id: lesson.id } : null;
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

const paragraphs = new WeakMap<SearchText, readonly string[]>();

/** The prose of a Markdown text without its marks. A quiz is left out: it would give its answers away. */
function paragraphsOf(text: SearchText): readonly string[] {
  const known = paragraphs.get(text);
  if (known) return known;
  const cut = text.text
    .replace(/^```quiz\n[\s\S]*?^```$/gm, '')
    .replace(/^```.*$/gm, '')
    .split(/\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.)\s)/)
    .map(withoutMarks)
    .filter(Boolean);
  paragraphs.set(text, cut);
  return cut;
}

function withoutMarks(paragraph: string): string {
  return paragraph
    .replace(/^\s*(?:[#>*-]+|\d+\.)\s+/, '')
    .replace(/\[\[([^\]]*)\]\]/g, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`|^alt:/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
