import {
  allInView,
  isAnswered,
  isBeginning,
  isFirst,
  isGrading,
  isLast,
  isOutermost,
  isOver,
  isSpoken,
  noChoices,
  noEditor,
  noExercise,
  noLesson,
  noMoreHints,
  noOwnPart,
  noQuiz,
  noSimulation,
  noTerms,
  notAnswered,
  nothingFails,
  nothingFound,
  nothingListed,
  nothingNext,
  nothingToUndo,
  nothingToUnfold,
  notPassed,
  notReady,
  notSearchable,
  opensNothing,
  type Reason,
} from './input/blocked.ts';

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
  /** Is everything in view, so that there is nothing to scroll? */
  readonly fits?: boolean;
  /** Is there nowhere to go back to? */
  readonly outermost?: boolean;
  /** How many places the search found; null when nothing was searched. */
  readonly matches?: number | null;
  /** Exercise: is the brief in front, which can be searched? */
  readonly searchable?: boolean;
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
  /** Home: is anything left to do? */
  readonly next?: boolean;
  /** Quiz: was the question answered? */
  readonly answered?: boolean;
  /** Exercise: was it ever passed, is a reset to be undone, is an editor there, has it hints, is it being graded? */
  readonly passed?: boolean;
  readonly undo?: boolean;
  readonly editor?: boolean;
  readonly hints?: boolean;
  readonly grading?: boolean;
  readonly foldable?: boolean;
  /** Lesson, exercise: is there a simulation to be played? */
  readonly simulation?: boolean;
  /** Simulation: has it begun, is there a past and a future, how many choices, and whether a part of the learner's can play along. */
  readonly ready?: boolean;
  readonly rewindable?: boolean;
  readonly steppable?: boolean;
  readonly choices?: number;
  readonly ownParts?: number;
  readonly spoken?: boolean;
  /** Nothing shall move by itself. */
  readonly still?: boolean;
  /** Exercise: does a test fail? */
  readonly failing?: boolean;
  /** Sheet: which one, and has the hint ladder more rungs? */
  readonly sheet?: 'hints' | 'diff' | 'solution' | 'trace';
  readonly rungs?: boolean;
}

/** One key binding. */
export interface Binding {
  readonly id: string;
  readonly keys: readonly string[];
  /** The sentence of the help. */
  readonly does: string;
  readonly modes: readonly Mode[];
  /** The footer's keys and word, and its rank: where room is short, the highest rank gives way first. */
  readonly footer: { readonly rank: number; readonly keys: string; readonly word: string } | null;
  /** The reason why it cannot work now. */
  readonly blocked: (facts: KeyFacts) => Reason;
}

const pages: readonly Mode[] = ['lesson', 'sheet', 'help', 'part'];
const moving: readonly Mode[] = ['home', 'exercise', ...pages];
const nearlyAll: readonly Mode[] = [
  ...moving,
  'simulation',
  'quiz',
  'terms',
  'confirm',
  'first-run',
];
const searchable: readonly Mode[] = ['home', 'lesson', 'exercise'];
const everywhere = 'Find in lessons, exercises and the glossary';

/** Every binding there is, once: the keys themselves, the footer, the `?` help and the docs come from here. */
export const bindings: readonly Binding[] = [
  key('down', 'down j', 'Down by one', moving, '3 ↑↓ move', allInView),
  key('up', 'up k', 'Up by one', moving, null, allInView),
  key('page-down', 'space pagedown ctrl+f', 'Down by a page', moving, '9 Space page', allInView),
  key('page-up', 'b pageup ctrl+b', 'Up by a page', moving, null, allInView),
  key('half-down', 'ctrl+d', 'Down by half a page', moving, null, allInView),
  key('half-up', 'ctrl+u', 'Up by half a page', moving, null, allInView),
  key('top', 'g home', 'To the beginning', moving, null, allInView),
  key('bottom', 'G end', 'To the end', moving, null, allInView),

  key('open', 'enter', 'Open the selected lesson or exercise', ['home'], '2 Enter open'),
  key('go-on', 'c', 'Go on with what is next', ['home'], '2 c continue', nothingNext),
  key('go-on', 'enter c', 'Go on with what is next', ['part'], '1 Enter go on', nothingNext),
  key('about-part', 'i', 'What you have built of this part', ['home'], null),
  key('about-cluster', 'I', 'What you have built of the whole cluster', ['home'], null),
  key('next-part', 'right l tab', 'To the next part of the cluster', ['home'], '6 ←→ part'),
  key('previous-part', 'left h shift+tab', 'To the previous part of the cluster', ['home']),

  key('search', '/', 'Search', ['home', 'lesson'], '8 / search'),
  key('search', '/', 'Search the brief', ['exercise'], '9 / search', notSearchable),
  key('find', 'f', everywhere, ['home'], '7 f find'),
  key('next-match', 'n', 'To the next place found', searchable, null, nothingFound),
  key('previous-match', 'N', 'To the previous place found', searchable, null, nothingFound),
  key('accept-search', 'enter', 'Stay here; n and N go on searching', ['search'], '1 Enter stay'),
  key('cancel-search', 'esc', 'Back to where the search began', ['search'], '1 Esc cancel'),
  key('quit', 'ctrl+c', 'Quit; everything is kept', ['search']),

  key('down', 'down ctrl+n', 'Down by one', ['find'], '2 ↑↓ move', nothingListed),
  key('up', 'up ctrl+p', 'Up by one', ['find'], null, nothingListed),
  key('page-down', 'pagedown', 'Down by a page', ['find'], null, nothingListed),
  key('page-up', 'pageup', 'Up by a page', ['find'], null, nothingListed),
  key(
    'open-found',
    'enter',
    'Open it where the words stand',
    ['find'],
    '1 Enter open',
    opensNothing,
  ),
  key('clear-query', 'ctrl+u', 'Other words', ['find'], '3 Ctrl+U clear'),
  key('back', 'esc', 'Back', ['find'], '0 Esc back'),
  key('quit', 'ctrl+c', 'Quit; everything is kept', ['find'], '4 Ctrl+C quit'),

  key('next-question', 'tab enter', 'To the next question', ['lesson'], '4 Tab quiz', noQuiz),
  key('next-question', 'tab', 'To the next question', ['quiz'], '3 Tab next question'),
  key('previous-question', 'shift+tab', 'To the question before', ['lesson', 'quiz'], null, noQuiz),
  key('choose-down', 'down j', 'To the next choice', ['quiz'], '1 ↑↓ choose', isAnswered),
  key('choose-up', 'up k', 'To the choice above', ['quiz'], null, isAnswered),
  key('choose', '1 2 3 4 5 6', 'To the choice with this number', ['quiz'], null, isAnswered),
  key('answer', 'enter space', 'Answer', ['quiz'], '1 Enter answer', isAnswered),
  key('retry', 'r', 'Answer this question again', ['quiz'], '2 r try again', notAnswered),
  key('show-terms', 't', 'Explain the terms in view', ['lesson'], '6 t terms', noTerms),
  key('open-exercise', 'x', "Open the lesson's exercise", ['lesson'], '3 x exercise', noExercise),

  key(
    'play',
    'p',
    'Play the simulation; after a pass with your own file',
    ['lesson', 'exercise'],
    '5 p play',
    noSimulation,
  ),
  key('step', 'space right l', 'One step on', ['simulation'], '1 Space step', isOver),
  key('rewind', 'left h', 'Back by one moment', ['simulation'], '3 ← back', isBeginning),
  key('run', 'r', 'Let it run, or pause it', ['simulation'], '2 r run', isSpoken),
  key('faster', '+ =', 'Faster', ['simulation']),
  key('slower', '-', 'Slower', ['simulation']),
  key('choose-down', 'down j', 'To the next choice', ['simulation'], null, noChoices),
  key('choose-up', 'up k', 'To the choice above', ['simulation'], null, noChoices),
  key('do-choice', 'enter', 'Do what is chosen', ['simulation'], '2 Enter choose', noChoices),
  key('top', 'g home', 'To the beginning', ['simulation'], null, isBeginning),
  key('bottom', 'G end', 'To the newest moment', ['simulation'], null, notReady),
  key(
    'reseed',
    'n',
    'Another seed: another course of events',
    ['simulation'],
    '4 n new seed',
    notReady,
  ),
  key(
    'own',
    'w',
    'With your own file, or with the reference',
    ['simulation'],
    '4 w own or reference',
    noOwnPart,
  ),
  key(
    'switch-pane',
    'tab left right l',
    'From brief to verdict and back',
    ['exercise'],
    '4 Tab pane',
  ),
  key(
    'unfold',
    'enter',
    'Unfold or fold a remark',
    ['exercise'],
    '5 Enter unfold',
    nothingToUnfold,
  ),
  key('edit', 'e', 'Open your file in your editor', ['exercise'], '2 e edit', noEditor),
  key('grade', 'r', 'Grade now; each save grades too', ['exercise'], '6 r grade', isGrading),
  key('hint', 'h', 'A hint, one rung at a time', ['exercise', 'sheet'], '3 h hint', noMoreHints),
  key(
    'diff',
    'd',
    'Your changes: against the stub, then the solution',
    ['exercise', 'sheet'],
    '6 d diff',
  ),
  key(
    'solution',
    's',
    'The solution, after a pass',
    ['exercise', 'sheet'],
    '4 s solution',
    notPassed,
  ),
  key(
    'trace',
    't',
    'Replay the failing test: what happened in your run',
    ['exercise'],
    '5 t trace',
    nothingFails,
  ),
  key('reset', 'R', 'Put the stub back; your file is saved first', ['exercise']),
  key('undo', 'u', 'Bring back what the last reset saved', ['exercise'], null, nothingToUndo),
  key('open-lesson', 'L', "Open the exercise's lesson", ['exercise'], null, noLesson),

  key('find', 'f', everywhere, ['lesson', 'exercise'], '9 f find'),
  key('next-step', ']', 'To the next lesson or exercise', ['lesson', 'exercise'], null, isLast),
  key('previous-step', '[', 'To the one before', ['lesson', 'exercise'], null, isFirst),
  key('yes', 'y enter', 'Yes', ['confirm'], '1 y yes'),
  key('no', 'n esc', 'No', ['confirm'], '1 Esc no'),
  key('create', 'enter', 'Create the workspace', ['first-run'], '1 Enter create it'),

  key('back', 'esc', 'Back', [...moving, 'simulation', 'quiz', 'terms'], '1 Esc back', isOutermost),
  key('help', '?', 'Show all keys', nearlyAll, '0 ? keys'),
  key('suspend', 'ctrl+z', 'To the shell; fg comes back', [
    ...nearlyAll,
    'search',
    'find',
    'too-small',
  ]),
  key('quit', 'q ctrl+c', 'Quit; everything is kept', [...nearlyAll, 'too-small'], '0 q quit'),
];

function key(
  id: string,
  keys: string,
  does: string,
  modes: readonly Mode[],
  footer: string | null = null,
  blocked: Binding['blocked'] = () => undefined,
): Binding {
  const [, rank, shown, word] = /^(\d) (\S+) (.+)$/.exec(footer ?? '') ?? [];
  const parts = shown && word ? { rank: Number(rank), keys: shown, word } : null;
  return { id, keys: keys.split(' '), does, modes, footer: parts, blocked };
}
