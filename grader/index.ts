// The only door of the grader: everything that `bin` may use.

export { checkExercise, type Finding } from './author/check.ts';
export { orphans } from './author/check-files.ts';
export { mutateExercise } from './author/mutate.ts';
export { scoreMark } from './author/score.ts';
export { courseRoot } from './course-root.ts';
export { courseVersion } from './course-version.ts';
export { type GradeRequest, Grader, GradingCancelled } from './engine/grader.ts';
export { ansiPaint, type Paint, plainPaint } from './report/paint.ts';
export { textReport, typeErrorText } from './report/text.ts';
export type { SandboxDemand } from './sandbox/box-supply.ts';
export { type SandboxReport, type Strength, sandboxReport } from './sandbox/strength.ts';
export { findCompiler, kitTypes, typeErrors } from './type-check.ts';
export { classView } from './verdict/class-view.ts';
export type { Place, ResultRecord, TestResult, TestStatus } from './verdict/record.ts';
export { parseResultRecord } from './verdict/record.ts';
export { groupPassed } from './verdict/result.ts';
