import { type Line, plainText, type Span } from './line.ts';
import { charactersOf, widthOf } from './width.ts';

/** A run of spans that is never split over two lines, unless it is longer than a line. */
interface Word {
  readonly spans: Span[];
  readonly width: number;
  readonly blank: boolean;
}

/** Wraps spans to lines of at most `columns`. Breaks at blanks and around wide characters; a `\n` starts a new line. */
export function wrap(spans: Line, columns: number): Line[] {
  const width = Math.max(1, columns);
  return hardLines(spans).flatMap((part) => wrapOne(part, width));
}

function wrapOne(spans: Line, columns: number): Line[] {
  const lines: Span[][] = [];
  let current: Span[] = [];
  let used = 0;
  const close = () => {
    lines.push(trimEnd(current));
    current = [];
    used = 0;
  };
  for (const word of wordsOf(spans).flatMap((word) => split(word, columns))) {
    if (used + word.width > columns) {
      close();
      if (word.blank) continue;
    }
    current.push(...word.spans);
    used += word.width;
  }
  close();
  return lines.map(joined);
}

/** Cuts the spans at line breaks. */
function hardLines(spans: Line): Line[] {
  const lines: Span[][] = [[]];
  for (const part of spans)
    part.text.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text) lines.at(-1)!.push({ ...part, text });
    });
  return lines;
}

/** Blanks, wide characters and everything between them; a word may go on over several spans. */
function wordsOf(spans: Line): Word[] {
  const words: Word[] = [];
  for (const part of spans)
    for (const text of piecesOf(part.text)) {
      const word = { spans: [{ ...part, text }], width: widthOf(text), blank: text.trim() === '' };
      const last = words.at(-1);
      if (last && holdsTogether(last, word)) words[words.length - 1] = glued(last, word);
      else words.push(word);
    }
  return words;
}

const noBreakBefore = /^[，。、；：？！）】」』》〉”’%…,.;:?!)\]}]/u;
const noBreakAfter = /[（【「『《〈“‘([{]$/u;

function holdsTogether(left: Word, right: Word): boolean {
  if (left.blank || right.blank) return false;
  const [before, after] = [plainText(left.spans), plainText(right.spans)];
  if (noBreakBefore.test(after) || noBreakAfter.test(before)) return true;
  return !isWide(before.at(-1)!) && !isWide(after);
}

function glued(left: Word, right: Word): Word {
  return { spans: [...left.spans, ...right.spans], width: left.width + right.width, blank: false };
}

/** ` `, `word`, and each wide character for itself. */
function piecesOf(text: string): string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return text.match(/ +|[^ ]+/g) ?? [];
  const pieces: string[] = [];
  let word = '';
  for (const character of charactersOf(text)) {
    const alone = character === ' ' || isWide(character);
    if (alone && word) pieces.push(word);
    if (alone) pieces.push(character);
    word = alone ? '' : word + character;
  }
  return word ? [...pieces, word] : pieces;
}

function isWide(text: string): boolean {
  return widthOf(text) >= 2 && charactersOf(text).length === 1;
}

/** A word that is longer than a line, cut where paths and names have a joint, else anywhere. */
function split(word: Word, columns: number): Word[] {
  if (word.width <= columns) return [word];
  const parts = word.spans.flatMap((part) =>
    (part.text.match(/[^/.,_-]*[/.,_-]+|[^/.,_-]+/g) ?? []).map((text) => pieceOf(part, text)),
  );
  return parts.flatMap((part) => (part.width <= columns ? [part] : letters(part)));
}

function letters(word: Word): Word[] {
  return word.spans.flatMap((part) =>
    charactersOf(part.text).map((character) => pieceOf(part, character)),
  );
}

function pieceOf(part: Span, text: string): Word {
  return { spans: [{ ...part, text }], width: widthOf(text), blank: false };
}

function trimEnd(spans: Span[]): Span[] {
  const kept = [...spans];
  while (kept.at(-1)?.text.trim() === '') kept.pop();
  return kept;
}

/** Neighbors that look alike made one span again. */
function joined(spans: Line): Line {
  const lines: Span[] = [];
  for (const part of spans) {
    const last = lines.at(-1);
    if (last && last.as === part.as && last.href === part.href)
      lines[lines.length - 1] = { ...last, text: last.text + part.text };
    else lines.push(part);
  }
  return lines;
}
