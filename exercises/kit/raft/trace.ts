import type { Message } from './message.ts';
import { listed, nameOf, sentenceOf } from './sentences.ts';

/** Something that happened in a cluster. */
export type ClusterEvent =
  | { readonly what: 'sent' | 'arrived' | 'doubled'; readonly message: Message }
  | { readonly what: 'lost'; readonly message: Message; readonly why: string }
  | { readonly what: 'started' | 'stopped'; readonly node: number }
  | { readonly what: 'proposed'; readonly node: number; readonly data: string }
  | { readonly what: 'cut' | 'mended'; readonly link: readonly [number, number] }
  | { readonly what: 'parted'; readonly groups: readonly (readonly number[])[] }
  | { readonly what: 'whole' };

/** A cluster event with its time in ticks. */
export type TracedEvent = ClusterEvent & { readonly tick: number };

/** What happened in a cluster, in order: for a failure's message, a simulation, a replay. */
export class Trace {
  /** The present tick. */
  tick = 0;
  readonly #events: TracedEvent[] = [];

  get events(): readonly TracedEvent[] {
    return this.#events;
  }

  note(event: ClusterEvent): void {
    this.#events.push({ ...event, tick: this.tick });
  }

  /** The events from number `first` on as sentences, or those that are `wanted`; the same message to several nodes is one. */
  sentences(first = 0, wanted: (event: TracedEvent) => boolean = () => true): string[] {
    const events = this.#events.slice(first).filter(wanted);
    const told: string[] = [];
    for (let i = 0; i < events.length; ) {
      const alike = countAlike(events, i);
      told.push(sentence(events[i]!, events.slice(i, i + alike)));
      i += alike;
    }
    return told;
  }
}

/** How many events from number `i` on are one node's same message to different nodes. */
function countAlike(events: readonly TracedEvent[], i: number): number {
  const event = events[i]!;
  if (event.what !== 'sent') return 1;
  const said = sentenceOf(event.message, []);
  const receivers = new Set([event.message.to]);
  const isAlike = (next: TracedEvent) =>
    next.what === 'sent' &&
    next.tick === event.tick &&
    sentenceOf(next.message, []) === said &&
    receivers.size < receivers.add(next.message.to).size;
  const end = events.findIndex((next, at) => at > i && !isAlike(next));
  return (end < 0 ? events.length : end) - i;
}

function sentence(event: TracedEvent, alike: readonly TracedEvent[]): string {
  return `Tick ${event.tick}: ${clause(event, alike)}.`;
}

function clause(event: ClusterEvent, alike: readonly ClusterEvent[]): string {
  switch (event.what) {
    case 'sent':
      return sentenceOf(
        event.message,
        alike.map((each) => (each as { message: Message }).message.to),
      );
    case 'arrived':
      return `${nameOf(event.message)} reaches node ${event.message.to}`;
    case 'doubled':
      return `${nameOf(event.message)} will reach node ${event.message.to} twice`;
    case 'lost':
      return `${nameOf(event.message)} does not reach node ${event.message.to}: ${event.why}`;
    case 'started':
      return `node ${event.node} starts`;
    case 'stopped':
      return `node ${event.node} stops`;
    case 'proposed':
      return `"${event.data}" is proposed to node ${event.node}`;
    case 'cut':
      return `the link between ${listed(event.link)} is cut`;
    case 'mended':
      return `the link between ${listed(event.link)} works again`;
    case 'parted':
      return `the network falls apart: ${event.groups.map(listed).join(' | ')}`;
    case 'whole':
      return 'the network is whole again';
  }
}
