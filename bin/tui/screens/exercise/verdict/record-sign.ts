import { standingOf } from '../../../../../exercises/standing.ts';
import type { ResultRecord } from '../../../ports.ts';
import type { Meaning } from '../../../theme.ts';

/** The sign of a record, which its color only repeats. */
export function signOfRecord({ status, tests }: ResultRecord): readonly [string, Meaning] {
  if (status === 'passed') return ['✓', 'pass'];
  if (standingOf(tests) !== 'waiting') return ['✗', 'fail'];
  return tests.some((test) => test.status === 'passed') ? ['◐', 'partial'] : ['○', 'muted'];
}
