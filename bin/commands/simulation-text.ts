import { ansiPaint, type Moment } from '../../grader/index.ts';
import { wrapped } from '../content/text/text-style.ts';

/** One moment as it was played: after which step, and what the reader did, if that led to it. */
export interface Played {
  readonly step: number;
  readonly did: string | null;
  readonly moment: Moment;
}

/** What was played. */
export interface SimulationFacts {
  readonly simulation: string;
  /** Exercises whose part was the learner's own file. */
  readonly own: readonly string[];
  readonly seed: number;
}

interface Looks {
  readonly pictures: 'all' | 'last' | 'none';
  readonly color: boolean;
  readonly width: number;
}

/** What happened, as numbered sentences under the step in which it did; then what could be done next. */
export function simulationText(
  facts: SimulationFacts & { readonly title: string; readonly about: string },
  played: readonly Played[],
  looks: Looks,
): string {
  const style = { width: looks.width, color: looks.color };
  const { title, about, simulation, own, seed } = facts;
  const parts = own.length > 0 ? `your ${joined(own)}` : 'the reference';
  const lines = [
    ...wrapped(`${title}: ${simulation} with ${parts}, seed ${seed}`, style),
    '',
    ...wrapped(about, style),
    '',
  ];
  let number = 0;
  for (const [index, { step, did, moment }] of played.entries()) {
    lines.push(heading(step, did));
    for (const sentence of moment.sentences) {
      number += 1;
      lines.push(...wrapped(sentence, style, `${String(number).padStart(3)}. `));
    }
    const drawn =
      looks.pictures === 'all' || (looks.pictures === 'last' && index === played.length - 1);
    if (drawn) lines.push('', ...picture(moment, looks.color), '');
  }
  return [...lines, '', ...ending(played.at(-1)!.moment, style), ''].join('\n');
}

/** `a`, `a and b`, `a, b and c` */
function joined(names: readonly string[]): string {
  const [last, ...before] = [...names].reverse();
  return before.length > 0 ? `${before.reverse().join(', ')} and ${last}` : `${last}`;
}

/** The same for programs, `course/simulation/v1`. */
export function simulationJson(facts: SimulationFacts, played: readonly Played[]): string {
  const moments = played.map(({ step, did, moment }) => ({
    step,
    did,
    ...moment,
    picture: picture(moment, false),
  }));
  return `${JSON.stringify({ format: 'course/simulation/v1', ...facts, moments }, null, 2)}\n`;
}

function heading(step: number, did: string | null): string {
  if (did !== null) return `After step ${step}, you: ${did}`;
  return step === 0 ? 'At the beginning' : `Step ${step}`;
}

function ending({ over, choices }: Moment, style: { width: number; color: boolean }): string[] {
  if (over !== null) return wrapped(`It is over. ${over}`, style);
  const possible = choices.filter(({ why }) => why === undefined);
  if (possible.length === 0) return ['Nothing can be done by you at this moment.'];
  return [
    'What you could do now, with --do STEP:CHOICE',
    ...possible.map(({ id, label }) => `  ${id.padEnd(16)} ${label}`),
  ];
}

const tones = {
  dim: 'quiet',
  accent: 'link',
  good: 'good',
  bad: 'bad',
  warn: 'warning',
  strong: 'strong',
} as const;

function picture({ picture }: Moment, color: boolean): string[] {
  return picture.map((line) =>
    line
      .map(({ text, tone }) => (color && tone !== 'plain' ? ansiPaint(tones[tone], text) : text))
      .join('')
      .trimEnd(),
  );
}
