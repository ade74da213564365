import { CsvError, parse } from 'csv-parse/sync';
import { ClassInputError } from './class-input-error.ts';
import { parseWhen } from './when.ts';

/** One learner as the roster knows them. */
export interface RosterLearner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Learners with the same group hand in together; empty: alone. */
  readonly group: string;
  /** Later due time: so many hours more, or a moment of their own (ms). Null: none. */
  readonly extension: Extension | null;
  /** When they handed in, ms, where the school's own system knows better than the files; null: as the files say. */
  readonly submittedMs: number | null;
  /** Name of their entry in the class's folder; by default their id. */
  readonly entry: string;
}

export type Extension = { readonly hours: number } | { readonly untilMs: number };

const columns = ['id', 'name', 'email', 'group', 'extension', 'submitted', 'entry'];

/** Reads a roster: CSV with a header; only the column id is needed. Throws ClassInputError that names line and value. */
export function parseRoster(text: string, path: string): RosterLearner[] {
  const rows = records(text, path);
  const seen = new Map<string, number>();
  return rows.map((row, index) => {
    const line = index + 2;
    const id = row.id?.trim() ?? '';
    if (id === '')
      throw new ClassInputError(`${path}, line ${line}: the id is empty.`, 'Give one.');
    if (seen.has(id))
      throw new ClassInputError(
        `${path}, line ${line}: the id "${id}" is on line ${seen.get(id)} already.`,
        'Keep one of the two.',
      );
    seen.set(id, line);
    return learner(row, id, `${path}, line ${line}`);
  });
}

function learner(row: Record<string, string>, id: string, where: string): RosterLearner {
  const cell = (column: string) => row[column]?.trim() ?? '';
  return {
    id,
    name: cell('name') || id,
    email: cell('email'),
    group: cell('group'),
    extension: cell('extension') ? extension(cell('extension'), `${where}: extension`) : null,
    submittedMs: cell('submitted') ? parseWhen(cell('submitted'), `${where}: submitted`) : null,
    entry: cell('entry') || id,
  };
}

/** `48h`, `2d`, or a moment with its zone. */
function extension(text: string, what: string): Extension {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*(h|d)$/.exec(text) ?? [];
  if (count !== undefined) return { hours: Number(count) * (unit === 'd' ? 24 : 1) };
  return { untilMs: parseWhen(text, what) };
}

function records(text: string, path: string): Record<string, string>[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      delimiter: [',', ';', '\t'],
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ClassInputError(`${path} is not CSV (${error.message}).`, 'Export it as CSV again.');
  }
  const [first] = rows;
  if (first && !('id' in first))
    throw new ClassInputError(
      `${path} has no column "id", only ${Object.keys(first).join(', ')}.`,
      `Name the columns in the first line; known are ${columns.join(', ')}.`,
    );
  return rows;
}
