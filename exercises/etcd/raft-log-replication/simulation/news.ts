import { nameOf, type Trace, type TracedEvent } from 'course/kit';

/** What a trace tells since event number `told`: what came from outside and what is lost, then what is sent. */
export interface News {
  readonly events: readonly TracedEvent[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Reads on in a trace. What nodes do because of it stands between `before` and `after`. */
export function newsSince(told: number, trace: Trace): News {
  const events = trace.events.slice(told);
  const sent = trace.sentences(told, isSaidAloud).map(withoutTick);
  return {
    events,
    before: [...trace.sentences(told, isFromOutside).map(withoutTick), ...lostSentences(events)],
    after: [...new Set(sent)],
  };
}

/** `1 message`, `2 messages`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function isFromOutside({ what }: TracedEvent): boolean {
  return what !== 'arrived' && what !== 'sent' && what !== 'lost';
}

/** Who answers a heartbeat only says that it lives. */
function isSaidAloud(event: TracedEvent): boolean {
  return event.what === 'sent' && event.message.type !== 'MsgHeartbeatResp';
}

/** One sentence for each reason: what is lost in a tick is lost together. */
function lostSentences(events: readonly TracedEvent[]): string[] {
  const names = new Map<string, string[]>();
  for (const event of events)
    if (event.what === 'lost') {
      const name = `${nameOf(event.message)} to node ${event.message.to}`;
      names.set(event.why, [...(names.get(event.why) ?? []), name]);
    }
  return [...names].map(([why, lost]) =>
    lost.length === 1
      ? `${upperFirst(lost[0]!)} does not arrive: ${why}.`
      : `${lost.length} messages do not arrive: ${why}.`,
  );
}

/** The steps are the ticks. */
function withoutTick(sentence: string): string {
  return upperFirst(sentence.replace(/^Tick \d+: /, ''));
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
