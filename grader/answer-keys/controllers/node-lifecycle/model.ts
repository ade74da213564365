// What the properties compare with: the same rules, computed another way than in the reference.

/** Rule 12 in whole numbers. */
export function zoneStateOf(ready: number, notReady: number): string {
  if (ready === 0) return notReady === 0 ? 'Normal' : 'FullDisruption';
  if (notReady <= 2) return 'Normal';
  return notReady * 100 >= (ready + notReady) * 55 ? 'PartialDisruption' : 'Normal';
}

/** One call on a TaintQueue; each happens some seconds after the one before. */
export type QueueCall =
  | readonly ['add', name: string]
  | readonly ['remove', name: string]
  | readonly ['setRate', intervalSeconds: number]
  | readonly ['next'];

/** A bucket that fills up: where the reference notes when the turn is there, this one counts how long it has waited. */
export class BucketModel {
  #names: string[] = [];
  /** Seconds from turn to turn; 0 for none. */
  #interval = 10;
  #waited = 10;

  /** What the call gives after that many seconds more. */
  run(call: QueueCall, seconds: number): string | undefined {
    this.#waited += seconds;
    const isFull = this.#interval > 0 && this.#waited >= this.#interval;
    switch (call[0]) {
      case 'add':
        if (!this.#names.includes(call[1])) this.#names.push(call[1]);
        return undefined;
      case 'remove':
        this.#names = this.#names.filter((name) => name !== call[1]);
        return undefined;
      case 'setRate':
        if (call[1] === this.#interval) return undefined;
        this.#interval = call[1];
        this.#waited = isFull ? call[1] : 0;
        return undefined;
      default:
        if (!isFull || this.#names.length === 0) return undefined;
        this.#waited = 0;
        return this.#names.shift();
    }
  }
}
