import { questionsOf } from '../../../content/lesson.ts';
import type { Block } from '../../markdown/block.ts';
import { blocksOf } from '../../markdown/parse.ts';
import { type Setting, typeset } from '../../markdown/typeset.ts';
import type { Lesson, LessonBlock, Question } from '../../ports.ts';
import { findExercise, type World } from '../../session/world.ts';
import { type Line, plainText } from '../../text/line.ts';
import { type Page, pageOf } from '../../text/page.ts';
import { remembering } from '../../text/remembering.ts';
import { beginning, ending } from './lesson-ends.ts';
import { lessonLayout } from './lesson-layout.ts';
import type { LessonState } from './lesson-state.ts';
import { questionLines } from './quiz-lines.ts';
import { answerTo, type QuizState } from './quiz-state.ts';

/** A lesson laid out: its lines, its sections, and where its questions stand. */
export interface LessonPage extends Page {
  readonly sections: readonly { readonly title: string; readonly start: number }[];
  /** First line of each question, and the line after its last. */
  readonly questions: readonly { readonly start: number; readonly end: number }[];
  /** Simulations that can be played, each with the line after it. */
  readonly simulations: readonly { readonly id: string; readonly end: number }[];
  /** The line after the lesson's own text: only changes, sources and exercises follow. */
  readonly bodyEnd: number;
}

/** One block of the page: typeset Markdown that stays, or a question that changes with its answers. */
type Part = { readonly block: Block } | { readonly question: number };

/** A text that is not there yet has no end that could be reached. */
const notRead = Number.MAX_SAFE_INTEGER;

/** Lays the lesson out for the terminal's width; each key asks for it several times. */
export function lessonPage(state: LessonState, world: World): LessonPage {
  const { size, highlight, ticks, spoken, outline } = world;
  return laidOut(state.lesson, state.quiz, size, highlight, ticks, spoken, outline);
}

const laidOut = remembering(
  (
    lesson: Lesson | null,
    quiz: QuizState,
    size: World['size'],
    highlight: World['highlight'],
    ticks: boolean,
    spoken: boolean,
    outline: World['outline'],
  ): LessonPage => {
    const { textWidth, height } = lessonLayout({ size, spoken });
    if (!lesson)
      return {
        ...pageOf([], height),
        sections: [],
        questions: [],
        simulations: [],
        bodyEnd: notRead,
      };
    const parts = partsOf(lesson, { outline });
    const asked = questionsOf(lesson);
    const blocks = parts.map((part) =>
      'block' in part
        ? typesetOnce(part.block, { width: textWidth, highlight, ticks, spoken })
        : questionOnce(asked, part.question, quiz, textWidth),
    );
    const page = pageOf(blocks, height);
    const after = ending(lesson, { outline }).length;
    return {
      ...page,
      sections: sectionsOf(parts, page),
      questions: questionPlaces(parts, page),
      simulations: simulationPlaces(parts, page),
      bodyEnd: page.starts[parts.length - after] ?? page.lines.length,
    };
  },
);

const partsByLesson = new WeakMap<Lesson, readonly Part[]>();

function partsOf(lesson: Lesson, world: Pick<World, 'outline'>): readonly Part[] {
  const known = partsByLesson.get(lesson);
  if (known) return known;
  let question = 0;
  const written = lesson.blocks.flatMap((block): Part[] =>
    block.type === 'quiz'
      ? block.questions.map(() => ({ question: question++ }))
      : drawnBlocks(block, world).map((drawn) => ({ block: drawn })),
  );
  const around = (blocks: readonly Block[]) => blocks.map((block) => ({ block }));
  const parts = [...around(beginning(lesson)), ...written, ...around(ending(lesson, world))];
  partsByLesson.set(lesson, parts);
  return parts;
}

function drawnBlocks(
  block: Exclude<LessonBlock, { type: 'quiz' }>,
  world: Pick<World, 'outline'>,
): Block[] {
  switch (block.type) {
    case 'markdown':
      return blocksOf(block.tokens);
    case 'diagram':
      return [{ kind: 'diagram', alt: block.alt, text: block.lines.join('\n') }];
    case 'simulation':
      return [
        {
          kind: 'simulation',
          id: block.name,
          title: block.title ?? simulationTitle(block.name, world),
        },
      ];
  }
}

/** Blocks keep their lines until the width changes or the highlighter arrives. */
const typesetBlocks = new WeakMap<Block, { key: string; lines: Line[] }>();

function typesetOnce(block: Block, setting: Setting): Line[] {
  const key = `${setting.width} ${setting.highlight ? 'colored' : ''}`;
  const known = typesetBlocks.get(block);
  if (known?.key === key) return known.lines;
  const lines = typeset(block, setting);
  typesetBlocks.set(block, { key, lines });
  return lines;
}

/** A question keeps its lines until it is answered, entered or left. */
const typesetQuestions = new WeakMap<Question, { key: string; lines: Line[] }>();

function questionOnce(
  asked: readonly Question[],
  index: number,
  quiz: QuizState,
  width: number,
): Line[] {
  const question = asked[index]!;
  const choice = quiz.at === index ? quiz.choice : '';
  const key = `${width} ${answerTo(question, quiz) ?? ''} ${choice} ${quiz.taken[question.id]}`;
  const known = typesetQuestions.get(question);
  if (known?.key === key) return known.lines;
  const lines = questionLines(question, index, asked.length, quiz, width);
  typesetQuestions.set(question, { key, lines });
  return lines;
}

function sectionsOf(parts: readonly Part[], page: Page): LessonPage['sections'] {
  return parts.flatMap((part, index) =>
    'block' in part && part.block.kind === 'heading' && part.block.level === 2
      ? [{ title: plainText(part.block.text), start: page.starts[index]! }]
      : [],
  );
}

function questionPlaces(parts: readonly Part[], page: Page): LessonPage['questions'] {
  return parts.flatMap((part, index) =>
    'question' in part
      ? [{ start: page.starts[index]!, end: page.starts[index + 1] ?? page.lines.length }]
      : [],
  );
}

function simulationPlaces(parts: readonly Part[], page: Page): LessonPage['simulations'] {
  return parts.flatMap((part, index) =>
    'block' in part && part.block.kind === 'simulation'
      ? [{ id: part.block.id, end: page.starts[index + 1] ?? page.lines.length }]
      : [],
  );
}

/** Where a simulation's own title is not known it goes by that of its exercise. */
function simulationTitle(id: string, { outline }: Pick<World, 'outline'>): string {
  return findExercise(outline, id)?.title ?? id;
}
