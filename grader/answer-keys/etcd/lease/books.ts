import type { DeleteRangeOptions } from 'course/kit';
import { type Change, deletion, type StoreCall } from './calls.ts';

/** The keys that there are, each with its lease: what the store and the lessor must both say. */
export class Books {
  private readonly leases = new Set<number>();
  private readonly leaseOfKey = new Map<string, number>();

  /** Each key with its lease, 0 for none, by key. */
  get entries(): [string, number][] {
    return [...this.leaseOfKey].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** For each change, and for each call of the lessor, the code of its refusal, `done`, or what it deleted. */
  run(call: StoreCall): string[] {
    switch (call[0]) {
      case 'grant':
        if (this.leases.has(call[1])) return ['LeaseExist'];
        this.leases.add(call[1]);
        return ['done'];
      case 'revoke':
        return [this.revoke(call[1])];
      case 'write':
        return call[1].map((change) => this.change(change));
      default:
        return [this.change(call)];
    }
  }

  private change(change: Change): string {
    if (change[0] === 'deleteRange') return this.delete(change[1], change[2]);
    const [, key, , { lease = 0, ignoreLease }] = change;
    const before = this.leaseOfKey.get(key);
    if (ignoreLease && lease > 0) return 'LeaseProvided';
    if (lease > 0 && !this.leases.has(lease)) return 'LeaseNotFound';
    if (ignoreLease && before === undefined) return 'KeyNotFound';
    this.leaseOfKey.set(key, ignoreLease ? (before as number) : lease);
    return 'done';
  }

  private delete(key: string, { rangeEnd, prevKv }: DeleteRangeOptions): string {
    const isMeant = (each: string) =>
      rangeEnd === undefined ? each === key : each >= key && each < rangeEnd;
    const gone = [...this.leaseOfKey.keys()].filter(isMeant);
    for (const each of gone) this.leaseOfKey.delete(each);
    return deletion(gone.length, prevKv ? gone : undefined);
  }

  private revoke(id: number): string {
    if (!this.leases.delete(id)) return 'LeaseNotFound';
    for (const [key, lease] of [...this.leaseOfKey]) if (lease === id) this.leaseOfKey.delete(key);
    return 'done';
  }
}
