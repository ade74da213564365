import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicFiles } from '../../../exercises/catalog.ts';
import type { Glossary } from '../../content/glossary.ts';
import { itemsOf, type Outline, type OutlineItem } from '../../content/outline.ts';
import type { SearchText } from '../../tui/ports.ts';

/** All that can be searched: the glossary, then lessons and briefs in the course's order. */
export function searchTexts(outline: Outline, glossary: Glossary | undefined): SearchText[] {
  const terms = (glossary?.entries ?? []).map(
    ({ term, definition }): SearchText => ({
      kind: 'term',
      id: term,
      title: term,
      text: definition,
    }),
  );
  return [...terms, ...itemsOf(outline).map(textOf)];
}

function textOf(item: OutlineItem): SearchText {
  if (item.kind === 'lesson') {
    const { id, title, summary, file } = item.lesson;
    const body = readFileSync(file, 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
    return { kind: 'lesson', id, title, text: `${summary}\n\n${body}` };
  }
  const { id, title, dir } = item.exercise;
  const text = readFileSync(join(dir, publicFiles.brief), 'utf8');
  return { kind: 'exercise', id, title, text };
}
