import { CsvError, parse } from 'csv-parse/sync';
import { ClassInputError } from '../assignment/class-input-error.ts';
import type { Gradebook, GradebookRow } from '../gradebook/gradebook.ts';

/** A school system's own export, read as rows of text. The first row names the columns. */
export function readRows(text: string, path: string): string[][] {
  try {
    const rows: string[][] = parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    if (rows.length > 0) return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ClassInputError(`${path} is not CSV (${error.message}).`, 'Export it again.');
  }
  throw new ClassInputError(`${path} is empty.`, 'Export the gradebook with its learners.');
}

/** Finds the learner that a line of a school's export is about, by whatever the two have in common. */
export function learnerFinder({
  rows,
}: Gradebook): (values: readonly string[]) => GradebookRow | undefined {
  const known = new Map<string, GradebookRow | null>();
  const remember = (key: string, row: GradebookRow) => {
    const folded = fold(key);
    // What fits two learners identifies neither.
    if (folded) known.set(folded, known.has(folded) && known.get(folded) !== row ? null : row);
  };
  for (const row of rows) {
    remember(row.learner.id, row);
    remember(row.learner.email, row);
  }
  for (const row of rows) if (!known.has(fold(row.learner.name))) remember(row.learner.name, row);
  return (values) => {
    for (const value of values) {
      const found = known.get(fold(value));
      if (found) return found;
    }
    return undefined;
  };
}

/** The index of the first of some columns that a header has; -1 when it has none. */
export function columnOf(header: readonly string[], names: readonly string[]): number {
  const folded = header.map(fold);
  for (const name of names) {
    const index = folded.indexOf(fold(name));
    if (index >= 0) return index;
  }
  return -1;
}

/** True while something of a learner's is not graded: their total is not one yet. */
export function waits({ cells }: GradebookRow): boolean {
  return cells.some(({ status }) => status === 'waiting' || status === 'not-gradable');
}

function fold(text: string | undefined): string {
  return (text ?? '').trim().toLowerCase();
}
