import { bodyTop } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import { beside, panel } from '../../components/panel.ts';
import { searchLine } from '../../components/search-line.ts';
import {
  componentOf,
  exerciseProgress,
  exercisesOf,
  isRead,
  maxPoints,
  neighborOf,
  titleOf,
  type World,
} from '../../session/world.ts';
import { block, fill } from '../../text/fill.ts';
import { type Line, span } from '../../text/line.ts';
import { percent, topOf, visible } from '../../text/page.ts';
import { marked, matchesIn } from '../../text/search.ts';
import { lessonLayout } from './lesson-layout.ts';
import { type LessonPage, lessonPage } from './lesson-page.ts';
import { isAtEnd, type LessonState, questions } from './lesson-state.ts';
import { rightAnswers } from './quiz-state.ts';
import { termLines, termsInView } from './terms.ts';

/** Which lesson, and how far it is read. */
export function lessonHeader(state: LessonState, world: World): readonly [Line, Line] {
  const component = componentOf(world.outline, { kind: 'lesson', id: state.id });
  const page = lessonPage(state, world);
  return [
    [span(`${component?.title ?? ''} › `, 'muted'), span(state.lesson?.title ?? '', 'title')],
    [
      ...(isRead(world.progress, state.id) ? [span('✓ read', 'pass'), span('  ')] : []),
      span(`${percent(page, topOf(state.position, page))} %`, 'muted'),
    ],
  ];
}

/** What the search is doing, or what comes next. */
export function lessonStatus(state: LessonState, world: World): Line {
  const page = lessonPage(state, world);
  if (!state.search) return isAtEnd(state, page) ? nextStep(state, world) : [];
  return searchLine(state.search, matchesIn(page.lines, state.search.query).length);
}

/** What comes behind this lesson, for a reader who has come to its end. */
function nextStep(state: LessonState, world: World): Line {
  const next = neighborOf(world.outline, { kind: 'lesson', id: state.id }, 1);
  return next ? [span(`Next: ${titleOf(next)}, with ]`, 'muted')] : [];
}

/** A lesson: its text, and where there is room an outline beside it. */
export function Lesson({ state, world }: { readonly state: LessonState; readonly world: World }) {
  const layout = lessonLayout(world);
  const page = lessonPage(state, world);
  const top = topOf(state.position, page);
  const query = state.search?.query ?? '';
  const rows = visible(page, top).map((row) => marked(row, query));
  const text = block(
    [[], ...withTerms(rows, state, page, world)],
    layout.textWidth,
    layout.height + 1,
  );
  const margin = block([], layout.margin, layout.height + 1);
  if (layout.outlineWidth === 0) return <Lines top={bodyTop} lines={beside(margin, text)} />;
  const outline = block(
    outlineLines(state, page, top, world, layout.outlineWidth),
    layout.outlineWidth,
    layout.height + 1,
  );
  return (
    <Lines top={bodyTop} lines={beside(margin, text, block([], 4, layout.height + 1), outline)} />
  );
}

/** The explained terms cover the end of the visible text. */
function withTerms(
  rows: readonly Line[],
  state: LessonState,
  page: LessonPage,
  world: World,
): readonly Line[] {
  if (!state.terms) return rows;
  const { textWidth, height } = lessonLayout(world);
  const lines = termLines(termsInView(page, state, world), textWidth - 4);
  const box = panel({
    spoken: world.spoken,
    title: [span('Terms in view', 'strong')],
    lines,
    width: textWidth,
    height: Math.min(lines.length + 2, height),
    focused: true,
  });
  const kept = Array.from({ length: height - box.length }, (_, row) => rows[row] ?? []);
  return [...kept, ...box];
}

function outlineLines(
  state: LessonState,
  page: LessonPage,
  top: number,
  world: World,
  width: number,
): Line[] {
  const eye = percent(page, top) === 100 ? page.lines.length : top + Math.floor(page.height / 3);
  const here = page.sections.findLastIndex((section) => section.start <= eye);
  return [
    [],
    [span('In this lesson', 'muted')],
    [],
    ...page.sections.map((section, index) =>
      fill(
        index === here
          ? [span('▸ ', 'accent'), span(section.title, 'strong')]
          : [span('  '), span(section.title, 'muted')],
        width,
      ),
    ),
    ...quizLines(state),
    ...exerciseLines(state, world),
  ];
}

function quizLines(state: LessonState): Line[] {
  const all = questions(state);
  if (all.length === 0) return [];
  const right = rightAnswers(all, state.quiz);
  return [[], [span('Quiz', 'muted')], [], [span(`  ${right} of ${all.length} right`)]];
}

function exerciseLines(state: LessonState, world: World): Line[] {
  const exercises = exercisesOf(world.outline, state.id);
  if (exercises.length === 0) return [];
  const lines = exercises.map((exercise) => {
    const { bestPoints } = exerciseProgress(world.progress, exercise.id);
    return [
      span('  '),
      span(exercise.title),
      span(`  ${bestPoints} of ${maxPoints(exercise)} points`, 'muted'),
    ];
  });
  return [[], [span('Exercise', 'muted')], [], ...lines];
}
