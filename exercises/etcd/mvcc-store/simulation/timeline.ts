import { fromKey, type KeyValue, type MultiVersionStore } from 'course/kit';
import { Canvas, type Line } from '#simulation';
import type { Watcher } from './watcher.ts';

/** Somebody who reads all keys at one revision: what the store answers, or how it refuses. */
export interface Reader {
  readonly revision: number;
  readonly answer: readonly KeyValue[] | string;
}

/** Columns of the labels at the left, and of one revision. */
const margin = 12;
const cell = 4;
const shown = 16;

/** Draws what the store itself tells: each key's lives from left to right, then the cursors. */
export function timeline(
  store: MultiVersionStore,
  watchers: readonly Watcher[],
  reader: Reader | null,
  keys: readonly string[],
): Line[] {
  const sheet = new Sheet(store, reader?.revision ?? store.revision);
  sheet.revisions();
  for (const [index, key] of keys.entries()) sheet.life(key, index + 1);
  const below = keys.length + 1;
  sheet.compaction(below);
  for (const [index, watcher] of watchers.entries()) sheet.watcher(watcher, below + 1 + index);
  if (reader) sheet.reader(reader, below + 2 + watchers.length);
  return sheet.canvas.lines();
}

class Sheet {
  readonly canvas = new Canvas();
  private readonly newest: number;
  private readonly compacted: number;
  /** The leftmost revision in sight. */
  private readonly first: number;
  private readonly present: ReadonlyMap<string, KeyValue>;
  private readonly changes: readonly KeyValue[];

  constructor(store: MultiVersionStore, inSight: number) {
    this.newest = store.revision;
    this.compacted = store.compactRevision;
    this.first = Math.max(1, Math.min(this.newest - shown + 2, inSight - 1));
    const all = { rangeEnd: fromKey };
    this.present = new Map(store.range(fromKey, all).kvs.map((kv) => [kv.key, kv]));
    const base =
      this.compacted === 0 ? [] : store.range(fromKey, { ...all, revision: this.compacted }).kvs;
    const later = store.changes(this.compacted + 1).map(({ kv }) => kv);
    this.changes = [...base, ...later];
  }

  revisions(): void {
    this.canvas.put(1, 0, 'revision', 'dim');
    for (let revision = this.first; revision <= this.lastShown; revision++)
      this.canvas.put(
        this.column(revision),
        0,
        String(revision),
        revision === this.newest ? 'strong' : revision < this.compacted ? 'dim' : 'plain',
      );
  }

  /** A key: the number of each version where it was put, `✗` where the key was deleted, a line while it lived. */
  life(key: string, row: number): void {
    const value = this.present.get(key)?.value;
    this.canvas.put(
      1,
      row,
      value === undefined ? key : `${key}=${value}`,
      value === undefined ? 'dim' : 'plain',
    );
    const changes = this.changes.filter((change) => change.key === key);
    changes.forEach((change, index) => {
      const until = changes[index + 1]?.modRevision ?? this.newest + 1;
      if (change.version === 0) this.mark(change.modRevision, row, '✗', 'bad');
      else this.lived(change, until, row);
    });
  }

  compaction(row: number): void {
    if (this.compacted === 0) return;
    this.canvas.put(1, row, 'compacted', 'dim');
    const edge = this.column(Math.max(this.compacted, this.first));
    this.canvas.put(margin, row, '╌'.repeat(Math.max(0, edge - margin)), 'dim');
    if (this.compacted >= this.first) this.canvas.put(edge, row, '┴', 'warn');
    this.canvas.put(edge + 2, row, `at ${this.compacted}: nothing older can be read`, 'warn');
  }

  watcher({ id, next, away }: Watcher, row: number): void {
    const tone = away ? 'dim' : 'accent';
    this.canvas.put(1, row, `watcher ${id}`, tone);
    const lost = next <= this.compacted ? `, but ${next} is compacted` : '';
    const text = away ? `△ cut off, will ask from ${next}${lost}` : `▲ next: ${next}`;
    this.cursor(next, row, text, away && lost ? 'bad' : tone);
  }

  reader({ revision, answer }: Reader, row: number): void {
    this.canvas.put(1, row, 'reader', 'strong');
    this.cursor(revision, row, `▲ at ${revision}`, 'strong');
    const seen =
      typeof answer === 'string'
        ? `refused: ${answer}`
        : answer.map(({ key, value }) => `${key}=${value}`).join('  ') || 'no keys';
    this.canvas.put(1, row + 1, `sees ${seen}`, typeof answer === 'string' ? 'bad' : 'strong');
  }

  private get lastShown(): number {
    return Math.min(this.newest, this.first + shown - 1);
  }

  private column(revision: number): number {
    return margin + (revision - this.first) * cell;
  }

  private mark(revision: number, row: number, text: string, tone: 'bad' | 'good'): void {
    if (revision >= this.first && revision <= this.lastShown)
      this.canvas.put(this.column(revision), row, text, tone);
  }

  private lived({ modRevision, version }: KeyValue, until: number, row: number): void {
    const from = Math.max(modRevision, this.first);
    const to = Math.min(until, this.lastShown + 1);
    if (from >= to) return;
    const end = until > this.newest ? this.column(to) - cell + 2 : this.column(to);
    this.canvas.put(
      this.column(from),
      row,
      '─'.repeat(Math.max(0, end - this.column(from))),
      'dim',
    );
    if (until > this.newest && to > this.newest) this.canvas.put(end, row, '▸', 'good');
    this.mark(modRevision, row, String(version), 'good');
  }

  /** A mark below a revision with a text that is kept inside the sheet. */
  private cursor(
    revision: number,
    row: number,
    text: string,
    tone: 'dim' | 'accent' | 'strong' | 'bad',
  ): void {
    const column = this.column(Math.max(revision, this.first));
    const left = 76 - text.length;
    if (column <= left) this.canvas.put(column, row, text, tone);
    else {
      this.canvas.put(Math.min(column, 75), row, text[0]!, tone);
      this.canvas.put(Math.min(column, 75) - text.length + 1, row, text.slice(2), tone);
    }
  }
}
