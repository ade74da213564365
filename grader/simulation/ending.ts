import { BoxLost, BoxRefused } from '../boundary/lost.ts';
import type { Part } from './part.ts';

/** Why a simulation with the learner's code cannot go on, as it is told. */
interface Ending {
  readonly sentences: readonly string[];
  /** Where the learner's code threw; the box's own words. */
  readonly stack: { readonly part: string; readonly text: string } | null;
}

/** What an error says of the learner's code; null when no code of the learner's takes part: then it is our bug. */
export function endIn(error: Error, parts: readonly Part[]): Ending | null {
  const own = parts.filter((part) => part.own);
  if (own.length === 0) return null;
  if (error instanceof BoxRefused)
    return { sentences: [`The simulation ends here: ${error.message}.`], stack: null };
  if (error instanceof BoxLost)
    return {
      sentences: [`The simulation ends here: ${error.message}.`, ...lastCall(own)],
      stack: null,
    };
  const thrower = own.find((part) => part.own?.session.stackOf(error) !== undefined);
  const what = `${error.name}: ${error.message}`;
  if (!thrower)
    return {
      sentences: [
        `The simulation ends here: it cannot go on with what your code gave (${what}).`,
        ...lastCall(own),
      ],
      stack: null,
    };
  return {
    sentences: [`The simulation ends here: your code threw ${what}.`, ...lastCall([thrower])],
    stack: { part: thrower.id, text: thrower.own!.session.stackOf(error)! },
  };
}

function lastCall(own: readonly Part[]): string[] {
  const calls = own.flatMap((part) => part.own!.session.log.read().slice(-1));
  return calls.length === 0 ? [] : [`The last call was ${calls.join(', ')}.`];
}
