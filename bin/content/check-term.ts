import { closest } from 'fastest-levenshtein';
import { AuthorError } from '../../exercises/checked.ts';
import type { Glossary } from './glossary.ts';

/** Throws AuthorError when a lesson marks a word that the glossary does not explain. */
export function checkTerm(word: string, glossary: Glossary, file: string): void {
  if (glossary.find(word)) return;
  const nearest =
    glossary.entries.length > 0
      ? closest(
          word.toLowerCase(),
          glossary.entries.map(({ term }) => term),
        )
      : undefined;
  throw new AuthorError(
    file,
    `[[${word}]]`,
    'is not in the glossary',
    `add it to lessons/glossary.en.yaml${nearest ? ` or write a word that is there, such as [[${nearest}]]` : ''}`,
  );
}
