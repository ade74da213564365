import type { KeyValueEvent, WatchResponse } from 'course/kit';
import { expect } from 'vitest';
import type { Told } from './model.ts';

/** What the responses of one drain must say of themselves. */
interface Sender {
  readonly watchId: number;
  readonly revision: number;
}

/** Compares what was told, event by event, each as one line; of previous values only if the lines are to have them. */
export function expectTold(
  responses: readonly WatchResponse[],
  lines: readonly string[],
  what = 'Events told, in order',
  asLine = line,
): void {
  const events = allEvents(responses);
  const ended = responses.some(({ canceled }) => canceled);
  expect(ended, 'canceled in a response, of a watcher that has to go on').toBe(false);
  expect(events.map(asLine), what).toEqual(lines);
}

/** Each response names its watcher and the store's revision at the drain, and has something to tell. */
export function expectComplete(responses: readonly WatchResponse[], sender: Sender): void {
  for (const { watchId, revision, events } of responses) {
    const what = "watchId of a response, and its revision: the store's at the drain";
    expect({ watchId, revision }, what).toEqual({ ...sender });
    expect(events.length > 0, 'A response has events (one without any is left out)').toBe(true);
  }
}

/** No revision is spread over several responses. */
export function expectWhole(responses: readonly WatchResponse[]): void {
  const told = responses.map(({ events }) => events.map(line));
  const whole = withWholeRevisions(responses).map((events) => events.map(line));
  expect(told, 'Events, response by response; those of one revision come in one').toEqual(whole);
}

/** Expects no event and no end. */
export function expectNoNews(responses: readonly WatchResponse[], what: string): void {
  expectTold(responses, [], what);
}

/** Expects an empty list. */
export function expectSilence(responses: readonly WatchResponse[], what: string): void {
  expect(responses, what).toEqual([]);
}

/** Expects the one response that ends a watcher which came too late. */
export function expectTooLate(
  responses: readonly WatchResponse[],
  sender: Sender & { readonly compactRevision: number },
  what: string,
): void {
  expect(responses, what).toEqual([{ ...sender, events: [], canceled: true }]);
}

/** The responses of one drain, whichever way they are grouped, in the form of the model. */
export function outline(responses: readonly WatchResponse[]): Told {
  const events = allEvents(responses);
  const [first, ...more] = responses;
  if (!first?.canceled || events.length + more.length > 0) return { events };
  const { revision, compactRevision = Number.NaN } = first;
  return { tooLate: { revision, compactRevision } };
}

/** What a drain told, as a person would note it. */
export function linesOf(told: Told): string[] {
  if ('events' in told) return told.events.map(lineWithPrevious);
  const { revision, compactRevision } = told.tooLate;
  return [`canceled, at revision ${revision}, compactRevision ${compactRevision}`];
}

/** All events of some responses in a row. */
export function allEvents(responses: readonly WatchResponse[]): KeyValueEvent[] {
  expect(Array.isArray(responses), 'drain gives a list of responses').toBe(true);
  return responses.flatMap(({ events }) => events ?? []);
}

/** The events of each response, with neighbours that share a revision put together. */
function withWholeRevisions(responses: readonly WatchResponse[]): KeyValueEvent[][] {
  const whole: KeyValueEvent[][] = [];
  for (const { events } of responses) {
    const last = whole.at(-1);
    if (last && last.at(-1)?.kv.modRevision === events[0]?.kv.modRevision) last.push(...events);
    else whole.push([...events]);
  }
  return whole;
}

/** An event as a person would note it: `PUT a=y at 3`. */
export function line({ type, kv }: KeyValueEvent): string {
  const what = type === 'DELETE' ? kv.key : `${kv.key}=${kv.value}`;
  return `${type} ${what} at ${kv.modRevision}`;
}

/** The same with what was there before: `PUT a=y at 3, was x of 2`. */
export function lineWithPrevious(event: KeyValueEvent): string {
  const { prevKv } = event;
  return prevKv ? `${line(event)}, was ${prevKv.value} of ${prevKv.modRevision}` : line(event);
}
