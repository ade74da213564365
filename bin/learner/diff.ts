import { readFileSync } from 'node:fs';
import { structuredPatch } from 'diff';
import { readGivenStub } from './given-stub.ts';
import { checkLearnerFile, learnerFile, type Workspace } from './workspace.ts';

/** One line of a comparison; `place` tells which lines follow: `@@ -1,4 +1,6 @@`. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed' | 'place';
  /** Without the sign in front. */
  readonly text: string;
}

/** What an exercise is, to a comparison. */
interface Compared {
  readonly id: string;
  readonly file: string;
}

/** What the learner changed in the stub; empty when nothing. Throws UsageError when the file or the stub is missing. */
export function diffWithStub(workspace: Workspace, exercise: Compared): DiffLine[] {
  checkLearnerFile(workspace, exercise);
  return diffTexts(
    readGivenStub(workspace, exercise).toString('utf8'),
    learnerText(workspace, exercise),
  );
}

/** How another text, such as the reference, differs from the learner's file. Throws UsageError when the file is missing. */
export function diffWithText(workspace: Workspace, exercise: Compared, text: string): DiffLine[] {
  checkLearnerFile(workspace, exercise);
  return diffTexts(learnerText(workspace, exercise), text);
}

/** The changed lines with three around them; empty when the texts are equal but for line ends. */
export function diffTexts(before: string, after: string): DiffLine[] {
  const options = { context: 3, stripTrailingCr: true };
  const { hunks } = structuredPatch('', '', before, after, '', '', options);
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    { kind: 'place' as const, text: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@` },
    ...lines.flatMap(diffLine),
  ]);
}

/** A comparison as unified text; `paint` colors a line by what it is. */
export function unifiedText(
  lines: readonly DiffLine[],
  names: { readonly before: string; readonly after: string },
  paint: (kind: DiffLine['kind'], line: string) => string = (_, line) => line,
): string {
  if (lines.length === 0) return '';
  const head = [paint('removed', `--- ${names.before}`), paint('added', `+++ ${names.after}`)];
  const body = lines.map(({ kind, text }) => paint(kind, signs[kind] + text));
  return `${[...head, ...body].join('\n')}\n`;
}

const signs: Record<DiffLine['kind'], string> = { same: ' ', added: '+', removed: '-', place: '' };
const kinds: Readonly<Record<string, DiffLine['kind']>> = {
  ' ': 'same',
  '+': 'added',
  '-': 'removed',
};

/** `\ No newline at end of file` is left out: it says nothing about the code. */
function diffLine(line: string): DiffLine[] {
  const kind = kinds[line[0] ?? ''];
  return kind ? [{ kind, text: line.slice(1) }] : [];
}

function learnerText(workspace: Workspace, exercise: Compared): string {
  return readFileSync(learnerFile(workspace, exercise), 'utf8');
}
