import { type ReactNode, useContext, useLayoutEffect } from 'react';
import type { Size } from '../session/world.ts';
import { cutAtWord, fill, spread } from '../text/fill.ts';
import { type Line, span } from '../text/line.ts';
import { Lines } from './lines.tsx';
import { PaperContext } from './paper.ts';

export interface FrameProps {
  readonly size: Size;
  /** Where the learner is, and how far. */
  readonly header: readonly [left: Line, right: Line];
  readonly status: Line;
  readonly footer: Line;
  /** The body; it begins in row `bodyTop`. */
  readonly children: ReactNode;
}

/** What all screens have in common: a header, the body, a line for messages, the keys that work now. */
export function Frame({ size, header, status, footer, children }: FrameProps) {
  const { columns, rows } = size;
  const [left, right] = header;
  const edge = span(' ');
  const below = [cutAtWord([edge, ...status], columns), [edge, ...footer]].map((text) =>
    fill(text, columns),
  );
  return (
    <Sheet rows={rows - 1}>
      <Lines top={0} lines={[spread([edge, ...left], [...right, edge], columns)]} />
      {children}
      <Lines top={rows - 3} lines={below} />
    </Sheet>
  );
}

/** A picture of so many rows; it is shown once everything in it is drawn. */
export function Sheet({ rows, children }: { readonly rows: number; readonly children: ReactNode }) {
  const paper = useContext(PaperContext);
  useLayoutEffect(() => {
    paper.show(rows);
  });
  return <>{children}</>;
}
