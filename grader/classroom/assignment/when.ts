import { ClassInputError } from './class-input-error.ts';

const zoned = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** A moment with its zone, as ms since 1970. Throws ClassInputError, naming `what` holds it. */
export function parseWhen(text: string, what: string): number {
  const ms = zoned.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new ClassInputError(
    `${what} is ${JSON.stringify(text)}, which is not a moment with its zone.`,
    'Write it like 2026-11-30T23:59:00+01:00.',
  );
}
