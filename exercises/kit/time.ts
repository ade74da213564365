/**
 * A `Time` of the API from milliseconds: `2025-01-01T00:00:00Z`. Whole seconds, the rest is dropped.
 * Settled by apimachinery pkg/apis/meta/v1/time.go (RFC 3339, UTC).
 */
export function formatTime(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/**
 * A `MicroTime` of the API from milliseconds: `2025-01-01T00:00:00.250000Z`; always six digits. Leases carry it.
 * Settled by apimachinery pkg/apis/meta/v1/micro_time.go.
 */
export function formatMicroTime(ms: number): string {
  return `${new Date(Math.floor(ms)).toISOString().slice(0, 23)}000Z`;
}

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds from a `Time` or `MicroTime`. Reads any RFC 3339 time; below a millisecond is dropped.
 * Throws RangeError for any other text.
 */
export function parseTime(text: string): number {
  const [, year, month, day] = rfc3339.exec(text) ?? [];
  const ms = isDay(Number(year), Number(month), Number(day)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new RangeError(`"${text}" is not a time; write it like 2025-01-01T00:00:00Z`);
  return ms;
}

/** Date.parse takes February 30 for March 2. */
function isDay(year: number, month: number, day: number): boolean {
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
