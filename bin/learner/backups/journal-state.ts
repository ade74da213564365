/** One time that the course replaced a learner's file. */
export interface Replacement {
  /** Id of the exercise. */
  readonly exercise: string;
  /** The learner's file, relative to the workspace, with `/`. */
  readonly file: string;
  readonly reason: 'reset' | 'update';
  /** Name of the kept text that was replaced. */
  readonly saved: string;
  /** Set while it is undone: name of the kept text that the undo replaced in turn; null when there was no file. */
  readonly undone?: string | null;
}

/** What the journal needs to know of the learner's files. */
export interface Files {
  /** Keeps what the file holds now and gives the kept text's name; null when there is no file. */
  keep(replacement: Replacement): string | null;
  /** Would bringing back this kept text change the file? Not if it holds it already, or if the text is lost. */
  wouldChange(replacement: Replacement, text: string): boolean;
}

/** What to do to undo or to redo: bring back `text`, then remember `journal`. */
export interface JournalStep {
  readonly replacement: Replacement;
  /** Name of the kept text to bring back. */
  readonly text: string;
  readonly journal: readonly Replacement[];
}

/**
 * Undoes the newest replacement, of one exercise or of all, whose undoing changes something. Newer ones that would
 * change nothing are passed over and count as undone: a reset or an undo was interrupted between its two writes.
 */
export function stepBack(
  journal: readonly Replacement[],
  files: Files,
  only?: string,
): JournalStep | null {
  const after = [...journal];
  for (let index = journal.length - 1; index >= 0; index--) {
    const replacement = journal[index]!;
    if (!counts(replacement, only) || isUndone(replacement)) continue;
    const text = replacement.saved;
    after[index] = { ...replacement, undone: files.keep(replacement) };
    if (files.wouldChange(replacement, text)) return { replacement, text, journal: after };
  }
  return null;
}

/** Takes back the undoing that came last, unless something was replaced since. */
export function stepForward(
  journal: readonly Replacement[],
  files: Files,
  only?: string,
): JournalStep | null {
  const after = [...journal];
  const lastDone = journal.findLastIndex((one) => counts(one, only) && !isUndone(one));
  for (let index = lastDone + 1; index < journal.length; index++) {
    const { undone, ...replacement } = journal[index]!;
    if (!counts(replacement, only) || undone === undefined) continue;
    // What was written since the undo is what the next undo must bring back.
    after[index] = { ...replacement, saved: files.keep(replacement) ?? replacement.saved };
    if (undone !== null && files.wouldChange(replacement, undone))
      return { replacement, text: undone, journal: after };
  }
  return null;
}

function counts(replacement: Replacement, only: string | undefined): boolean {
  return only === undefined || replacement.exercise === only;
}

function isUndone(replacement: Replacement): boolean {
  return replacement.undone !== undefined;
}
