import type { Block } from '../../markdown/block.ts';
import { inlineMarkdown } from '../../markdown/parse.ts';
import type { Lesson } from '../../ports.ts';
import { exercisesOf, type World } from '../../session/world.ts';
import { line, span } from '../../text/line.ts';

/** The title above a lesson, and what it is about. */
export function beginning(lesson: Lesson): Block[] {
  const own = lesson.body.trimStart().startsWith('# ');
  const title: Block = { kind: 'heading', level: 1, text: line(lesson.title) };
  const summary: Block = { kind: 'paragraph', text: line(lesson.summary, 'emphasis') };
  return own ? [] : [title, summary];
}

/** What stands below every lesson: the exercise, and to be looked up what changed since and the sources. */
export function ending(lesson: Lesson, world: Pick<World, 'outline'>): Block[] {
  return [...exercises(lesson, world), ...changes(lesson), ...sources(lesson)];
}

function changes(lesson: Lesson): Block[] {
  if (lesson.outdated.length === 0) return [];
  const rows = lesson.outdated.map(({ was, now }) => [inlineMarkdown(was), inlineMarkdown(now)]);
  return [
    section('Then and now'),
    {
      kind: 'table',
      header: [line('Older texts say'), line('Today')],
      rows,
      align: ['left', 'left'],
    },
  ];
}

function sources(lesson: Lesson): Block[] {
  if (lesson.sources.length === 0) return [];
  const items = lesson.sources.map(({ title, url }) => ({
    blocks: [{ kind: 'paragraph', text: [url ? link(title, url) : span(title)] } as const],
  }));
  return [section('Sources'), { kind: 'list', first: null, items }];
}

function link(title: string, url: string) {
  return { text: title, as: ['link' as const], href: url };
}

function exercises(lesson: Lesson, world: Pick<World, 'outline'>): Block[] {
  const titles = exercisesOf(world.outline, lesson.id).map((exercise) => exercise.title);
  if (titles.length === 0) return [];
  const text = [
    span('Build it yourself: '),
    span(titles.join(', '), 'strong'),
    span('. Press '),
    span('x', 'key'),
    span('.'),
  ];
  return [{ kind: 'rule' }, { kind: 'paragraph', text }];
}

function section(title: string): Block {
  return { kind: 'heading', level: 2, text: line(title) };
}
