import { NotImplemented } from 'course/kit';
import { expect, it } from 'vitest';
import { unwrittenStep } from './unwritten-step.ts';

const { name, message } = new NotImplemented('step 4: deleteRange');

it('knows the error that a stub throws, also where another was expected', () => {
  expect(unwrittenStep(`${name}: ${message}`)).toBe('step 4: deleteRange');
  expect(unwrittenStep(`an error: ${name}: ${message}`)).toBe('step 4: deleteRange');
});

it('takes nothing else for it', () => {
  expect(unwrittenStep(null)).toBeNull();
  expect(unwrittenStep('TypeError: not implemented yet: step 4')).toBeNull();
  expect(unwrittenStep(`"${name}: ${message}"`)).toBeNull();
});
