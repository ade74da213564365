import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { readGlossary } from '../glossary.ts';
import { readLessonHeads } from '../lesson-heads.ts';
import { readLesson } from '../lessons.ts';
import { everything, itsGlossary } from '../testing/everything.ts';
import { lessonFolder, lessonWith } from '../testing/lesson-folder.ts';
import { lessonText } from './lesson-text.ts';
import { answerText, questionText, quizAnswersText, quizText } from './quiz-text.ts';

// Golden texts: read them before you accept a change with `vitest run -u`.
const golden = (name: string) => `./golden/${name}.txt`;

function lesson() {
  const root = lessonFolder({
    'etcd/01-revisions/en.md': everything,
    'glossary.en.yaml': itsGlossary,
  });
  return readLesson(readLessonHeads(root)[0]!, readGlossary(root));
}

describe('a lesson as text', () => {
  it('reads well in 80 columns', async () => {
    await expect(lessonText(lesson(), { width: 80 })).toMatchFileSnapshot(golden('lesson-80'));
  });

  it('reads well in 50 columns', async () => {
    await expect(lessonText(lesson(), { width: 50 })).toMatchFileSnapshot(golden('lesson-50'));
  });

  it('has the same words with color', () => {
    const colored = lessonText(lesson(), { width: 80, color: true });
    const bare = (text: string) => text.replaceAll('`', '').replace(/\s+/g, '');
    expect(colored).toContain('\u001B[1mkeeps history\u001B[22m');
    expect(bare(stripVTControlCharacters(colored))).toBe(bare(lessonText(lesson(), { width: 80 })));
  });

  it.each([40, 66, 80, 120])(
    'stays within %i columns but for drawings, code and addresses',
    (width) => {
      const wide = lessonText(lesson(), { width })
        .split('\n')
        .filter((line) => stringWidth(line) > width);
      for (const line of wide) expect(line).toMatch(/revision$|^ {4}func|https:/);
    },
  );

  it('gives nothing away of its quiz', () => {
    const text = lessonText(lesson(), { width: 80 });
    expect(text).not.toContain('does not compare values');
    expect(text).toContain('`course quiz etcd/revisions`');
  });

  it('leaves out what it does not have', () => {
    expect(lessonText(lessonWith('Only this.\n'), { width: 80 })).toBe(
      [
        ...[
          'Revisions',
          '=========',
          'etcd/revisions, 12 minutes',
          '',
          'Every change has a number.',
          '',
        ],
        ...['Only this.', '', 'Sources', '-------', '', '- the manual', ''],
      ].join('\n'),
    );
  });
});

describe('a quiz as text', () => {
  it('has numbered questions and lettered choices', async () => {
    await expect(quizText(lesson(), { width: 80 })).toMatchFileSnapshot(golden('quiz'));
  });

  it('says of each choice why it is right or wrong', async () => {
    await expect(quizAnswersText(lesson(), { width: 80 })).toMatchFileSnapshot(
      golden('quiz-answers'),
    );
  });

  it('can be asked one question at a time', () => {
    const block = lesson().blocks.find(({ type }) => type === 'quiz')!;
    const question = block.type === 'quiz' ? block.questions[1]! : undefined!;
    expect(questionText(question, 2, { width: 80 })).toBe(
      '2. And `delete` of a key that is not there?\n\n   a) No revision.\n   b) A revision.\n',
    );
    expect(answerText(question, 0, { width: 80 })).toBe('a) Right: Nothing was written.\n');
    expect(answerText(question, 1, { width: 80 })).toBe('b) Wrong: Only writes make one.\n');
  });

  it('is empty for a lesson without one', () => {
    expect(quizText(lessonWith('Hello.\n'), { width: 80 })).toBe('');
  });
});
