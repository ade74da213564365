import { signOf } from '../../components/signs.ts';
import type { Outline, OutlineItem, Progress } from '../../ports.ts';
import { type Standing, standingOf, type World } from '../../session/world.ts';
import { type Line, span } from '../../text/line.ts';
import { remembering } from '../../text/remembering.ts';
import type { Meaning } from '../../theme.ts';
import { Canvas } from './canvas.ts';
import { exercisesIn, partNames, partStanding } from './parts.ts';

/** Size of the big map. */
export const bigMap = { columns: 64, rows: 15 } as const;

/** Where the parts of the cluster stand in the big map. */
const places: Readonly<Record<string, readonly [column: number, row: number, width: number]>> = {
  apiserver: [1, 2, 34],
  etcd: [41, 2, 23],
  scheduler: [1, 6, 22],
  controllers: [25, 6, 31],
  kubelet: [2, 11, 20],
  proxy: [23, 11, 19],
  addons: [43, 11, 19],
};

/** A part that is not begun is a dotted outline, one in work has a line, a finished one a heavy line and a check. */
const frames: Readonly<Record<Standing, string>> = {
  open: '╭╮╰╯╌┆',
  begun: '╭╮╰╯─│',
  done: '┏┓┗┛━┃',
};

/** What the lamps of the map mean. */
export const legend: Line = (['done', 'begun', 'open'] as const).flatMap((standing, index) => [
  span(index > 0 ? '   ' : ''),
  signOf('exercise', standing),
  span(` ${{ done: 'passed', begun: 'some points', open: 'open' }[standing]}`, 'muted'),
]);

/** The cluster as a drawing: who talks to whom, and a lamp for each exercise. */
export function drawMap({ outline, progress }: World, selected: string | null): Line[] {
  return drawn(outline, progress, selected);
}

const drawn = remembering(
  (outline: Outline, progress: Progress, selected: string | null): Line[] => {
    const world = { outline, progress };
    const canvas = new Canvas(bigMap.columns, bigMap.rows);
    wires(canvas);
    for (const [id, place] of Object.entries(places)) {
      const [column, row, width] = place;
      const exercises = exercisesIn(world, id);
      const standing = partStanding(exercises, world);
      const look = id === selected ? 'focus' : standing === 'done' ? 'pass' : 'border';
      canvas.box(column, row, width, 3, frames[standing], look);
      title(canvas, column + 2, row, id, standing, id === selected);
      lampsInto(canvas, column + 2, row + 1, width - 4, exercises, world);
      count(canvas, column + width - 2, row + 1, exercises, world);
    }
    return canvas.lines();
  },
);

/** Every line of the drawing means: is a client of. */
function wires(canvas: Canvas): void {
  canvas.text(25, 0, 'kubectl', 'muted');
  canvas.text(28, 1, '│', 'border');
  canvas.text(35, 3, '──────', 'border');
  canvas.text(11, 5, '│', 'border');
  canvas.text(30, 5, '│', 'border');
  canvas.text(33, 5, '╰─────────────────────────╮', 'border');
  for (let row = 6; row < 10; row++) canvas.text(59, row, '│', 'border');
  canvas.box(0, 10, 64, 5, '╭╮╰╯─│', 'border');
  canvas.text(2, 10, ' node ', 'muted');
}

function title(
  canvas: Canvas,
  column: number,
  row: number,
  id: string,
  standing: Standing,
  selected: boolean,
): void {
  const mark = selected ? '▸ ' : '';
  const check = standing === 'done' ? ' ✓' : '';
  const look: Meaning[] = selected
    ? ['accent', 'strong']
    : standing === 'open'
      ? ['muted']
      : ['strong'];
  canvas.text(column, row, ` ${mark}${partNames[id]}${check} `, ...look);
}

/** Lamps with air between them, as long as there is room for that and for the count behind them. */
function lampsInto(
  canvas: Canvas,
  column: number,
  row: number,
  room: number,
  exercises: readonly OutlineItem[],
  world: Pick<World, 'progress'>,
): void {
  const step = 2 * exercises.length + 5 <= room ? 2 : 1;
  exercises.forEach((item, index) => {
    const { text, as = [] } = signOf('exercise', standingOf(item, world.progress));
    canvas.text(column + step * index, row, text, ...as);
  });
}

function count(
  canvas: Canvas,
  end: number,
  row: number,
  exercises: readonly OutlineItem[],
  world: Pick<World, 'progress'>,
): void {
  const passed = exercises.filter((item) => standingOf(item, world.progress) === 'done').length;
  const text = exercises.length > 0 ? `${passed}/${exercises.length}` : '';
  canvas.text(end - text.length, row, text, 'muted');
}
