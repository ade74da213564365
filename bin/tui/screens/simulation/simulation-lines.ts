import type { SimulationMoment } from '../../ports.ts';
import { type Line, meaning, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';
import type { Meaning } from '../../theme.ts';
import { isAtEnd, momentNow, type SimulationState, selectedChoice } from './simulation-state.ts';
import { words } from './wording.ts';

type Tone = SimulationMoment['picture'][number][number]['tone'];

const looks: Readonly<Record<Tone, Meaning | null>> = {
  plain: null,
  dim: 'muted',
  accent: 'accent',
  good: 'pass',
  bad: 'fail',
  warn: 'warning',
  strong: 'strong',
};

/** The picture of a moment in the colors of the theme. */
export function pictureLines({ picture }: SimulationMoment): Line[] {
  return picture.map((line) =>
    line.map(({ text, tone }) => (looks[tone] ? span(text, looks[tone]) : span(text))),
  );
}

/** Rows of the tallest picture so far. */
export function tallestPicture({ moments }: SimulationState): number {
  return Math.max(0, ...moments.map(({ picture }) => picture.length));
}

/** What happened, the present moment last and whole if it fits; what was before it stands above, quieter. */
export function logLines(
  state: SimulationState,
  columns: number,
  rows: number,
  numbered: boolean,
): Line[] {
  const now = presentLines(state, columns, numbered);
  // What was heard before is not read out again.
  if (numbered) return now;
  const older: Line[] = [];
  for (let at = state.at - 1; at >= 0 && now.length + older.length < rows; at--)
    if (!isRepeated(state, at))
      older.unshift(...momentLines(state, at, columns, numbered).map((line) => quiet(line)));
  const room = Math.max(0, rows - now.length);
  return [...(room > 0 ? older.slice(-room) : []), ...now].slice(0, rows);
}

/** Moments in which nothing but a number changes stand as one, the last. */
function isRepeated({ moments, inputs }: SimulationState, at: number): boolean {
  const [one, next] = [moments[at], moments[at + 1]];
  if (inputs[at]?.do !== 'step' || inputs[at - 1]?.do === 'choose') return false;
  if (one?.sentences.length !== 1 || next?.sentences.length !== 1) return false;
  return withoutNumbers(one.sentences[0]!) === withoutNumbers(next.sentences[0]!);
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, '#').replace('message ', 'messages ');
}

function presentLines(state: SimulationState, columns: number, numbered: boolean): Line[] {
  const intro =
    state.at === 0 && state.about ? [...wrap([span(state.about.about)], columns), []] : [];
  const over = momentNow(state)?.over;
  return [
    ...intro,
    ...momentLines(state, state.at, columns, numbered),
    ...(over != null ? wrap([span(words.over, 'warning')], columns) : []),
    ...(isAtEnd(state) ? [] : wrap([span(words.rewound, 'note')], columns)),
  ];
}

/** The sentences of one moment behind its number; a reader hears each sentence with a number of its own. */
function momentLines(
  { moments, inputs }: SimulationState,
  at: number,
  columns: number,
  numbered: boolean,
): Line[] {
  const moment = moments[at];
  if (!moment) return [];
  const input = inputs[at - 1];
  const did =
    input?.do === 'choose'
      ? (moments[at - 1]?.choices.find(({ id }) => id === input.id)?.label ?? input.id)
      : null;
  const title = did !== null ? words.did(did) : at === 0 ? words.beginning : words.step(at);
  if (numbered)
    return [
      [span(title)],
      ...moment.sentences.flatMap((sentence, index) =>
        wrap([span(`${index + 1}. ${sentence}`)], columns),
      ),
    ];
  const gutter = 4;
  const lines = moment.sentences.flatMap((sentence) => wrap([span(sentence)], columns - gutter));
  const mark = at === 0 ? '' : String(at);
  return lines.map((line, index) => [
    span((index === 0 ? mark : '').padEnd(gutter), ...(did === null ? [] : ['accent' as const])),
    ...line,
  ]);
}

function quiet(line: Line): Line {
  return line.map(({ text }) => span(text, 'muted'));
}

/** The choices, the selected one marked and always in sight; those that are impossible now are quiet. */
export function choiceLines(
  state: SimulationState,
  columns: number,
  rows: number,
  marked: boolean,
): Line[] {
  const choices = momentNow(state)?.choices ?? [];
  const selected = selectedChoice(state);
  const at = choices.findIndex(({ id }) => id === selected?.id);
  const top = Math.max(0, Math.min(at - Math.floor(rows / 2), choices.length - rows));
  const seen = choices.slice(top, top + rows);
  return seen.map(({ label, why }, index) => {
    const mine = top + index === at && marked;
    const text = [
      span(mine ? '▸ ' : '  ', 'accent'),
      span(label, ...(why ? (['muted'] as const) : [])),
    ];
    const line = [
      ...text,
      ...(why ? [span('  not now', 'muted')] : []),
      ...moreSign(index, seen.length, top > 0, top + rows < choices.length),
    ];
    return mine ? meaning(padded(line, columns), 'selected') : line;
  });
}

/** Tells at the first and the last line that there are more above or below. */
function moreSign(index: number, length: number, above: boolean, below: boolean): Line {
  if (index === 0 && above) return [span('  ▲ more', 'muted')];
  return index === length - 1 && below ? [span('  ▼ more', 'muted')] : [];
}

function padded(line: Line, columns: number): Line {
  const used = line.reduce((sum, { text }) => sum + text.length, 0);
  return [...line, span(' '.repeat(Math.max(0, columns - used)))];
}
