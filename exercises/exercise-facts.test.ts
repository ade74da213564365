import { expect, it } from 'vitest';
import { AuthorError } from './checked.ts';
import { parseExerciseFacts } from './exercise-facts.ts';

const good = {
  id: 'etcd/watch',
  component: 'etcd',
  title: 'Watch',
  lesson: 'etcd/watch',
  order: 20,
  difficulty: 'medium',
  minutes: 45,
  needs: ['etcd/mvcc-store'],
  points: { Replay: 60, Live: 40 },
};

const read = (change: object) =>
  parseExerciseFacts(JSON.stringify({ ...good, ...change }), 'exercise.json', 'etcd/watch');

it('reads an exercise and fills in what it leaves out', () => {
  expect(read({})).toEqual({
    ...good,
    simulation: null,
    shown: {},
    timeLimitMs: 3000,
  });
});

it.each([
  ['id', { id: 'etcd watch' }, 'component/exercise'],
  ['id', { id: 'etcd/other' }, 'etcd/watch'],
  ['component', { component: 'scheduler' }, 'etcd'],
  ['difficulty', { difficulty: 'brutal' }, '"easy" | "medium" | "hard"'],
  ['minutes', { minutes: 0 }, '1'],
  ['minutes', { minutes: '45' }, 'number'],
  ['points', { points: {} }, 'at least one group'],
  ['points.Live', { points: { Live: 1.5 } }, 'integer'],
  ['shown.Live', { shown: { Live: 'all' } }, '"group" | "names" | "values"'],
  ['needs.0', { needs: ['watch'] }, 'component/exercise'],
  ['titel', { titel: 'Watch' }, 'never'],
])('a wrong %s is named with the fix', (field, change, fix) => {
  const error = catching(() => read(change));
  expect(error).toMatchObject({ file: 'exercise.json', field });
  expect(error.message).toContain(fix);
});

it('a missing field is named', () => {
  const { lesson, ...rest } = good;
  const error = catching(() =>
    parseExerciseFacts(JSON.stringify(rest), 'exercise.json', 'etcd/watch'),
  );
  expect(error.message).toContain('lesson');
});

it('text that is not JSON is named', () => {
  expect(() => parseExerciseFacts('{', 'exercise.json', 'etcd/watch')).toThrow(
    /exercise\.json: is not JSON.*Fix/,
  );
});

function catching(work: () => unknown): AuthorError {
  try {
    work();
  } catch (error) {
    if (error instanceof AuthorError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
