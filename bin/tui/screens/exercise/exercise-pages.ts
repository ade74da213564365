import type { Block } from '../../markdown/block.ts';
import { parseMarkdown } from '../../markdown/parse.ts';
import { typeset } from '../../markdown/typeset.ts';
import type { ExerciseText, ResultRecord } from '../../ports.ts';
import {
  exerciseProgress,
  findExercise,
  findItem,
  titleOf,
  type World,
} from '../../session/world.ts';
import { type Line, plainText } from '../../text/line.ts';
import { type Page, pageOf } from '../../text/page.ts';
import { remembering } from '../../text/remembering.ts';
import { cursorWidth, exerciseLayout, inner } from './exercise-layout.ts';
import type { ExercisePages, ExerciseState, Folds, Sheet } from './exercise-state.ts';
import { sheetBlocks } from './sheet-blocks.ts';
import { ruleNumbers } from './verdict/brief-rules.ts';
import { type FoldPage, foldPageOf } from './verdict/fold-page.ts';
import { verdictParts } from './verdict/verdict-parts.ts';

/** Lays brief, verdict and sheet out for the terminal's size, each when it is asked for. */
export function exercisePages(state: ExerciseState, world: World): ExercisePages {
  return {
    get brief() {
      return briefPage(state, world);
    },
    get verdict() {
      return verdictPage(state, world);
    },
    get sheet() {
      return sheetPage(state, world);
    },
  };
}

const briefs = new WeakMap<ExerciseText, readonly Block[]>();
const typesetBriefs = new WeakMap<ExerciseText, { key: string; blocks: readonly Line[][] }>();

function briefPage({ text, id }: ExerciseState, world: World): Page {
  const layout = exerciseLayout(world);
  const height = layout.height - 2;
  if (!text) return pageOf([], height);
  const width = inner(layout.brief);
  const key = `${width} ${world.highlight ? 'colored' : ''}`;
  const known = typesetBriefs.get(text);
  if (known?.key === key) return pageOf(known.blocks, height);
  const blocks = briefBlocks(text, findExercise(world.outline, id)?.title).map((block) =>
    typeset(block, { ...world, width }),
  );
  typesetBriefs.set(text, { key, blocks });
  return pageOf(blocks, height);
}

/** The brief without its title where the screen shows the same one. */
function briefBlocks(text: ExerciseText, title: string | undefined): readonly Block[] {
  const known = briefs.get(text);
  if (known) return known;
  const [first, ...rest] = parseMarkdown(text.brief);
  const same = first?.kind === 'heading' && first.level === 1 && plainText(first.text) === title;
  const blocks = first && !same ? [first, ...rest] : rest;
  briefs.set(text, blocks);
  return blocks;
}

function verdictPage({ id, text, record, folds }: ExerciseState, world: World): FoldPage {
  const { size, spoken, outline, pathOf } = world;
  const { attempts } = exerciseProgress(world.progress, id);
  return laidOutVerdict(id, text, record, folds, size, spoken, outline, pathOf, attempts);
}

const rulesOnce = remembering(({ brief }: ExerciseText) => ruleNumbers(brief));

const laidOutVerdict = remembering(
  (
    id: string,
    text: ExerciseText | null,
    record: ResultRecord | null,
    folds: Folds,
    size: World['size'],
    spoken: boolean,
    outline: World['outline'],
    pathOf: World['pathOf'],
    attempts: number,
  ): FoldPage => {
    const layout = exerciseLayout({ size, spoken });
    const exercise = findExercise(outline, id);
    if (!record) return foldPageOf([], layout.height - 2);
    const lesson = exercise && findItem(outline, { kind: 'lesson', id: exercise.lesson });
    const parts = verdictParts(record, folds, {
      width: inner(layout.verdict) - cursorWidth,
      height: layout.height - 2,
      simulation: exercise?.simulation != null,
      points: exercise?.points ?? {},
      rules: text ? rulesOnce(text) : {},
      lesson: lesson && titleOf(lesson),
      hinted: new Set(text?.hints.map(({ group }) => group)),
      attempts,
      pathOf,
    });
    return foldPageOf(parts, layout.height - 2);
  },
);

function sheetPage({ sheet, text }: ExerciseState, world: World): Page {
  return laidOutSheet(sheet, text, world);
}

const laidOutSheet = remembering((sheet: Sheet | null, text: ExerciseText | null, world: World) => {
  const layout = exerciseLayout(world);
  const blocks = sheet ? sheetBlocks(sheet, text, inner(layout.sheet), world) : [];
  const page = pageOf(blocks, layout.height - 2);
  if (sheet?.kind !== 'hints' || world.spoken) return page;
  // What a hint is about stays in sight above it.
  const most = Math.floor(layout.height * 0.6) - 2;
  return { ...page, height: Math.min(page.lines.length, most) };
});
