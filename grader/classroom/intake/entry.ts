import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** How a learner's work lies in the class's folder. */
export type EntryKind = 'folder' | 'repository' | 'zip' | 'tar.gz' | 'tar' | 'bundle' | 'unknown';

/** One learner's entry in the class's folder. */
export interface ClassEntry {
  /** The learner's id unless the roster says otherwise: the name without its ending. */
  readonly id: string;
  readonly path: string;
  readonly kind: EntryKind;
  /** When it was last modified, ms. */
  readonly modifiedMs: number;
}

const endings: readonly (readonly [string, EntryKind])[] = [
  ['.tar.gz', 'tar.gz'],
  ['.tgz', 'tar.gz'],
  ['.tar', 'tar'],
  ['.zip', 'zip'],
  ['.bundle', 'bundle'],
];

/** The entries of a class's folder by name; hidden ones and links are not learners' work. Throws when there is no such folder. */
export function classEntries(dir: string): ClassEntry[] {
  return readdirSync(dir)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) => {
      const path = join(dir, name);
      const stat = lstatSync(path);
      if (stat.isSymbolicLink()) return [];
      return [{ ...named(name, kindOf(path, name, stat)), path, modifiedMs: stat.mtimeMs }];
    });
}

/** What an entry is, by its name and what lies there. */
export function kindOf(path: string, name: string, stat: Stats = lstatSync(path)): EntryKind {
  if (stat.isDirectory()) return isBareRepository(path) ? 'repository' : 'folder';
  const [, kind] = endings.find(([ending]) => name.toLowerCase().endsWith(ending)) ?? [];
  return stat.isFile() && kind !== undefined ? kind : 'unknown';
}

function named(name: string, kind: EntryKind): { id: string; kind: EntryKind } {
  if (kind === 'repository') return { id: name.replace(/\.git$/, ''), kind };
  const ending = endings.find(([known]) => name.toLowerCase().endsWith(known))?.[0] ?? '';
  return { id: kind === 'folder' ? name : name.slice(0, name.length - ending.length), kind };
}

function isBareRepository(path: string): boolean {
  const names = new Set(readdirSync(path));
  return ['HEAD', 'objects', 'refs'].every((name) => names.has(name));
}
