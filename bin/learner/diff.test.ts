import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { diffTexts, diffWithStub, diffWithText, unifiedText } from './diff.ts';
import { smallWorkspace, stub } from './testing/temporary-course.ts';
import { givenStub, learnerFile } from './workspace.ts';

const names = { before: 'the stub', after: 'your file' };

describe('what the learner changed', () => {
  it('is nothing at first', () => {
    const { workspace, exercise } = smallWorkspace();
    expect(diffWithStub(workspace, exercise)).toEqual([]);
    expect(unifiedText([], names)).toBe('');
  });

  it('reads as a unified diff against the stub', () => {
    const { workspace, exercise } = smallWorkspace();
    writeFileSync(learnerFile(workspace, exercise), stub.replace('return 0', 'return 2'));
    expect(unifiedText(diffWithStub(workspace, exercise), names)).toBe(
      [
        '--- the stub',
        '+++ your file',
        '@@ -1,3 +1,3 @@',
        ' export function put(key: string): number {',
        '-  return 0;',
        '+  return 2;',
        ' }',
        '',
      ].join('\n'),
    );
  });

  it('is compared with the reference the other way round: what the reference has is added', () => {
    const { workspace, exercise } = smallWorkspace();
    const lines = diffWithText(workspace, exercise, stub.replace('return 0', 'return 2'));
    expect(lines.find(({ kind }) => kind === 'added')?.text).toBe('  return 2;');
  });

  it('cannot be said when the file is missing', () => {
    const { workspace, exercise } = smallWorkspace();
    rmSync(learnerFile(workspace, exercise));
    expect(() => diffWithStub(workspace, exercise)).toThrow(/etcd\/mvcc-store\.ts is missing/);
    expect(() => diffWithText(workspace, exercise, '')).toThrow(UsageError);
  });

  it('cannot be said when the stub that was given is missing', () => {
    const { workspace, exercise } = smallWorkspace();
    rmSync(givenStub(workspace, exercise));
    expect(() => diffWithStub(workspace, exercise)).toThrow(
      /The stub of etcd\/mvcc-store is not in/,
    );
  });
});

describe('a comparison', () => {
  it('does not mind Windows line ends or a missing last one', () => {
    expect(diffTexts('a\nb\n', 'a\r\nb\r\n')).toEqual([]);
    expect(diffTexts('a\n', 'b').map(({ text }) => text)).toEqual(['@@ -1,1 +1,1 @@', 'a', 'b']);
  });

  it('colors a line by what it is', () => {
    const lines = diffTexts('a\n', 'b\n');
    expect(unifiedText(lines, names, (kind, line) => `${kind}(${line})`)).toBe(
      'removed(--- the stub)\nadded(+++ your file)\nplace(@@ -1,1 +1,1 @@)\nremoved(-a)\nadded(+b)\n',
    );
  });
});
