import { NotImplemented } from 'course/kit';
import { expect, it } from 'vitest';
import { isFailure, nextStep, standingOf, stepWaitedFor } from './standing.ts';

const passed = { status: 'passed', did: [], received: null } as const;
const wrong = { status: 'failed', did: ['put(1) -> 2'], received: '2' } as const;
const idle = { status: 'not-run', did: [], received: null } as const;
const waiting = (step: string) => {
  const { name, message } = new NotImplemented(step);
  return { status: 'failed', did: [], received: `${name}: ${message}` } as const;
};

it('a test waits for the step whose error it met, also where another error was expected', () => {
  const { received } = waiting('step 4: deleteRange');
  expect(stepWaitedFor({ status: 'failed', did: [], received })).toBe('step 4: deleteRange');
  for (const told of [
    `an error: ${received}`,
    `{ error: ${received} }`,
    `[${received}]`,
    `{\n  error: ${received},\n}`,
  ])
    expect(stepWaitedFor({ status: 'failed', did: [], received: told })).toBe(
      'step 4: deleteRange',
    );
});

it('a test also waits where the suite has caught the error of a call', () => {
  const { received } = waiting('step 4: filter');
  const did = ['new Store()', `filter([{ name: "a" }]) -> threw ${received}`];
  expect(stepWaitedFor({ status: 'failed', did, received: null })).toBe('step 4: filter');
  expect(stepWaitedFor({ status: 'passed', did, received: null })).toBeNull();
});

it('nothing else is taken for it', () => {
  for (const received of [
    null,
    'TypeError: not implemented yet: step 4',
    '"NotImplemented: not implemented yet: step 4"',
  ])
    expect(stepWaitedFor({ status: 'failed', did: [], received })).toBeNull();
});

it('only what is written can fail', () => {
  expect([passed, idle, waiting('step 1: put'), wrong].map(isFailure)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

it('tests wait as long as nothing that is written is wrong', () => {
  expect(standingOf([passed, passed])).toBe('passed');
  expect(standingOf([passed, waiting('step 1: put')])).toBe('waiting');
  expect(standingOf([wrong, waiting('step 1: put')])).toBe('wrong');
  expect(standingOf([passed, idle])).toBe('wrong');
  expect(standingOf([])).toBe('wrong');
});

it('what is next goes by the numbers of the steps, not by the order of the tests', () => {
  const tests = ['step 10: write', 'step 2: put', 'step 2: range', 'step 2: put'].map(waiting);
  expect(nextStep(tests)).toBe('step 2: put, range');
  expect(nextStep([passed, wrong])).toBeNull();
});
