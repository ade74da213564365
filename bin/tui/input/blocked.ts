import type { KeyFacts } from './key-facts.ts';

// Why a key cannot work now: one sentence to the learner each, or nothing when it can.

/** The reason, as the table of keys asks for it. */
export type Reason = string | false | undefined;

export function isOutermost(facts: KeyFacts): Reason {
  return facts.outermost && 'This is the outermost screen; q quits.';
}

function allInView({ atTop, atEnd }: KeyFacts): Reason {
  return atTop && atEnd && 'All of it is in view.';
}

export function isEnd(facts: KeyFacts): Reason {
  return allInView(facts) || (facts.atEnd && 'This is the end.');
}

export function isTop(facts: KeyFacts): Reason {
  return allInView(facts) || (facts.atTop && 'This is the beginning.');
}

export function isFirstPart(facts: KeyFacts): Reason {
  return facts.firstPart && 'This is the first part.';
}

export function isLastPart(facts: KeyFacts): Reason {
  return facts.lastPart && 'This is the last part.';
}

export function nothingNext(facts: KeyFacts): Reason {
  return !facts.next && 'Everything is done: there is nothing next.';
}

export function nothingFound(facts: KeyFacts): Reason {
  if (facts.matches === 0) return 'The search found nothing.';
  return !facts.matches && 'Nothing was searched yet; / starts a search.';
}

export function notSearchable(facts: KeyFacts): Reason {
  return facts.pane === 'verdict' && 'The search looks through the brief; Tab goes there.';
}

function nothingListed(facts: KeyFacts): Reason {
  if (facts.matches === 0) return 'The search found nothing.';
  return !facts.matches && 'Type some words first.';
}

export function isListEnd(facts: KeyFacts): Reason {
  return nothingListed(facts) || isEnd(facts);
}

export function isListTop(facts: KeyFacts): Reason {
  return nothingListed(facts) || isTop(facts);
}

export function nothingTyped(facts: KeyFacts): Reason {
  return facts.matches === null && 'Nothing is typed yet.';
}

export function opensNothing(facts: KeyFacts): Reason {
  return nothingListed(facts) || (!facts.opens && 'This is all that the course says of it.');
}

export function noQuiz(facts: KeyFacts): Reason {
  return facts.questions === 0 && 'This lesson has no quiz.';
}

export function isAnswered(facts: KeyFacts): Reason {
  return facts.answered && 'This question is answered; r tries again, Tab goes on.';
}

export function notAnswered(facts: KeyFacts): Reason {
  return !facts.answered && 'This question is not answered yet.';
}

export function noTerms(facts: KeyFacts): Reason {
  return facts.terms === 0 && 'No glossary term is in view.';
}

export function noExercise(facts: KeyFacts): Reason {
  return !facts.exercise && 'This lesson has no exercise.';
}

export function noLesson(facts: KeyFacts): Reason {
  return !facts.lesson && 'The lesson of this exercise is not in the course.';
}

export function nothingToUnfold(facts: KeyFacts): Reason {
  return !facts.foldable && 'Nothing to unfold here.';
}

export function noEditor(facts: KeyFacts): Reason {
  return !facts.editor && 'No editor was found; set VISUAL or EDITOR, for example EDITOR=vim.';
}

export function noMoreHints(facts: KeyFacts): Reason {
  if (facts.hints === false) return 'This exercise has no hints.';
  if (facts.hintless) return `There is no hint on “${facts.hintless}”.`;
  return facts.sheet === 'hints' && !facts.rungs && 'That was the last hint of this group.';
}

export function noOtherDiff(facts: KeyFacts): Reason {
  const first = facts.sheet === 'diff' && !facts.passed;
  return first && 'After a pass, d compares your file with the solution as well.';
}

export function notPassed(facts: KeyFacts): Reason {
  if (facts.sheet === 'solution') return 'This is the solution.';
  return !facts.passed && 'The solution opens once your own file has passed.';
}

export function nothingFails(facts: KeyFacts): Reason {
  return !facts.failing && 'No test fails, so there is nothing to replay.';
}

export function nothingToUndo(facts: KeyFacts): Reason {
  return !facts.undo && 'Nothing to undo: this exercise was not reset.';
}

export function noSimulation(facts: KeyFacts): Reason {
  return !facts.simulation && 'There is no simulation here.';
}

export function notReady(facts: KeyFacts): Reason {
  return !facts.ready && 'The simulation is not ready yet.';
}

export function isOver(facts: KeyFacts): Reason {
  return !facts.steppable && 'Nothing more happens; ← looks back, n begins again.';
}

export function isBeginning(facts: KeyFacts): Reason {
  return notReady(facts) || (!facts.rewindable && 'This is the beginning.');
}

export function isSpoken(facts: KeyFacts): Reason {
  return (
    isOver(facts) ||
    (facts.spoken && 'For a screen reader nothing runs by itself; Space steps on.') ||
    (facts.still && 'With REDUCED_MOTION nothing runs by itself; Space steps on.')
  );
}

export function noChoices(facts: KeyFacts): Reason {
  return notReady(facts) || (facts.choices === 0 && 'There is nothing to do at this moment.');
}

export function noOwnPart(facts: KeyFacts): Reason {
  return !facts.ownParts && 'Your own file plays along once it has passed its exercise.';
}

export function isLast(facts: KeyFacts): Reason {
  return !facts.after && 'This is the last step of the course.';
}

export function isFirst(facts: KeyFacts): Reason {
  return !facts.before && 'This is the first step of the course.';
}
