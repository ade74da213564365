import * as v from 'valibot';
import { AuthorError, checked } from '../../../exercises/checked.ts';
import { readYaml } from '../yaml.ts';

const text = v.pipe(v.string('a text'), v.trim(), v.minLength(1, 'write something here'));

const source = v.union(
  [
    v.pipe(
      text,
      v.transform((title) => ({ title })),
    ),
    v.strictObject({ title: text, url: v.exactOptional(v.pipe(v.string(), v.url())) }),
  ],
  'write a text, or title and url',
);

const FrontMatterSchema = v.strictObject({
  title: text,
  summary: text,
  minutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Upstream files with their tag, papers with their section, pages of the documentation. */
  sources: v.pipe(v.array(source), v.minLength(1, 'name at least one source')),
  outdated: v.optional(v.array(v.strictObject({ was: text, now: text })), []),
});

/** What a lesson's front matter says. */
export type FrontMatter = v.InferOutput<typeof FrontMatterSchema>;

/** Reads the front matter of a lesson, and what stands below it. Throws AuthorError. */
export function readFrontMatter(
  lesson: string,
  file: string,
): { facts: FrontMatter; body: string } {
  const [, yaml, body] = /^---\r?\n([\s\S]*?\n)?---[ \t]*(?:\r?\n([\s\S]*))?$/.exec(lesson) ?? [];
  if (yaml === undefined)
    throw new AuthorError(
      file,
      'front matter',
      'is missing',
      'start the file with ---, then title, summary, minutes and sources as YAML, then ---',
    );
  return {
    facts: checked(FrontMatterSchema, readYaml(yaml, file, 'front matter'), file),
    body: body ?? '',
  };
}
