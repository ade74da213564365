import type { ResultRecord } from '../../verdict/record.ts';

/** One file to be graded by one suite; equal work of several learners is one job. */
export interface NewJob {
  /** From the submission's hash, the exercise, the suite's hash and the runner's version: the same work, the same id. */
  readonly id: string;
  readonly exercise: string;
  /** Folder of the submission below the class's trees, and the graded file in it. */
  readonly tree: string;
  readonly file: string;
  readonly suite: string;
}

/** A job that somebody works on. */
export interface Job extends NewJob {
  /** Tries so far that did not decide it. */
  readonly tries: number;
}

/** How a try ended. */
export type TryResult =
  | { readonly record: ResultRecord }
  /** Nothing can be said of the learner's work. */
  | { readonly trouble: string };

/** A try that decided the job, one that is repeated, or the last one allowed: the job is set aside for the teacher. */
export type Settled = 'done' | 'again' | 'aside' | 'not-yours';

/**
 * The jobs of a class. Whoever claims one owns it until the lease runs out; only the owner records, and a job is recorded once.
 * A shared database can stand behind it as well as a file.
 */
export interface JobQueue {
  /** Adds jobs; those that are known already stay as they are. */
  put(jobs: readonly NewJob[]): Promise<void>;
  /** Takes the next job that waits or whose owner is gone; null when there is none now. Untried ones come first. */
  claim(owner: string, leaseMs: number): Promise<Job | null>;
  /** Goes on owning it. False when it is somebody else's by now. */
  renew(id: string, owner: string, leaseMs: number): Promise<boolean>;
  /** Records how a try ended, in one step that survives a power cut. */
  record(id: string, owner: string, result: TryResult): Promise<Settled>;
}
