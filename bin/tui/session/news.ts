import type { WorkspacePort } from '../ports.ts';

/** What the learner should know of the workspace when a sitting begins, the most important first. */
export function newsOf(workspace: WorkspacePort): string[] {
  const [notice, added, outdated] = [workspace.notice(), workspace.added(), workspace.outdated()];
  return [
    ...(notice === null ? [] : [notice]),
    ...(added.length > 0 ? [addedText(added)] : []),
    ...(outdated.length > 0 ? [outdatedText(outdated.length)] : []),
  ];
}

function addedText([first, ...others]: readonly string[]): string {
  if (others.length === 0) return `New in the course: ${first}.`;
  return `New in the course: ${others.length + 1} exercises, the first is ${first}.`;
}

function outdatedText(count: number): string {
  const [what, it] = count === 1 ? ['One stub is', 'it'] : [`${count} stubs are`, 'them'];
  return `${what} newer in the course: course update brings ${it} in, your edits kept.`;
}
