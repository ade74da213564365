import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { courseRoot } from '../../course-root.ts';

/** Test ids and how they ended: true for a pass. */
export type Verdicts = Record<string, boolean>;

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** Runs hidden suites under plain vitest on a folder of submissions; gives the verdicts by the exercise's id. */
export async function plainVitest(submissions: string): Promise<Map<string, Verdicts>> {
  const folder = mkdtempSync(join(tmpdir(), 'course-vitest-'));
  const output = join(folder, 'report.json');
  await run(submissions, output);
  const report = JSON.parse(readFileSync(output, 'utf8')) as VitestReport;
  rmSync(folder, { recursive: true });
  return new Map(
    report.testResults.map(({ name, assertionResults }) => {
      const verdicts = assertionResults.map(({ ancestorTitles, title, status }) => [
        [...ancestorTitles, title].join(' > '),
        status === 'passed',
      ]);
      return [name.split('/').slice(-3, -1).join('/'), Object.fromEntries(verdicts)];
    }),
  );
}

/** vitest ends with an error when tests fail; only a missing report is one here. */
function run(submissions: string, output: string): Promise<void> {
  const vitest = join(courseRoot, 'node_modules/vitest/vitest.mjs');
  const args = ['run', '--config', 'vitest.suites.config.ts', '--reporter=json'];
  const env = { ...process.env, COURSE_SUBMISSION: submissions, VITEST: undefined };
  return new Promise((resolve) => {
    const options = { cwd: courseRoot, env, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [vitest, ...args, `--outputFile=${output}`], options, () =>
      resolve(),
    );
  });
}
