// What a learner's file imports as `course/kit`.
export { NotImplemented } from './errors.ts';
