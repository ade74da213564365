import { ClassInputError } from '../assignment/class-input-error.ts';
import type { Gradebook } from '../gradebook/gradebook.ts';
import { csv } from './csv.ts';
import { columnOf, learnerFinder, readRows, waits } from './merge.ts';

const identities = ['SIS Login ID', 'SIS User ID', 'Integration ID', 'ID', 'Email', 'Student'];
const needed = ['Student', 'ID'];

/**
 * The teacher's own Canvas export with our totals in the assignment's column, which Canvas names `<title> (<number>)`; a new
 * column where there is none. Lines of learners that we do not know, and other columns, stay as they are.
 * Scores that wait for a grading are left as they were. Throws ClassInputError when it is no Canvas export.
 */
export function canvasCsv(gradebook: Gradebook, exported: string, path: string): string {
  const [header, ...lines] = readRows(exported, path) as [string[], ...string[][]];
  for (const name of needed)
    if (columnOf(header, [name]) < 0)
      throw new ClassInputError(
        `${path} has no column "${name}": it is not a Canvas gradebook.`,
        'In Canvas: Grades, Export, Export Entire Gradebook.',
      );
  const column = scoreColumn(header, gradebook.rules.title, path);
  const find = learnerFinder(gradebook);
  const identity = identities.map((name) => columnOf(header, [name])).filter((index) => index >= 0);
  const merged = lines.map((line) => {
    const cells = header.map((_, index) => line[index] ?? '');
    if (/^\s*points possible\s*$/i.test(cells[columnOf(header, ['Student'])] ?? ''))
      return replaced(cells, column, String(gradebook.of));
    const row = find(identity.map((index) => cells[index]!));
    return row && !waits(row) ? replaced(cells, column, String(row.total)) : cells;
  });
  return csv([header, ...merged].map((cells) => cells.map(numberIfOne)));
}

/** Adds the column to the header where it is not there. */
function scoreColumn(header: string[], title: string, path: string): number {
  const fits = header.flatMap((name, index) =>
    name === title || (name.startsWith(`${title} (`) && /\(\d+\)$/.test(name)) ? [index] : [],
  );
  if (fits.length > 1)
    throw new ClassInputError(
      `${path} has ${fits.length} columns for "${title}": ${fits.map((i) => header[i]).join(', ')}.`,
      'Remove all but one, or give the assignment another title.',
    );
  if (fits.length === 1) return fits[0]!;
  return header.push(title) - 1;
}

function replaced(cells: readonly string[], at: number, value: string): string[] {
  return cells.map((cell, index) => (index === at ? value : cell));
}

/** A negative number is not a formula. */
function numberIfOne(cell: string): string | number {
  return /^-?\d+(?:\.\d+)?$/.test(cell) && String(Number(cell)) === cell ? Number(cell) : cell;
}
