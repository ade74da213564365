import { describe, expect, it } from 'vitest';
import { madeExercise as exercise, madeRecord } from '../classroom/testing/records.ts';
import { classView } from '../verdict/class-view.ts';
import { exerciseMarkdown } from './exercise-markdown.ts';
import { exercismResults } from './exercism.ts';
import { githubAnnotations, githubSummary } from './github.ts';
import type { Graded } from './graded.ts';
import { gradescopeResults } from './gradescope.ts';
import { junitXml } from './junit.ts';

const [good, bad] = madeRecord().tests;
const waiting = ['three', 'four'].map((name) => ({
  ...bad!,
  ...{ id: `B > ${name}`, name, at: { file: 'etcd/watch.ts', line: 9, column: 3 } },
  message: 'Your code threw NotImplemented: not implemented yet: step 2: drain.',
  received: 'NotImplemented: not implemented yet: step 2: drain',
}));
const graded = (tests: Graded['record']['tests']): Graded => ({
  exercise,
  record: madeRecord({ tests }),
});
/** All that is written is right; one test is wrong as well; the first one as a class may see it. */
const begun = graded([good!, ...waiting]);
const mixed = graded([good!, bad!, ...waiting]);
const seen: Graded = { exercise, record: classView(begun.record) };

const sentence =
  '2 tests wait for what is not written yet. Next to write: step 2: drain (etcd/watch.ts:9).';
const step = 'Not written yet: step 2: drain';
/** What Markdown would take for more than text is written by its number. */
const plain = (markdown: string) =>
  markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe.each([
  ['whole', begun],
  ['as a class sees it', seen],
])('a work of which nothing is wrong but not all is written, %s', (_, one) => {
  it('is told so in Markdown, and its tests are no failures', () => {
    const text = plain(exerciseMarkdown(one));
    expect(text).toContain('○ **not all written yet**, 60 of 100 points');
    expect(text).toContain('| ○ B | 0 of 2 | 0 of 40 |');
    expect(text).toContain(sentence);
    expect(text).not.toMatch(/✗|```/);
    expect(githubSummary([one])).toContain('| etcd/watch | ○ not all written yet | 60 of 100 |');
  });

  it('is told so to Gradescope, for the same points', () => {
    expect(gradescopeResults([one])).toMatchObject({
      tests: [
        { name: 'A', score: 60, status: 'passed' },
        { name: 'B', score: 0, max_score: 40, status: 'failed', output: sentence },
      ],
    });
  });

  it('stays red in JUnit, with a type of its own', () => {
    const xml = junitXml([{ name: '', graded: [one] }]);
    expect(xml).toContain('tests="3" failures="2" errors="0" skipped="0"');
    expect(xml.match(/<failure type="not-written-yet" message="([^"]*)"\/>/g)).toHaveLength(2);
    expect(xml).toContain(`message="${step}"`);
  });

  it('is one notice a step in a workflow', () => {
    expect(githubAnnotations([one])).toBe(
      `::notice file=etcd/watch.ts,line=9,title=etcd/watch::${step}\n`,
    );
  });

  it('is told so to Exercism', () => {
    expect(exercismResults(one)).toMatchObject({
      status: 'fail',
      tests: [{ status: 'pass' }, { status: 'fail', message: step }, { message: step }],
    });
  });
});

describe('a work with something wrong and something not written', () => {
  it('is not there yet, and both are told apart', () => {
    const text = plain(exerciseMarkdown(mixed));
    expect(text).toContain('✗ **not there yet**');
    expect(text).toContain('✗ B: two');
    expect(text).not.toContain('B: three');
    expect(text).toContain(sentence);
    const [, b] = (gradescopeResults([mixed]) as { tests: { output: string }[] }).tests;
    expect(b!.output).toMatch(/^✗ B: two[^✗]*\n\n2 tests wait/);
    const xml = junitXml([{ name: '', graded: [mixed] }]);
    expect(xml).toContain('failures="3"');
    expect(xml).toContain('<failure type="failed" message="No event.">');
    expect(githubAnnotations([mixed]).match(/^::\w+/gm)).toEqual(['::error', '::notice']);
  });
});

it('tests that were not run are counted, not told as failures', () => {
  const one = graded([good!, { ...bad!, status: 'not-run', message: '' }]);
  const notRun = '1 test was not run:';
  expect(exerciseMarkdown(one)).toContain(notRun);
  expect(gradescopeResults([one])).toMatchObject({
    tests: [{}, { output: expect.stringMatching(new RegExp(`^${notRun}`)) }],
  });
});

it('a step that a learner names is text and nothing more', () => {
  const received = 'NotImplemented: not implemented yet: step 1: <script>`[a](x)\u001b[2J';
  const one = graded([good!, { ...waiting[0]!, received }]);
  const markdown = exerciseMarkdown(one);
  expect(markdown).not.toContain('](');
  for (const text of [markdown, junitXml([{ name: '', graded: [one] }])]) {
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('\u001b');
  }
});
