import { createContext, useContext, useLayoutEffect } from 'react';
import type { Line } from '../text/line.ts';
import { paint } from '../text/paint.ts';
import { type Theme, themeFor } from '../theme.ts';
import { PaperContext } from './paper.ts';

/** How meanings look for everything that is drawn. */
export const ThemeContext = createContext<Theme>(themeFor({ NO_COLOR: '1' }));

interface LinesProps {
  /** The row of the first line, from 0. */
  readonly top: number;
  /** Lines that have their width already. */
  readonly lines: readonly Line[];
}

/** Draws lines on the paper. */
export function Lines({ top, lines }: LinesProps) {
  const theme = useContext(ThemeContext);
  const paper = useContext(PaperContext);
  const painted = lines.map((spans) => paint(spans, theme));
  useLayoutEffect(() => {
    paper.put(top, painted);
  });
  return null;
}
