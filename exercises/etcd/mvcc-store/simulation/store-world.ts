import { fromKey, type MultiVersionStore, type Random } from 'course/kit';
import type { Choice, Frame, SimulationRun } from '#simulation';
import { unlessRefused } from './refusal.ts';
import { type Reader, timeline } from './timeline.ts';
import { Watcher } from './watcher.ts';

const keys = ['db', 'dns', 'mail', 'web'] as const;
const clients = ['A', 'B', 'C'] as const;
/** So many fit below the timeline. */
const mostWatchers = 3;

/** The store, its clients, its watchers, and a reader who stands somewhere in time. */
export class StoreWorld implements SimulationRun {
  private readonly watchers = [new Watcher(1, 2), new Watcher(2, 2)];
  private reader: Reader | null = null;
  private written = 0;
  private said: string[];

  constructor(
    private readonly store: MultiVersionStore,
    private readonly random: Random,
  ) {
    this.said = [
      `An empty store is at revision ${store.revision}. Clients A, B and C are going to write to it.`,
      'Watchers 1 and 2 follow it from revision 2 on.',
    ];
  }

  step(): void {
    this.said = [];
    if (this.random.intn(9) === 0) this.compactByChance();
    else this.write();
    this.blinkByChance();
    this.listen();
  }

  choices(): Choice[] {
    return [
      ...keys.map((key) => ({ id: `put-${key}`, label: `put ${key}` })),
      ...keys.map((key) => ({ id: `delete-${key}`, label: `delete ${key}` })),
      ...this.compactions(),
      ...this.watches(),
      ...this.watchers.map(({ id, away }) =>
        away
          ? { id: `connect-${id}`, label: `connect watcher ${id} again` }
          : { id: `cut-${id}`, label: `cut watcher ${id} off` },
      ),
      ...this.readings(),
    ];
  }

  choose(id: string): void {
    this.said = [];
    const [verb, which] = [id.slice(0, id.indexOf('-')), id.slice(id.indexOf('-') + 1)];
    if (verb === 'put') this.put('You', [which]);
    else if (verb === 'delete') this.delete('You', which);
    else if (verb === 'compact') this.compact(which === 'newest' ? this.store.revision : this.half);
    else if (verb === 'watch') this.watch(which);
    else if (verb === 'cut' || verb === 'connect') this.connect(Number(which), verb === 'connect');
    else this.read(which);
    this.listen();
  }

  frame(): Frame {
    return {
      sentences: this.said,
      picture: timeline(this.store, this.watchers, this.reader, keys),
    };
  }

  /** Halfway between what is compacted and the newest revision. */
  private get half(): number {
    return Math.ceil((this.store.compactRevision + this.store.revision) / 2);
  }

  private compactions(): Choice[] {
    const { revision, compactRevision } = this.store;
    const why =
      compactRevision >= revision
        ? { why: `The newest revision, ${revision}, is compacted already; write first.` }
        : {};
    return [
      { id: 'compact-half', label: `compact at ${this.half}, half of all`, ...why },
      { id: 'compact-newest', label: `compact at ${revision}, the newest`, ...why },
    ];
  }

  private watches(): Choice[] {
    const { revision, compactRevision } = this.store;
    const why =
      this.watchers.length >= mostWatchers
        ? { why: `There are ${mostWatchers} watchers; the picture has room for no more.` }
        : {};
    return [
      { id: 'watch-next', label: `watch from ${revision + 1}, the next`, ...why },
      {
        id: 'watch-kept',
        label: `watch from ${compactRevision + 1}, the oldest kept`,
        ...why,
      },
      {
        id: 'watch-first',
        label: 'watch from revision 1',
        ...(compactRevision === 0 && { why: 'Nothing is compacted yet: that is the oldest kept.' }),
        ...why,
      },
    ];
  }

  private readings(): Choice[] {
    const { revision } = this.store;
    const at = this.reader?.revision ?? revision;
    return [
      { id: 'read-newest', label: `read at ${revision}, the newest` },
      {
        id: 'read-back',
        label: `read one further back, at ${at - 1}`,
        ...(at <= 1 && { why: 'Revision 1 is the first.' }),
      },
      { id: 'read-on', label: `read one further on, at ${at + 1}` },
    ];
  }

  private write(): void {
    const client = `Client ${clients[this.random.intn(clients.length)]}`;
    const key = keys[this.random.intn(keys.length)]!;
    const dice = this.random.intn(10);
    if (dice < 6) this.put(client, [key]);
    else if (dice < 9) this.delete(client, key);
    else
      this.put(
        client,
        keys.filter((other) => other === key || this.random.intn(2) === 0),
      );
  }

  private put(who: string, chosen: readonly string[]): void {
    this.written += 1;
    const value = `${who.at(-1) === 'u' ? 'y' : who.at(-1)!.toLowerCase()}${this.written}`;
    const write = this.store.write();
    for (const key of chosen) write.put(key, value);
    const revision = write.end();
    const [first] = chosen;
    const { kvs } = this.store.range(first!);
    const what =
      chosen.length === 1
        ? `${first}=${value}: version ${kvs[0]?.version} of ${first}`
        : `${chosen.join(' and ')} to ${value} in one write: they share the revision`;
    this.said.push(`Revision ${revision}: ${who} put${who === 'You' ? '' : 's'} ${what}.`);
  }

  private delete(who: string, key: string): void {
    const verb = who === 'You' ? 'delete' : 'deletes';
    const { revision, deleted } = this.store.deleteRange(key);
    this.said.push(
      deleted > 0
        ? `Revision ${revision}: ${who} ${verb} ${key}. A tombstone ends this life of ${key}.`
        : `${who} ${verb} ${key}, which does not exist: nothing changes, so the revision stays ${revision}.`,
    );
  }

  private compactByChance(): void {
    const { revision, compactRevision } = this.store;
    const kept = revision - compactRevision;
    if (kept < 6) this.write();
    else this.compact(compactRevision + 2 + this.random.intn(kept - 3));
  }

  private compact(revision: number): void {
    const before = this.kept();
    this.store.compact(revision);
    const forgotten = before - this.kept();
    this.said.push(
      `The store is compacted at ${revision}: nobody can read below ${revision} any more. ${counted(forgotten, 'change')} forgotten, ${this.kept()} kept.`,
    );
  }

  /** How many changes can still be seen: the keys at the compacted revision and all that came later. */
  private kept(): number {
    const { compactRevision } = this.store;
    const base = compactRevision === 0 ? 0 : this.present(compactRevision);
    return base + this.store.changes(compactRevision + 1).length;
  }

  private present(revision: number): number {
    return this.store.range(fromKey, { rangeEnd: fromKey, revision, countOnly: true }).count;
  }

  private watch(from: string): void {
    const { revision, compactRevision } = this.store;
    const start = { next: revision + 1, kept: compactRevision + 1, first: 1 }[from]!;
    const watcher = new Watcher(this.watchers.length + 1, start);
    this.watchers.push(watcher);
    this.said.push(`You start watcher ${watcher.id} at revision ${start}.`);
  }

  private blinkByChance(): void {
    const last = this.watchers.at(-1)!;
    if (this.random.intn(9) === 0) this.connect(last.id, last.away);
  }

  private connect(id: number, back: boolean): void {
    const watcher = this.watchers[id - 1]!;
    watcher.away = !back;
    this.said.push(
      back
        ? `Watcher ${id} is connected again and asks for what happened from revision ${watcher.next} on.`
        : `Watcher ${id} loses its connection. It has seen everything before revision ${watcher.next}.`,
    );
  }

  /** Watchers who are told the same share a sentence. */
  private listen(): void {
    const told = new Map<string, number[]>();
    for (const watcher of this.watchers)
      for (const what of watcher.listen(this.store))
        told.set(what, [...(told.get(what) ?? []), watcher.id]);
    for (const [what, ids] of told)
      this.said.push(
        ids.length === 1
          ? `Watcher ${ids[0]} ${what}`
          : `Watchers ${ids.join(' and ')} ${what.replace('is told', 'are told')}`,
      );
  }

  private read(where: string): void {
    const now = this.store.revision;
    const at = this.reader?.revision ?? now;
    const revision = { newest: now, back: at - 1, on: at + 1 }[where]!;
    const answer = unlessRefused(() => this.store.range(fromKey, { rangeEnd: fromKey, revision }));
    this.reader = { revision, answer: typeof answer === 'string' ? answer : answer.kvs };
    this.said.push(
      typeof answer === 'string'
        ? `You ask for revision ${revision} and are refused: "${answer}".`
        : `You read at revision ${revision}: ${answer.kvs.map(({ key, value }) => `${key}=${value}`).join(', ') || 'no keys'}.`,
    );
  }
}

function counted(number: number, noun: string): string {
  if (number === 0) return `No ${noun} is`;
  return number === 1 ? `1 ${noun} is` : `${number} ${noun}s are`;
}
