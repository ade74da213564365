import { join } from 'node:path';
import type { Exercise } from '../../../exercises/catalog.ts';
import type { SandboxDemand } from '../../sandbox/box-supply.ts';
import type { Job, JobQueue, Settled } from '../store/job-queue.ts';
import { Lane } from './lane.ts';
import { ownOwner } from './owner.ts';

const leaseMs = 60_000;
const renewEveryMs = 20_000;

/** What is needed to work off a class's jobs. */
export interface JobWork {
  readonly queue: JobQueue;
  /** The exercises that jobs name, with their answer keys. */
  readonly exercises: ReadonlyMap<string, Exercise>;
  /** Folder of the submissions by tree. */
  readonly trees: string;
  /** How many are graded at a time. */
  readonly lanes: number;
  readonly sandbox: SandboxDemand;
  /** Told after each try. */
  readonly settled: (job: Job, how: Settled) => void;
  /** Stops after the jobs under way. */
  readonly signal?: AbortSignal | undefined;
}

/** Works off all jobs, several at a time; resolves when none is left to claim. */
export async function gradeJobs(work: JobWork): Promise<void> {
  const owner = ownOwner();
  await Promise.all(Array.from({ length: work.lanes }, () => workLane(work, owner)));
}

async function workLane(work: JobWork, owner: string): Promise<void> {
  const lane = new Lane({ sandbox: work.sandbox });
  try {
    while (!work.signal?.aborted) {
      const job = await work.queue.claim(owner, leaseMs);
      if (!job) return;
      work.settled(job, await gradeJob(work, owner, lane, job));
    }
  } finally {
    await lane.close();
  }
}

async function gradeJob(work: JobWork, owner: string, lane: Lane, job: Job): Promise<Settled> {
  const renewal = setInterval(() => {
    work.queue.renew(job.id, owner, leaseMs).catch(() => {});
  }, renewEveryMs);
  try {
    const exercise = work.exercises.get(job.exercise)!;
    const root = join(work.trees, job.tree);
    const result = await lane.grade({ exercise, root, file: job.file });
    return await work.queue.record(job.id, owner, result);
  } finally {
    clearInterval(renewal);
  }
}
