import { isFailure } from '../../exercises/standing.ts';
import { visible } from '../verdict/visible.ts';
import { failureText } from './failure-text.ts';
import { type Graded, groupRows, isTrouble } from './graded.ts';
import { notRunText, waitingText } from './not-decided.ts';
import { words } from './wording.ts';

const outputCap = 10_000;

/**
 * Gradescope's results.json: a test case for each group, since a group is what earns points. All output is plain text.
 * With a trouble of ours there is neither score nor test in it: Gradescope then reports a failed autograder, not a zero.
 */
export function gradescopeResults(graded: readonly Graded[]): object {
  const troubles = graded.filter(({ record }) => isTrouble(record));
  const form = { output_format: 'text', test_output_format: 'text', visibility: 'visible' };
  if (troubles.length > 0) {
    const lines = troubles.map(
      ({ exercise, record }) => `${exercise.id}: ${words.problem(record.problem!)}`,
    );
    return { ...form, output: visible(lines.join('\n'), outputCap) };
  }
  const several = graded.length > 1;
  const ms = graded.reduce((sum, { record }) => sum + record.durationMs, 0);
  return {
    ...form,
    output: 'Each test case is a group of tests: its points are earned when all of them pass.',
    execution_time: Math.ceil(ms / 1000),
    tests: graded.flatMap((one) => casesOf(one, several)),
  };
}

function casesOf({ exercise, record }: Graded, several: boolean): object[] {
  return groupRows({ exercise, record }).map(({ group, standing, earned, worth }) => ({
    name: several ? `${exercise.id}: ${group}` : group,
    score: earned,
    max_score: worth,
    status: standing === 'passed' ? 'passed' : 'failed',
    output: visible(standing === 'passed' ? '' : outputOf(record, group), outputCap),
    tags: [exercise.id],
  }));
}

function outputOf(record: Graded['record'], group: string): string {
  if (record.tests.length === 0) return record.problem ? words.problem(record.problem) : '';
  const own = record.tests.filter((test) => test.group === group);
  const failed = own.filter(isFailure).map((test) => failureText(test));
  return [...failed, waitingText(own), notRunText(own)].filter(Boolean).join('\n\n');
}
