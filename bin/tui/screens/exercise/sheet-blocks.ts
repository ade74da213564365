import { parseMarkdown } from '../../markdown/parse.ts';
import { typesetAll } from '../../markdown/typeset.ts';
import type { DiffLine, ExerciseText } from '../../ports.ts';
import type { World } from '../../session/world.ts';
import { type Line, line, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';
import type { Meaning } from '../../theme.ts';
import type { Sheet } from './exercise-state.ts';
import { words } from './wording.ts';

/** What a sheet shows: the hints taken so far, the changes, the solution, or a failing test replayed. */
export function sheetBlocks(
  sheet: Sheet,
  text: ExerciseText | null,
  width: number,
  world: World,
): Line[][] {
  switch (sheet.kind) {
    case 'hints':
      return hintBlocks(sheet, text, width, world);
    case 'diff':
      return [diffLines(sheet)];
    case 'solution':
      return [solutionLines(sheet.text, world)];
    case 'trace':
      return traceBlocks(sheet, width);
  }
}

/** The rungs of a group's ladder; none when the group has none. */
export function rungsOf(text: ExerciseText | null, group: string): readonly string[] {
  return text?.hints.find((hints) => hints.group === group)?.rungs ?? [];
}

function hintBlocks(
  sheet: Extract<Sheet, { kind: 'hints' }>,
  text: ExerciseText | null,
  width: number,
  world: World,
): Line[][] {
  const rungs = rungsOf(text, sheet.group);
  const measure = Math.min(width, 84) - 4;
  const shown = rungs
    .slice(0, sheet.rungs)
    .map((rung, index) =>
      typesetAll(parseMarkdown(rung), { ...world, width: measure }).map((row, at) => [
        span(at === 0 ? `${index + 1}. ` : '   ', 'accent'),
        ...row,
      ]),
    );
  const more = rungs.length - sheet.rungs;
  const rest = more > 0 ? `${more} more: h shows the next one.` : 'That was the last one.';
  return [...shown, [line(rest, 'muted')]];
}

const signs: Readonly<Record<DiffLine['kind'], readonly [string, ...Meaning[]]>> = {
  same: ['  '],
  added: ['+ ', 'added'],
  removed: ['- ', 'removed'],
  place: ['', 'muted'],
};

function diffLines({ lines, against }: Extract<Sheet, { kind: 'diff' }>): Line[] {
  if (lines.every(({ kind }) => kind === 'same'))
    return [line(against === 'stub' ? words.noChanges : words.sameAsReference, 'muted')];
  return lines.map(({ kind, text }) => {
    const [sign, ...as] = signs[kind];
    return [span(`${sign}${text.replaceAll('\t', '  ')}`, ...as)];
  });
}

/** Numbered steps, then what came of them. */
function traceBlocks({ steps, test }: Extract<Sheet, { kind: 'trace' }>, width: number): Line[][] {
  const digits = String(steps.length).length;
  const numbered = steps.flatMap((step, index) =>
    wrap([span(step)], width - digits - 2).map((row, at) => [
      span(`${(at === 0 ? `${index + 1}.` : '').padStart(digits + 1)} `, 'muted'),
      ...row,
    ]),
  );
  const told = [
    ['expected', test.expected],
    ['received', test.received],
  ].flatMap(([label, value]) => (value ? [`${label}  ${value}`] : []));
  const outcome = [...told, test.message]
    .filter(Boolean)
    .flatMap((text) => wrap([span(text)], width));
  return [numbered, [line(words.cameOfIt, 'heading'), ...outcome]];
}

function solutionLines(text: string, world: World): Line[] {
  const code = text.trimEnd().replaceAll('\t', '  ');
  const rows = world.highlight?.(code, 'typescript') ?? code.split('\n').map((row) => line(row));
  const digits = String(rows.length).length;
  return rows.map((row, index) => [
    span(`${String(index + 1).padStart(digits)}  `, 'muted'),
    ...row,
  ]);
}
