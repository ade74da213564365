import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exercise, publicFiles } from './catalog.ts';
import { AuthorError } from './checked.ts';

/** The hint ladder of one group of tests: three to five rungs, from a nudge to nearly the code. Each is Markdown. */
export interface HintLadder {
  readonly group: string;
  readonly rungs: readonly string[];
}

const fewest = 3;
const most = 5;

/** Reads the hints of an exercise, one ladder per group in the order of its points. Throws AuthorError. */
export function readHints(exercise: Exercise): HintLadder[] {
  const path = join(exercise.dir, publicFiles.hints);
  const ladders = parseHints(readFileSync(path, 'utf8'), path);
  return Object.keys(exercise.points).map((group) => ladderOf(group, ladders, path));
}

/** Reads the text of a hints.md: `## <group>` with a numbered list. Throws AuthorError. */
export function parseHints(text: string, path: string): HintLadder[] {
  const [, ...sections] = text.split(/^## /m);
  return sections.map((section) => {
    const end = section.indexOf('\n');
    const group = section.slice(0, end).trim();
    const rungs = rungsOf(section.slice(end));
    if (rungs.length < fewest || rungs.length > most)
      throw new AuthorError(
        path,
        `"## ${group}"`,
        `has ${rungs.length} rungs`,
        `write ${fewest} to ${most} numbered items`,
      );
    return { group, rungs };
  });
}

function ladderOf(group: string, ladders: readonly HintLadder[], path: string): HintLadder {
  const found = ladders.filter((ladder) => ladder.group === group);
  if (found.length === 1) return found[0]!;
  throw new AuthorError(
    path,
    `"## ${group}"`,
    found.length ? 'occurs twice' : 'is missing',
    'write one section for each group of exercise.json',
  );
}

/** A numbered item runs to the next one; what follows is indented by three, as wide as its number. */
function rungsOf(section: string): string[] {
  const [, ...items] = section.split(/^\d+\.[ \t]+/m);
  return items.map((item) => item.replace(/^ {1,3}/gm, '').trim());
}
