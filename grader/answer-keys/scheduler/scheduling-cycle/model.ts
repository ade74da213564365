import type { SchedulingEvent } from 'course/kit';

// The model has the three queues of the real scheduler and moves Pods among them, where the reference derives places from times.

/** One call on a queue; every call happens at its own time. */
export type QueueCall =
  | readonly ['add', name: string, priority: number]
  | readonly ['pop']
  | readonly ['requeue', name: string, refusedBy: readonly string[]]
  | readonly ['move', SchedulingEvent]
  | readonly ['delete', name: string];

interface Waiting {
  name: string;
  priority: number;
  attempts: number;
  since: number;
  refusedBy: readonly string[];
  seen: SchedulingEvent[];
}

const waits = [0, 1, 2, 4, 8, 10];

export class QueueModel {
  #queues: Record<string, Waiting[]> = {
    ...{ active: [], backoff: [], unschedulable: [], 'in-flight': [] },
  };

  constructor(readonly interests: Record<string, readonly SchedulingEvent[]>) {}

  /** What the call gives: for pop the name and attempts. */
  run(call: QueueCall, now: number): string | undefined {
    this.flush(now);
    switch (call[0]) {
      case 'add':
        return this.#add(call[1], call[2], now);
      case 'pop':
        return this.#pop();
      case 'requeue':
        return this.#requeue(call[1], call[2], now);
      case 'move':
        return this.#move(call[1], now);
      default:
        this.#take(call[1]);
        return undefined;
    }
  }

  place(name: string): string | undefined {
    return Object.keys(this.#queues).find((queue) => this.#in(queue, name));
  }

  /** What time alone does. */
  flush(now: number): void {
    for (const each of [...this.#queues.unschedulable!])
      if (now - each.since > 300_000) this.#put(this.#take(each.name)!, now);
    for (const each of [...this.#queues.backoff!]) this.#put(this.#take(each.name)!, now);
  }

  #add(name: string, priority: number, now: number): undefined {
    const known = Object.keys(this.#queues).flatMap((queue) => this.#in(queue, name) ?? [])[0];
    if (known) known.priority = priority;
    else
      this.#queues.active!.push({
        name,
        priority,
        attempts: 0,
        since: now,
        refusedBy: [],
        seen: [],
      });
  }

  #pop(): string | undefined {
    let first: Waiting | undefined;
    for (const each of this.#queues.active!)
      if (
        !first ||
        each.priority > first.priority ||
        (each.priority === first.priority && each.since < first.since)
      )
        first = each;
    if (!first) return undefined;
    this.#take(first.name);
    first.attempts += 1;
    first.seen = [];
    this.#queues['in-flight']!.push(first);
    return `${first.name}, attempt ${first.attempts}`;
  }

  #requeue(name: string, refusedBy: readonly string[], now: number): undefined {
    if (!this.#in('in-flight', name)) return;
    const each = this.#take(name)!;
    each.since = now;
    each.refusedBy = refusedBy;
    if (refusedBy.length === 0 || each.seen.some((event) => this.#concerns(event, each)))
      this.#put(each, now);
    else this.#queues.unschedulable!.push(each);
  }

  #move(event: SchedulingEvent, now: number): undefined {
    for (const each of this.#queues['in-flight']!) each.seen.push(event);
    for (const each of [...this.#queues.unschedulable!])
      if (this.#concerns(event, each)) this.#put(this.#take(each.name)!, now);
  }

  #concerns(event: SchedulingEvent, { refusedBy }: Waiting): boolean {
    return refusedBy.some((plugin) => this.interests[plugin]?.includes(event));
  }

  #put(each: Waiting, now: number): void {
    const wait = 1000 * (waits[Math.min(each.attempts, 5)] ?? 0);
    this.#queues[each.since + wait > now ? 'backoff' : 'active']!.push(each);
  }

  #in(queue: string, name: string): Waiting | undefined {
    return this.#queues[queue]!.find((each) => each.name === name);
  }

  #take(name: string): Waiting | undefined {
    for (const [queue, list] of Object.entries(this.#queues)) {
      const found = list.find((each) => each.name === name);
      if (!found) continue;
      this.#queues[queue] = list.filter((each) => each !== found);
      return found;
    }
    return undefined;
  }
}
