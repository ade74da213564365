import { bodyTop } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import { panel, panelBorder } from '../../components/panel.ts';
import { signOf } from '../../components/signs.ts';
import { findItem, standingOf, type World } from '../../session/world.ts';
import { block, cut, cutAtWord, fill } from '../../text/fill.ts';
import { type Line, meaning, type Span, span } from '../../text/line.ts';
import { markedAll } from '../../text/search.ts';
import { wrap } from '../../text/wrap.ts';
import { counted } from '../exercise/wording.ts';
import { resultsOf } from './find-keys.ts';
import { findLayout } from './find-layout.ts';
import type { FindState } from './find-state.ts';
import { type Found, wordsOf } from './found.ts';

/** How much was found. */
export function findHeader(state: FindState, world: World): readonly [Line, Line] {
  const count = resultsOf(state, world).length;
  const note = state.query ? `found in ${counted(count, 'text')}` : '';
  return [
    [span('Find', 'title'), span('  in lessons, exercises and the glossary', 'muted')],
    [span(note, 'muted')],
  ];
}

/** The words, what was found, and the selected result at length. */
export function Find({ state, world }: { readonly state: FindState; readonly world: World }) {
  return <Lines top={bodyTop} lines={drawn(state, world)} />;
}

function drawn(state: FindState, world: World): Line[] {
  const { width, results: rows, excerpt } = findLayout(world);
  const results = resultsOf(state, world);
  const words = wordsOf(state.query);
  const seen = results.slice(state.top, state.top + rows);
  const lines = seen.map((found, index) =>
    resultLine(found, state.top + index === state.selected, words, world, width - 2),
  );
  const chosen = results[state.selected];
  return [
    ...block([queryLine(state), []], width, 2),
    ...block((results.length > 0 ? lines : advice(state)).map(indent), width, rows),
    ...(chosen ? excerptPanel(chosen, words, world, width, excerpt) : block([], width, excerpt)),
  ];
}

function queryLine({ query }: FindState): Line {
  return [span(' › ', 'accent'), span(query, 'strong'), span('▏', 'accent')];
}

function advice({ query }: FindState): Line[] {
  if (query.trim() === '')
    return [[span('Type some words: all of them are looked for, in any order.', 'muted')]];
  return [
    [span(`Nothing holds “${query.trim()}”.`)],
    [span('Fewer words, or only the beginning of one, find more.', 'muted')],
  ];
}

const kinds = { lesson: 'lesson', exercise: 'exercise', term: 'glossary' } as const;

/** Sign, title, and as much of the text around the words as has room. */
function resultLine(
  { text, excerpt }: Found,
  selected: boolean,
  words: readonly string[],
  world: World,
  width: number,
): Line {
  const titleWidth = Math.min(38, Math.floor(width * 0.42));
  const whole = world.spoken ? cut : fill;
  const title = whole(
    markedAll([span(text.title, ...(selected ? ['strong' as const] : []))], words),
    titleWidth,
  );
  const room = width - titleWidth - 7;
  const row = [
    span(selected ? '▸ ' : '  ', 'accent'),
    signFor(text, world),
    span(' '),
    ...title,
    span('   '),
    ...cutAtWord(markedAll([span(around(excerpt, words[0] ?? '', room), 'muted')], words), room),
  ];
  return selected ? meaning(fill(row, width), 'selected') : row;
}

function signFor({ kind, id }: Found['text'], world: World): Span {
  if (kind === 'term') return span(world.spoken ? 'glossary:' : '≡', 'term');
  const item = findItem(world.outline, { kind, id });
  if (!item || world.spoken) return span(`${kinds[kind]}:`);
  return signOf(kind, standingOf(item, world.progress));
}

/** The text from a little before the word on, where the word would not be seen else. */
function around(text: string, word: string, room: number): string {
  const at = text.toLowerCase().indexOf(word);
  if (at < room - word.length - 4) return text;
  const early = Math.min(at - Math.floor(room / 3), text.length - room);
  const start = text.indexOf(' ', Math.max(0, early));
  return `…${text.slice(start > 0 && start < at ? start : at)}`;
}

function excerptPanel(
  { text, excerpt, places }: Found,
  words: readonly string[],
  world: World,
  width: number,
  height: number,
): Line[] {
  const more = places > 1 ? `, ${places} paragraphs` : '';
  const inner = width - panelBorder.columns;
  return panel({
    spoken: world.spoken,
    title: [span(text.title, 'strong')],
    note: [span(`${kinds[text.kind]}${more}`, 'muted')],
    lines: wrap([span(excerpt)], inner).map((row) => markedAll(row, words)),
    width,
    height,
  });
}

function indent(text: Line): Line {
  return [span(' '), ...text];
}
