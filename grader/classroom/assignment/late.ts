import type { LateRule } from './assignment.ts';
import type { Extension } from './roster.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How late a submission is and what that costs. */
export interface Lateness {
  /** Time after the learner's own due time, ms; 0 when in time, the grace counted as in time. */
  readonly lateMs: number;
  /** Percent of the points that are taken off, 0 to 100. */
  readonly percentOff: number;
}

/** The learner's own due time; null when there is none. */
export function dueFor(dueMs: number | null, extension: Extension | null): number | null {
  if (dueMs === null || extension === null) return dueMs;
  return 'untilMs' in extension
    ? Math.max(dueMs, extension.untilMs)
    : dueMs + extension.hours * hour;
}

/** Applies the late rule: each day begun after due time and grace costs; after the closing day all is lost. */
export function lateness(
  submittedMs: number,
  dueMs: number | null,
  rule: LateRule | null,
): Lateness {
  const after = dueMs === null ? 0 : submittedMs - dueMs;
  if (rule === null || after <= rule.graceMinutes * minute)
    return { lateMs: rule === null ? Math.max(0, after) : 0, percentOff: 0 };
  if (rule.closesAfterDays !== undefined && after > rule.closesAfterDays * day)
    return { lateMs: after, percentOff: 100 };
  const days = Math.ceil(after / day);
  return { lateMs: after, percentOff: Math.min(rule.atMostPercent, days * rule.percentPerDay) };
}
