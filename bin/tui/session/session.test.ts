import { expect, it } from 'vitest';
import { frontScreen } from '../app-state.ts';
import { begunProgress, type FixtureFacts, fixturePorts } from '../fixture/ports.ts';
import { failedRecord, passedRecord } from '../fixture/records.ts';
import { Session } from './session.ts';
import { hasPassed } from './world.ts';

function open(facts: FixtureFacts = {}) {
  const ports = fixturePorts({ progress: begunProgress, ...facts });
  const quits: string[] = [];
  const terminal = {
    lend: async (use: () => Promise<void>) => {
      quits.push('lent');
      await use();
      quits.push('taken back');
    },
    suspend: async () => void quits.push('suspended'),
    quit: () => void quits.push('quit'),
  };
  const settings = { size: { columns: 80, rows: 24 }, ticks: false, spoken: false, still: false };
  const session = new Session(ports, terminal, settings);
  session.begin();
  const press = (...keys: string[]) => {
    for (const key of keys) session.press(key);
  };
  const front = () => {
    const screen = frontScreen(session.current());
    return 'id' in screen ? `${screen.kind} ${screen.id}` : screen.kind;
  };
  return { ports, session, press, front, quits };
}

const at = (screen: 'lesson' | 'exercise', id: string) => ({
  progress: { ...begunProgress, place: { screen, id } },
});

it('the course opens where it was left', () => {
  expect(open(at('exercise', 'etcd/watch')).front()).toBe('exercise etcd/watch');
  expect(open(at('lesson', 'etcd/leases')).front()).toBe('lesson etcd/leases');
});

it('stubs that are newer in the course are told of at the start, once', () => {
  const { session, press } = open({ outdated: ['etcd/watch', 'etcd/lease'] });
  expect(session.current().says).toMatch(/^2 stubs are newer in the course: course update/);
  press('j');
  expect(session.current().says).toBeNull();
  expect(session.current().world.news).toHaveLength(1);
  expect(open().session.current().says).toBeNull();
});

it('a place that is no longer in the course is home, where the next step is selected', () => {
  const { front, session } = open(at('exercise', 'etcd/gone'));
  expect(front()).toBe('home');
  expect(frontScreen(session.current())).toMatchObject({ selected: { id: 'etcd/watching' } });
});

it('from home over the lesson to the exercise and back with Esc', () => {
  const { press, front } = open();
  press('g', 'j', 'j', 'enter', 'x');
  expect(front()).toBe('exercise etcd/mvcc-store');
  press('esc');
  expect(front()).toBe('lesson etcd/revisions');
  press('esc', 'esc', 'esc');
  expect(front()).toBe('home');
});

it('] and [ walk through the course in its order', () => {
  const { press, front } = open(at('lesson', 'etcd/revisions'));
  press(']');
  expect(front()).toBe('exercise etcd/mvcc-store');
  press(']', ']');
  expect(front()).toBe('exercise etcd/watch');
  press('[', '[', '[', '[', '[', '[');
  expect(front()).toBe('lesson course/the-whole-picture');
});

it('only the exercise in front is watched', () => {
  const { press, ports } = open(at('exercise', 'etcd/watch'));
  press('L', 'x', 'esc', 'esc');
  expect(
    ports.done.filter((words) => words.includes('watch '.trim()) && !words.startsWith('keep')),
  ).toEqual([
    'watch etcd/watch',
    'stop watching etcd/watch',
    'watch etcd/watch',
    'stop watching etcd/watch',
  ]);
});

it('a verdict is kept before it is shown, and never moves the learner on', () => {
  const { ports, session, front } = open(at('exercise', 'etcd/watch'));
  ports.save();
  ports.verdict({ ...passedRecord, exercise: 'etcd/watch' });
  expect(ports.done.at(-1)).toBe('keep verdict passed');
  expect(hasPassed(session.current().world.progress, 'etcd/watch')).toBe(true);
  expect(front()).toBe('exercise etcd/watch');
  expect(session.current().lastVerdict?.status).toBe('passed');
});

it('a key is heard once by those who draw', () => {
  const { session, press } = open();
  const heard: string[] = [];
  session.subscribe(() => void heard.push('changed'));
  press('enter');
  expect(heard).toEqual(['changed']);
});

it('an editor of the terminal borrows the terminal', async () => {
  const { press, ports, quits } = open(at('exercise', 'etcd/watch'));
  ports.verdict({ ...failedRecord, exercise: 'etcd/watch' });
  press('e');
  await new Promise((resolve) => setImmediate(resolve));
  expect(quits).toEqual(['lent', 'taken back']);
  expect(ports.done.at(-1)).toMatch('edit /home/ada/my-cluster/etcd/watch.ts');
});

it('a lesson that cannot be read says why, and the screen below stays', () => {
  const { press, ports, session, front } = open();
  ports.content.lesson = () => {
    throw new Error('lessons/etcd/01-revisions/en.md: is missing.');
  };
  press('g', 'j', 'j', 'enter');
  expect(front()).toBe('home');
  expect(session.current().says).toBe('lessons/etcd/01-revisions/en.md: is missing.');
  expect(ports.done).toContain('log Error: lessons/etcd/01-revisions/en.md: is missing.');
});

it('a part of the course that was replaced while it was open says what to do', async () => {
  const { press, ports, session, front } = open();
  const gone = Object.assign(new Error("Cannot find module '/c/dist/chunks/lessons-X.js'"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  ports.content.lesson = () => Promise.reject(gone);
  press('g', 'j', 'j', 'enter');
  await new Promise((resolve) => setImmediate(resolve));
  expect(front()).toBe('home');
  expect(session.current().says).toBe(
    'The course was updated meanwhile: press q and start it again. Nothing is lost.',
  );
  expect(ports.done.join()).toContain('log Error: Cannot find module');
});

it('a workspace that cannot be made says why, and can be tried again', () => {
  const { press, ports, session, front } = open({ hasWorkspace: false });
  const create = ports.workspace.create;
  ports.workspace.create = () => {
    throw new Error('/home/ada is read-only');
  };
  press('enter');
  expect(frontScreen(session.current())).toMatchObject({ trouble: '/home/ada is read-only' });
  ports.workspace.create = create;
  press('enter');
  expect(front()).toBe('home');
});

it('a grading that fails on our side is said, and the verdict before stays', () => {
  const { ports, session } = open(at('exercise', 'etcd/mvcc-store'));
  ports.verdict(failedRecord);
  ports.fail(new Error('the box could not be started'));
  expect(frontScreen(session.current())).toMatchObject({
    trouble: 'the box could not be started',
    record: { status: 'failed' },
  });
});

it('quitting keeps the place in the text, and asks nothing', () => {
  const { press, session, ports, quits } = open(at('lesson', 'etcd/revisions'));
  press('space', 'q');
  expect(quits).toEqual(['quit']);
  session.close();
  expect(ports.done.some((words) => words.startsWith('keep position'))).toBe(true);
  expect(ports.done.at(-1)).toBe('keep place lesson etcd/revisions');
});

it('after the end nothing is heard any more', () => {
  const { session, press } = open();
  session.close();
  const state = session.current();
  press('enter');
  session.tell({ type: 'said', says: 'late' });
  expect(session.current()).toBe(state);
});
