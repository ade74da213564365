import type {
  Place as FilePlace,
  ResultRecord,
  Input as SimulationInput,
  Moment as SimulationMoment,
  TestResult,
} from '../../grader/index.ts';
import type { Lesson, Block as LessonBlock, Question } from '../content/lesson.ts';
import type { ExerciseItem, Outline, OutlineItem } from '../content/outline.ts';
import type {
  LessonProgress,
  Place,
  Position,
  Progress,
} from '../learner/progress/progress-state.ts';

/** The words that the screens share with the rest of the course. */
export type {
  ExerciseItem,
  FilePlace,
  Lesson,
  LessonBlock,
  LessonProgress,
  Outline,
  OutlineItem,
  Place,
  Position,
  Progress,
  Question,
  ResultRecord,
  SimulationInput,
  SimulationMoment,
  TestResult,
};

/** What a learner may read of an exercise. */
export interface ExerciseText {
  /** Markdown. */
  readonly brief: string;
  /** Rungs by group, in the suite's order. */
  readonly hints: readonly { readonly group: string; readonly rungs: readonly string[] }[];
}

/** Which lesson or exercise. */
export type ItemName = Pick<OutlineItem, 'kind' | 'id'>;

/** A text that the search over everything looks through: a lesson, an exercise's brief, a term's definition. */
export interface SearchText {
  readonly kind: 'lesson' | 'exercise' | 'term';
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

/** Lessons and exercises, already checked. A missing one throws. */
export interface ContentPort {
  outline(): Outline;
  /** A promise only as long as what reads lessons is being loaded. */
  lesson(id: string): Lesson | Promise<Lesson>;
  exercise(id: string): ExerciseText;
  /** What the glossary says about a term. */
  definition(term: string): string | undefined;
  /** All that can be searched, in the course's order, the glossary first. */
  texts(): readonly SearchText[];
}

/** Keeps progress. Each call is on disk when it returns, or throws. */
export interface ProgressPort {
  read(): Progress;
  keepPlace(place: Place): void;
  keepPosition(lesson: string, position: Position): void;
  keepRead(lesson: string): void;
  keepAnswer(lesson: string, question: string, choice: number): void;
  /** How far an exercise's brief is read. */
  keepBrief(exercise: string, position: Position): void;
  keepHint(exercise: string, group: string, rungs: number): void;
  keepSolutionSeen(exercise: string): void;
  keepVerdict(record: ResultRecord): void;
  /** The exercise's last verdict, when it was kept. */
  lastVerdict(exercise: string): ResultRecord | null;
}

/** What happens while an exercise is watched. */
export interface WatchListener {
  started(): void;
  /** The verdict; a second time when type errors complete it. */
  graded(record: ResultRecord): void;
  failed(error: Error): void;
}

/** Grades the learner's file. */
export interface GraderPort {
  /** Rejects with an error named GradingCancelled when the signal says so. */
  gradeNow(exercise: string, signal: AbortSignal): Promise<ResultRecord>;
  /** Grades at once and after each save, until the answer is called. */
  watch(exercise: string, listener: WatchListener): () => void;
  /** Replays a failing test, by its id; null when it does not fail any more. */
  trace(exercise: string, test: string): Promise<TestTrace | null>;
}

/** A failing test replayed. */
export interface TestTrace {
  readonly test: TestResult;
  /** What happened, a sentence or call each. */
  readonly steps: readonly string[];
}

/** A simulation that is ready to be played; one run at a time. */
export interface SimulationPlayer {
  readonly title: string;
  readonly about: string;
  /** Ids of the exercises whose parts it is played with, its own first. */
  readonly parts: readonly string[];
  /** Begins a run and gives it the inputs; gives every moment, the beginning first. */
  begin(seed: number, inputs: readonly SimulationInput[]): Promise<readonly SimulationMoment[]>;
  give(inputs: readonly SimulationInput[]): Promise<readonly SimulationMoment[]>;
  close(): Promise<void>;
}

/** Plays simulations. */
export interface SimulatorPort {
  /** `own`: the exercises that are played with the learner's file. Rejects with what is to be said to the learner. */
  open(simulation: string, own: readonly string[]): Promise<SimulationPlayer>;
}

/** One line of a comparison. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed' | 'place';
  readonly text: string;
}

/** The learner's folder. */
export interface WorkspacePort {
  /** Absolute path: of the workspace, or of where it would be made. */
  readonly path: string;
  exists(): boolean;
  create(): void;
  /** The exercise's file, absolute. */
  fileOf(exercise: string): string;
  /** A file of the workspace, absolute; `file` is relative, with `/`. */
  pathOf(file: string): string;
  /** The line on which the exercise's file defines what has this name; null when it does not. */
  definitionOf(exercise: string, name: string): number | null;
  /** Is the exercise's file still the stub, letter for letter? */
  isUntouched(exercise: string): boolean;
  /** The learner's file against the stub, or against the reference. */
  diff(exercise: string, against: 'stub' | 'reference'): readonly DiffLine[];
  /** The reference's text. Asked for only after a pass. */
  solution(exercise: string): string;
  /** Puts the stub back, after saving the learner's file. */
  reset(exercise: string): void;
  /** Brings back what the last reset of this exercise saved; false when there is nothing. */
  undo(exercise: string): boolean;
  canUndo(exercise: string): boolean;
  /** Files of exercises that are new in the course since the learner's last sitting. */
  added(): readonly string[];
  /** Trouble with what the workspace keeps, and what was done about it. */
  notice(): string | null;
  /** Exercises whose stub has changed in the course since it was given. */
  outdated(): readonly string[];
}

/** A place in a file; both count from 1. */
export interface PlaceInFile {
  readonly line: number;
  readonly column?: number;
}

/** How the editor is opened. */
export interface EditorPort {
  /** Name as a person knows it: `vim`, `VS Code`; null when none was found. Asked for only once an exercise is open. */
  readonly name: string | null;
  /** Does it need the terminal for itself while it runs? */
  readonly inTerminal: boolean;
  /** Opens the file; resolves when a terminal editor was left, or a window was told to open it. */
  open(path: string, place: PlaceInFile | null): Promise<void>;
}

/** Time, for the few things that wait. */
export interface ClockPort {
  /** Runs `act` once after `ms`; the answer cancels it. */
  after(ms: number, act: () => void): () => void;
}

/** Where notes for us go, never the screen. */
export interface LogPort {
  readonly path: string;
  write(text: string): void;
}

/** All that the screens need from the rest of the course. */
export interface Ports {
  readonly content: ContentPort;
  readonly progress: ProgressPort;
  readonly grader: GraderPort;
  readonly simulator: SimulatorPort;
  readonly workspace: WorkspacePort;
  readonly editor: EditorPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
}
