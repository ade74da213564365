import type { Exercise } from '../../exercises/catalog.ts';
import {
  ansiPaint,
  classView,
  type Paint,
  plainPaint,
  type ResultRecord,
  textReport,
} from '../../grader/index.ts';
import { wantsColor } from '../terminal.ts';
import type { GradeCommandOptions } from './grade-options.ts';

/** How verdicts are colored on standard output. */
export function verdictPaint(): Paint {
  return wantsColor() ? ansiPaint : plainPaint;
}

/** A record as the command was told to show it: whole, or what a class may see. */
export function viewed(
  record: ResultRecord,
  exercise: Exercise,
  { view }: GradeCommandOptions,
): ResultRecord {
  return view === 'class' ? classView(record, (group) => exercise.shown[group]) : record;
}

/** A record as text for a person. */
export function recordText(
  record: ResultRecord,
  exercise: Exercise,
  options: GradeCommandOptions,
): string {
  return textReport(viewed(record, exercise, options), exercise, {
    paint: verdictPaint(),
    unfold: options.unfold,
  });
}
