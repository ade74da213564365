import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { AuthorError, checked } from '../../exercises/checked.ts';
import { readYaml } from './yaml.ts';

/** One word of the field and what it means. */
export interface GlossaryEntry {
  readonly term: string;
  readonly definition: string;
}

/** The words that lessons mark as `[[term]]`. */
export interface Glossary {
  /** In alphabetical order. */
  readonly entries: readonly GlossaryEntry[];
  /** Finds a word however it is capitalized, and in its plural: `Leases` finds `lease`. */
  find(word: string): GlossaryEntry | undefined;
}

const GlossarySchema = v.record(
  v.string(),
  v.pipe(v.string('a text'), v.trim(), v.minLength(1, 'write something here')),
);

/** Reads lessons/glossary.<language>.yaml, the English one where that is missing. Throws AuthorError. */
export function readGlossary(root: string, language = 'en'): Glossary {
  const file = [language, 'en']
    .map((name) => join(root, 'lessons', `glossary.${name}.yaml`))
    .find((path) => existsSync(path));
  return file ? parseGlossary(readFileSync(file, 'utf8'), file) : glossaryOf([]);
}

/** Reads the text of a glossary: `term: definition`, YAML. Throws AuthorError. */
export function parseGlossary(yaml: string, file: string): Glossary {
  const value = readYaml(yaml, file, 'the glossary') ?? {};
  if (Array.isArray(value))
    throw new AuthorError(file, 'the glossary', 'is a list', 'write `term: definition`');
  const terms = checked(GlossarySchema, value, file);
  return glossaryOf(Object.entries(terms).map(([term, definition]) => ({ term, definition })));
}

function glossaryOf(entries: readonly GlossaryEntry[]): Glossary {
  const byWord = new Map(entries.map((entry) => [entry.term.toLowerCase(), entry]));
  return {
    entries: [...entries].sort((a, b) => a.term.localeCompare(b.term, 'en')),
    find: (word) =>
      singulars(word.toLowerCase().trim())
        .map((form) => byWord.get(form))
        .find(Boolean),
  };
}

function singulars(word: string): string[] {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}
