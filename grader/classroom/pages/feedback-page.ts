import { isFailure } from '../../../exercises/standing.ts';
import { failureText } from '../../report/failure-text.ts';
import { groupRows, onlyWaits } from '../../report/graded.ts';
import { type Markup, markup } from '../../report/markup.ts';
import { notRunText, waitingText } from '../../report/not-decided.ts';
import { words as reportWords } from '../../report/wording.ts';
import type { ResultRecord } from '../../verdict/record.ts';
import {
  type Feedback,
  type FeedbackPart,
  generalNotes,
  partNotes,
  shownRecord,
} from './feedback.ts';
import { page } from './page.ts';
import { toldCell, words } from './wording.ts';

/** A learner's feedback as a page of its own. */
export function feedbackPage({ title, row, of, parts }: Feedback): string {
  const { learner, total } = row;
  const body = markup`<h1>${learner.name}</h1>
<p class="quiet">${title}</p>
<p><b>${total} of ${of} points</b></p>
${generalNotes(row).map((note) => markup`<p class="warn">${note}</p>`)}
${learner.problem !== null && markup`<pre>${learner.problem}</pre>`}
${learner.remarks.length > 0 && markup`<p>${words.leftOut}</p><pre>${learner.remarks.join('\n')}</pre>`}
${parts.map(partMarkup)}`;
  return page(`${title}: ${learner.name}`, body);
}

function partMarkup(part: FeedbackPart): Markup {
  const { exercise, cell } = part;
  const record = shownRecord(part);
  const { sign, text } = toldCell(cell.status, record !== null && onlyWaits(record));
  return markup`<h2>${sign} ${exercise.title}</h2>
<p class="quiet">${exercise.id}: ${text}, counts ${cell.points} of ${cell.of}</p>
${partNotes(part).map((note) => markup`<p>${note}</p>`)}
${record && recordMarkup(part, record)}
`;
}

const tones = { passed: 'good', waiting: 'quiet', wrong: 'bad' } as const;

function recordMarkup({ exercise }: FeedbackPart, record: ResultRecord): Markup {
  const failed = record.tests.filter(isFailure);
  const undecided = [waitingText(record.tests), record.problem ? '' : notRunText(record.tests)];
  const groups = groupRows({ exercise, record }).map(
    ({ group, standing, good, all, earned, worth }) =>
      markup`<tr><td class="text"><span class="${tones[standing]}">${reportWords.sign[standing]}</span> ${group}</td><td class="number">${good} of ${all}</td><td class="number">${earned} of ${worth}</td></tr>`,
  );
  return markup`${record.problem && markup`<pre>${reportWords.problem(record.problem)}</pre>`}
${record.tests.length > 0 && markup`<div class="scroll"><table><thead><tr><th>Group</th><th class="number">Tests</th><th class="number">Points</th></tr></thead><tbody>${groups}</tbody></table></div>`}
${failed.map((test, index) => markup`<details${index === 0 && markup` open`}><summary>${test.group}: ${test.name}</summary><pre>${failureText(test)}</pre></details>`)}
${undecided.filter(Boolean).map((text) => markup`<p>${text}</p>`)}`;
}
