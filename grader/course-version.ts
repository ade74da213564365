import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from './course-root.ts';

/** The course's version, from its package.json. */
export const courseVersion: string = (
  JSON.parse(readFileSync(join(courseRoot, 'package.json'), 'utf8')) as { version: string }
).version;
