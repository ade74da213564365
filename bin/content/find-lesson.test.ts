import { expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { findLesson } from './find-lesson.ts';
import type { LessonHead } from './lesson.ts';

const lessons = ['etcd/revisions', 'etcd/overview', 'proxy/overview'].map(
  (id) => ({ id }) as LessonHead,
);

function fixOf(id: string, among = lessons): string {
  try {
    findLesson(among, id);
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} ${error.fix}`;
  }
  return 'nothing was thrown';
}

it('finds a lesson by its id, or by its name alone where that is clear', () => {
  expect(findLesson(lessons, 'proxy/overview').id).toBe('proxy/overview');
  expect(findLesson(lessons, 'revisions').id).toBe('etcd/revisions');
});

it('asks which one is meant where it is not', () => {
  expect(fixOf('overview')).toBe(
    '"overview" is the name of 2 lessons. Say which: etcd/overview or proxy/overview.',
  );
});

it('names the nearest one', () => {
  expect(fixOf('ectd/revision')).toMatch(
    /There is no lesson "ectd\/revision". Did you mean "etcd\/revisions"/,
  );
  expect(fixOf('revsions')).toMatch(/Did you mean "etcd\/revisions"\? `course list` shows all\./);
  expect(fixOf('a', [])).toMatch(/This course has no lessons\./);
});
