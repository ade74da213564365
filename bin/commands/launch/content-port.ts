import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicFiles } from '../../../exercises/catalog.ts';
import { readHints } from '../../../exercises/hints.ts';
import { courseRoot, simulationTitle } from '../../../grader/index.ts';
import { findLesson } from '../../content/find-lesson.ts';
import type { Glossary } from '../../content/glossary.ts';
import type { Lesson } from '../../content/lesson.ts';
import { itemsOf } from '../../content/outline.ts';
import type { ContentPort } from '../../tui/ports.ts';
import { remembering } from '../../tui/text/remembering.ts';
import type { LearnerDesk } from './learner-desk.ts';
import { searchTexts } from './search-texts.ts';

/** A content port that can be told to get ready. */
export interface PreparedContentPort extends ContentPort {
  /** Loads what reads lessons; until then a lesson is a promise. */
  prepare(): Promise<void>;
}

/** Lessons and exercises for the screens; each lesson is read when it is first opened. */
export function contentPort(desk: LearnerDesk): PreparedContentPort {
  const shelf = new Shelf(
    itemsOf(desk.course.outline).flatMap((item) => (item.kind === 'lesson' ? [item.lesson] : [])),
  );
  const texts = remembering(searchTexts);
  return {
    prepare: () => shelf.prepare(),
    outline: () => desk.course.outline,
    lesson: (id) => shelf.lesson(id) ?? shelf.prepare().then(() => shelf.lesson(id)!),
    exercise: (id) => {
      const exercise = desk.exercise(id);
      return {
        brief: readFileSync(join(exercise.dir, publicFiles.brief), 'utf8'),
        hints: readHints(exercise),
      };
    },
    texts: () => texts(desk.course.outline, shelf.glossary),
    definition: (term) => shelf.glossary?.find(term)?.definition,
  };
}

/** The lessons and the glossary. They are YAML in part, and its parser is larger than all of our own screens. */
class Shelf {
  private readonly read = new Map<string, Lesson>();
  private readLesson: typeof import('../../content/lessons.ts').readLesson | undefined;
  glossary: Glossary | undefined;

  constructor(private readonly heads: Parameters<typeof findLesson>[0]) {}

  async prepare(): Promise<void> {
    if (this.readLesson) return;
    const [{ readLesson }, { readGlossary }] = await Promise.all([
      import('../../content/lessons.ts'),
      import('../../content/glossary.ts'),
    ]);
    this.glossary = readGlossary(courseRoot);
    this.readLesson = readLesson;
  }

  /** Undefined until the shelf is prepared. Throws when there is no such lesson. */
  lesson(id: string): Lesson | undefined {
    if (!this.readLesson) return undefined;
    const known = this.read.get(id);
    if (known) return known;
    const lesson = titled(this.readLesson(findLesson(this.heads, id), this.glossary!));
    this.read.set(id, lesson);
    return lesson;
  }
}

/** Simulations go by the titles that they give themselves. */
function titled(lesson: Lesson): Lesson {
  const blocks = lesson.blocks.map((block) => {
    const title = block.type === 'simulation' ? simulationTitle(block.name) : undefined;
    return title === undefined ? block : { ...block, title };
  });
  return { ...lesson, blocks };
}
