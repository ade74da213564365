/** One call on a queue. */
export type QueueCall =
  | readonly ['add' | 'done', key: string]
  | readonly ['addAfter', key: string, ms: number]
  | readonly ['get' | 'length'];

/** A queue as one would think of it: a list of tasks, and a clock that ticks every millisecond. */
export class QueueModel {
  #now = 0;
  #line: string[] = [];
  #working: string[] = [];
  /** Wanted again by somebody while it is worked on. */
  #again: string[] = [];
  #alarms: { key: string; at: number }[] = [];

  run([method, key = '', ms = 0]: QueueCall): string | number | undefined {
    if (method === 'get') return this.#get();
    if (method === 'length') return this.#line.length;
    if (method === 'add') this.#add(key);
    else if (method === 'done') this.#done(key);
    else if (!this.#alarms.some((alarm) => alarm.key === key && alarm.at <= this.#now + ms))
      this.#alarms = [
        ...this.#alarms.filter((alarm) => alarm.key !== key),
        { key, at: this.#now + ms },
      ];
    return undefined;
  }

  wait(ms: number): void {
    for (let i = 0; i < ms; i++) {
      this.#now += 1;
      const due = this.#alarms.filter(({ at }) => at === this.#now);
      this.#alarms = this.#alarms.filter(({ at }) => at !== this.#now);
      for (const { key } of due) this.#add(key);
    }
  }

  #add(key: string): void {
    const place = this.#working.includes(key) ? this.#again : this.#line;
    if (!place.includes(key)) place.push(key);
  }

  #get(): string | undefined {
    const key = this.#line.shift();
    if (key !== undefined) this.#working.push(key);
    return key;
  }

  #done(key: string): void {
    if (!this.#working.includes(key)) return;
    this.#working = this.#working.filter((each) => each !== key);
    if (!this.#again.includes(key)) return;
    this.#again = this.#again.filter((each) => each !== key);
    this.#add(key);
  }
}
