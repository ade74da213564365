import { createContext } from 'react';

/** Where a picture comes to be, row by row, and is shown when it is whole. */
export interface Paper {
  /** Lines with their escape codes, from the row `top` on. */
  put(top: number, lines: readonly string[]): void;
  /** The picture has this many rows, and all of them are put. */
  show(rows: number): void;
  /** What is shown is no longer there: the next picture is shown whole. */
  forget(): void;
}

const nowhere: Paper = { put: () => {}, show: () => {}, forget: () => {} };

/**
 * The paper that is drawn on. Ink lays text out anew, character by character, for each picture: 12 to 18 ms at 120x40.
 * Our lines have their place and width already, so they go to the terminal directly, in one.
 */
export const PaperContext = createContext<Paper>(nowhere);
