import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeThreeWay } from './three-way-merge.ts';

const base = 'import a\n\n// step 1\none() { todo }\n\n// step 2\ntwo() { todo }\n';
const merged = (mine: string, theirs: string) => {
  const merge = mergeThreeWay(base, mine, theirs);
  return merge.kind === 'merged' ? merge.text : merge;
};

describe('a stub and the file made from it', () => {
  it('come together when they change different places', () => {
    const mine = base.replace('one() { todo }', 'one() {\n  return 1;\n}');
    const theirs = base
      .replace('// step 2', '// step 2: the second')
      .replace('import a', 'import b');
    expect(merged(mine, theirs)).toBe(
      'import b\n\n// step 1\none() {\n  return 1;\n}\n\n// step 2: the second\ntwo() { todo }\n',
    );
  });

  it('do not when both change one place, and the place is named in the lines of the learner', () => {
    const mine = `// mine\n${base.replace('one() { todo }', 'one() {\n  return 1;\n}')}`;
    const theirs = base.replace('one() { todo }', 'one(key) { todo }');
    expect(merged(mine, theirs)).toEqual({ kind: 'conflict', lines: [{ first: 5, last: 7 }] });
  });

  it('do not when they change neighboring lines: they may belong together', () => {
    const mine = base.replace('one() { todo }', 'one() { return 1; }');
    const theirs = base.replace('// step 1', '// step 1: the first');
    expect(merged(mine, theirs)).toMatchObject({ kind: 'conflict' });
  });

  it('do when both made the same change, which also makes a second update harmless', () => {
    const theirs = base.replace('// step 1', '// step 1: the first');
    expect(merged(theirs, theirs)).toBe(theirs);
    const mine = base.replace('two() { todo }', 'two() { return 2; }');
    const once = merged(mine, theirs) as string;
    expect(merged(once, theirs)).toBe(once);
  });

  it('keep the line ends that the learner has', () => {
    const mine = base.replace('two() { todo }', 'two() { return 2; }').replaceAll('\n', '\r\n');
    expect(merged(mine, base.replace('import a', 'import b'))).toBe(
      mine.replace('import a', 'import b'),
    );
  });
});

describe('for any three texts', () => {
  const line = fc.constantFrom('a', 'b', 'c', 'd', '');
  const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));

  it('an unchanged side gives the other one', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(mergeThreeWay(one, one, other)).toEqual({ kind: 'merged', text: other });
        expect(mergeThreeWay(one, other, one)).toEqual({ kind: 'merged', text: other });
      }),
      { seed: 11 },
    );
  });

  it('a merge that succeeds is the same from both sides', () => {
    fc.assert(
      fc.property(text, text, text, (old, mine, theirs) => {
        const merge = mergeThreeWay(old, mine, theirs);
        expect(mergeThreeWay(old, theirs, mine).kind).toBe(merge.kind);
        if (merge.kind === 'merged') expect(mergeThreeWay(old, theirs, mine)).toEqual(merge);
      }),
      { seed: 12 },
    );
  });
});
