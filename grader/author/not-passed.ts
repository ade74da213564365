import { AuthorError } from '../../exercises/checked.ts';
import type { ResultRecord } from '../verdict/record.ts';

/** What to tell an author whose reference or accepted solution the suite refuses: the first test that fails. */
export function notPassed(path: string, { tests, problem, status }: ResultRecord): AuthorError {
  const first = tests.find((test) => test.status !== 'passed');
  const saw =
    first &&
    `"${first.id}": ${first.message || `expected ${first.expected}, received ${first.received}`}`;
  return new AuthorError(
    path,
    '',
    `does not pass: ${problem?.message ?? saw ?? status}`,
    'correct it, or the suite',
  );
}
