import { keepGrading } from '../../grading/keep-grading.ts';
import * as state from '../../learner/progress/progress-state.ts';
import { lastVerdict } from '../../learner/progress/verdicts.ts';
import type { ProgressPort } from '../../tui/ports.ts';
import type { LearnerDesk } from './learner-desk.ts';

type Change = (progress: state.Progress) => state.Progress;

/** Progress for the screens, kept in the workspace; before there is one nothing is kept. */
export function progressPort(desk: LearnerDesk): ProgressPort {
  const update = (change: Change) => void desk.session?.progress.update(change);
  return {
    read: () => desk.session?.progress.read() ?? state.noProgress,
    keepPlace: (place) => update((before) => state.setPlace(before, place)),
    keepPosition: (lesson, position) =>
      update((before) => state.setPosition(before, lesson, position)),
    keepRead: (lesson) => update((before) => state.markLessonRead(before, lesson, Date.now())),
    keepAnswer: (lesson, question, choice) =>
      update((before) => state.answerQuestion(before, lesson, question, choice)),
    keepBrief: (exercise, position) =>
      update((before) => state.setBriefPosition(before, exercise, position)),
    keepHint: (exercise, group, rungs) =>
      update((before) => state.revealHint(before, exercise, group, rungs)),
    keepSolutionSeen: (exercise) => update((before) => state.markSolutionSeen(before, exercise)),
    keepVerdict: (record) => {
      if (desk.session)
        keepGrading(desk.session.workspace, desk.session.progress, record, Date.now());
    },
    lastVerdict: (exercise) =>
      desk.session ? lastVerdict(desk.session.workspace, exercise) : null,
  };
}
