import { appendFileSync } from 'node:fs';
import { type Graded, githubSummary, type Reporter, reportAs } from '../../grader/index.ts';

/** Prints verdicts in the form of some other system. In a GitHub workflow the step's summary is written as well. */
export async function printReport(reporter: Reporter, graded: readonly Graded[]): Promise<void> {
  process.stdout.write(await reportAs(reporter, graded));
  const { GITHUB_STEP_SUMMARY } = process.env;
  if (reporter === 'github' && GITHUB_STEP_SUMMARY)
    appendFileSync(GITHUB_STEP_SUMMARY, githubSummary(graded));
}
