import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { unlessMissing } from '../disk/disk-trouble.ts';
import { replaceOwnFile } from '../disk/replace-file.ts';
import { setAside } from '../disk/set-aside.ts';
import { statePath, type Workspace } from '../workspace.ts';
import type { Replacement } from './journal-state.ts';

const JournalSchema = v.looseObject({
  format: v.literal('course/backups/v1'),
  replacements: v.array(
    v.looseObject({
      exercise: v.string(),
      file: v.string(),
      reason: v.picklist(['reset', 'update']),
      saved: v.string(),
      undone: v.exactOptional(v.nullable(v.string())),
    }),
  ),
});

/** Reads all replacements, oldest first; none when the journal cannot be read. */
export function readJournal(workspace: Workspace): readonly Replacement[] {
  const found = parseJournal(workspace);
  return found === 'broken' ? [] : found;
}

/** Writes all replacements, all or nothing. A journal that could not be read is set aside; the kept texts do not need it. */
export function writeJournal(workspace: Workspace, replacements: readonly Replacement[]): void {
  const path = journalPath(workspace);
  if (parseJournal(workspace) === 'broken') setAside(path);
  mkdirSync(dirname(path), { recursive: true });
  const journal = { format: 'course/backups/v1', replacements };
  replaceOwnFile(path, `${JSON.stringify(journal, null, 2)}\n`);
}

function parseJournal(workspace: Workspace): readonly Replacement[] | 'broken' {
  const text = unlessMissing(() => readFileSync(journalPath(workspace), 'utf8'), null);
  if (text === null) return [];
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), JournalSchema), text);
  return result.success ? result.output.replacements : 'broken';
}

function journalPath(workspace: Workspace): string {
  return statePath(workspace.dir, 'backups', 'journal.json');
}
