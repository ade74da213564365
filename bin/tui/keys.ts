import {
  isAnswered,
  isBeginning,
  isEnd,
  isFirst,
  isFirstPart,
  isLast,
  isLastPart,
  isListEnd,
  isListTop,
  isOutermost,
  isOver,
  isSpoken,
  isTop,
  noChoices,
  noEditor,
  noExercise,
  noLesson,
  noMoreHints,
  noOtherDiff,
  noOwnPart,
  noQuiz,
  noSimulation,
  noTerms,
  notAnswered,
  nothingFails,
  nothingFound,
  nothingNext,
  nothingToUndo,
  nothingToUnfold,
  nothingTyped,
  notPassed,
  notReady,
  notSearchable,
  opensNothing,
  type Reason,
} from './input/blocked.ts';
import type { KeyFacts, Mode } from './input/key-facts.ts';

/** A key in the footer. Where room is short, the highest rank gives way first. */
export interface Footer {
  readonly rank: number;
  readonly keys: string;
  readonly word: string;
}

/** One key binding. */
export interface Binding {
  readonly id: string;
  readonly keys: readonly string[];
  /** The sentence of the help. */
  readonly does: string;
  readonly modes: readonly Mode[];
  /** What the footer says of it now, if anything. */
  readonly footer: (facts: KeyFacts) => Footer | null;
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
  key('down', 'down j', 'Down by one', ['home'], move(3), isEnd),
  key('down', 'down j', 'Down by one', pages, move(7), isEnd),
  key('down', 'down j', 'Down by one', ['exercise'], move(3), isEnd),
  key('up', 'up k', 'Up by one', moving, null, isTop),
  key('page-down', 'space pagedown ctrl+f', 'Down by a page', pages, '4 Space page', isEnd),
  key('page-down', 'space pagedown ctrl+f', 'Down by a page', ['home', 'exercise'], null, isEnd),
  key('page-up', 'b pageup ctrl+b', 'Up by a page', moving, null, isTop),
  key('half-down', 'ctrl+d', 'Down by half a page', moving, null, isEnd),
  key('half-up', 'ctrl+u', 'Up by half a page', moving, null, isTop),
  key('top', 'g home', 'To the beginning', moving, null, isTop),
  key('bottom', 'G end', 'To the end', moving, null, isEnd),

  key('open', 'enter', 'Open the selected lesson or exercise', ['home'], '1 Enter open'),
  key('go-on', 'c', 'Go on with what is next', ['home'], '2 c continue', nothingNext),
  key('go-on', 'enter c', 'Go on with what is next', ['part'], '1 Enter go on', nothingNext),
  key('about-part', 'i', 'What you have built of this part', ['home'], null),
  key('about-cluster', 'I', 'What you have built of the whole cluster', ['home'], null),
  key('next-part', 'right l tab', 'To the next part of the cluster', ['home'], parts, isLastPart),
  key(
    'previous-part',
    'left h shift+tab',
    'To the previous part of the cluster',
    ['home'],
    null,
    isFirstPart,
  ),

  key('search', '/', 'Search', ['home', 'lesson'], '8 / search'),
  key('search', '/', 'Search the brief', ['exercise'], '9 / search', notSearchable),
  key('find', 'f', everywhere, ['home'], '7 f find'),
  key('next-match', 'n', 'To the next place found', searchable, null, nothingFound),
  key('previous-match', 'N', 'To the previous place found', searchable, null, nothingFound),
  key('accept-search', 'enter', 'Stay here; n and N go on searching', ['search'], '1 Enter stay'),
  key('cancel-search', 'esc', 'Back to where the search began', ['search'], '1 Esc cancel'),
  key('quit', 'ctrl+c', 'Quit; everything is kept', ['search']),

  key('down', 'down ctrl+n', 'Down by one', ['find'], move(2), isListEnd),
  key('up', 'up ctrl+p', 'Up by one', ['find'], null, isListTop),
  key('page-down', 'pagedown', 'Down by a page', ['find'], null, isListEnd),
  key('page-up', 'pageup', 'Up by a page', ['find'], null, isListTop),
  key(
    'open-found',
    'enter',
    'Open it where the words stand',
    ['find'],
    '1 Enter open',
    opensNothing,
  ),
  key('clear-query', 'ctrl+u', 'Other words', ['find'], '3 Ctrl+U clear', nothingTyped),
  key('back', 'esc', 'Back', ['find'], '0 Esc back'),
  key('quit', 'ctrl+c', 'Quit; everything is kept', ['find'], '4 Ctrl+C quit'),

  key('next-question', 'tab enter', 'To the next question', ['lesson'], '4 Tab quiz', noQuiz),
  key(
    'next-question',
    'tab',
    'To the next question, after the last one back to the text',
    ['quiz'],
    ({ lastQuestion }) => (lastQuestion ? '3 Tab go on' : '3 Tab next question'),
  ),
  key('previous-question', 'shift+tab', 'To the question before', ['lesson', 'quiz'], null, noQuiz),
  key('choose-down', 'down j', 'To the next choice', ['quiz'], '1 ↑↓ choose', isAnswered),
  key('choose-up', 'up k', 'To the choice above', ['quiz'], null, isAnswered),
  key('choose', '1 2 3 4 5 6', 'To the choice with this number', ['quiz'], null, isAnswered),
  key('answer', 'enter space', 'Answer', ['quiz'], '1 Enter answer', isAnswered),
  key('retry', 'r', 'Answer this question again', ['quiz'], again, notAnswered),
  key('show-terms', 't', 'Explain the terms in view', ['lesson'], '6 t terms', noTerms),
  key('open-exercise', 'x', "Open the lesson's exercise", ['lesson'], '3 x exercise', noExercise),

  key(
    'switch-pane',
    'tab left right l',
    'From brief to verdict and back',
    ['exercise'],
    ({ pane }) => (pane === 'verdict' ? '3 Tab brief' : '3 Tab verdict'),
  ),
  key(
    'unfold',
    'enter',
    'Unfold or fold a remark',
    ['exercise'],
    ({ foldable, unfolded }) => foldable && `1 Enter ${unfolded ? 'fold' : 'unfold'}`,
    nothingToUnfold,
  ),
  key('next-step', ']', 'To the next lesson or exercise', ['lesson', 'exercise'], toNext, isLast),
  key(
    'edit',
    'e',
    'Open your file in your editor',
    ['exercise'],
    (facts) => !noEditor(facts) && `${facts.done ? 6 : 2} e edit`,
    noEditor,
  ),
  key(
    'hint',
    'h',
    'A hint, one rung at a time',
    ['exercise', 'sheet'],
    (facts) =>
      !noMoreHints(facts) && !facts.done && `3 h ${facts.sheet === 'hints' ? 'next hint' : 'hint'}`,
    noMoreHints,
  ),
  key(
    'trace',
    't',
    'Replay the failing test: what happened in your run',
    ['exercise'],
    '4 t trace',
    nothingFails,
  ),
  key(
    'play',
    'p',
    'Play the simulation; after a pass with your own file',
    ['lesson', 'exercise'],
    ({ pane, done, simulation }) =>
      simulation && `${pane && done ? 2 : pane === 'verdict' ? 8 : 5} p play`,
    noSimulation,
  ),
  key(
    'solution',
    's',
    'The solution, after a pass',
    ['exercise', 'sheet'],
    (facts) => !notPassed(facts) && `${facts.done ? 3 : 7} s solution`,
    notPassed,
  ),
  key(
    'diff',
    'd',
    'Your changes to the stub; after a pass your file and the solution',
    ['exercise', 'sheet'],
    (facts) =>
      !noOtherDiff(facts) &&
      !facts.untouched &&
      (facts.compares ? '4 d compare' : `${facts.done ? 4 : 5} d my changes`),
    noOtherDiff,
  ),
  key(
    'grade',
    'r',
    'Grade now; each save grades too',
    ['exercise'],
    ({ done }) => `${done ? 9 : 7} r grade`,
  ),
  key('reset', 'R', 'Put the stub back; your file is saved first', ['exercise']),
  key('undo', 'u', 'Bring back what the last reset saved', ['exercise'], null, nothingToUndo),
  key('open-lesson', 'L', "Open the exercise's lesson", ['exercise'], null, noLesson),
  key('find', 'f', everywhere, ['lesson', 'exercise'], '9 f find'),
  key('previous-step', '[', 'To the one before', ['lesson', 'exercise'], null, isFirst),

  key('step', 'space right l', 'One step on', ['simulation'], '1 Space step', isOver),
  key('rewind', 'left h', 'Back by one moment', ['simulation'], '3 ← back', isBeginning),
  key(
    'run',
    'r',
    'Let it run, or pause it',
    ['simulation'],
    (facts) => !isSpoken(facts) && `2 r ${facts.running ? 'pause' : 'run'}`,
    isSpoken,
  ),
  key('faster', '+ =', 'Faster', ['simulation']),
  key('slower', '-', 'Slower', ['simulation']),
  key(
    'choose-down',
    'down j',
    'To the next choice',
    ['simulation'],
    (facts) => facts.choosing && (facts.choices ?? 0) > 1 && '3 ↑↓ choose',
    noChoices,
  ),
  key('choose-up', 'up k', 'To the choice above', ['simulation'], null, noChoices),
  key(
    'do-choice',
    'enter',
    'Do what is chosen',
    ['simulation'],
    (facts) => !noChoices(facts) && (facts.choosing ? '1 Enter do it' : '2 Enter choices'),
    noChoices,
  ),
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

  key('yes', 'y enter', 'Yes', ['confirm'], '1 y yes'),
  key('no', 'n esc', 'No', ['confirm'], '1 Esc no'),
  key('create', 'enter', 'Create the workspace', ['first-run'], '1 Enter create it'),

  key('back', 'esc', 'Back', [...moving, 'simulation', 'quiz', 'terms'], '1 Esc back', isOutermost),
  key(
    'help',
    '?',
    'Show all keys',
    nearlyAll.filter((mode) => mode !== 'help'),
    '0 ? keys',
  ),
  key('help', '?', 'Back', ['help']),
  key('suspend', 'ctrl+z', 'To the shell; fg comes back', [
    ...nearlyAll,
    'search',
    'find',
    'too-small',
  ]),
  key('quit', 'q ctrl+c', 'Quit; everything is kept', [...nearlyAll, 'too-small'], ({ pane }) =>
    pane === 'verdict' ? '6 q quit' : '0 q quit',
  ),
];

/** What a footer is written as: `3 ↑↓ move` is rank, keys and word; nothing is no place in it. */
type FooterText = string | false | null | undefined;

/** Up and down in one; one of the two works wherever not all is in view. */
function move(rank: number): (facts: KeyFacts) => FooterText {
  return ({ atTop, atEnd }) => !(atTop && atEnd) && `${rank} ↑↓ move`;
}

/** Who is right need not try again, but may. */
function again(facts: KeyFacts): FooterText {
  return !notAnswered(facts) && !facts.right && '2 r try again';
}

function parts({ firstPart, lastPart }: KeyFacts): FooterText {
  return !(firstPart && lastPart) && '6 ←→ part';
}

/** What comes next is worth most once this is done: at the end of a lesson, after a pass. */
function toNext(facts: KeyFacts): FooterText {
  return !isLast(facts) && `${facts.done ? 1 : 8} ] next`;
}

function key(
  id: string,
  keys: string,
  does: string,
  modes: readonly Mode[],
  footer: string | ((facts: KeyFacts) => FooterText) | null = null,
  blocked: Binding['blocked'] = () => undefined,
): Binding {
  const said = (facts: KeyFacts) => {
    if (typeof footer === 'function') return footer(facts);
    return blocked(facts) ? null : footer;
  };
  return {
    id,
    keys: keys.split(' '),
    does,
    modes,
    footer: (facts) => footerOf(said(facts) || ''),
    blocked,
  };
}

function footerOf(text: string): Footer | null {
  const [, rank, keys, word] = /^(\d) (\S+) (.+)$/.exec(text) ?? [];
  return keys && word ? { rank: Number(rank), keys, word } : null;
}
