import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicFiles } from '../../../exercises/catalog.ts';
import { readHints } from '../../../exercises/hints.ts';
import { courseRoot } from '../../../grader/index.ts';
import { findLesson } from '../../content/find-lesson.ts';
import { type Glossary, readGlossary } from '../../content/glossary.ts';
import type { Lesson } from '../../content/lesson.ts';
import { readLesson } from '../../content/lessons.ts';
import { itemsOf } from '../../content/outline.ts';
import type { ContentPort } from '../../tui/ports.ts';
import type { LearnerDesk } from './learner-desk.ts';

/** Lessons and exercises for the screens; each lesson is read when it is first opened. */
export function contentPort(desk: LearnerDesk): ContentPort {
  const heads = itemsOf(desk.course.outline).flatMap((item) =>
    item.kind === 'lesson' ? [item.lesson] : [],
  );
  let glossary: Glossary | undefined;
  // Read when it is first needed: not for the first picture.
  const words = () => {
    glossary ??= readGlossary(courseRoot);
    return glossary;
  };
  const lessons = new Map<string, Lesson>();
  return {
    outline: () => desk.course.outline,
    lesson: (id) => {
      const lesson = lessons.get(id) ?? readLesson(findLesson(heads, id), words());
      lessons.set(id, lesson);
      return lesson;
    },
    exercise: (id) => {
      const exercise = desk.exercise(id);
      return {
        brief: readFileSync(join(exercise.dir, publicFiles.brief), 'utf8'),
        hints: readHints(exercise),
      };
    },
    definition: (term) => words().find(term)?.definition,
  };
}
