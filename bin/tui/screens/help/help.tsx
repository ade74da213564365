import { beyondEdges } from '../../components/beyond-edges.ts';
import { bodyRows, bodyTop } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import { panel } from '../../components/panel.ts';
import type { World } from '../../session/world.ts';
import { span } from '../../text/line.ts';
import { clampTop, type Page, visible } from '../../text/page.ts';
import type { HelpState } from './help-state.ts';

/** All keys, over whatever is open. */
export function Help({
  state,
  page,
  world,
}: {
  readonly state: HelpState;
  readonly page: Page;
  readonly world: World;
}) {
  const top = clampTop(state.top, page);
  const lines = panel({
    spoken: world.spoken,
    title: [span('Keys', 'strong')],
    ...beyondEdges(page, top, world.spoken),
    lines: visible(page, top),
    width: world.size.columns,
    height: bodyRows(world.size),
    focused: true,
  });
  return <Lines top={bodyTop} lines={lines} />;
}
