import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../../exercises/catalog.ts';
import type { Graded } from '../report/graded.ts';
import type { SandboxDemand } from '../sandbox/box-supply.ts';
import { classView } from '../verdict/class-view.ts';
import type { ResultRecord } from '../verdict/record.ts';
import type { Assignment } from './assignment/assignment.ts';
import { ClassInputError } from './assignment/class-input-error.ts';
import type { RosterLearner } from './assignment/roster.ts';
import { type Enrolled, enroll } from './enroll.ts';
import type { ExportOptions } from './export/export.ts';
import type { ExportFormat } from './export/formats.ts';
import { type Gradebook, type GradingRules, gradebook } from './gradebook/gradebook.ts';
import { gradeJobs } from './grading/grade-jobs.ts';
import { ownerLives } from './grading/owner.ts';
import type { Compare } from './similar/likeness.ts';
import type { Similarities } from './similar/similar.ts';
import { ClassStore } from './store/class-store.ts';

/** How far a class's grading is. Jobs are distinct gradings: equal files count once. */
export interface ClassProgress {
  readonly done: number;
  readonly all: number;
}

/** How a class is graded. */
export interface GradeClassOptions {
  readonly lanes: number;
  readonly sandbox: SandboxDemand;
  readonly progress?: (progress: ClassProgress) => void;
  readonly signal?: AbortSignal;
}

/** A class: its store and its kept submissions, below one output folder. */
export class CourseClass {
  private constructor(
    readonly out: string,
    readonly store: ClassStore,
    private readonly catalog: readonly Exercise[],
  ) {}

  /** Opens a class's output folder, or begins one. */
  static begin(out: string, catalog: readonly Exercise[]): CourseClass {
    return new CourseClass(out, ClassStore.open(out), catalog);
  }

  /** Opens a class that was graded before. Throws ClassInputError where there is none. */
  static open(out: string, catalog: readonly Exercise[]): CourseClass {
    if (!existsSync(join(out, 'class.db')))
      throw new ClassInputError(
        `${out} holds no class: there is no class.db in it.`,
        `Grade one first: course class grade DIR --out ${out}`,
      );
    return CourseClass.begin(out, catalog);
  }

  close(): void {
    this.store.close();
  }

  /** Takes in what learners handed in; nothing is graded yet. */
  enroll(
    dir: string,
    assignment: Assignment,
    roster: readonly RosterLearner[] | null,
    progress?: (done: number, all: number) => void,
  ): Promise<Enrolled> {
    this.store.setFact('rules', JSON.stringify(rulesOf(assignment)));
    this.clearUnfinished();
    return enroll(this.store, { dir, roster, assignment, trees: this.trees }, progress);
  }

  /** Grades what is not graded yet, and again what could not be for our own trouble. */
  async grade({ exercises }: Assignment, options: GradeClassOptions): Promise<ClassProgress> {
    const { store } = this;
    store.releaseDead(ownerLives);
    store.retryTroubles();
    let { all, done } = store.progress();
    options.progress?.({ all, done });
    await gradeJobs({
      queue: store,
      exercises: new Map(exercises.map(({ exercise }) => [exercise.id, exercise])),
      trees: this.trees,
      lanes: options.lanes,
      sandbox: options.sandbox,
      // Counted here: to ask the store after each try would cost more with each learner.
      settled: (_, how) => {
        if (how === 'done' || how === 'aside') done += 1;
        options.progress?.({ all, done });
      },
      signal: options.signal,
    });
    return store.progress();
  }

  /** The grades by today's rules. */
  gradebook(): Gradebook {
    const { store } = this;
    return gradebook(this.rules(), {
      learners: store.learners(),
      works: store.works(),
      jobs: store.jobs(),
      overrides: store.overrides(),
    });
  }

  /** Sets a learner's points for an exercise by hand; null takes that back. Throws ClassInputError for unknown names. */
  override(learner: string, exercise: string, points: number | null, reason: string): void {
    if (!this.rules().exercises.some(({ id }) => id === exercise))
      throw new ClassInputError(
        `The class has no exercise "${exercise}".`,
        `It has: ${this.rules()
          .exercises.map(({ id }) => id)
          .join(', ')}.`,
      );
    if (!this.store.learners().some(({ id }) => id === learner))
      throw new ClassInputError(
        `The class has no learner "${learner}".`,
        'Use the id as the gradebook shows it: course class export --format csv',
      );
    this.store.override({ learner, exercise, points, reason });
  }

  /** Writes the class's page and every learner's feedback; gives the page's path. `made` says when, for people. */
  async report(made: string): Promise<string> {
    return (await import('./report.ts')).writeReport(this, made);
  }

  /** The class in a form for elsewhere. Throws ClassInputError for what the form needs and was not given. */
  async exportAs(format: ExportFormat, options: ExportOptions): Promise<string> {
    return (await import('./export/export.ts')).exportClass(this, format, options);
  }

  /** Compares submissions, writes a page with the passages. Throws ClassInputError where the package for it is missing. */
  async similar(least: number, compare?: Compare): Promise<Similarities & { page: string }> {
    const { similarities } = await import('./similar/similar.ts');
    const { dolosCompare } = await import('./similar/dolos.ts');
    const { similarPage } = await import('./pages/similar-page.ts');
    const found = await similarities(this, compare ?? (await dolosCompare()), least);
    const page = this.write('similar.html', similarPage(this.rules().title, found, least));
    return { ...found, page };
  }

  /** The text of a job's graded file, as it was handed in. */
  handedIn(job: string): string {
    const { tree, file } = this.store.place(job);
    return readFileSync(join(this.trees, tree, file), 'utf8');
  }

  /** A learner's graded exercises as the class's rules let them be read; trouble of ours among them. */
  gradedOf(learner: string): Graded[] {
    return this.store
      .works()
      .filter((work) => work.learner === learner && work.job !== null)
      .flatMap(({ job }) => this.store.recordOf(job!) ?? [])
      .map((record) => ({ exercise: this.exercise(record.exercise), record: this.viewed(record) }));
  }

  /** The record as learners may see it by the assignment's `feedback`. */
  viewed(record: ResultRecord): ResultRecord {
    if (this.rules().feedback === 'practice') return record;
    const { shown } = this.exercise(record.exercise);
    return classView(record, (group) => shown[group]);
  }

  exercise(id: string): Exercise {
    const found = this.catalog.find((exercise) => exercise.id === id);
    if (!found)
      throw new ClassInputError(
        `This course has no exercise "${id}".`,
        'Was the class graded with another version?',
      );
    return found;
  }

  rules(): GradingRules {
    return JSON.parse(this.store.fact('rules') ?? 'null') as GradingRules;
  }

  /** Writes a file below the output folder. */
  write(file: string, text: string): string {
    const path = join(this.out, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  private get trees(): string {
    return join(this.out, 'submissions');
  }

  /** What an interrupted intake left. */
  private clearUnfinished(): void {
    if (!existsSync(this.trees)) return;
    for (const name of readdirSync(this.trees))
      if (name.startsWith('.new-'))
        rmSync(join(this.trees, name), { recursive: true, force: true });
  }
}

function rulesOf({ title, exercises, dueMs, late, feedback }: Assignment): GradingRules {
  const columns = exercises.map(({ exercise, points }) => {
    return { id: exercise.id, title: exercise.title, points };
  });
  return { title, exercises: columns, dueMs, late, feedback };
}
