import {
  type Choice,
  type Line,
  pictureSize,
  type SimulationRun,
} from '../../exercises/simulation/index.ts';
import { visible } from '../verdict/visible.ts';

/** What is done to a run. */
export type Input = { readonly do: 'step' } | { readonly do: 'choose'; readonly id: string };

/** One moment of a run, ready to be shown: texts that steer no terminal, a picture that fits. */
export interface Moment {
  /** What happened just now. */
  readonly sentences: readonly string[];
  readonly picture: readonly Line[];
  /** Why nothing more happens; null while the world can go on. */
  readonly over: string | null;
  readonly choices: readonly Choice[];
  /** True when the learner's code has ended it. */
  readonly failed: boolean;
}

const cap = { sentence: 600, sentences: 60, choices: 60 } as const;

/** The present moment of a run. */
export function momentOf(run: SimulationRun): Moment {
  const { sentences, picture, over } = run.frame();
  return {
    sentences: sentences.slice(0, cap.sentences).map(sentence),
    picture: picture.slice(0, pictureSize.rows).map(fitted),
    over: over === undefined ? null : sentence(over),
    choices: run.choices().slice(0, cap.choices).map(shown),
    failed: false,
  };
}

/** Gives one input to a run. A choice that is not to be had is told and changes nothing. */
export function give(run: SimulationRun, input: Input, before: Moment): Moment {
  if (input.do === 'step') run.step();
  else {
    const choice = before.choices.find(({ id }) => id === input.id);
    if (!choice || choice.why !== undefined)
      return { ...before, sentences: [refusal(input.id, choice)] };
    run.choose(choice.id);
  }
  return momentOf(run);
}

/** The last moment of a run that the learner's code has ended; `why` begins with the reason. */
export function endOf(before: Moment | undefined, why: readonly string[]): Moment {
  const sentences = why.map(sentence);
  return {
    picture: before?.picture ?? [],
    choices: [],
    sentences,
    over: sentences[0]!,
    failed: true,
  };
}

function refusal(id: string, choice: Choice | undefined): string {
  return choice
    ? `Not possible now: ${choice.label}. ${choice.why}`
    : `There is nothing called ${id} to choose now.`;
}

function shown({ id, label, why }: Choice): Choice {
  return { id, label: sentence(label), ...(why !== undefined && { why: sentence(why) }) };
}

/** A text that came from a part may hold anything. */
function sentence(text: string): string {
  return visible(String(text), cap.sentence).replace(/\s+/g, ' ').trim();
}

function fitted(line: Line): Line {
  let left: number = pictureSize.columns;
  return line.flatMap(({ text, tone }) => {
    const characters = [...visible(String(text), cap.sentence).replace(/\s/g, ' ')].slice(0, left);
    left -= characters.length;
    return characters.length > 0 ? [{ text: characters.join(''), tone }] : [];
  });
}
