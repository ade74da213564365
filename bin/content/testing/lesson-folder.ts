import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readGlossary } from '../glossary.ts';
import type { Lesson } from '../lesson.ts';
import { readLessonHeads } from '../lesson-heads.ts';
import { readLesson } from '../lessons.ts';

/** Front matter with all that must be there. */
export const frontMatter =
  '---\ntitle: Revisions\nsummary: Every change has a number.\nminutes: 12\nsources: [the manual]\n---\n';

/** A course's folder with these files below lessons/, path -> text; it goes when the test ends. */
export function lessonFolder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'course-lessons-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, 'lessons', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return root;
}

/** A lesson `etcd/revisions` with this body, and a glossary. */
export function lessonWith(body: string, glossary = ''): Lesson {
  const root = lessonFolder({
    'etcd/01-revisions/en.md': frontMatter + body,
    'glossary.en.yaml': glossary,
  });
  return readLesson(readLessonHeads(root)[0]!, readGlossary(root));
}
