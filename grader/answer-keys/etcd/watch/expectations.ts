import type { KeyValueEvent, WatchResponse } from 'course/kit';
import { expect } from 'vitest';

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
  const what = 'Revisions that are spread over several responses';
  expect(splitRevisions(responses), what).toEqual([]);
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
export function outline(responses: readonly WatchResponse[]): object {
  const events = allEvents(responses);
  const [{ revision, compactRevision, canceled } = {} as Partial<WatchResponse>, ...more] =
    responses;
  if (canceled && events.length + more.length === 0)
    return { tooLate: { revision, compactRevision } };
  return { events };
}

/** All events of some responses in a row. */
export function allEvents(responses: readonly WatchResponse[]): KeyValueEvent[] {
  expect(Array.isArray(responses), 'drain gives a list of responses').toBe(true);
  return responses.flatMap(({ events }) => events ?? []);
}

function splitRevisions(responses: readonly WatchResponse[]): number[] {
  const revisions = responses.map(({ events }) => new Set(events.map(modRevision)));
  const split = revisions.flatMap((seen, i) =>
    [...seen].filter((each) => revisions[i + 1]?.has(each)),
  );
  return [...new Set(split)];
}

function modRevision({ kv }: KeyValueEvent): number {
  return kv.modRevision;
}

/** An event as a person would note it: `PUT a=y at 3`. */
function line({ type, kv }: KeyValueEvent): string {
  const what = type === 'DELETE' ? kv.key : `${kv.key}=${kv.value}`;
  return `${type} ${what} at ${kv.modRevision}`;
}

/** The same with what was there before: `PUT a=y at 3, was x of 2`. */
export function lineWithPrevious(event: KeyValueEvent): string {
  const { prevKv } = event;
  return prevKv ? `${line(event)}, was ${prevKv.value} of ${prevKv.modRevision}` : line(event);
}
