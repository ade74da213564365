import type { Entry, Message, MsgApp, MsgAppResp } from 'course/kit';
import { expect } from 'vitest';

/** Entries from index `first` on, one for each term given; the data tells index and term. */
export function entriesFrom(first: number, ...terms: number[]): Entry[] {
  return terms.map((term, i) => ({
    index: first + i,
    term,
    data: `entry ${first + i} of term ${term}`,
  }));
}

/** A log whose entries have these terms. */
export function logOf(...terms: number[]): Entry[] {
  return entriesFrom(1, ...terms);
}

/** A new leader's first entry. */
export function empty(index: number, term: number): Entry {
  return { index, term, data: '' };
}

/** What a MsgApp is about; node 1 sends it to node 2 in term 5 unless said otherwise. */
export function app({
  index,
  logTerm,
  entries = [],
  commit = 0,
  ...about
}: Partial<MsgApp> & Pick<MsgApp, 'index' | 'logTerm'>): MsgApp {
  const envelope = { type: 'MsgApp', from: 1, to: 2, term: 5, ...about } as const;
  return { ...envelope, index, logTerm, entries, commit };
}

/** Node 2 has taken the entries up to `index` of node 1, which leads in term 5. */
export function accepted(index: number, about: Partial<MsgAppResp> = {}): MsgAppResp {
  const answer = { type: 'MsgAppResp', from: 2, to: 1, term: 5 } as const;
  return { ...answer, index, reject: false, rejectHint: 0, logTerm: 0, ...about };
}

/** Node 2 has another entry at `index`; an entry of term `logTerm` at `rejectHint` may match. */
export function refused(
  index: number,
  rejectHint: number,
  logTerm: number,
  about: Partial<MsgAppResp> = {},
): MsgAppResp {
  const answer = { type: 'MsgAppResp', from: 2, to: 1, term: 5 } as const;
  return { ...answer, index, reject: true, rejectHint, logTerm, ...about };
}

/** Compares messages, whatever the order of their receivers. */
export function expectMessages(given: Message[], expected: Message[], what: string): void {
  expect(byReceiver(given), what).toEqual(byReceiver(expected));
}

/** What was answered to a MsgApp that had to be taken. What the hint of such an answer says is free. */
export function expectTaken(given: Message[], index: number, what: string): void {
  expect(given, what).toMatchObject([
    { type: 'MsgAppResp', from: 2, to: 1, term: 5, index, reject: false },
  ]);
  expect(given, `${what}, and nothing else`).toHaveLength(1);
}

/** The terms of a log's entries, in order. */
export function termsOf(entries: readonly Entry[]): number[] {
  return entries.map(({ term }) => term);
}

function byReceiver(messages: Message[]): Message[] {
  return Array.isArray(messages) ? [...messages].sort((a, b) => a?.to - b?.to) : messages;
}
