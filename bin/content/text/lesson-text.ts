import { type Block, type Lesson, questionsOf } from '../lesson.ts';
import { indented, markdownText, spaced, underlined } from './markdown-text.ts';
import { questionLines } from './quiz-text.ts';
import { styled, type TextOptions, wrapped } from './text-style.ts';

/** A lesson as text, for pagers and pipes. Quizzes come as questions; `course quiz` has the answers. */
export function lessonText(lesson: Lesson, options: TextOptions): string {
  const questions = questionsOf(lesson);
  const parts = [
    titleText(lesson, options),
    ...lesson.blocks.map((block) => blockText(block, lesson, questions, options)),
    outdatedText(lesson, options),
    sourcesText(lesson, options),
  ];
  return `${spaced(parts).join('\n')}\n`;
}

function titleText(lesson: Lesson, options: TextOptions): string[] {
  return [
    ...underlined(lesson.title, '=', options),
    styled('quiet', `${lesson.id}, ${lesson.minutes} minutes`, options),
    '',
    ...wrapped(lesson.summary, options),
  ];
}

function blockText(
  block: Block,
  lesson: Lesson,
  questions: ReturnType<typeof questionsOf>,
  options: TextOptions,
): string[] {
  switch (block.type) {
    case 'markdown':
      return markdownText(block.tokens, options);
    case 'diagram':
      return spaced([wrapped(`Picture: ${block.alt}`, options), indented(block.lines, '  ')]);
    case 'simulation':
      return wrapped(`Simulation: \`course simulate ${block.name}\``, options);
    case 'quiz':
      return spaced([
        ...block.questions.map((question) =>
          questionLines(question, questions.indexOf(question) + 1, options),
        ),
        block.questions.at(-1) === questions.at(-1) ? answersHint(lesson, options) : [],
      ]);
  }
}

function answersHint({ id }: Lesson, options: TextOptions): string[] {
  const text = `\`course quiz ${id}\` takes your answers and says why they are right or wrong.`;
  return wrapped(text, options);
}

function outdatedText({ outdated }: Lesson, options: TextOptions): string[] {
  if (outdated.length === 0) return [];
  return [
    ...underlined('What older texts say', '-', options),
    ...outdated.flatMap(({ was, now }) => [
      '',
      ...wrapped(was, options, 'Was: '),
      ...wrapped(now, options, 'Now: '),
    ]),
  ];
}

/** An address is never broken, so that it can be copied. */
function sourcesText({ sources }: Lesson, options: TextOptions): string[] {
  return [
    ...underlined('Sources', '-', options),
    '',
    ...sources.flatMap(({ title, url }) => [
      ...wrapped(title, options, '- '),
      ...(url ? [`  ${url}`] : []),
    ]),
  ];
}
