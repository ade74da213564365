import type { SandboxDemand } from '../../grader/index.ts';

/** What `course grade` was told. */
export interface GradeCommandOptions {
  readonly all?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly unfold?: boolean;
  readonly seed?: number;
  readonly sandbox: SandboxDemand;
  readonly workspace?: string;
}
