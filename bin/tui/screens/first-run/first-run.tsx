import { bodyRows, bodyTop } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import type { World } from '../../session/world.ts';
import { block, center } from '../../text/fill.ts';
import { type Line, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';
import type { FirstRunState } from './first-run-state.ts';

/** The first start: says what will be made and where, and that Enter makes it. */
export function FirstRun({
  state,
  world,
}: {
  readonly state: FirstRunState;
  readonly world: World;
}) {
  const { columns } = world.size;
  const width = Math.min(64, columns - 4);
  const text = textLines(state, world, width);
  const rows = bodyRows(world.size);
  const above = Math.max(0, Math.floor((rows - text.length) / 2));
  const left = ' '.repeat(Math.floor((columns - width) / 2));
  const lines = [
    ...Array.from({ length: above }, (): Line => []),
    ...text.map((row) => [span(left), ...row]),
  ];
  return <Lines top={bodyTop} lines={block(lines, columns, rows)} />;
}

function textLines(state: FirstRunState, world: World, width: number): Line[] {
  return [
    center([span('Build a small Kubernetes, and understand the real one.', 'title')], width),
    [],
    ...wrap(
      [
        span(
          'You read a lesson, then write that part in TypeScript; each save is graded at once. No cluster and no Docker are needed.',
        ),
      ],
      width,
    ),
    [],
    ...wrap([span('It needs a folder for your code. Enter creates this one:')], width),
    [],
    ...wrap([span(world.workspace, 'accent', 'strong')], width - 2).map((row) => [
      span('  '),
      ...row,
    ]),
    [],
    ...wrap(
      [
        span(
          'In it: a stub for each exercise, and your progress in .course/. Nothing that exists is overwritten.',
        ),
      ],
      width,
    ),
    [],
    ...wrap([span('Another place? Press q, then:', 'muted')], width),
    [span('  course launch --workspace DIR', 'muted')],
    ...(state.trouble ? [[], ...wrap([span(state.trouble, 'fail')], width)] : []),
  ];
}
