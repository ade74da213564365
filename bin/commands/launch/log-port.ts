import { appendFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { statePath } from '../../learner/workspace.ts';
import type { LogPort } from '../../tui/ports.ts';
import type { LearnerDesk } from './learner-desk.ts';

/** Notes for us: in the workspace, or in the temporary folder as long as there is none. */
export function logPort(desk: LearnerDesk): LogPort {
  const path = () =>
    desk.hasWorkspace ? statePath(desk.path, 'log.txt') : join(tmpdir(), 'course-log.txt');
  return {
    get path() {
      return path();
    },
    write: (text) => {
      try {
        mkdirSync(dirname(path()), { recursive: true });
        appendFileSync(path(), `${new Date().toISOString()} ${text}\n`);
      } catch {
        // A note that cannot be kept must not end the course.
      }
    },
  };
}
