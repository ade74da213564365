import fc from 'fast-check';
import { type Day, days } from './days.ts';

/** A few days of a hub. What a learner reads of them is not the draft but what came of it. */
class History {
  private done: readonly string[] = [];

  constructor(readonly days: readonly Day[]) {}

  /** Takes `done` for the account of what happens in it from now on. */
  begin(done: readonly string[]): void {
    this.done = done;
  }

  [fc.toStringMethod](): string {
    return this.done.map((line) => `  ${line}`).join('\n');
  }
}

/** So many shorter ones are tried when one has failed: each costs some thirty calls, and most gain little. */
const mostShrinks = 40;

/** Random histories, which tell what happened in them in the words of the exercise. */
export const histories = fc.limitShrink(
  days.map((list) => new History(list)),
  mostShrinks,
);
