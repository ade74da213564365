import type { KeyValueEvent, WatchOptions } from 'course/kit';
import { event, type Json, keyRange, list, number } from './etcd-gateway.ts';
import type { RealEtcd } from './real-etcd.ts';

/** What a watcher of the real etcd was told: events in a row, or that it came too late. */
export type RealNews =
  | { readonly events: readonly KeyValueEvent[] }
  | { readonly compactRevision: number };

/**
 * A watcher in the real etcd. Nothing comes where there is nothing to tell, so on the same stream a second watcher
 * looks at a key, the bell: a put of it, once told, says that what came before has been told as well.
 */
export class EtcdWatcher {
  private created = 0;
  private rung = 0;
  private compactRevision: number | undefined;
  private news: KeyValueEvent[] = [];
  private lastTold = 0;

  private constructor(private readonly stream: AsyncGenerator<unknown>) {}

  /** Resolves when etcd has both watchers. A bell has to start in the past if the watcher does: so it rings when that is told. */
  static async open(
    etcd: RealEtcd,
    key: string,
    options: WatchOptions,
    bell: { readonly key: string; readonly startRevision: number },
  ): Promise<EtcdWatcher> {
    const watched = {
      ...keyRange(key, options),
      start_revision: String(options.startRevision ?? 0),
      prev_kv: options.prevKv,
      filters: options.filters?.map((filter) => filter.toUpperCase()),
    };
    const ringing = { ...keyRange(bell.key, {}), start_revision: String(bell.startRevision) };
    const requests = [{ create_request: watched }, { create_request: ringing }];
    const watcher = new EtcdWatcher(etcd.stream('/v3/watch', ...requests));
    while (watcher.created < requests.length) await watcher.take();
    return watcher;
  }

  /** What it was told since the last call, once the bell put at `revision` has rung and `atLeast` events have come. */
  async told(revision: number, atLeast: number): Promise<RealNews> {
    while (this.rung < revision || this.news.length < atLeast) {
      if (this.compactRevision !== undefined) return { compactRevision: this.compactRevision };
      await this.take();
    }
    return { events: this.news.splice(0) };
  }

  async close(): Promise<void> {
    await this.stream.return(undefined);
  }

  private async next(): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      const told = `${this.news.length} events, bell at ${this.rung}`;
      timer = setTimeout(() => reject(new Error(`etcd told nothing for 10 s; ${told}`)), 10_000);
    });
    const { value, done } = await Promise.race([this.stream.next(), silence]);
    clearTimeout(timer);
    if (done) throw new Error('etcd ended the stream of a watcher');
    return value;
  }

  private async take(): Promise<void> {
    const { result: response } = (await this.next()) as { result: Json };
    if (response.created) this.created += 1;
    const events = list(response.events).map(event);
    const isBell = number(response.watch_id) === 1;
    if (isBell) this.rung = Math.max(this.rung, ...events.map(({ kv }) => kv.modRevision));
    else if (response.canceled) this.compactRevision = number(response.compact_revision);
    else this.add(events);
  }

  /** Also the real etcd has to keep its word: no revision is spread over two responses. */
  private add(events: KeyValueEvent[]): void {
    const [first] = events;
    if (first && first.kv.modRevision <= this.lastTold)
      throw new Error(`etcd told revision ${first.kv.modRevision} after ${this.lastTold}`);
    this.lastTold = events.at(-1)?.kv.modRevision ?? this.lastTold;
    this.news.push(...events);
  }
}
