// The only door of the grader: everything that `bin` may use.
export type { Place, ResultRecord, TestResult, TestStatus } from './verdict/record.ts';
export { parseResultRecord } from './verdict/record.ts';
