import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { World } from '../session/world.ts';
import { fill, spread } from '../text/fill.ts';
import { type Line, span } from '../text/line.ts';
import { bodyRows } from './layout.ts';
import { Lines } from './lines.tsx';

export interface FrameProps {
  readonly world: World;
  /** Where the learner is, and how far. */
  readonly header: readonly [left: Line, right: Line];
  readonly status: Line;
  readonly footer: Line;
  readonly children: ReactNode;
}

/** What all screens have in common: a header, the body, a line for messages, the keys that work now. */
export function Frame({ world, header, status, footer, children }: FrameProps) {
  const { columns } = world.size;
  const [left, right] = header;
  const edge = span(' ');
  return (
    <Box flexDirection="column">
      <Lines lines={[spread([edge, ...left], [...right, edge], columns)]} />
      <Box height={bodyRows(world.size)} flexDirection="column">
        {children}
      </Box>
      <Lines lines={[fill([edge, ...status], columns), fill([edge, ...footer], columns)]} />
    </Box>
  );
}
