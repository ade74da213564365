import type { Token } from 'marked';

/** Where a lesson's facts come from. */
export interface Source {
  readonly title: string;
  readonly url?: string;
}

/** What older introductions say, and what holds today. */
export interface Outdated {
  readonly was: string;
  readonly now: string;
}

/** What the front matter and the folder say about a lesson; enough for every list. */
export interface LessonHead {
  /** `<component>/<name>`, without the number: `etcd/revisions`. */
  readonly id: string;
  readonly component: string;
  /** Place within the component; it can change without losing anyone's progress. */
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly sources: readonly Source[];
  readonly outdated: readonly Outdated[];
  /** The language it is written in: the one asked for, or English where that is missing. */
  readonly language: string;
  /** The Markdown file, absolute. */
  readonly file: string;
}

/** A lesson, read and checked. */
export interface Lesson extends LessonHead {
  /** The Markdown below the front matter, as written. */
  readonly body: string;
  /** The same, cut where a diagram, a quiz or a simulation stands; in order. */
  readonly blocks: readonly Block[];
  /** Words of prose, code and quizzes left out. */
  readonly words: number;
}

export type Block = MarkdownBlock | QuizBlock | DiagramBlock | SimulationBlock;

/** Prose: tokens of marked's lexer, in which a `term` token stands for each `[[term]]`. */
export interface MarkdownBlock {
  readonly type: 'markdown';
  readonly tokens: readonly Token[];
  readonly text: string;
}

export interface QuizBlock {
  readonly type: 'quiz';
  readonly questions: readonly Question[];
}

/** Text art of at most 76 columns, and a sentence for those who cannot see it. */
export interface DiagramBlock {
  readonly type: 'diagram';
  readonly alt: string;
  readonly lines: readonly string[];
}

export interface SimulationBlock {
  readonly type: 'simulation';
  /** Id of the exercise whose simulation it is. */
  readonly name: string;
  /** What the simulation calls itself, where that is known. */
  readonly title?: string;
}

/** One question of a quiz; its id is unique in the lesson. Exactly one choice is correct. */
export interface Question {
  readonly id: string;
  /** Markdown of one paragraph, as are a choice's `text` and `why`. */
  readonly question: string;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly text: string;
  readonly correct: boolean;
  /** Why it is right or wrong. */
  readonly why: string;
}

/** All questions of a lesson, in order, whichever fence they stand in. */
export function questionsOf(lesson: Lesson): Question[] {
  return lesson.blocks.flatMap((block) => (block.type === 'quiz' ? block.questions : []));
}
