import { Text } from 'ink';
import { createContext, useContext } from 'react';
import type { Line } from '../text/line.ts';
import { paint } from '../text/paint.ts';
import { type Theme, themeFor } from '../theme.ts';

/** How meanings look for everything that is drawn. */
export const ThemeContext = createContext<Theme>(themeFor({ NO_COLOR: '1' }));

/** Draws lines that have their width already: Ink neither wraps nor measures them again. */
export function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const theme = useContext(ThemeContext);
  if (lines.length === 0) return null;
  return <Text>{lines.map((spans) => paint(spans, theme) || ' ').join('\n')}</Text>;
}
