import type { Exercise } from '../../exercises/catalog.ts';
import { type HintLadder, readHints } from '../../exercises/hints.ts';
import { groupPassed } from '../../grader/index.ts';
import { lex } from '../content/markdown/markdown.ts';
import { markdownText } from '../content/text/markdown-text.ts';
import { findExercise } from '../find-exercise.ts';
import { exerciseProgress, revealHint } from '../learner/progress/progress-state.ts';
import { lastVerdict } from '../learner/progress/verdicts.ts';
import { type LearnerSession, openSession } from '../learner-session.ts';
import { terminalFacts, wantsColor } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

interface HintOptions {
  readonly group?: string;
  readonly workspace?: string;
}

/** Prints the next rung of the ladder for the first group that fails, and remembers that it was shown. */
export async function hint(
  id: string,
  wanted: string | undefined,
  options: HintOptions,
): Promise<void> {
  const session = await openSession(options.workspace);
  const exercise = findExercise(session.catalog, id);
  const ladder = chosenLadder(session, exercise, options.group);
  const seen = exerciseProgress(session.progress.read(), exercise.id).hints[ladder.group] ?? 0;
  const rung =
    wanted === undefined ? Math.min(seen + 1, ladder.rungs.length) : wantedRung(wanted, ladder);
  session.progress.update((before) => revealHint(before, exercise.id, ladder.group, rung));
  process.stdout.write(rungText(ladder, rung, nextCommand(exercise, options)));
}

/** The group asked for, else the first that the last verdict did not pass. Throws UsageError when there is none. */
function chosenLadder(
  { workspace }: LearnerSession,
  exercise: Exercise,
  asked: string | undefined,
): HintLadder {
  const ladders = readHints(exercise);
  if (asked !== undefined) return namedLadder(ladders, asked);
  const tests = lastVerdict(workspace, exercise.id)?.tests ?? [];
  const failing = ladders.find(({ group }) => !groupPassed(tests, group));
  if (failing) return failing;
  throw new UsageError(
    `Every group of ${exercise.id} passed when it was last graded.`,
    'Say --group TITLE for the hints of one all the same.',
  );
}

function namedLadder(ladders: readonly HintLadder[], asked: string): HintLadder {
  const found = ladders.find(({ group }) => group.toLowerCase() === asked.toLowerCase());
  if (found) return found;
  throw new UsageError(
    `There is no group "${asked}".`,
    `The groups are: ${ladders.map(({ group }) => group).join(', ')}.`,
  );
}

function wantedRung(wanted: string, { group, rungs }: HintLadder): number {
  const number = Number(wanted);
  if (Number.isInteger(number) && number >= 1 && number <= rungs.length) return number;
  throw new UsageError(
    `There is no hint "${wanted}" for ${group}.`,
    `Give a number from 1 to ${rungs.length}, or none for the next one.`,
  );
}

/** The words that ask for the next rung of the same ladder. */
function nextCommand({ id }: Exercise, { group }: HintOptions): string {
  return `course hint ${id}${group === undefined ? '' : ` --group ${JSON.stringify(group)}`}`;
}

function rungText({ group, rungs }: HintLadder, rung: number, next: string): string {
  const style = { width: Math.min(terminalFacts().columns, 88), color: wantsColor() };
  const more =
    rung < rungs.length ? `The next one: ${next}` : 'That was the last one for this group.';
  const text = markdownText(lex(rungs[rung - 1]!), style);
  return [`${group}, hint ${rung} of ${rungs.length}`, '', ...text, '', more, ''].join('\n');
}
