import { isFailure } from '../../exercises/standing.ts';
import type { ResultRecord } from '../verdict/record.ts';
import { failureText } from './failure-text.ts';
import { type Graded, groupRows } from './graded.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { notRunText, waitingText } from './not-decided.ts';
import { signOf, verdictWords } from './verdict-words.ts';
import { words } from './wording.ts';

const inFull = 5;

/** One exercise in Markdown: its groups with points, the first failures in full, the others by name, and what is to be written next. */
export function exerciseMarkdown({ exercise, record }: Graded): string {
  const groups = groupRows({ exercise, record }).map(
    ({ group, standing, good, all, earned, worth }) =>
      `| ${words.sign[standing]} ${markdownText(group)} | ${good} of ${all} | ${earned} of ${worth} |`,
  );
  return [
    `## ${markdownText(exercise.title)} (${markdownText(exercise.id)})`,
    `${signOf(record)} **${verdictWords(record)}**, ${record.points} of ${record.maxPoints} points`,
    record.problem ? markdownCode(words.problem(record.problem)) : '',
    record.tests.length > 0
      ? ['| Group | Tests | Points |', '|---|---|---:|', ...groups].join('\n')
      : '',
    ...failuresMarkdown(record),
    markdownText(waitingText(record.tests)),
    record.problem ? '' : notRunText(record.tests),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** What the record says of failures; a class's view may have nothing to say of one but its name. */
function failuresMarkdown(record: ResultRecord): string[] {
  const failed = record.tests.filter(isFailure);
  const full = failed.filter((test) => test.message || test.at || test.output).slice(0, inFull);
  const named = failed.filter((test) => !full.includes(test));
  const list = named.map(({ group, name }) => `- ✗ ${markdownText(`${group}: ${name}`)}`);
  return [
    ...full.map((test) => markdownCode(failureText(test))),
    full.length > 0 && list.length > 0 ? words.folded(list.length) : '',
    list.join('\n'),
  ];
}
