import { expect, it } from 'vitest';
import { begunRecord, failedRecord, halfRecord, passedRecord } from '../../../fixture/records.ts';
import type { TestResult } from '../../../ports.ts';
import { nextStep, signOfRecord, standingOf } from './standing.ts';

it('a record waits as long as nothing that is written is wrong', () => {
  expect(standingOf(begunRecord.tests)).toBe('waiting');
  expect(standingOf(halfRecord.tests)).toBe('wrong');
  expect(standingOf(failedRecord.tests)).toBe('wrong');
  expect(standingOf(passedRecord.tests)).toBe('passed');
});

it('its sign tells that without a color', () => {
  const signs = [begunRecord, halfRecord, passedRecord].map((record) => signOfRecord(record)[0]);
  expect(signs).toEqual(['◐', '✗', '✓']);
  const nothing = begunRecord.tests.filter(({ status }) => status !== 'passed');
  expect(signOfRecord({ ...begunRecord, tests: nothing })[0]).toBe('○');
});

it('what is next goes by the numbers of the steps, not by the order of the tests', () => {
  const waiting = (step: string) =>
    ({ status: 'failed', received: `NotImplemented: not implemented yet: ${step}` }) as TestResult;
  const tests = ['step 10: write', 'step 2: put', 'step 2: range', 'step 2: put'].map(waiting);
  expect(nextStep(tests)).toBe('step 2: put, range');
  expect(nextStep([])).toBeNull();
});
