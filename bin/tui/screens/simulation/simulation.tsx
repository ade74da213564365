import { bodyRows, bodyTop } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import { beside, panel, panelBorder } from '../../components/panel.ts';
import { findExercise, type World } from '../../session/world.ts';
import { block, cut } from '../../text/fill.ts';
import { type Line, lineWidth, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';
import { pictureColumns, type SimulationLayout, simulationLayout } from './simulation-layout.ts';
import { choiceLines, logLines, pictureLines, tallestPicture } from './simulation-lines.ts';
import { momentNow, pending, type SimulationState, selectedChoice } from './simulation-state.ts';
import { words } from './wording.ts';

/** Which simulation, with which parts, and which moment of it. */
export function simulationHeader(state: SimulationState, world: World): readonly [Line, Line] {
  const title = state.about?.title ?? findExercise(world.outline, state.id)?.title ?? state.id;
  const others = (state.about?.parts.length ?? 1) > state.own.length;
  const parts = state.own.length === 0 ? words.reference : words.own(state.own, others);
  return [
    [span(title, 'title'), span(`  with ${parts}`, 'muted')],
    [
      span(words.moment(state.at, Math.max(state.at, state.moments.length - 1)), 'muted'),
      span(`  ${words.seed(state.seed)}`, 'muted'),
    ],
  ];
}

/** Whether it runs by itself. */
export function simulationStatus(state: SimulationState): Line {
  if (state.running) return [span(words.running, 'accent')];
  return pending(state) > 0 && state.own.length > 0 && state.moments.length > 0
    ? [span(words.waiting, 'muted')]
    : [];
}

/** A simulation: its picture, what happened, what can be done. */
export function Simulation({
  state,
  world,
}: {
  readonly state: SimulationState;
  readonly world: World;
}) {
  return <Lines top={bodyTop} lines={bodyLines(state, world)} />;
}

function bodyLines(state: SimulationState, world: World): Line[] {
  const now = momentNow(state);
  if (state.trouble !== null || !now) return notReady(state, world);
  const layout = simulationLayout(world, {
    tallest: tallestPicture(state),
    choices: now.choices.length,
    choosing: state.choosing,
  });
  const picture = pictureLines(now);
  if (layout.beside) return besideEachOther(state, picture, layout, world);
  const below = belowEachOther(state, picture, layout, world);
  return state.choosing ? [...below, ...choicesPanel(state, layout, world)] : below;
}

function notReady({ trouble }: SimulationState, world: World): Line[] {
  const { columns } = world.size;
  const lines = wrap(
    [span(trouble ?? words.loading, trouble === null ? 'muted' : 'warning')],
    columns - 4,
  );
  return block([[], ...lines.map((line) => [span('  '), ...line])], columns, bodyRows(world.size));
}

function besideEachOther(
  state: SimulationState,
  picture: readonly Line[],
  layout: SimulationLayout,
  world: World,
): Line[] {
  const width = pictureColumns + panelBorder.columns;
  const { spoken } = world;
  const drawn = panel({
    spoken,
    title: [span(state.about?.title ?? '', 'strong')],
    lines: picture,
    width,
    height: layout.picture + panelBorder.rows,
  });
  const log = panel({
    spoken,
    title: [span(words.whatHappened, 'strong')],
    lines: logLines(state, layout.log.columns, layout.log.rows, false),
    width,
    height: layout.log.rows + panelBorder.rows,
  });
  const rows = bodyRows(world.size);
  return beside(
    block([...drawn, ...log], width, rows),
    block([], 1, rows),
    choicesPanel(state, layout, world),
  );
}

/** Without borders: a small terminal has no column to lose. */
function belowEachOther(
  state: SimulationState,
  picture: readonly Line[],
  layout: SimulationLayout,
  world: World,
): Line[] {
  const { columns } = world.size;
  if (world.spoken) return logLines(state, layout.log.columns, layout.log.rows, true);
  const log = logLines(state, layout.log.columns, layout.log.rows, false).map((line) => [
    span(' '),
    ...line,
  ]);
  const room = columns - 2;
  const narrow = picture.some((line) => lineWidth(line) > room);
  return [
    ...block(
      picture.map((line) => indented(cut(line, room))),
      columns,
      layout.picture,
    ),
    ...(layout.picture > 0 ? [ruleLine(columns, narrow ? words.tooNarrow : '')] : []),
    ...block(log, columns, layout.log.rows),
  ];
}

/** Between the picture and what happened; says what is to be said of the picture. */
function ruleLine(columns: number, text: string): Line {
  const said = text ? [span('─ ', 'border'), span(`${text} `, 'muted')] : [];
  return [...said, span('─'.repeat(columns - lineWidth(said)), 'border')];
}

function indented(line: Line): Line {
  return [span(' '), ...line];
}

/** What Enter does, and which of how many is chosen where some are out of sight. */
function choicesNote(state: SimulationState, rows: number): string {
  const all = momentNow(state)?.choices ?? [];
  if (all.length <= rows) return words.choicesHint;
  const at = all.findIndex(({ id }) => id === selectedChoice(state)?.id);
  return `${at + 1} of ${all.length}, ${words.choicesHint}`;
}

function choicesPanel(
  state: SimulationState,
  { choices, beside }: SimulationLayout,
  world: World,
): Line[] {
  const inner = choices.columns - panelBorder.columns;
  return panel({
    spoken: world.spoken,
    title: [span(words.choices, 'strong')],
    note: [span(choicesNote(state, choices.rows - panelBorder.rows), 'muted')],
    lines: choiceLines(state, inner, choices.rows - panelBorder.rows, true),
    width: choices.columns,
    height: choices.rows,
    focused: beside || state.choosing,
  });
}
