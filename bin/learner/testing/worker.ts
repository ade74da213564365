// Bundled and run as a process of its own, to be killed or to work beside another one.
// argv: what to do, the workspace, the course's contents as JSON, how often.
import { writeFileSync } from 'node:fs';
import { resetExercise, undo } from '../backups/backups.ts';
import { type CourseContents, createWorkspace } from '../create-workspace.ts';
import { openProgress } from '../progress/progress.ts';
import { recordGrading } from '../progress/progress-state.ts';
import { findWorkspace, learnerFile } from '../workspace.ts';

const [action = '', dir = '', course = '', often = '1'] = process.argv.slice(2);
const contents = JSON.parse(course) as CourseContents;
const exercise = contents.exercises[0]!;

const open = () => findWorkspace({ from: dir, flag: dir });

const actions: Readonly<Record<string, (turn: number) => unknown>> = {
  create: (turn) => createWorkspace(`${dir} ${turn}`, contents),
  grade: () => {
    const verdict = { exercise: exercise.id, status: 'failed', points: 0, maxPoints: 1 } as const;
    openProgress(open()).update((progress) => recordGrading(progress, verdict, 0));
  },
  'edit, reset, undo': (turn) => {
    writeFileSync(learnerFile(open(), exercise), `work ${turn}`);
    resetExercise(open(), exercise);
    if (turn % 2 === 0) undo(open());
  },
  find: () => process.stdout.write(messageOf(open)),
};

function messageOf(act: () => unknown): string {
  try {
    act();
    return 'found';
  } catch (error) {
    return (error as Error).message;
  }
}

for (let turn = 1; turn <= Number(often); turn++) {
  actions[action]!(turn);
  if (action !== 'find') process.stdout.write(`${turn}\n`);
}
