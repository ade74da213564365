import { expect, it } from 'vitest';
import { parseHints } from './hints.ts';

const text = `## Replay

1. Which rule is this about?
2. Where is the past?
   It is two lines:

   \`\`\`ts
   for (const change of log) {
     send(change);
   }
   \`\`\`
3. Send it first.

## Live

1. a
2. b
3. c
`;

it('reads one ladder per group, with code in its own indentation', () => {
  const [replay, live] = parseHints(text, 'hints.md');
  expect(replay!.group).toBe('Replay');
  expect(replay!.rungs).toHaveLength(3);
  expect(replay!.rungs[1]).toBe(
    'Where is the past?\nIt is two lines:\n\n```ts\nfor (const change of log) {\n  send(change);\n}\n```',
  );
  expect(live).toEqual({ group: 'Live', rungs: ['a', 'b', 'c'] });
});

it('a ladder with too few rungs is named with the fix', () => {
  expect(() => parseHints('## Live\n\n1. a\n', 'hints.md')).toThrow(
    'hints.md: "## Live" has 1 rungs. Fix: write 3 to 5 numbered items.',
  );
});
