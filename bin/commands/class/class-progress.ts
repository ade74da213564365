import type { ClassProgress } from '../../../grader/index.ts';

const plainEveryMs = 10_000;
const clearLine = '\r\u001B[2K';

/** Tells how far a class's grading is: one line that changes on a terminal, a plain line now and then elsewhere. */
export function classProgress(
  stream: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): { show(progress: ClassProgress): void; end(): void } {
  const started = now();
  let before: ClassProgress | undefined;
  let toldAt = started;
  return {
    show(progress) {
      before ??= progress;
      const text = progressText(progress, before, now() - started);
      if (stream.isTTY) stream.write(`${clearLine}${text}`);
      else if (now() - toldAt >= plainEveryMs) {
        toldAt = now();
        stream.write(`${text}\n`);
      }
    },
    end: () => void (stream.isTTY && before && stream.write(clearLine)),
  };
}

/** `120 of 300 graded, 14.2 a second, about 13 s left` */
export function progressText(
  { done, all }: ClassProgress,
  before: ClassProgress,
  passedMs: number,
): string {
  const rate = ((done - before.done) / passedMs) * 1000;
  const told = `${done} of ${all} graded`;
  if (!(rate > 0) || done === all) return told;
  return `${told}, ${rate.toFixed(1)} a second, about ${duration((all - done) / rate)} left`;
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
