import { bodyRows, bodyTop } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import type { World } from '../../session/world.ts';
import { block } from '../../text/fill.ts';
import { type Line, span } from '../../text/line.ts';
import { clampTop, visible } from '../../text/page.ts';
import { partPage, partWidth, titleFor } from './part-page.ts';
import type { PartState } from './part-state.ts';

/** Which part. */
export function partHeader({ component }: PartState, world: World): readonly [Line, Line] {
  return [[span('my-cluster › ', 'muted'), span(titleFor(component, false, world), 'title')], []];
}

/** What the learner has built: the map, how it stands, what is in it, what comes next. */
export function Part({ state, world }: { readonly state: PartState; readonly world: World }) {
  const { columns } = world.size;
  const page = partPage(state, world);
  const left = span(' '.repeat(Math.max(1, Math.floor((columns - partWidth(world)) / 2))));
  const lines = visible(page, clampTop(state.top, page)).map((row) => [left, ...row]);
  return <Lines top={bodyTop} lines={block(lines, columns, bodyRows(world.size))} />;
}
