import type { RaftRole } from './halves.ts';
import type { Entry, Message } from './message.ts';

/** The properties that Raft keeps at every moment (the paper's Figure 3), and the rule that the first one rests on. */
export const safetyProperties = {
  'One vote': 'a node votes for at most one candidate in a term',
  'Election safety': 'a term has at most one leader',
  'Leader append-only': 'a leader never changes or removes entries of its own log, it only appends',
  'Log matching':
    'if two logs hold an entry of the same index and term, they are the same up to there',
  'Leader completeness': 'what was committed is in the log of the leader of every later term',
  'State machine safety': 'no two nodes apply different entries at the same index',
} as const;

export type SafetyProperty = keyof typeof safetyProperties;

/** How a property was broken. */
export interface Violation {
  readonly property: SafetyProperty;
  /** The term in which it was broken. */
  readonly term: number;
  /** What was seen, as a sentence. */
  readonly seen: string;
}

/** A node as it is after a call. */
export interface NodeView {
  readonly id: number;
  readonly role: RaftRole;
  readonly term: number;
  /** Its whole log, from index 1 on. */
  readonly log: readonly Entry[];
  readonly commit: number;
}

interface Led {
  readonly id: number;
  /** The leader's log as last seen; absent where nobody has looked. */
  log?: readonly Entry[];
}

/**
 * Looks on while a cluster runs and notes each safety property that it breaks. Show it the messages that nodes send,
 * the nodes after each call, the entries that they apply, as far as there are any: each is enough for some of the properties.
 */
export class Safety {
  readonly violations: Violation[] = [];
  readonly #votes = new Map<string, number>();
  readonly #leaders = new Map<number, Led>();
  readonly #entries = new Map<string, { entry: Entry; previousTerm: number }>();
  readonly #committed = new Map<number, { entry: Entry; term: number }>();
  readonly #applied = new Map<number, { entry: Entry; by: number }>();

  /** A message that a node sends: it gives away who leads and who votes for whom. */
  sent(message: Message): void {
    const { type, from, to, term } = message;
    if (type === 'MsgVote') this.#votesFor(from, term, from);
    if (type === 'MsgVoteResp' && !message.reject) this.#votesFor(from, term, to);
    if (type === 'MsgHeartbeat' || type === 'MsgApp') this.#leads(from, term);
  }

  /** A node after a call. */
  looked({ id, role, term, log, commit }: NodeView): void {
    this.#matches(id, log);
    if (role === 'leader') this.#appendsOnly(id, term, log);
    for (const entry of log.slice(0, commit)) this.#commits(entry, term);
    if (role === 'leader') this.#isComplete(id, term, log);
  }

  /** An entry that a node applies. */
  applied(id: number, entry: Entry): void {
    const other = this.#applied.get(entry.index);
    if (!other) this.#applied.set(entry.index, { entry, by: id });
    else if (!same(other.entry, entry))
      this.#broken(
        'State machine safety',
        entry.term,
        `node ${id} applies ${shown(entry)}, node ${other.by} has applied ${shown(other.entry)}`,
      );
  }

  #votesFor(id: number, term: number, candidate: number): void {
    const key = `${id} in ${term}`;
    const other = this.#votes.get(key) ?? candidate;
    this.#votes.set(key, other);
    if (other !== candidate)
      this.#broken(
        'One vote',
        term,
        `node ${id} votes for node ${other} and then for node ${candidate} in term ${term}`,
      );
  }

  #leads(id: number, term: number): Led | undefined {
    const led = this.#leaders.get(term) ?? { id };
    this.#leaders.set(term, led);
    if (led.id === id) return led;
    this.#broken(
      'Election safety',
      term,
      `node ${led.id} and node ${id} both lead in term ${term}`,
    );
    return undefined;
  }

  #appendsOnly(id: number, term: number, log: readonly Entry[]): void {
    const led = this.#leads(id, term);
    if (!led) return;
    const changed = led.log?.find((entry, i) => !same(entry, log[i]));
    led.log = log;
    if (changed)
      this.#broken(
        'Leader append-only',
        term,
        `node ${id}, leader of term ${term}, had ${shown(changed)} and now has ${shown(log[changed.index - 1])}`,
      );
  }

  #matches(id: number, log: readonly Entry[]): void {
    for (const [i, entry] of log.entries()) {
      const previousTerm = log[i - 1]?.term ?? 0;
      const key = `${entry.index} of ${entry.term}`;
      const known = this.#entries.get(key) ?? { entry, previousTerm };
      this.#entries.set(key, known);
      if (known.entry.data === entry.data && known.previousTerm === previousTerm) continue;
      this.#broken(
        'Log matching',
        entry.term,
        `node ${id} has ${shown(entry)} after an entry of term ${previousTerm}, ` +
          `another log has ${shown(known.entry)} after an entry of term ${known.previousTerm}`,
      );
      return;
    }
  }

  #commits(entry: Entry, term: number): void {
    const known = this.#committed.get(entry.index);
    if (known && known.term <= term) return;
    this.#committed.set(entry.index, { entry, term });
    for (const [later, { id, log }] of this.#leaders) if (log) this.#isComplete(id, later, log);
  }

  #isComplete(id: number, term: number, log: readonly Entry[]): void {
    for (const { entry, term: since } of this.#committed.values()) {
      if (since >= term || same(entry, log[entry.index - 1])) continue;
      this.#broken(
        'Leader completeness',
        term,
        `${shown(entry)} was committed in term ${since}, but node ${id}, leader of term ${term}, ` +
          `has ${shown(log[entry.index - 1])}`,
      );
      return;
    }
  }

  #broken(property: SafetyProperty, term: number, seen: string): void {
    if (!this.violations.some((known) => known.property === property && known.seen === seen))
      this.violations.push({ property, term, seen });
  }
}

function same(a: Entry, b: Entry | undefined): boolean {
  return b !== undefined && a.index === b.index && a.term === b.term && a.data === b.data;
}

function shown(entry: Entry | undefined): string {
  return entry ? `entry ${entry.index} (term ${entry.term}, "${entry.data}")` : 'no such entry';
}
