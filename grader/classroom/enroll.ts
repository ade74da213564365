import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../../exercises/catalog.ts';
import { courseVersion } from '../course-version.ts';
import { suiteCode } from '../engine/suite-code.ts';
import type { Assignment } from './assignment/assignment.ts';
import type { RosterLearner } from './assignment/roster.ts';
import { type ClassEntry, classEntries } from './intake/entry.ts';
import { findWork } from './intake/find-work.ts';
import { type TakenIn, takeIn } from './intake/take-in.ts';
import type { ClassStore, StoredLearner, StoredWork } from './store/class-store.ts';
import type { NewJob } from './store/job-queue.ts';

/** Where a class's work comes from. */
export interface ClassInput {
  /** The folder with one entry per learner. */
  readonly dir: string;
  readonly roster: readonly RosterLearner[] | null;
  readonly assignment: Assignment;
  /** Folder where submissions are kept. */
  readonly trees: string;
}

/** What enrolling found that the teacher should hear of. */
export interface Enrolled {
  readonly learners: number;
  /** Entries that the roster does not know. */
  readonly strangers: readonly string[];
  /** Entries that cannot be read, each with the reason. */
  readonly unreadable: readonly string[];
}

/** Takes in every learner's entry and puts what is new into the store; nothing is graded yet. */
export async function enroll(
  store: ClassStore,
  input: ClassInput,
  progress: (done: number, all: number) => void = () => {},
): Promise<Enrolled> {
  const seats = seatsOf(classEntries(input.dir), input.roster);
  const suites = await suiteHashes(input.assignment);
  const learners: StoredLearner[] = [];
  const works: StoredWork[] = [];
  const taken = new Map<string, TakenIn>();
  for (const [index, seat] of seats.entries()) {
    const work =
      seat.entry && (taken.get(seat.entry.path) ?? (await takeIn(seat.entry, input.trees)));
    if (seat.entry && work && seat.person.group) taken.set(seat.entry.path, work);
    learners.push(stored(seat, work));
    const [own, fresh] = worksOf(seat.person.id, work, input, suites);
    works.push(...own);
    await store.put(fresh);
    progress(index + 1, seats.length);
  }
  store.enroll(learners, works);
  const strangers = seats
    .filter(({ inRoster }) => !inRoster && input.roster)
    .map(({ person }) => person.id);
  const unreadable = learners
    .filter(({ problem }) => problem)
    .map(({ id, problem }) => `${id}: ${problem}`);
  return { learners: learners.length, strangers, unreadable };
}

/** A learner, and the entry that counts for them. */
interface Seat {
  readonly person: RosterLearner;
  readonly inRoster: boolean;
  readonly entry: ClassEntry | null;
}

/** The roster's learners in its order, then entries that it does not know. A group's latest entry counts for all its members. */
function seatsOf(entries: readonly ClassEntry[], roster: readonly RosterLearner[] | null): Seat[] {
  const byId = new Map<string, ClassEntry>();
  for (const entry of entries) {
    const known = byId.get(entry.id);
    if (!known || known.modifiedMs < entry.modifiedMs) byId.set(entry.id, entry);
  }
  const used = new Set<ClassEntry>();
  const seats = (roster ?? []).map((person): Seat => {
    const names = person.group ? [person.group, ...members(person.group, roster!)] : [person.entry];
    const found = names.flatMap((name) => byId.get(name) ?? []);
    for (const entry of found) used.add(entry);
    found.sort((a, b) => b.modifiedMs - a.modifiedMs);
    return { person, inRoster: true, entry: found[0] ?? null };
  });
  const others = [...byId.values()].filter((entry) => !used.has(entry));
  return [...seats, ...others.map(stranger)];
}

function members(group: string, roster: readonly RosterLearner[]): string[] {
  return roster.filter((person) => person.group === group).map(({ entry }) => entry);
}

function stranger(entry: ClassEntry): Seat {
  const { id } = entry;
  const nothing = { email: '', group: '', extension: null, submittedMs: null };
  return { person: { id, name: id, entry: id, ...nothing }, inRoster: false, entry };
}

function stored({ person, inRoster, entry }: Seat, work: TakenIn | null): StoredLearner {
  const { id, name, email, group, extension } = person;
  return {
    ...{ id, name, email, group, extension, inRoster },
    entry: entry?.path ?? null,
    kind: entry?.kind ?? null,
    tree: work?.tree || null,
    submittedMs: work && (person.submittedMs ?? work.submittedMs),
    problem: work?.problem ?? null,
    remarks: work?.remarks ?? [],
  };
}

/** A learner's work on each exercise, and the jobs that it needs. */
function worksOf(
  learner: string,
  work: TakenIn | null,
  { assignment, trees }: ClassInput,
  suites: ReadonlyMap<string, string>,
): [StoredWork[], NewJob[]] {
  const exercises = assignment.exercises.map(({ exercise }) => exercise);
  const found = findWork(exercises, [...(work?.files.keys() ?? [])]);
  const leftOut = findWork(exercises, work?.leftOut ?? []);
  const jobs: NewJob[] = [];
  const works = exercises.map((exercise): StoredWork => {
    const file = found.get(exercise.id);
    if (!work || file === undefined) {
      const unread = work !== null && (work.problem !== null || leftOut.has(exercise.id));
      const missing = unread ? 'not-gradable' : 'not-submitted';
      return { learner, exercise: exercise.id, job: null, missing };
    }
    const job = newJob(exercise, work, file, { trees, suite: suites.get(exercise.id)! });
    jobs.push(job);
    return { learner, exercise: exercise.id, job: job.id, missing: null };
  });
  return [works, jobs];
}

function newJob(
  exercise: Exercise,
  work: TakenIn,
  file: string,
  { trees, suite }: { trees: string; suite: string },
): NewJob {
  const text = readFileSync(join(trees, work.tree, file), 'utf8');
  const submission = importsOwnFiles(text) ? `${work.tree} ${file}` : work.files.get(file)!;
  const id = createHash('sha256')
    .update([submission, exercise.id, suite, courseVersion].join('\n'))
    .digest('hex')
    .slice(0, 32);
  return { id, exercise: exercise.id, tree: work.tree, file, suite };
}

/** True when the text may import another file of the submission: then all of it decides the verdict. */
function importsOwnFiles(text: string): boolean {
  return /['"`]\.{1,2}\//.test(text);
}

async function suiteHashes({ exercises }: Assignment): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (const { exercise } of exercises)
    hashes.set(exercise.id, (await suiteCode(exercise.id, exercise.answerKey)).hash);
  return hashes;
}
