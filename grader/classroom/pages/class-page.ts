import { type Markup, markup } from '../../report/markup.ts';
import { distribution, type ExerciseSummary, failed } from '../gradebook/class-summary.ts';
import type { Cell, Gradebook, GradebookRow } from '../gradebook/gradebook.ts';
import { page } from './page.ts';
import { sortScript } from './sort-script.ts';
import { toldCell, words } from './wording.ts';

/** One of the gradings that took longest. */
export interface SlowGrading {
  readonly exercise: string;
  readonly learners: readonly string[];
  readonly durationMs: number;
}

/** What a class's page is made from. */
export interface ClassPageFacts {
  readonly gradebook: Gradebook;
  readonly exercises: readonly ExerciseSummary[];
  readonly slowest: readonly SlowGrading[];
  /** Jobs in which nothing that is written is wrong, but not all is written. */
  readonly onlyWaiting: ReadonlySet<string>;
  /** Learner id -> their feedback page, relative to this one. */
  readonly links: ReadonlyMap<string, string>;
  /** When the page was made, as text. */
  readonly made: string;
}

/** A class at a glance: what needs a look, how points are spread, each exercise, each test, each learner. */
export function classPage(facts: ClassPageFacts): string {
  const { gradebook, exercises, slowest, made } = facts;
  const { title } = gradebook.rules;
  const body = markup`<h1>${title}</h1>
<p class="quiet">${made}</p>
${factList(gradebook)}
<h2 id="look">Needs a look</h2>
${attention(facts)}
<h2 id="points">Points</h2>
${histogram(gradebook)}
<h2 id="exercises">Exercises</h2>
${exerciseTable(gradebook, exercises)}
<h2 id="tests">Tests most often failed or not written yet</h2>
${exercises.map(testTable)}
<h2 id="slowest">Slowest gradings</h2>
${slowTable(slowest)}
<h2 id="learners">Learners</h2>
${learnerTable(facts)}`;
  return page(title, body, sortScript);
}

function factList({ rows, of }: Gradebook): Markup {
  const cells = rows.flatMap((row) => row.cells);
  const count = (keep: (cell: Cell) => boolean) => cells.filter(keep).length;
  const facts: readonly (readonly [string, string | number])[] = [
    ['learners', rows.length],
    ['handed something in', rows.filter(({ learner }) => learner.entry !== null).length],
    ['late', rows.filter(({ percentOff }) => percentOff > 0).length],
    ['mean points', `${mean(rows.map(({ total }) => total))} of ${of}`],
    ['gradings passed', `${count(({ status }) => status === 'passed')} of ${cells.length}`],
    ['not graded yet', count(({ status }) => status === 'waiting')],
    ['could not be graded', count(({ status }) => status === 'not-gradable')],
    ['set aside', count(({ aside }) => aside !== null)],
  ];
  return markup`<ul class="facts">${facts.map(([name, value]) => markup`<li><b>${value}</b>${name}</li>`)}</ul>`;
}

function attention({ gradebook: { rows, rules }, links }: ClassPageFacts): Markup {
  const lines = rows.flatMap((row) => rowRemarks(row).map((remark) => ({ row, remark })));
  const strangers = rows.some(({ learner }) => learner.inRoster)
    ? rows.filter(({ learner }) => !learner.inRoster)
    : [];
  for (const row of strangers)
    lines.push({ row, remark: ['', 'The roster does not know this entry.'] });
  if (lines.length === 0) return markup`<p>Nothing: every submission was read and graded.</p>`;
  const titles = new Map(rules.exercises.map(({ id, title }) => [id, title]));
  const body = lines.map(
    ({ row, remark: [exercise, text] }) =>
      markup`<tr><td>${learnerLink(row, links)}</td><td>${titles.get(exercise) ?? ''}</td><td class="text">${text}</td></tr>`,
  );
  return table(['Learner', 'Exercise', 'What'], body);
}

/** What the teacher should know of a learner: the exercise it concerns, or none, and a sentence. */
function rowRemarks({ learner, cells }: GradebookRow): (readonly [string, string])[] {
  const aside = cells
    .filter((cell) => cell.aside !== null)
    .map((cell) => [cell.exercise, `Set aside: ${cell.aside}.`] as const);
  const overrides = cells
    .filter((cell) => cell.override !== null)
    .map(
      (cell) =>
        [cell.exercise, words.override(cell.override!.points, cell.override!.reason)] as const,
    );
  const problem = learner.problem ? [['', `Cannot be read: ${learner.problem}.`] as const] : [];
  const nothing = learner.entry === null ? [['', 'Handed in nothing.'] as const] : [];
  const empty =
    learner.entry !== null &&
    !learner.problem &&
    cells.every(({ status }) => status === 'not-submitted')
      ? [['', 'The entry holds no file of any exercise.'] as const]
      : [];
  return [
    ...problem,
    ...nothing,
    ...empty,
    ...learner.remarks.map((text) => ['', text] as const),
    ...aside,
    ...overrides,
  ];
}

function histogram(gradebook: Gradebook): Markup {
  const bars = distribution(gradebook);
  const most = Math.max(1, ...bars);
  const drawn = bars.map((count, index) => {
    const height = Math.round((count / most) * 120);
    const x = index * 60;
    return markup`<rect x="${x + 6}" y="${140 - height}" width="48" height="${height}"/><text x="${x + 30}" y="${134 - height}" text-anchor="middle">${count || ''}</text><text x="${x + 30}" y="158" text-anchor="middle">${label(index)}</text>`;
  });
  const said = bars.map((count, index) => `${label(index)} percent: ${count}`).join('; ');
  return markup`<div class="scroll"><svg viewBox="0 0 600 170" style="width:100%;max-width:600px" role="img" aria-label="Learners by share of all points. ${said}">${drawn}</svg></div>`;
}

function label(bar: number): string {
  return bar === 9 ? '90–100' : `${bar * 10}–${bar * 10 + 9}`;
}

function exerciseTable({ rows }: Gradebook, exercises: readonly ExerciseSummary[]): Markup {
  const body = exercises.map(
    ({
      column,
      submitted,
      passed,
      meanPoints,
      medianMs,
      hardest,
    }) => markup`<tr><td class="text">${column.title}<br><span class="quiet">${column.id}</span></td>
<td class="number" data-sort="${submitted}">${submitted} of ${rows.length}</td><td class="number" data-sort="${passed}">${passed}</td>
<td class="number" data-sort="${meanPoints ?? -1}">${meanPoints === null ? '–' : `${meanPoints.toFixed(1)} of ${column.points}`}</td>
<td class="number" data-sort="${medianMs ?? -1}">${medianMs === null ? '–' : `${Math.round(medianMs)} ms`}</td>
<td class="text">${hardest[0] && failed(hardest[0]) > 0 ? `${hardest[0].group}: ${hardest[0].name}` : '–'}</td></tr>`,
  );
  return table(
    ['Exercise', '#Handed in', '#Passed', '#Mean points', '#Median time', 'Most often failed'],
    body,
  );
}

const shownTests = 15;

function testTable({ column, hardest, submitted }: ExerciseSummary): Markup | null {
  if (hardest.length === 0) return null;
  const body = hardest
    .slice(0, shownTests)
    .map(
      (test) =>
        markup`<tr><td class="text">${test.group}</td><td class="text">${test.name}</td><td class="number">${failed(test)}</td><td class="number">${test.timedOut || ''}</td><td class="number">${test.unwritten || ''}</td></tr>`,
    );
  const more = hardest.length - shownTests;
  return markup`<details><summary>${column.title}: ${hardest.length} ${hardest.length === 1 ? 'test' : 'tests'} failed, or not written yet, by some of ${submitted}</summary>
${table(['Group', 'Test', '#Failed', '#of these out of time', '#Not written yet'], body)}${more > 0 && markup`<p class="quiet">and ${more} more</p>`}</details>`;
}

function slowTable(slowest: readonly SlowGrading[]): Markup {
  if (slowest.length === 0) return markup`<p>Nothing has been graded yet.</p>`;
  const body = slowest.map(
    ({ exercise, learners, durationMs }) =>
      markup`<tr><td>${exercise}</td><td class="text">${learners.join(', ')}</td><td class="number" data-sort="${durationMs}">${Math.round(durationMs)} ms</td></tr>`,
  );
  return table(['Exercise', 'Learner', '#Time'], body);
}

function learnerTable({
  gradebook: { rows, rules, of },
  links,
  onlyWaiting,
}: ClassPageFacts): Markup {
  const heads = [
    'Learner',
    'Group',
    `#Total of ${of}`,
    '#Late',
    ...rules.exercises.map(({ title }) => `#${title}`),
  ];
  const body = rows.map(
    (
      row,
    ) => markup`<tr><td>${learnerLink(row, links)}</td><td>${row.learner.group}</td><td class="number">${row.total}</td>
<td class="number" data-sort="${row.lateMs}">${row.percentOff > 0 && `${hours(row.lateMs)}, −${row.percentOff} %`}</td>${row.cells.map((cell) => cellMarkup(cell, onlyWaiting.has(cell.job ?? '')))}</tr>`,
  );
  return table(heads, body);
}

function cellMarkup(cell: Cell, onlyWaits: boolean): Markup {
  const { sign, text } = toldCell(cell.status, onlyWaits);
  const said = `${text}${cell.override ? `; ${words.override(cell.override.points, cell.override.reason)}` : ''}`;
  const tone =
    cell.status === 'passed' ? 'good' : cell.status === 'failed' && !onlyWaits ? 'bad' : 'quiet';
  return markup`<td class="number" data-sort="${cell.points}" title="${said}">${cell.points} <span class="${tone}" aria-label="${said}">${sign}</span>${cell.override && '*'}</td>`;
}

function learnerLink({ learner }: GradebookRow, links: ReadonlyMap<string, string>): Markup {
  const link = links.get(learner.id);
  const name = learner.name === learner.id ? learner.id : `${learner.name} (${learner.id})`;
  return link === undefined ? markup`${name}` : markup`<a href="${link}">${name}</a>`;
}

/** A table that can be sorted by its heads; a head that begins with # is a number's. */
function table(heads: readonly string[], body: readonly Markup[]): Markup {
  const head = heads.map((text) =>
    text.startsWith('#')
      ? markup`<th class="number" scope="col"><button type="button">${text.slice(1)}</button></th>`
      : markup`<th scope="col"><button type="button">${text}</button></th>`,
  );
  return markup`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function hours(ms: number): string {
  const passed = ms / 3_600_000;
  return passed < 48 ? `${passed.toFixed(1)} h` : `${(passed / 24).toFixed(1)} d`;
}

function mean(numbers: readonly number[]): string {
  if (numbers.length === 0) return '–';
  return (numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toFixed(1);
}
