import stringWidth from 'string-width';
import { AuthorError } from '../../../exercises/checked.ts';
import type { DiagramBlock } from '../lesson.ts';

/** The most columns a diagram may take: it must fit a terminal of 80 with its margins. */
export const diagramWidth = 76;

/** Reads a diagram fence: `alt: ...`, a blank line, text art. Throws AuthorError. */
export function readDiagram(text: string, file: string, part: string): DiagramBlock {
  const [, alt, drawing] = /^alt:[ \t]*(\S.*)\n[ \t]*\n([\s\S]*\S[\s\S]*)$/.exec(text) ?? [];
  if (alt === undefined || drawing === undefined)
    throw new AuthorError(
      file,
      part,
      'does not start with a sentence for screen readers',
      'write `alt: ...` on its first line, then a blank line, then the drawing',
    );
  const lines = drawing
    .replace(/\s+$/, '')
    .split('\n')
    .map((line) => line.trimEnd());
  lines.forEach((line, index) => {
    checkLine(line, file, `${part}, line ${index + 1}`);
  });
  return { type: 'diagram', alt: alt.trim(), lines };
}

function checkLine(line: string, file: string, part: string): void {
  if (line.includes('\t')) throw new AuthorError(file, part, 'has a tab', 'draw with spaces');
  const width = stringWidth(line);
  if (width > diagramWidth)
    throw new AuthorError(
      file,
      part,
      `is ${width} columns wide`,
      `draw it within ${diagramWidth} columns`,
    );
}
