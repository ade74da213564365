import type { Ports } from '../ports.ts';
import type { Size, World } from './world.ts';

/** How the screens are shown. */
export interface SessionSettings {
  readonly size: Size;
  /** Inline code keeps its backticks, because no color tells it. */
  readonly ticks: boolean;
  /** A screen reader reads. */
  readonly spoken: boolean;
  /** Nothing moves by itself. */
  readonly still: boolean;
}

/** The world as it is at the start. */
export function worldOf(ports: Ports, settings: SessionSettings): World {
  const { content, progress, workspace, editor } = ports;
  return {
    ...settings,
    outline: content.outline(),
    progress: progress.read(),
    runs: {},
    news: [],
    workspace: workspace.path,
    editor: () => editor.name,
    highlight: null,
    definition: (term) => content.definition(term),
    texts: () => content.texts(),
    pathOf: (file) => workspace.pathOf(file),
  };
}
