import { expect, it } from 'vitest';
import { lossOf } from './loss.ts';

it.each([
  [
    { code: 3, signal: null },
    { reason: 'ended', detail: 'exit code 3' },
  ],
  [
    { code: null, signal: 'SIGKILL' as const },
    { reason: 'ended', detail: 'SIGKILL' },
  ],
  [
    { code: 134, signal: null },
    { reason: 'memory', detail: '' },
  ],
  [
    { code: null, signal: 'SIGABRT' as const },
    { reason: 'memory', detail: '' },
  ],
  [
    { code: 152, signal: null },
    { reason: 'timed-out', detail: 'no CPU time left' },
  ],
  [
    { code: null, signal: null },
    { reason: 'ended', detail: '' },
  ],
])('a process that ended with %j', (end, loss) => {
  expect(lossOf(end)).toEqual(loss);
});
