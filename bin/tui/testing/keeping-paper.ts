import { EventEmitter } from 'node:events';
import type { Paper } from '../components/paper.ts';
import type { Size } from '../session/world.ts';

/** Keeps every picture, drawn on it or printed by Ink. */
export function keepingPaper(size: Size) {
  const pictures: string[] = [];
  const rows: string[] = [];
  const paper: Paper = {
    put: (top, lines) => {
      lines.forEach((text, index) => {
        rows[top + index] = text;
      });
    },
    show: (count) => {
      pictures.push(Array.from({ length: count }, (_, row) => rows[row] ?? '').join('\n'));
      rows.length = 0;
    },
    forget: () => {},
  };
  const stdout = Object.assign(new EventEmitter(), {
    columns: size.columns,
    write: () => true,
  }) as unknown as NodeJS.WriteStream;
  return { ...paper, pictures, stdout };
}

/** React draws changes in a microtask. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A picture without looks and links, and without blanks at the ends of its lines. */
export function letters(picture: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is taken out
  return picture.replace(/\u001b\[[0-9;]*m|\u001b\]8;;[^\u0007]*\u0007/g, '').replace(/ +$/gm, '');
}
