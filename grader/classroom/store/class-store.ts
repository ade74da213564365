import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Database from 'libsql';
import { parseResultRecord, type ResultRecord } from '../../verdict/record.ts';
import type { Extension } from '../assignment/roster.ts';
import type { EntryKind } from '../intake/entry.ts';
import type { Job, JobQueue, NewJob, Settled, TryResult } from './job-queue.ts';
import { schema } from './schema.ts';
import { settle } from './settle.ts';

/** A learner and what was taken in from them. */
export interface StoredLearner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly group: string;
  readonly extension: Extension | null;
  /** Their entry in the class's folder; null when there is none. */
  readonly entry: string | null;
  readonly kind: EntryKind | null;
  readonly tree: string | null;
  readonly submittedMs: number | null;
  /** Why nothing of the entry can be graded. */
  readonly problem: string | null;
  readonly remarks: readonly string[];
  readonly inRoster: boolean;
}

/** A learner's work on one exercise: the job that grades it, or why there is none. */
export interface StoredWork {
  readonly learner: string;
  readonly exercise: string;
  readonly job: string | null;
  readonly missing: 'not-submitted' | 'not-gradable' | null;
}

/** What is known of a job without its record. */
export interface JobSummary {
  readonly id: string;
  readonly exercise: string;
  readonly done: boolean;
  readonly status: ResultRecord['status'] | null;
  readonly points: number;
  readonly maxPoints: number;
  readonly durationMs: number;
  /** Why the teacher should look at it; null when there is no reason. */
  readonly aside: string | null;
}

/** Points that a teacher gave by hand. `points` null takes an earlier override back. */
export interface Override {
  readonly learner: string;
  readonly exercise: string;
  readonly points: number | null;
  readonly reason: string;
  readonly atMs: number;
}

type Row = Record<string, unknown>;

/** A class's store: one SQLite file. Every change is on disk when its call returns. */
export class ClassStore implements JobQueue {
  private readonly db: Database.Database;

  private constructor(
    path: string,
    private readonly now: () => number,
  ) {
    // Native, and only a class needs it: loaded here and nowhere else.
    const Sqlite = createRequire(import.meta.url)('libsql') as typeof Database;
    this.db = new Sqlite(path, { timeout: 10_000 });
    this.db.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000;',
    );
    this.db.exec(schema);
  }

  /** Opens or makes the store in the class's output folder. */
  static open(out: string, now: () => number = Date.now): ClassStore {
    mkdirSync(out, { recursive: true });
    return new ClassStore(join(out, 'class.db'), now);
  }

  close(): void {
    this.db.close();
  }

  /** A fact of the class as a whole, such as its assignment as JSON. */
  fact(name: string): string | null {
    return (this.one('select value from facts where name = ?', name)?.value as string) ?? null;
  }

  setFact(name: string, value: string): void {
    this.run(
      'insert into facts values (?, ?) on conflict do update set value = excluded.value',
      name,
      value,
    );
  }

  /** Replaces the list of learners and their works; works that changed are kept as former ones. */
  enroll(learners: readonly StoredLearner[], works: readonly StoredWork[]): void {
    this.together(() => {
      this.run('delete from learners');
      learners.forEach((learner, place) => {
        this.insertLearner(learner, place);
      });
      const present = new Set(works.map(({ learner, exercise }) => `${learner}\n${exercise}`));
      for (const old of this.works())
        if (!present.has(`${old.learner}\n${old.exercise}`)) this.retire(old);
      for (const work of works) this.setWork(work);
    });
  }

  learners(): StoredLearner[] {
    return this.all('select * from learners order by place').map(learnerOf);
  }

  works(): StoredWork[] {
    return this.all('select * from works') as unknown as StoredWork[];
  }

  /** Earlier works of a learner on an exercise, oldest first. */
  formerWorks(learner: string, exercise: string): (StoredWork & { untilMs: number })[] {
    const sql =
      'select learner, exercise, job, missing, until_ms as untilMs from former_works where learner = ? and exercise = ? order by until_ms';
    return this.all(sql, learner, exercise) as unknown as (StoredWork & { untilMs: number })[];
  }

  /** Summaries of the jobs that present works point to. */
  jobs(): JobSummary[] {
    return this.all(
      'select * from jobs where id in (select job from works) order by exercise, id',
    ).map(summaryOf);
  }

  summary(job: string): JobSummary | null {
    const row = this.one('select * from jobs where id = ?', job);
    return row ? summaryOf(row) : null;
  }

  /** Where a job's graded file lies: the submission's tree and the path in it. */
  place(job: string): { tree: string; file: string } {
    return this.one('select tree, file from jobs where id = ?', job) as never;
  }

  /** The record of a job; null while there is none. */
  recordOf(job: string): ResultRecord | null {
    const row = this.one('select record from jobs where id = ?', job);
    return typeof row?.record === 'string' ? parseResultRecord(JSON.parse(row.record)) : null;
  }

  /** The records of an exercise's present jobs, one at a time, each with its job's id. */
  *records(exercise: string): Iterable<[job: string, record: ResultRecord]> {
    const sql =
      'select id, record from jobs where exercise = ? and record is not null and id in (select job from works)';
    for (const row of this.db.prepare(sql).iterate(exercise) as Iterable<Row>)
      yield [row.id as string, parseResultRecord(JSON.parse(row.record as string))];
  }

  override(given: Omit<Override, 'atMs'>): void {
    this.run(
      'insert into overrides values (?, ?, ?, ?, ?)',
      given.learner,
      given.exercise,
      given.points,
      given.reason,
      this.now(),
    );
  }

  /** All overrides ever made, oldest first. */
  overrides(): Override[] {
    return this.all(
      'select learner, exercise, points, reason, at_ms as atMs from overrides order by rowid',
    ) as unknown as Override[];
  }

  /** How many jobs of present works there are, and how many of them are done. */
  progress(): { all: number; done: number } {
    const sql =
      "select count(*) as n, coalesce(sum(state = 'done'), 0) as done from jobs where id in (select job from works)";
    const row = this.one(sql)!;
    return { all: Number(row.n), done: Number(row.done) };
  }

  /** Jobs that were set aside for our own trouble get a new chance; what is a verdict stays. */
  retryTroubles(): void {
    this.run(
      "update jobs set state = 'waiting', tries = 0, aside = null, record = null, status = null where state = 'done' and aside is not null and (status is null or status in ('error', 'not-gradable'))",
    );
  }

  async put(jobs: readonly NewJob[]): Promise<void> {
    this.together(() => {
      for (const { id, exercise, tree, file, suite } of jobs)
        this.run(
          "insert into jobs (id, exercise, tree, file, suite, state) values (?, ?, ?, ?, ?, 'waiting') on conflict do nothing",
          ...[id, exercise, tree, file, suite],
        );
    });
  }

  async claim(owner: string, leaseMs: number): Promise<Job | null> {
    const sql = `update jobs set state = 'claimed', owner = ?, lease_ms = ? where id = (
      select id from (${firstOf("state = 'waiting'")} union all ${firstOf("state = 'claimed' and lease_ms < ?")})
        order by tries, place limit 1
    ) returning id, exercise, tree, file, suite, tries`;
    const [row] = this.all(sql, owner, this.now() + leaseMs, this.now());
    return (row as unknown as Job) ?? null;
  }

  async renew(id: string, owner: string, leaseMs: number): Promise<boolean> {
    const sql = "update jobs set lease_ms = ? where id = ? and owner = ? and state = 'claimed'";
    return this.run(sql, this.now() + leaseMs, id, owner) === 1;
  }

  async record(id: string, owner: string, result: TryResult): Promise<Settled> {
    return this.together(() => {
      const mine = "select tries from jobs where id = ? and owner = ? and state = 'claimed'";
      const row = this.one(mine, id, owner);
      if (!row) return 'not-yours';
      const { state, tries, aside, record } = settle(Number(row.tries), result);
      this.run(
        `update jobs set state = ?, tries = ?, aside = ?, record = ?, status = ?, points = ?, max_points = ?,
          duration_ms = ?, done_ms = ?, owner = null, lease_ms = null where id = ?`,
        ...[state, tries, aside, record && JSON.stringify(record), record?.status ?? null],
        ...[record?.points ?? null, record?.maxPoints ?? null, record?.durationMs ?? null],
        ...[state === 'done' ? this.now() : null, id],
      );
      if (state === 'waiting') return 'again';
      return aside === null ? 'done' : 'aside';
    });
  }

  /** Owners that are gone lose their claims at once; `lives` says whether an owner still is. */
  releaseDead(lives: (owner: string) => boolean): void {
    const owners = this.all("select distinct owner from jobs where state = 'claimed'");
    for (const { owner } of owners)
      if (!lives(owner as string))
        this.run(
          "update jobs set state = 'waiting', owner = null, lease_ms = null where state = 'claimed' and owner = ?",
          owner,
        );
  }

  private insertLearner(learner: StoredLearner, place: number): void {
    const { id, name, email, group, extension, entry, kind, tree, submittedMs } = learner;
    this.run(
      'insert into learners values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[id, place, name, email, group, extension && JSON.stringify(extension), entry, kind, tree],
      ...[submittedMs, learner.problem, JSON.stringify(learner.remarks), learner.inRoster ? 1 : 0],
    );
  }

  private setWork({ learner, exercise, job, missing }: StoredWork): void {
    const old = this.one(
      'select * from works where learner = ? and exercise = ?',
      learner,
      exercise,
    );
    if (old?.job === job && old?.missing === missing) return;
    if (old) this.retire(old as unknown as StoredWork);
    this.run(
      'insert into works values (?, ?, ?, ?, ?)',
      learner,
      exercise,
      job,
      missing,
      this.now(),
    );
  }

  private retire({ learner, exercise }: StoredWork): void {
    this.run(
      'insert into former_works select learner, exercise, job, missing, since_ms, ? from works where learner = ? and exercise = ?',
      ...[this.now(), learner, exercise],
    );
    this.run('delete from works where learner = ? and exercise = ?', learner, exercise);
  }

  private together<T>(work: () => T): T {
    return this.db.transaction(work).immediate();
  }

  private run(sql: string, ...values: unknown[]): number {
    return this.db.prepare(sql).run(...values).changes;
  }

  private one(sql: string, ...values: unknown[]): Row | undefined {
    return this.all(sql, ...values)[0];
  }

  private all(sql: string, ...values: unknown[]): Row[] {
    return this.db.prepare(sql).all(...values) as Row[];
  }
}

/** The job to take first among those of a state, found in the order of an index: a sort of all would cost more with each learner. */
function firstOf(state: string): string {
  return `select * from (select id, tries, rowid as place from jobs
    where ${state} and exists (select 1 from works where job = jobs.id) order by tries, rowid limit 1)`;
}

function learnerOf(row: Row): StoredLearner {
  return {
    id: row.id as string,
    name: row.name as string,
    email: row.email as string,
    group: row.team as string,
    extension: row.extension === null ? null : JSON.parse(row.extension as string),
    entry: row.entry as string | null,
    kind: row.kind as EntryKind | null,
    tree: row.tree as string | null,
    submittedMs: row.submitted_ms as number | null,
    problem: row.problem as string | null,
    remarks: JSON.parse(row.remarks as string),
    inRoster: row.in_roster === 1,
  };
}

function summaryOf(row: Row): JobSummary {
  return {
    id: row.id as string,
    exercise: row.exercise as string,
    done: row.state === 'done',
    status: row.status as ResultRecord['status'] | null,
    points: Number(row.points ?? 0),
    maxPoints: Number(row.max_points ?? 0),
    durationMs: Number(row.duration_ms ?? 0),
    aside: row.aside as string | null,
  };
}
