// The only door of the grader: everything that `bin` may use. What is heavy is loaded when it is first called.
import type { Exercise } from '../exercises/catalog.ts';
import type { CheckOptions, Finding } from './author/check.ts';
import type { Score } from './author/score.ts';
import type { Assignment } from './classroom/assignment/assignment.ts';
import type { RosterLearner } from './classroom/assignment/roster.ts';
import type { ClassProgress, CourseClass } from './classroom/class.ts';
import type { Grader } from './engine/grader.ts';
import type { Graded } from './report/graded.ts';
import type { Reporter } from './report/reporters.ts';
import type { SandboxDemand } from './sandbox/box-supply.ts';
import type { SandboxReport } from './sandbox/strength.ts';
import type { SimulationRequest, Simulator } from './simulation/simulator.ts';
import type { ResultRecord } from './verdict/record.ts';

export { scoreMark } from './author/score-mark.ts';
export { ClassInputError } from './classroom/assignment/class-input-error.ts';
export { type ExportFormat, exportFormats } from './classroom/export/formats.ts';
export { courseRoot } from './course-root.ts';
export { courseVersion } from './course-version.ts';
export { wasCancelled } from './engine/was-cancelled.ts';
export { kitTypes } from './kit-types.ts';
export { githubSummary } from './report/github.ts';
export { ansiPaint, type Paint, plainPaint } from './report/paint.ts';
export { type Reporter, reporters } from './report/reporters.ts';
export { resultsJson } from './report/results-json.ts';
export { textReport, typeErrorText } from './report/text.ts';
export { simulationTitle } from './simulation/built-simulation.ts';
export type { Input, Moment } from './simulation/moment.ts';
export { PartMissing } from './simulation/part-missing.ts';
export { classView } from './verdict/class-view.ts';
export { groupPassed } from './verdict/group-passed.ts';
export type { Place, ResultRecord, TestResult } from './verdict/record.ts';
export type {
  Assignment,
  ClassProgress,
  CourseClass,
  Finding,
  Graded,
  Grader,
  RosterLearner,
  SandboxDemand,
  SimulationRequest,
  Simulator,
};

/** Starts a grader; see SandboxDemand for what may be demanded. */
export async function openGrader(sandbox?: SandboxDemand): Promise<Grader> {
  return (await import('./engine/grader.ts')).Grader.open(sandbox);
}

/** Makes a simulation ready to be played, with references or with the learner's files. Throws PartMissing. */
export async function openSimulation(request: SimulationRequest): Promise<Simulator> {
  return (await import('./simulation/simulator.ts')).Simulator.open(request);
}

/** The strongest box that really starts on this machine, and what that means. */
export async function sandboxReport(): Promise<SandboxReport> {
  return (await import('./sandbox/strength.ts')).sandboxReport();
}

/** What the type checker says of one file of a submission; null where no TypeScript is installed. */
export async function typeErrors(root: string, file: string): Promise<ResultRecord['typeErrors']> {
  return (await import('./type-check.ts')).typeErrors(root, file);
}

/** The TypeScript that would be used: a program and its first arguments; null if there is none. */
export async function findCompiler(): Promise<readonly string[] | null> {
  return (await import('./type-check.ts')).findCompiler();
}

/** Proves an exercise; gives what is wrong with it. */
export async function checkExercise(
  exercise: Exercise,
  options?: CheckOptions,
): Promise<Finding[]> {
  return (await import('./author/check.ts')).checkExercise(exercise, options);
}

/** Answer keys that belong to no exercise. */
export async function orphans(root: string, exercises: readonly Exercise[]): Promise<Finding[]> {
  return (await import('./author/check-files.ts')).orphans(root, exercises);
}

/** Grades every machine-made mutant of an exercise's reference and records the score. */
export async function mutateExercise(
  exercise: Exercise,
  progress: (done: number, all: number) => void,
): Promise<Score> {
  return (await import('./author/mutate.ts')).mutateExercise(exercise, progress);
}

/** Begins a class in an output folder, or goes on with the one that is there. */
export async function beginClass(out: string, catalog: readonly Exercise[]): Promise<CourseClass> {
  return (await import('./classroom/class.ts')).CourseClass.begin(out, catalog);
}

/** Opens a class that was graded before. Throws ClassInputError where there is none. */
export async function openClass(out: string, catalog: readonly Exercise[]): Promise<CourseClass> {
  return (await import('./classroom/class.ts')).CourseClass.open(out, catalog);
}

/** Reads an assignment.json; null for the whole course. Throws ClassInputError. */
export async function readAssignment(
  file: { readonly text: string; readonly path: string } | null,
  catalog: readonly Exercise[],
): Promise<Assignment> {
  const { parseAssignment, wholeCourse } = await import('./classroom/assignment/assignment.ts');
  return file ? parseAssignment(file.text, file.path, catalog) : wholeCourse(catalog);
}

/** Reads a roster. Throws ClassInputError. */
export async function readRoster(text: string, path: string): Promise<RosterLearner[]> {
  return (await import('./classroom/assignment/roster.ts')).parseRoster(text, path);
}

/** Graded exercises in the form that some other system reads. */
export async function reportAs(reporter: Reporter, graded: readonly Graded[]): Promise<string> {
  return (await import('./report/report-as.ts')).reportAs(reporter, graded);
}
