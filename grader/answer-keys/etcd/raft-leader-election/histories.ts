import type { LogEnd, Message } from 'course/kit';
import fc from 'fast-check';
import { expect } from 'vitest';
import { expectLives, type Lived } from './lives.ts';
import { FollowerModel } from './model.ts';
import { append, granted, heartbeat, otherAnswers, refused, voteRequest } from './nodes.ts';

/** The log of a new node, and the messages that then arrive; no tick passes. */
export interface History {
  readonly log: LogEnd;
  readonly messages: readonly Message[];
}

const log = fc.constantFrom<LogEnd>(
  { lastIndex: 0, lastTerm: 0 },
  { lastIndex: 3, lastTerm: 1 },
  { lastIndex: 2, lastTerm: 2 },
  { lastIndex: 3, lastTerm: 2 },
);
const term = fc.integer({ min: 1, max: 4 });
const from = fc.constantFrom(2, 3);

const message: fc.Arbitrary<Message> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(from, term, log).map((drawn) => voteRequest(...drawn)) },
  { weight: 2, arbitrary: fc.tuple(from, term).map((drawn) => heartbeat(...drawn)) },
  { weight: 1, arbitrary: fc.tuple(from, term).map((drawn) => append(...drawn)) },
  { weight: 1, arbitrary: fc.tuple(from, term).map((drawn) => granted(...drawn)) },
  { weight: 1, arbitrary: fc.tuple(from, term).map((drawn) => refused(...drawn)) },
  { weight: 1, arbitrary: fc.tuple(from, term).map((drawn) => otherAnswers(...drawn)[0]!) },
);

const history: fc.Arbitrary<History> = fc.record({
  log,
  messages: fc.array(message, { minLength: 1, maxLength: 12 }),
});

/** Random messages to new nodes of three; a few nodes at once, for one crossing. */
export const histories: fc.Arbitrary<History[]> = fc.array(history, { minLength: 1, maxLength: 6 });

/** Compares each answer, and what the nodes say of themselves in the end, with the model. */
export function expectModels(histories: readonly History[]): void {
  const lives = histories.map(({ log, messages }) => ({ options: { log }, calls: messages }));
  expectLives(lives, (lived, i) => expectModel(histories[i]!, lived));
}

function expectModel({ log, messages }: History, lived: Lived): void {
  const model = new FollowerModel(log);
  for (const [i, message] of messages.entries()) {
    const gave = lived.gave[i]!;
    const [given] = gave;
    const expected = model.step(message, given && 'reject' in given ? given.reject : null);
    const what = `The answer to message ${i + 1}, a ${message.type} of node ${message.from} in term ${message.term}`;
    const envelope = { from: 1, to: message.from, term: model.standing.term };
    expect(gave, what).toMatchObject(expected ? [{ ...envelope, ...expected }] : []);
  }
  expect(lived.standing, `After ${messages.length} messages`).toEqual(model.standing);
}
