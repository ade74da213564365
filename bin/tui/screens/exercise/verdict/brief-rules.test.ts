import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publicFiles, readCatalog } from '../../../../../exercises/catalog.ts';
import { courseRoot } from '../../../../../grader/index.ts';
import { ruleNumbers, rulesText } from './brief-rules.ts';

it('each group’s rules are those below its title', () => {
  const brief = [
    '**Reading** (`range`)\n\n1. One.\n2. Two.\n   1. not a rule\n',
    '**Writing**\n\n3. Three.\n\n## Out of scope\n\n4. Not a rule.\n',
  ].join('\n');
  const rules = ruleNumbers(brief);
  expect(rules).toEqual({ Reading: [1, 2], Writing: [3, 3] });
  expect(rulesText('Reading', rules)).toBe('rules 1 to 2');
  expect(rulesText('Writing', rules)).toBe('rule 3');
  expect(rulesText('constructor', rules)).toBeNull();
});

it('every exercise’s brief tells its rules group by group, without a gap', () => {
  for (const { id, dir, points } of readCatalog(courseRoot)) {
    const rules = Object.entries(ruleNumbers(readFileSync(join(dir, publicFiles.brief), 'utf8')));
    expect(rules.length, id).toBeGreaterThan(1);
    expect(Object.keys(points), id).toEqual(expect.arrayContaining(rules.map(([group]) => group)));
    const bounds = rules.flatMap(([, [first, last]]) => [first, last]);
    expect(bounds, id).toEqual(bounds.toSorted((one, other) => one - other));
    expect(bounds[0], id).toBe(1);
  }
});
