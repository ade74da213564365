import type { Reporter, SandboxDemand } from '../../grader/index.ts';

/** What `course grade` was told. */
export interface GradeCommandOptions {
  readonly all?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
  /** The form of the verdicts; `json` is short for the reporter of that name. */
  readonly reporter: Reporter;
  readonly unfold?: boolean;
  /** What is printed of a record: all of it, or what a class may see. */
  readonly view: 'practice' | 'class';
  readonly seed?: number;
  readonly sandbox: SandboxDemand;
  readonly workspace?: string;
}
