import { EtcdError, type EtcdErrorCode, type LeaseTimeToLiveResponse } from 'course/kit';
import type { LessorCall } from './calls.ts';

/** What a refused call gives, in the form of `outcome`. */
export interface Refused {
  readonly refused: EtcdErrorCode;
}

/** What a call gave, or which refusal it met. Other errors are the learner's to see. */
export function outcome(given: { value: unknown } | { error: Error }): unknown {
  if ('value' in given) return given.value;
  if (given.error instanceof EtcdError) return { refused: given.error.code };
  throw given.error;
}

interface Lease {
  readonly id: number;
  readonly ttl: number;
  /** Undefined on a follower. */
  end: number | undefined;
}

/** The lessor as one draws it on a blackboard: a list of leases, a list of who hangs where, and nothing clever. */
export class LessorModel {
  private list: Lease[] = [];
  private on: { key: string; id: number }[] = [];
  private leads = false;
  private revision = 1;
  private readonly stored: Set<string>;

  /** `stored` are the keys that the store holds, each put once. */
  constructor(stored: readonly string[]) {
    this.stored = new Set(stored);
    this.revision += stored.length;
  }

  run(call: LessorCall): unknown {
    switch (call[0]) {
      case 'grant':
        return this.grant(call[1], call[2], call[3]);
      case 'keepAlive':
        return this.keepAlive(call[1], call[2]);
      case 'timeToLive':
        return this.timeToLive(call[1], call[2]);
      case 'revoke':
        return this.revoke(call[1]);
      case 'has':
        return this.find(call[1]) !== undefined;
      case 'attach':
        return this.attach(call[1], call[2]);
      case 'detach':
        this.on = this.on.filter(({ key }) => key !== call[1]);
        return undefined;
      case 'leaseOf':
        return this.on.find(({ key }) => key === call[1])?.id ?? 0;
      case 'leases':
        return this.inOrder();
      case 'expired':
        return this.inOrder().filter((id) => this.isOver(id, call[1]));
      case 'promote':
        return this.promote(call[1], call[2]);
      case 'demote':
        this.leads = false;
        for (const lease of this.list) lease.end = undefined;
        return undefined;
    }
  }

  private find(id: number): Lease | undefined {
    return this.list.find((lease) => lease.id === id);
  }

  private isOver(id: number, now: number): boolean {
    const end = this.find(id)?.end;
    return end !== undefined && end <= now;
  }

  private inOrder(): number[] {
    const byEnd = (a: Lease, b: Lease) => (a.end ?? 0) - (b.end ?? 0) || a.id - b.id;
    return [...this.list].sort(byEnd).map(({ id }) => id);
  }

  private grant(id: number, asked: number, now: number): unknown {
    if (id === 0) return { refused: 'LeaseNotFound' };
    if (this.find(id)) return { refused: 'LeaseExist' };
    const ttl = asked < 2 ? 2 : asked;
    this.list.push({ id, ttl, end: this.leads ? now + ttl * 1000 : undefined });
    return { id, ttl };
  }

  private keepAlive(id: number, now: number): unknown {
    const lease = this.find(id);
    if (!lease || this.isOver(id, now)) return { refused: 'LeaseNotFound' };
    lease.end = now + lease.ttl * 1000;
    return { id, ttl: lease.ttl };
  }

  private timeToLive(id: number, now: number): unknown {
    const lease = this.find(id);
    if (!lease) return { id, ttl: -1, grantedTtl: 0, keys: [] };
    const left = ((lease.end ?? 0) - now) / 1000;
    return { id, ttl: left > 0 ? Math.floor(left) : 0, grantedTtl: lease.ttl, keys: this.keys(id) };
  }

  private keys(id: number): string[] {
    return this.on
      .filter((each) => each.id === id)
      .map(({ key }) => key)
      .sort();
  }

  private attach(key: string, id: number): unknown {
    if (!this.find(id)) return { refused: 'LeaseNotFound' };
    this.on = [...this.on.filter((each) => each.key !== key), { key, id }];
    return undefined;
  }

  private revoke(id: number): unknown {
    if (!this.find(id)) return { refused: 'LeaseNotFound' };
    const gone = this.keys(id).filter((key) => this.stored.delete(key));
    if (gone.length > 0) this.revision++;
    this.on = this.on.filter((each) => each.id !== id);
    this.list = this.list.filter((lease) => lease.id !== id);
    return { revision: this.revision };
  }

  private promote(now: number, extend: number): undefined {
    this.leads = true;
    for (const lease of this.list) lease.end = now + lease.ttl * 1000 + extend;
    return undefined;
  }
}

/** An answer without what is free: the order of keys, and how far below 0 an overdue lease's ttl is. */
export function comparable(call: LessorCall, answer: unknown): unknown {
  if (call[0] !== 'timeToLive' || !isTimeToLive(answer)) return answer;
  const keys = [...answer.keys].sort();
  return answer.grantedTtl === 0
    ? { ...answer, keys }
    : { ...answer, keys, ttl: Math.max(answer.ttl, 0) };
}

function isTimeToLive(answer: unknown): answer is LeaseTimeToLiveResponse {
  return Array.isArray((answer as { keys?: unknown } | null | undefined)?.keys);
}
