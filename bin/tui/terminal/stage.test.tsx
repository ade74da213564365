import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import type { AppSource } from '../app.tsx';
import { begunProgress, fixturePorts } from '../fixture/ports.ts';
import { Session } from '../session/session.ts';
import { themeFor } from '../theme.ts';
import { Stage } from './stage.tsx';

const enter = '\u001b[?1049h';
const leave = '\u001b[?1049l';

let written: string[];
let raw: boolean[];
let errors: Error[];
let session: Session;
let stage: Stage;

beforeEach(() => {
  written = [];
  raw = [];
  errors = [];
  stage = new Stage(
    {
      stdin: keyboard(),
      stdout: screen(),
      theme: themeFor({ NO_COLOR: '1' }),
      spoken: false,
      lastWill: null,
    },
    (error) => errors.push(error),
  );
  const terminal = { lend: () => Promise.resolve(), suspend: async () => {}, quit: () => {} };
  const settings = { size: stage.size(), ticks: false, spoken: false, still: false };
  session = new Session(fixturePorts({ progress: begunProgress }), terminal, settings);
});

function screen() {
  return Object.assign(new EventEmitter(), {
    columns: 80,
    rows: 24,
    getWindowSize: () => [80, 24],
    write: (text: string) => written.push(text) > 0,
  }) as unknown as NodeJS.WriteStream;
}

function keyboard() {
  return Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode: (on: boolean) => raw.push(on),
    setEncoding: () => {},
    ref: () => {},
    unref: () => {},
    pause: () => {},
    read: () => null,
  }) as unknown as NodeJS.ReadStream;
}

it('the course is played on the second screen, and the first one comes back', () => {
  stage.open(session);
  expect(written[0]).toContain(enter);
  expect(written.join('')).toContain('my-cluster');
  stage.close();
  expect(written.at(-1)).toContain(leave);
  expect(raw).toEqual([true, false]);
});

it('a key writes only the lines that it changes', async () => {
  stage.open(session);
  const before = written.length;
  session.press('j');
  await new Promise((resolve) => setImmediate(resolve));
  expect(written).toHaveLength(before + 1);
  expect(written.at(-1)?.length).toBeLessThan(written[1]!.length / 2);
});

it('an editor gets the first screen and the keyboard; afterwards the whole picture is drawn again', async () => {
  stage.open(session);
  await stage.lend(session, async () => {
    expect(written.at(-1)).toContain(leave);
    expect(raw.at(-1)).toBe(false);
    written.push('EDITOR');
  });
  const after = written.slice(written.indexOf('EDITOR') + 1).join('');
  expect(after).toContain(enter);
  expect(after).toContain('my-cluster');
  expect(raw.at(-1)).toBe(true);
  stage.close();
});

it('an editor that fails leaves the course open', async () => {
  stage.open(session);
  const failing = stage.lend(session, () => Promise.reject(new Error('no vim')));
  await expect(failing).rejects.toThrow('no vim');
  expect(written.join('').lastIndexOf(enter)).toBeGreaterThan(written.join('').lastIndexOf(leave));
  stage.close();
});

it('a mistake of ours while drawing is told, not shown', async () => {
  const nothing = {} as never;
  const broken: AppSource = {
    subscribe: () => () => {},
    current: () => nothing,
    press: () => {},
  };
  stage.open(broken);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toHaveLength(1);
});
