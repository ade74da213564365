import { nextStep, type Standing, standingOf } from '../../../../../exercises/standing.ts';
import type { ResultRecord, TestResult } from '../../../ports.ts';
import { widthOf } from '../../../text/width.ts';
import { rulesText } from './brief-rules.ts';
import type { VerdictSetting } from './verdict-parts.ts';

/** A group in one line. */
export interface GroupNote {
  readonly group: string;
  readonly standing: Standing;
  /** The group's title, as wide as all of them. */
  readonly title: string;
  readonly text: string;
}

/** What may stand behind a group's title. */
interface Facts {
  readonly passed: number;
  readonly all: number;
  readonly earned: number;
  readonly worth: number;
  /** Number of the step that the group waits for. */
  readonly step: string | null;
  readonly rules: string | null;
}

/** The longest note that has room with the longest title says how the groups are told. */
export function groupNotes(record: ResultRecord, setting: VerdictSetting): GroupNote[] {
  const groups = Object.entries(setting.points).map(([group, worth]) => {
    const tests = record.tests.filter((test) => test.group === group);
    return { group, standing: standingOf(tests), facts: factsOf(group, worth, tests, setting) };
  });
  const titleWidth = Math.max(...groups.map(({ group }) => widthOf(group)));
  const room = setting.width - marks - titleWidth;
  const telling =
    tellings.find((told) => groups.every(({ facts }) => told(facts).length <= room)) ??
    tellings.at(-1)!;
  return groups.map(({ group, standing, facts }) => ({
    group,
    standing,
    title: group + ' '.repeat(titleWidth - widthOf(group)),
    text: telling(facts),
  }));
}

/** Columns for the signs before a title. */
const marks = 4;

function factsOf(
  group: string,
  worth: number,
  tests: readonly TestResult[],
  { rules }: VerdictSetting,
): Facts {
  const standing = standingOf(tests);
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    all: tests.length,
    earned: standing === 'passed' ? worth : 0,
    worth,
    step: standing === 'waiting' ? (nextStep(tests)?.split(':')[0] ?? null) : null,
    rules: rulesText(group, rules),
  };
}

/** From the most to the least that can be said. */
const tellings: readonly ((facts: Facts) => string)[] = [
  (facts) => `${waiting(facts, 25) ?? tests(facts) + points(facts)} ${atRules(facts)}`.trimEnd(),
  (facts) =>
    `${waiting(facts, 7) ?? tests(facts)} ${atRules(facts).replace(' to ', '–')}`.trimEnd(),
  (facts) => waiting(facts, 18) ?? tests(facts) + points(facts).replace(' points', ''),
  (facts) => waiting(facts, 7) ?? tests(facts),
];

function tests({ passed, all }: Facts): string {
  return `  ${`${passed}/${all}`.padStart(5)}`;
}

function points({ earned, worth }: Facts): string {
  return `  ${String(earned).padStart(3)} of ${String(worth).padStart(2)} points`;
}

/** What a group is waiting for, in so many columns; null when it is not waiting. */
function waiting({ step }: Facts, columns: number): string | null {
  if (step === null) return null;
  const text = [`${step} not written yet`, `${step} to write`, step].find(
    (each) => each.length + 2 <= columns,
  );
  return `  ${text ?? step}`.padEnd(columns);
}

function atRules({ rules }: Facts): string {
  return rules === null ? '' : ` ${rules}`;
}
