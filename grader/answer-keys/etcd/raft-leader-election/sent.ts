import type { Message } from 'course/kit';

/** What kinds of messages these are: `MsgVote of term 2`, each once. */
export function kindsOf(messages: readonly Message[]): string[] {
  return [...new Set(messages.map(({ type, term }) => `${type} of term ${term}`))];
}

/** Only the requests for votes. */
export function requestsOf(gave: readonly (readonly Message[])[]): Message[] {
  return gave.flat().filter(({ type }) => type === 'MsgVote');
}

/** The ticks, counted from 1, at which a node sent anything. `gave` is what it gave at each. */
export function ticksOf(gave: readonly (readonly Message[])[]): number[] {
  return gave.flatMap((messages, i) => (messages.length > 0 ? [i + 1] : []));
}

/** How many ticks lay between these ticks, and before the first. */
export function waitsBetween(ticks: readonly number[]): number[] {
  return ticks.map((tick, i) => tick - (ticks[i - 1] ?? 0));
}

/** In the order of their receivers: which goes out first is free. */
export function byReceiver(messages: readonly Message[]): Message[] {
  return messages.toSorted((a, b) => a.to - b.to);
}
