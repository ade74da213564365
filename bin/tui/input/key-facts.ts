/** Which keys are listened to: a screen, or a state of it that takes the keys for itself. */
export type Mode =
  | 'home'
  | 'lesson'
  | 'quiz'
  | 'terms'
  | 'exercise'
  | 'part'
  | 'simulation'
  | 'sheet'
  | 'confirm'
  | 'search'
  | 'find'
  | 'help'
  | 'first-run'
  | 'too-small';

/** How each mode is called in the help and in the docs. */
export const modeTitles: Readonly<Record<Mode, string>> = {
  home: 'Home',
  lesson: 'Lesson',
  quiz: 'Quiz',
  terms: 'Terms',
  exercise: 'Exercise',
  part: 'What you have built',
  simulation: 'Simulation',
  sheet: 'Hints, changes, solution',
  confirm: 'A question to you',
  search: 'Search',
  find: 'Find',
  help: 'This help',
  'first-run': 'First start',
  'too-small': 'Small terminal',
};

/** What decides whether a key can work now. A screen gives the facts that its keys need. */
export interface KeyFacts {
  /** Does nothing stand above, or below, that could be moved to? */
  readonly atTop?: boolean;
  readonly atEnd?: boolean;
  /** Is there nowhere to go back to? */
  readonly outermost?: boolean;
  /** How many places the search found; null when nothing was searched. */
  readonly matches?: number | null;
  /** Find: does the selected result open something? */
  readonly opens?: boolean;
  /** Lesson: questions in it, and terms on the visible part. */
  readonly questions?: number;
  readonly terms?: number;
  /** Is there a step before and after this one, an exercise of this lesson, a lesson of this exercise? */
  readonly before?: boolean;
  readonly after?: boolean;
  readonly exercise?: boolean;
  readonly lesson?: boolean;
  /** Home: is anything left to do, and is the first or the last part of the cluster selected? */
  readonly next?: boolean;
  readonly firstPart?: boolean;
  readonly lastPart?: boolean;
  /** Quiz: was the question answered, was it answered rightly, and is it the last one? */
  readonly answered?: boolean;
  readonly right?: boolean;
  readonly lastQuestion?: boolean;
  /** Exercise: was it ever passed, is a reset to be undone, is an editor there, has it hints? */
  readonly passed?: boolean;
  readonly undo?: boolean;
  readonly editor?: boolean;
  readonly hints?: boolean;
  /** Exercise: the group that h would help with, if there is no hint on it. */
  readonly hintless?: string | null;
  /** Exercise: which pane has the keys, is something selected in it that unfolds, and is that unfolded? */
  readonly pane?: 'brief' | 'verdict';
  readonly foldable?: boolean;
  readonly unfolded?: boolean;
  /** Lesson, exercise: is the text read to its end, does the file pass as it stands? */
  readonly done?: boolean;
  /** Lesson, exercise: is there a simulation to be played? */
  readonly simulation?: boolean;
  /** Simulation: has it begun, is there a past and a future, how many choices, and whether a part of the learner's can play along. */
  readonly ready?: boolean;
  readonly rewindable?: boolean;
  readonly steppable?: boolean;
  readonly choices?: number;
  readonly ownParts?: number;
  readonly choosing?: boolean;
  readonly running?: boolean;
  readonly spoken?: boolean;
  /** Nothing shall move by itself. */
  readonly still?: boolean;
  /** Exercise: does a test fail? */
  readonly failing?: boolean;
  /** Sheet: which one, and has the hint ladder more rungs? */
  readonly sheet?: 'hints' | 'diff' | 'solution' | 'trace';
  readonly rungs?: boolean;
  /** Exercise: does d compare with the solution, is there no verdict yet? */
  readonly compares?: boolean;
  readonly untouched?: boolean;
}
