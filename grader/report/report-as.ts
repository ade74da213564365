import { exercismResults } from './exercism.ts';
import { githubAnnotations } from './github.ts';
import type { Graded } from './graded.ts';
import { gradescopeResults } from './gradescope.ts';
import { junitXml } from './junit.ts';
import type { Reporter } from './reporters.ts';
import { resultsJson } from './results-json.ts';
import { textReport } from './text.ts';

/** Graded exercises in the form that some other system reads. Exercism's form holds one exercise: the first. */
export function reportAs(reporter: Reporter, graded: readonly Graded[]): string {
  switch (reporter) {
    case 'text':
      return graded.map(({ exercise, record }) => textReport(record, exercise)).join('\n');
    case 'json':
      return resultsJson(
        graded.map(({ record }) => record),
        2,
      );
    case 'junit':
      return junitXml([{ name: '', graded }]);
    case 'gradescope':
      return pretty(gradescopeResults(graded));
    case 'exercism':
      return pretty(exercismResults(graded[0]!));
    case 'github':
      return githubAnnotations(graded);
  }
}

function pretty(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
