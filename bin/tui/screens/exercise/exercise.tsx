import { beyondEdges } from '../../components/beyond-edges.ts';
import { bodyTop } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import { beside, panel, panelBorder } from '../../components/panel.ts';
import { searchLine } from '../../components/search-line.ts';
import type { ResultRecord } from '../../ports.ts';
import { componentOf, findExercise, neighborOf, titleOf, type World } from '../../session/world.ts';
import { block, fill } from '../../text/fill.ts';
import { type Line, meaning, type Span, span } from '../../text/line.ts';
import { clampTop, topOf, visible } from '../../text/page.ts';
import { marked, matchesIn } from '../../text/search.ts';
import { wrap } from '../../text/wrap.ts';
import { exerciseLayout, inner } from './exercise-layout.ts';
import { exercisePages } from './exercise-pages.ts';
import type { ExercisePages, ExerciseState, Sheet } from './exercise-state.ts';
import { rungsOf } from './sheet-blocks.ts';
import { type FoldPage, failuresBelow } from './verdict/fold-page.ts';
import { signOfRecord } from './verdict/record-sign.ts';
import { words } from './wording.ts';

/** Which exercise, and where its file is. */
export function exerciseHeader(state: ExerciseState, world: World): readonly [Line, Line] {
  const component = componentOf(world.outline, { kind: 'exercise', id: state.id });
  const exercise = findExercise(world.outline, state.id);
  const title = [
    span(`${component?.title ?? ''} › `, 'muted'),
    span(exercise?.title ?? state.id, 'title'),
    span(exercise ? `  ${exercise.difficulty}, ${exercise.minutes} minutes` : '', 'muted'),
  ];
  return [title, exercise ? [fileSpan(exercise.file, world)] : []];
}

function fileSpan(file: string, world: World): Span {
  return { text: file, as: ['link'], href: `file://${encodeURI(world.pathOf(file))}` };
}

/** Trouble of ours, and what comes after a pass. */
export function exerciseStatus(state: ExerciseState, world: World): Line {
  if (state.confirming) return [span(words.confirmReset, 'warning')];
  if (state.trouble) return [span(state.trouble, 'warning')];
  if (state.unseen && state.record) return unseenLine(state.record);
  const { search } = state.reading;
  if (search)
    return searchLine(
      search,
      matchesIn(exercisePages(state, world).brief.lines, search.query).length,
    );
  const next = neighborOf(world.outline, { kind: 'exercise', id: state.id }, 1);
  if (state.record?.status === 'passed') {
    return next ? [span(words.next(titleOf(next)), 'muted')] : [];
  }
  return state.sheet ? [] : howToEdit(state, world);
}

/** Where the file is and that saving it is enough, as fully as has room. */
function howToEdit({ id }: ExerciseState, world: World): Line {
  const exercise = findExercise(world.outline, id);
  if (!exercise) return [];
  const texts = words.howToEdit(exercise.file, world.editor());
  const fitting = texts.find((text) => text.length <= world.size.columns - 2);
  return [span(fitting ?? texts.at(-1)!, 'muted')];
}

/** A verdict that came while a sheet lies over it. */
function unseenLine(record: ResultRecord): Line {
  const [sign, look] = signOfRecord(record);
  return [span(`${sign} `, look), span(words.gradedMeanwhile(record))];
}

/** An exercise: brief and verdict, side by side where there is room; a sheet lies over both. */
export function Exercise({
  state,
  world,
}: {
  readonly state: ExerciseState;
  readonly world: World;
}) {
  return <Lines top={bodyTop} lines={bodyLines(state, world)} />;
}

function bodyLines(state: ExerciseState, world: World): Line[] {
  const layout = exerciseLayout(world);
  const pages = exercisePages(state, world);
  const sheet = state.sheet ? sheetPanel(state, state.sheet, pages, world) : [];
  if (sheet.length >= layout.height || (state.sheet && world.spoken)) return sheet;
  const brief = () => briefPanel(state, pages, world);
  const verdict = () => verdictPanel(state, pages, world);
  const under = layout.both
    ? beside(brief(), block([], 1, layout.height), verdict())
    : state.pane === 'brief'
      ? brief()
      : verdict();
  return [...under.slice(0, layout.height - sheet.length), ...sheet];
}

function briefPanel(state: ExerciseState, { brief }: ExercisePages, world: World): Line[] {
  const layout = exerciseLayout(world);
  const top = topOf(state.reading.position, brief);
  const query = state.reading.search?.query ?? '';
  return panel({
    spoken: world.spoken,
    title: tabs(state, 'Brief', layout.both),
    ...beyondEdges(brief, top, world.spoken),
    lines: visible(brief, top).map((row) => marked(row, query)),
    width: layout.brief,
    height: layout.height,
    focused: state.pane === 'brief',
  });
}

function verdictPanel(state: ExerciseState, { verdict }: ExercisePages, world: World): Line[] {
  const layout = exerciseLayout(world);
  return panel({
    spoken: world.spoken,
    title: tabs(state, 'Verdict', layout.both),
    ...verdictEdges(state, verdict, world),
    lines: state.record
      ? foldLines(state, verdict, inner(layout.verdict), world)
      : notGraded(state, world, inner(layout.verdict)),
    width: layout.verdict,
    height: layout.height,
    focused: state.pane === 'verdict',
  });
}

/** Where only one panel has room, its title names both. */
function tabs(state: ExerciseState, title: 'Brief' | 'Verdict', both: boolean): Line {
  if (both) return [span(title, 'strong')];
  const tab = (name: 'Brief' | 'Verdict') =>
    name === title ? span(`[${name}]`, 'strong') : span(` ${name} `, 'muted');
  return [tab('Brief'), span(' '), tab('Verdict'), ...badge(state)];
}

function badge({ record }: ExerciseState): Line {
  if (!record) return [];
  const [sign, look] = signOfRecord(record);
  return [span(` ${sign} ${record.points} of ${record.maxPoints}`, look)];
}

function notGraded(state: ExerciseState, world: World, width: number): Line[] {
  const exercise = findExercise(world.outline, state.id);
  const how = words.howToStart(exercise?.file ?? 'your file', world.editor());
  return [
    [span(words.notBegun, 'strong')],
    [],
    ...wrap([span(how)], width),
    [],
    ...(exercise ? goalLines(exercise.points) : []),
  ];
}

/** What the tests will look at, group by group. */
function goalLines(points: Readonly<Record<string, number>>): Line[] {
  const titles = Object.keys(points);
  const column = Math.max(...titles.map((title) => title.length));
  return titles.map((title) => [
    span('○ ', 'muted'),
    span(title.padEnd(column)),
    span(`  ${String(points[title]).padStart(3)} points`, 'muted'),
  ]);
}

/** The visible remarks, a bar beside the selected one; its first line is marked as well. */
function foldLines(
  { folds, pane }: ExerciseState,
  page: FoldPage,
  width: number,
  { spoken }: World,
): Line[] {
  const top = clampTop(folds.top, page);
  const selected = pane === 'verdict' ? page.folds.find(({ id }) => id === folds.selected) : null;
  return page.lines.slice(top, top + page.height).map((row, index) => {
    const at = top + index;
    const first = at === selected?.start;
    const inside = selected && at >= selected.start && at < selected.end && row.length > 0;
    if (spoken) return spokenRow(row, first);
    const line = [span(inside ? '┃ ' : '  ', 'focus'), ...row];
    return first ? meaning(fill(line, width), 'selected') : line;
  });
}

/** Who listens hears what is folded in a word: `▸` is read as what is selected. */
function spokenRow(row: Line, selected: boolean): Line {
  const words = row.map(foldSpoken);
  if (!selected) return words;
  return [span('▸ '), ...words.slice(words.findIndex(({ text }) => text.trim() !== ''))];
}

function foldSpoken(part: Span): Span {
  const said = { '▸ ': 'folded: ', '▾ ': '' }[part.text];
  return said === undefined ? part : { ...part, text: said };
}

/** How much of the verdict is not seen, and how many failures begin down there. */
function verdictEdges(
  { grading, folds, record }: ExerciseState,
  page: FoldPage,
  { spoken }: World,
) {
  const { note, below } = beyondEdges(page, folds.top, spoken);
  const failures = record ? failuresBelow(record, folds, page) : 0;
  return {
    note: grading === 'slow' ? [span(words.grading, 'accent')] : note,
    below: failures > 0 ? [...below, span(words.failuresBelow(failures), 'muted')] : below,
  };
}

function sheetPanel(
  state: ExerciseState,
  sheet: Sheet,
  { sheet: page }: ExercisePages,
  world: World,
): Line[] {
  const layout = exerciseLayout(world);
  const top = clampTop(state.sheetTop, page);
  return panel({
    spoken: world.spoken,
    title: [span(sheetTitle(sheet, state), 'strong')],
    ...beyondEdges(page, top, world.spoken),
    lines: visible(page, top),
    width: layout.sheet,
    height: page.height + panelBorder.rows,
    focused: true,
  });
}

function sheetTitle(sheet: Sheet, { text }: ExerciseState): string {
  switch (sheet.kind) {
    case 'hints':
      return `Hints on “${sheet.group}”, ${sheet.rungs} of ${rungsOf(text, sheet.group).length}`;
    case 'diff':
      return sheet.against === 'stub' ? 'Your changes' : 'From the solution to your file';
    case 'solution':
      return 'The solution';
    case 'trace':
      return words.replayOf(sheet.test.name);
  }
}
