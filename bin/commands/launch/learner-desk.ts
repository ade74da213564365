import { resolve } from 'node:path';
import type { Exercise } from '../../../exercises/catalog.ts';
import { courseVersion } from '../../../grader/index.ts';
import type { CourseOutline } from '../../content/course-outline.ts';
import { findExercise } from '../../find-exercise.ts';
import { createWorkspace } from '../../learner/create-workspace.ts';
import { defaultWorkspace, tryFindWorkspace, type Workspace } from '../../learner/workspace.ts';
import { courseContents, type LearnerSession, sessionWith } from '../../learner-session.ts';

/** What every port of the terminal UI works on: the course, and the learner's session once there is a workspace. */
export class LearnerDesk {
  private opened: LearnerSession | undefined;

  /** Throws UsageError when `--workspace` or a workspace nearby cannot be used. */
  constructor(
    readonly course: CourseOutline,
    private readonly flag: string | undefined,
  ) {
    const found = tryFindWorkspace({ from: process.cwd(), flag, courseVersion });
    if (found) this.open(found);
  }

  /** Absolute path of the workspace, or of where it would be made. */
  get path(): string {
    return this.opened?.workspace.dir ?? resolve(this.flag ?? defaultWorkspace);
  }

  get hasWorkspace(): boolean {
    return this.opened !== undefined;
  }

  /** Null as long as there is no workspace. */
  get session(): LearnerSession | null {
    return this.opened ?? null;
  }

  /** The session; for what is only offered once there is a workspace. */
  get sessionNow(): LearnerSession {
    if (!this.opened) throw new Error('there is no workspace yet');
    return this.opened;
  }

  create(): void {
    this.open(createWorkspace(this.path, courseContents(this.course.catalog)).workspace);
  }

  exercise(id: string): Exercise {
    return findExercise(this.course.catalog, id);
  }

  private open(workspace: Workspace): void {
    this.opened = sessionWith(this.course, workspace);
  }
}
