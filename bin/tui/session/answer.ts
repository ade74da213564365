import type { Lesson, Ports } from '../ports.ts';
import { words } from '../screens/exercise/wording.ts';
import type { Ask } from './ask.ts';
import { edit } from './edit.ts';
import type { Gradings } from './gradings.ts';
import type { Happening } from './happening.ts';
import type { Keeping } from './keeping.ts';
import type { SessionTerminal } from './session.ts';
import type { Simulations } from './simulations.ts';
import { troubleText } from './trouble.ts';

/** What answers need. */
export interface Helpers {
  readonly ports: Ports;
  readonly terminal: SessionTerminal;
  readonly gradings: Gradings;
  readonly keeping: Keeping;
  readonly simulations: Simulations;
  readonly tell: (event: Happening) => void;
  /** Begins the course, once there is a workspace. */
  readonly begin: () => void;
  /** Leaves the screen in front, because it cannot be shown. */
  readonly giveUp: () => void;
}

/** Does what the state asks for. Trouble is said to the learner and written to the log. */
export function answer(ask: Ask, helpers: Helpers): void {
  const failed = (error: unknown) => wentWrong(ask, error as Error, helpers);
  try {
    const later = answers[ask.ask](ask as never, helpers);
    if (later) later.catch(failed);
  } catch (error) {
    failed(error);
  }
}

function wentWrong({ ask }: Ask, error: Error, helpers: Helpers): void {
  const message = troubleText(error, helpers.ports.log);
  if (ask === 'read-lesson' || ask === 'read-exercise') helpers.giveUp();
  if (ask === 'create-workspace') helpers.tell({ type: 'not-created', trouble: message });
  else helpers.tell({ type: 'said', says: message });
}

type Answers = {
  readonly [Kind in Ask['ask']]: (
    ask: Extract<Ask, { ask: Kind }>,
    helpers: Helpers,
  ) => Promise<void> | void;
};

const answers: Answers = {
  'read-lesson': ({ id }, { ports, tell }) => {
    const read = (lesson: Lesson) => tell({ type: 'lesson-read', lesson });
    const lesson = ports.content.lesson(id);
    loadHighlighter({ ports, tell });
    return lesson instanceof Promise ? lesson.then(read) : read(lesson);
  },
  'read-exercise': ({ id }, { ports, tell }) => {
    const text = ports.content.exercise(id);
    const record = ports.workspace.isUntouched(id) ? null : ports.progress.lastVerdict(id);
    const canUndo = ports.workspace.canUndo(id);
    tell({ type: 'exercise-read', exercise: id, text, record, canUndo });
    loadHighlighter({ ports, tell });
  },
  watch: ({ exercise }, { gradings }) => gradings.watch(exercise),
  grade: ({ exercise }, { gradings }) => gradings.gradeNow(exercise),
  edit: (ask, helpers) => void edit(ask, helpers),
  diff: ({ exercise, against }, { ports, tell }) => {
    const lines = ports.workspace.diff(exercise, against);
    tell({ type: 'diff-made', exercise, against, lines });
  },
  solution: ({ exercise }, { ports, keeping, tell }) => {
    const text = ports.workspace.solution(exercise);
    keeping.now((progress) => progress.keepSolutionSeen(exercise));
    tell({ type: 'solution-read', exercise, text });
  },
  trace: (ask, helpers) => void replayed(ask, helpers),
  reset: ({ exercise }, { ports, tell }) => {
    ports.workspace.reset(exercise);
    tell({ type: 'undo-changed', exercise, canUndo: ports.workspace.canUndo(exercise) });
    tell({ type: 'said', says: words.wasReset });
  },
  undo: ({ exercise }, { ports, tell }) => {
    const undone = ports.workspace.undo(exercise);
    tell({ type: 'undo-changed', exercise, canUndo: ports.workspace.canUndo(exercise) });
    tell({ type: 'said', says: undone ? words.wasUndone : words.nothingUndone });
  },
  'keep-brief': ({ exercise, position }, { keeping }) =>
    keeping.soon((progress) => progress.keepBrief(exercise, position)),
  'keep-hint': ({ exercise, group, rungs }, { keeping }) =>
    keeping.now((progress) => progress.keepHint(exercise, group, rungs)),
  'keep-answer': ({ lesson, question, choice }, { keeping }) =>
    keeping.now((progress) => progress.keepAnswer(lesson, question, choice)),
  'keep-read': ({ lesson }, { keeping }) => keeping.now((progress) => progress.keepRead(lesson)),
  'keep-place': ({ place }, { keeping }) => keeping.now((progress) => progress.keepPlace(place)),
  'keep-position': ({ lesson, position }, { keeping }) =>
    keeping.soon((progress) => progress.keepPosition(lesson, position)),
  play: (ask, { simulations }) => void simulations.play(ask),
  'play-on': ({ run, inputs }, { simulations }) => void simulations.playOn(run, inputs),
  'run-simulation': ({ everyMs }, { simulations }) => simulations.runEvery(everyMs),
  'end-simulation': (_, { simulations }) => simulations.end(),
  'keep-run': ({ simulation, kept }, { tell }) => tell({ type: 'run-kept', simulation, kept }),
  'create-workspace': (_, { ports, tell, begin }) => {
    ports.workspace.create();
    tell({ type: 'progress-changed', progress: ports.progress.read() });
    begin();
    tell({ type: 'said', says: `Created ${ports.workspace.path}. Enter opens the first lesson.` });
  },
  suspend: (_, { terminal, keeping }) => {
    keeping.flush();
    return terminal.suspend();
  },
  quit: (_, { terminal }) => terminal.quit(),
};

/** Replays a failing test; meanwhile the verdict stays. */
async function replayed(
  { exercise, test }: Extract<Ask, { ask: 'trace' }>,
  { ports, tell }: Helpers,
): Promise<void> {
  try {
    const trace = await ports.grader.trace(exercise, test);
    if (trace) tell({ type: 'trace-made', exercise, trace });
    else tell({ type: 'said', says: words.failsNoMore });
  } catch (error) {
    tell({ type: 'said', says: troubleText(error as Error, ports.log) });
  }
}

/** The highlighter is large: it comes when the first text opens. Without it code has no colors. */
function loadHighlighter({ ports, tell }: Pick<Helpers, 'ports' | 'tell'>): void {
  import('../markdown/highlight.ts').then(
    ({ highlight }) => tell({ type: 'highlighter-loaded', highlight }),
    (error: Error) => void troubleText(error, ports.log),
  );
}
