import { ClassInputError } from '../assignment/class-input-error.ts';
import type { Gradebook, GradebookRow } from '../gradebook/gradebook.ts';
import { words } from '../pages/wording.ts';
import { csv } from './csv.ts';
import { columnOf, learnerFinder, readRows, waits } from './merge.ts';

/**
 * For Moodle: with an offline grading worksheet, the same with Grade and Feedback comments filled in; without one, a file for
 * its grade import, which finds learners by ID number or e-mail address. What waits for a grading is left empty.
 */
export function moodleCsv(gradebook: Gradebook, worksheet: string | null, path: string): string {
  if (worksheet === null) return importCsv(gradebook);
  const [header, ...lines] = readRows(worksheet, path) as [string[], ...string[][]];
  const grade = columnOf(header, ['Grade']);
  const comments = columnOf(header, ['Feedback comments']);
  if (columnOf(header, ['Identifier']) < 0 || grade < 0)
    throw new ClassInputError(
      `${path} has no columns "Identifier" and "Grade": it is not an offline grading worksheet.`,
      'In Moodle: the assignment, View all submissions, Download grading worksheet.',
    );
  const find = learnerFinder(gradebook);
  const identity = ['Email address', 'ID number', 'Username', 'Full name']
    .map((name) => columnOf(header, [name]))
    .filter((index) => index >= 0);
  const merged = lines.map((line) => {
    const row = find(identity.map((index) => line[index] ?? ''));
    if (!row || waits(row)) return line;
    return header.map((_, index) => {
      if (index === grade) return row.total;
      return index === comments ? feedbackLine(gradebook, row) : (line[index] ?? '');
    });
  });
  return csv([header, ...merged]);
}

function importCsv(gradebook: Gradebook): string {
  const header = ['ID number', 'Email address', 'Full name', gradebook.rules.title, 'Feedback'];
  const lines = gradebook.rows
    .filter((row) => !waits(row))
    .map((row) => {
      const { id, email, name } = row.learner;
      return [id, email, name, row.total, feedbackLine(gradebook, row)];
    });
  return csv([header, ...lines]);
}

function feedbackLine({ rules }: Gradebook, { cells }: GradebookRow): string {
  return cells
    .map((cell, index) => {
      const { title } = rules.exercises[index]!;
      return `${title}: ${cell.points} of ${cell.of} (${words.status[cell.status]})`;
    })
    .join('; ');
}
