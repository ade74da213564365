import type { World } from '../../session/world.ts';
import { type Line, span } from '../../text/line.ts';
import { type Page, topOf, visible } from '../../text/page.ts';
import { wrap } from '../../text/wrap.ts';
import type { LessonState } from './lesson-state.ts';

/** A glossary term and what it means. */
export interface Term {
  readonly word: string;
  readonly definition: string;
}

/** The terms that stand in the visible part of a lesson, each once, as far as the glossary knows them. */
export function termsInView(page: Page, state: LessonState, world: World): Term[] {
  const words = visible(page, topOf(state.position, page)).flatMap(termsOf);
  return [...new Set(words)].flatMap((word) => {
    const definition = world.definition(word);
    return definition ? [{ word, definition }] : [];
  });
}

/** A term of two words is one run of spans; one that is broken over two lines counts by its first word. */
function termsOf(spans: Line): string[] {
  const runs: string[] = [];
  let open = false;
  for (const part of spans) {
    const isTerm = part.as?.includes('term') ?? false;
    if (isTerm && open) runs[runs.length - 1] += part.text;
    else if (isTerm) runs.push(part.text);
    open = isTerm;
  }
  return runs.map((run) => run.trim()).filter(Boolean);
}

/** The terms and their definitions, wrapped. */
export function termLines(terms: readonly Term[], width: number): Line[] {
  return terms.flatMap(({ word, definition }, index) => [
    ...(index > 0 ? [[]] : []),
    [span(word, 'term')],
    ...wrap([span(definition)], width - 2).map((row) => [span('  '), ...row]),
  ]);
}
