import { bodyRows, isWide } from '../../components/layout.ts';
import { panelBorder } from '../../components/panel.ts';
import type { World } from '../../session/world.ts';

/** Pictures of simulations are drawn for this many columns and rows at most. */
export const pictureColumns = 76;
const pictureRows = 15;
/** So much of what happened stays in sight below the picture. */
const leastLog = 4;
/** With its border. */
const leastPanel = 6;

export interface SimulationLayout {
  /** Are the choices beside the picture, where they are always seen? */
  readonly beside: boolean;
  /** Rows of the picture; 0 where it does not fit. */
  readonly picture: number;
  /** Columns and rows of what happened, borders left out. */
  readonly log: { readonly columns: number; readonly rows: number };
  /** The panel of choices, with its border. */
  readonly choices: { readonly columns: number; readonly rows: number };
}

/** Where picture, sentences and choices stand. */
export function simulationLayout(
  { size, spoken }: Pick<World, 'size' | 'spoken'>,
  { tallest, choices, choosing }: SimulationNeeds,
): SimulationLayout {
  const rows = bodyRows(size);
  if (isWide(size) && !spoken) return wide(size.columns, rows);
  const wanted = spoken ? 0 : Math.min(tallest, pictureRows);
  const panel = choosing ? panelRows(rows - wanted - leastLog - 1, choices) : 0;
  const picture = Math.max(0, Math.min(wanted, rows - leastLog - 1 - panel));
  return {
    beside: false,
    picture,
    log: { columns: size.columns - 2, rows: rows - panel - picture - (picture > 0 ? 1 : 0) },
    choices: { columns: Math.min(size.columns, pictureColumns + 4), rows: panel },
  };
}

/** What a layout depends on beside the terminal. */
export interface SimulationNeeds {
  /** Rows of the tallest picture so far, so that nothing jumps. */
  readonly tallest: number;
  /** How many choices there are, and whether they are wanted. */
  readonly choices: number;
  readonly choosing: boolean;
}

/** A few choices are always seen at once; rather than that the picture is cut. */
function panelRows(room: number, choices: number): number {
  const all = choices + panelBorder.rows;
  return Math.min(all, Math.max(leastPanel, room));
}

function wide(columns: number, rows: number): SimulationLayout {
  const left = pictureColumns + panelBorder.columns;
  const picture = Math.min(pictureRows, rows - leastLog - 2 * panelBorder.rows);
  return {
    beside: true,
    picture,
    log: { columns: pictureColumns, rows: rows - picture - 2 * panelBorder.rows },
    choices: { columns: Math.min(columns - left - 1, 56), rows },
  };
}
