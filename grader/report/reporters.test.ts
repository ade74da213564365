import { describe, expect, it } from 'vitest';
import { madeExercise as exercise, madeRecord } from '../classroom/testing/records.ts';
import { exerciseMarkdown } from './exercise-markdown.ts';
import { exercismResults } from './exercism.ts';
import { githubAnnotations, githubSummary } from './github.ts';
import { gradescopeResults } from './gradescope.ts';
import { junitXml } from './junit.ts';

const hostile =
  '<script>alert(1)</script>"]]>\n::error::x\n| `````\n[a](http://x) @all &amp; \u001b[2J\u0000';
const [good, bad] = madeRecord().tests;
const record = madeRecord({
  tests: [good!, { ...bad!, message: hostile, output: hostile, received: hostile, did: [hostile] }],
});
const graded = { exercise, record };
const trouble = {
  exercise,
  record: madeRecord({
    ...{ status: 'error' as const, points: 0, tests: [] },
    problem: { kind: 'engine', message: 'it broke', at: null },
  }),
};

describe('Gradescope', () => {
  it('gets a test case with its points for each group', () => {
    expect(gradescopeResults([graded])).toMatchObject({
      tests: [
        { name: 'A', score: 60, max_score: 60, status: 'passed' },
        {
          name: 'B',
          score: 0,
          max_score: 40,
          status: 'failed',
          output: expect.stringContaining('two'),
        },
      ],
      output_format: 'text',
      test_output_format: 'text',
    });
  });

  it('gets no score when the trouble is ours', () => {
    const results = gradescopeResults([graded, trouble]);
    expect(results).not.toHaveProperty('tests');
    expect(results).not.toHaveProperty('score');
    expect(results).toMatchObject({ output: expect.stringContaining('it broke') });
  });
});

describe('JUnit', () => {
  it('counts tests, failures and errors', () => {
    const xml = junitXml([{ name: 'ada', graded: [graded, trouble] }]);
    expect(xml).toContain(
      '<testsuite name="ada: etcd/watch" tests="2" failures="1" errors="0" skipped="0"',
    );
    expect(xml).toContain('tests="1" failures="0" errors="1"');
  });

  it('holds nothing that a learner wrote as markup, and no character that XML forbids', () => {
    const xml = junitXml([{ name: '<ada>', graded: [graded] }]);
    expect(xml).not.toContain('<script>');
    expect(xml).not.toContain('<ada>');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    const names = [...xml.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, name]) => name);
    expect(new Set(names)).toEqual(
      new Set(['testsuites', 'testsuite', 'properties', 'property', 'testcase', 'failure']),
    );
  });
});

describe('GitHub', () => {
  it('annotates the line with the failure, as one command on one line', () => {
    const lines = githubAnnotations([graded]).trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^::error file=etcd\/watch\.ts,line=1,title=B%3A two::/);
  });

  it('summarises verdict, points and groups', () => {
    const text = githubSummary([graded]);
    expect(text).toContain('| etcd/watch | ✗ not there yet | 60 of 100 |');
    expect(text).toContain('| ✓ A | 1 of 1 | 60 of 60 |');
  });

  it('keeps what a learner wrote inside its code block', () => {
    const text = exerciseMarkdown(graded);
    const fences = text.split('\n').filter((line) => /^`{3,}/.test(line));
    expect(fences).toEqual(['``````text', '``````']);
    expect(text.slice(0, text.indexOf('``````'))).not.toMatch(/<script>|\]\(|@all/);
  });
});

describe('Exercism', () => {
  it('gets each test', () => {
    expect(exercismResults(graded)).toMatchObject({
      ...{ version: 2, status: 'fail' },
      tests: [
        { name: 'A > one', status: 'pass' },
        { name: 'B > two', status: 'fail', message: expect.stringContaining('two') },
      ],
    });
  });

  it('gets an error when nothing ran', () => {
    expect(exercismResults(trouble)).toMatchObject({
      status: 'error',
      message: expect.stringContaining('it broke'),
    });
  });
});
