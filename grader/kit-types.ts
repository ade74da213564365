import { join } from 'node:path';
import { courseRoot } from './course-root.ts';

/** Where the declarations of `course/kit` lie once built. */
export const kitTypes = join(courseRoot, 'dist', 'kit-types');
