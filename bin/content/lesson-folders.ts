import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuthorError } from '../../exercises/checked.ts';
import { componentPlace, components } from './components.ts';
import type { LessonHead } from './lesson.ts';
import type { FrontMatter } from './markdown/front-matter.ts';

/** What the front matter of a lesson says, by its text and its path. */
export type FactsOf = (text: string, file: string) => FrontMatter;

/** The heads of all lessons in course order, their facts from `factsOf`. Throws AuthorError for a folder out of order. */
export function headsIn(root: string, language: string, factsOf: FactsOf): LessonHead[] {
  const dir = join(root, 'lessons');
  const heads = folders(dir).flatMap((component) =>
    componentHeads(dir, component, language, factsOf),
  );
  checkIds(heads);
  return heads.sort(byPlace);
}

function componentHeads(
  dir: string,
  component: string,
  language: string,
  factsOf: FactsOf,
): LessonHead[] {
  const path = join(dir, component);
  if (componentPlace(component) < 0)
    throw new AuthorError(
      path,
      '',
      'is no component',
      `use one of ${components.map(({ id }) => id).join(', ')}`,
    );
  return folders(path).map((folder) => readHead(path, component, folder, language, factsOf));
}

function readHead(
  dir: string,
  component: string,
  folder: string,
  language: string,
  factsOf: FactsOf,
): LessonHead {
  const [, number, name] = /^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(folder) ?? [];
  if (!number)
    throw new AuthorError(
      join(dir, folder),
      '',
      'is no lesson folder',
      'name it NN-name, for example 01-revisions',
    );
  const spoken = existsSync(join(dir, folder, `${language}.md`)) ? language : 'en';
  const file = join(dir, folder, `${spoken}.md`);
  if (!existsSync(file))
    throw new AuthorError(
      file,
      '',
      'is missing',
      'write the lesson there; every lesson exists in English',
    );
  const text = readFileSync(file, 'utf8');
  return {
    ...factsOf(text, file),
    id: `${component}/${name}`,
    component,
    number: Number(number),
    language: spoken,
    file,
  };
}

function checkIds(heads: readonly LessonHead[]): void {
  const seen = new Map<string, LessonHead>();
  for (const head of heads)
    for (const key of [head.id, `${head.component} ${head.number}`]) {
      const other = seen.get(key);
      if (other)
        throw new AuthorError(
          head.file,
          '',
          `has the same ${key === head.id ? 'name' : 'number'} as ${other.file}`,
          'rename one of the two folders',
        );
      seen.set(key, head);
    }
}

function byPlace(a: LessonHead, b: LessonHead): number {
  return componentPlace(a.component) - componentPlace(b.component) || a.number - b.number;
}

function folders(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}
