import { courseRoot } from '../../grader/index.ts';
import { findLesson } from '../content/find-lesson.ts';
import { readGlossary } from '../content/glossary.ts';
import { readLessonHeads } from '../content/lesson-heads.ts';
import { readLesson } from '../content/lessons.ts';
import { lessonText } from '../content/text/lesson-text.ts';
import { terminalFacts, wantsColor } from '../terminal.ts';

/** Wider lines tire the eye. */
const widest = 88;

/** Prints a lesson as text, for pagers and pipes. */
export function read(id: string): void {
  const lesson = readLesson(findLesson(readLessonHeads(courseRoot), id), readGlossary(courseRoot));
  const width = Math.min(terminalFacts().columns, widest);
  process.stdout.write(lessonText(lesson, { width, color: wantsColor() }));
}
